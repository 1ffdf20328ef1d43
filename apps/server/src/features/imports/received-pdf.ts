/** Which received PDF a table means: the one beside it, else the only one of that name in this import, else in any before. */
import { posix } from 'node:path'
import type { Db } from '../../db/schema'
import type { ReceivedPdf } from '../publications/import-publications.service'
import { selectPdfs } from './imports.queries'
import type { FileOutcome } from './report'

interface Asked {
  /** Every file of this import. */
  files: readonly FileOutcome[]
  /** The table that names it. */
  table: FileOutcome
  /** The path that it names, with slashes. */
  name: string
}

export async function receivedPdf(
  db: Db,
  { files, table, name }: Asked,
): Promise<ReceivedPdf | 'document-missing' | 'document-ambiguous'> {
  const baseName = posix.basename(name)
  const known = await selectPdfs(db, baseName)
  const fit = new Map(known.map((pdf) => [pdf.sha256, pdf]))
  const here = files.filter((file) => file.name === baseName && fit.has(file.sha256))
  const path = posix.join(posix.dirname(slashed(table.path)), name)
  const beside = here.filter((file) => posix.normalize(slashed(file.path)) === path)
  for (const found of [beside, here, known]) {
    const contents = new Set(found.map(({ sha256 }) => sha256))
    if (contents.size > 1) return 'document-ambiguous'
    const [only] = contents
    const pdf = only === undefined ? undefined : fit.get(only)
    if (pdf) return { sha256: pdf.sha256, size: Number(pdf.size) }
  }
  return 'document-missing'
}

const slashed = (path: string): string => path.replaceAll('\\', '/')
