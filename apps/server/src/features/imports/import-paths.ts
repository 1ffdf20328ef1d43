/** Files and folders on this machine as input of an import. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deps } from '../../deps'
import { importFiles, type ImportOptions } from './import-files.service'
import type { ImportReport } from './report'

/** A folder's other files (notes, markers, JSON) are passed over; a file that is named is always taken. */
const ENDINGS = /\.(xlsx?|csv|txt|html?|xml)$/i

/** Whether a file of this name is taken from a folder or a zip. */
export const isTableName = (name: string): boolean => ENDINGS.test(name)

/** Imports files, and folders with all that is in them. Throws where a path does not exist. */
export async function importPaths(deps: Deps, paths: string[], options: ImportOptions): Promise<ImportReport> {
  const found = (await Promise.all(paths.map(filesAt))).flat()
  const sources = [...new Set(found)].map((path) => ({ path, bytes: () => readFile(path) }))
  return importFiles(deps, sources, options)
}

async function filesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { withFileTypes: true })
  const inside = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.') && !name.startsWith('~$'))
      .map((entry) => {
        const child = join(path, entry.name)
        if (entry.isDirectory()) return filesAt(child)
        return entry.isFile() && isTableName(entry.name) ? [child] : []
      }),
  )
  return inside.flat().sort()
}
