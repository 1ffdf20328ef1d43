/** Files and folders on this machine as input of an import. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deps } from '../../deps'
import { MAX_ARCHIVED_FILES, type Archive } from '@sma/importers/bytes/archive'
import { MAX_FILE_BYTES } from '@sma/importers/bytes/limits'
import { problem } from '@sma/importers/problems'
import type { Problem } from '@sma/importers/records'
import { importFiles } from './import-files.service'
import { UnreadableFile, type ImportOptions, type ImportSource } from './importing'
import type { ImportReport } from './report'

/** A folder's other files (notes, markers, JSON) are passed over; a file that is named is always taken. */
const ENDINGS = /\.(xlsx?|csv|tsv|txt|html?|xml|pdf)$/i

/** Whether a file of this name is taken from a folder or a zip. */
export const isImportName = (name: string): boolean => ENDINGS.test(name)

/** Whether a file of this name is taken apart before it is read. */
export const isArchiveName = (name: string): boolean => /\.zip$/i.test(name)

/** Imports files, folders and zips with all that is in them. Throws where a path does not exist. */
export async function importPaths(deps: Deps, paths: string[], options: ImportOptions): Promise<ImportReport> {
  const found = new Set((await Promise.all(paths.map(filesAt))).flat())
  const sources: ImportSource[] = []
  // one zip after the other: a whole one is in memory while it is unpacked
  for (const path of found) sources.push(...(isArchiveName(path) ? await archivedAt(deps, path) : [fileAt(path)]))
  return importFiles(deps, sources, options)
}

const fileAt = (path: string): ImportSource => ({ path, bytes: () => bytesOf(path) })

/** The files of a zip, kept before they are read; the zip itself, to be refused by name, where nothing in it can be a table. */
async function archivedAt(deps: Deps, path: string): Promise<ImportSource[]> {
  const bytes = await bytesOf(path).catch(() => null)
  const archive = bytes && (await deps.reader.unpack(bytes))
  const files = archive?.files.filter(({ name }) => isImportName(name)) ?? []
  const refused = archive?.refused.filter(({ name }) => isImportName(name)) ?? []
  if (files.length + refused.length === 0) return [fileAt(path)]
  const sources: ImportSource[] = []
  for (const file of files) {
    const sha256 = await deps.files.put(file.bytes)
    sources.push({ path: join(path, file.name), bytes: () => deps.files.get(sha256) })
  }
  for (const { name, reason } of refused)
    sources.push({
      path: join(path, name),
      bytes: () => Promise.reject(new UnreadableFile(REFUSED_IN_ZIP[reason])),
    })
  return sources
}

const REFUSED_IN_ZIP: Record<Archive['refused'][number]['reason'], Problem> = {
  'too-large': problem('file-too-large', 'error', { expected: `<= ${MAX_FILE_BYTES}` }),
  'too-many': problem('file-unpacks-too-large', 'error', { expected: `<= ${MAX_ARCHIVED_FILES}` }),
  damaged: problem('file-unreadable', 'error', { found: 'damaged' }),
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
        if (!isImportName(entry.name) && !isArchiveName(entry.name)) return []
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
