import type { FileKind } from '@sma/contract/file-kinds'
import { headingLabel } from './bytes/cells'
import type { Grid } from './bytes/grid'
import type { ImportRecord, Problem, ReadOptions } from './records'

/** Headers stand within the first rows (12 in all that were seen; searched to 60 to be safe). */
const HEADER_SEARCH_ROWS = 60

/** Where a reader found its header. */
export interface HeaderMatch {
  grid: Grid
  /** Index into `grid.rows`. */
  headerIndex: number
}

export interface ReaderOutput {
  records: ImportRecord[]
  problems: Problem[]
}

/** One file kind: recognised by what the grid holds, never by the file's name. */
export interface Reader {
  kind: FileKind
  recognise(grid: Grid): HeaderMatch | null
  read(match: HeaderMatch, options: ReadOptions): ReaderOutput
}

/** The first row whose normalised labels (NFKC, no blanks) satisfy `isHeader`. */
export function findHeader(grid: Grid, isHeader: (labels: string[]) => boolean): HeaderMatch | null {
  const last = Math.min(grid.rows.length, HEADER_SEARCH_ROWS)
  for (let headerIndex = 0; headerIndex < last; headerIndex += 1) {
    if (isHeader((grid.rows[headerIndex] ?? []).map(headingLabel))) return { grid, headerIndex }
  }
  return null
}
