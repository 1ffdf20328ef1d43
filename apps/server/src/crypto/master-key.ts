/** The one key from outside the database: 32 bytes in a file of its own. */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Reads the master key file (32 bytes in base64), making it at the first start, readable by its owner only. */
export function openMasterKey(file: string): Buffer {
  if (!existsSync(file)) makeMasterKey(file)
  const master = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (master.length !== 32) throw new Error(`the key file ${file} does not hold 32 bytes in base64`)
  return master
}

/** How file systems say that they know no links (shared folders, memory cards). */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

/** Whole or not at all, whatever ends the process; of two first starts at once the one that comes later takes the other's key. */
function makeMasterKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const partial = `${file}.${process.pid}.part`
  try {
    writeFileSync(partial, randomBytes(32).toString('base64'), { mode: 0o400, flush: true })
    linkSync(partial, file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (!WITHOUT_LINKS.has(code ?? '')) throw error
    renameSync(partial, file)
  } finally {
    rmSync(partial, { force: true })
  }
}
