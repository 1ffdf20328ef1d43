/** Files and folders on this machine as input of an import. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deps } from '../../deps'
import { problem } from '@sma/importers/problems'
import { importFiles } from './import-files.service'
import { UnreadableFile, type ImportOptions } from './importing'
import type { ImportReport } from './report'

/** A folder's other files (notes, markers, JSON) are passed over; a file that is named is always taken. */
const ENDINGS = /\.(xlsx?|csv|tsv|txt|html?|xml)$/i

/** Whether a file of this name is taken from a folder or a zip. */
export const isTableName = (name: string): boolean => ENDINGS.test(name)

/** Imports files, and folders with all that is in them. Throws where a path does not exist. */
export async function importPaths(deps: Deps, paths: string[], options: ImportOptions): Promise<ImportReport> {
  const found = (await Promise.all(paths.map(filesAt))).flat()
  const sources = [...new Set(found)].map((path) => ({ path, bytes: () => bytesOf(path) }))
  return importFiles(deps, sources, options)
}

/** What is larger is not even kept: no export comes near it, and it would have to fit into memory. */
const LARGEST_KEPT_BYTES = 100 * 1024 * 1024

/** Throws UnreadableFile where this one file cannot be had. */
async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path)
    if (size <= LARGEST_KEPT_BYTES) return await readFile(path)
    const limit = { found: `${size} bytes`, expected: `${LARGEST_KEPT_BYTES} bytes` }
    throw new UnreadableFile(problem('file-too-large', 'error', limit))
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new UnreadableFile(problem('file-unreadable', 'error', { found: code ?? null }))
  }
}

async function filesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { withFileTypes: true })
  const inside = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.') && !name.startsWith('~$'))
      .map(async (entry) => {
        const child = join(path, entry.name)
        if (entry.isDirectory()) return filesAt(child)
        if (!isTableName(entry.name)) return []
        return entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(child))) ? [child] : []
      }),
  )
  return inside.flat().sort()
}

/** Links to folders are not entered: they may lead back to where they stand. */
const leadsToFile = (link: string): Promise<boolean> =>
  stat(link).then(
    (target) => target.isFile(),
    () => false,
  )
