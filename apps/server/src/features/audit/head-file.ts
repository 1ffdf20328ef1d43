/** The end of the audit chain as noted in the data folder, apart from the database. */
import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface AuditHead {
  seq: number
  mac: string
}

const pathIn = (dataDir: string): string => join(dataDir, 'audit-head.json')

/** Null where nothing was ever noted; an unreadable note counts as one that no chain holds. */
export async function readHeadFile(dataDir: string): Promise<AuditHead | null> {
  let text: string
  try {
    text = await readFile(pathIn(dataDir), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const match = /^\{"seq":(\d+),"mac":"([0-9a-f]{64})"\}\n$/.exec(text)
  return match ? { seq: Number(match[1]), mac: match[2] ?? '' } : { seq: 1, mac: '' }
}

/** A half-written note never stands under its name. */
export async function writeHeadFile(dataDir: string, { seq, mac }: AuditHead): Promise<void> {
  const partial = `${pathIn(dataDir)}.${randomBytes(6).toString('hex')}.part`
  await writeFile(partial, `${JSON.stringify({ seq, mac })}\n`, { mode: 0o600 })
  await rename(partial, pathIn(dataDir))
}
