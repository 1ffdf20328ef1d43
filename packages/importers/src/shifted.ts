/** Rows of separated text whose figures stand in the wrong columns: 1,234.00 without quotes is two cells. */
import { cellText, normalLabel } from './bytes/cells'
import { type Cell, rowNumber } from './bytes/grid'
import { problem } from './problems'
import type { HeaderMatch } from './reader'
import type { Problem } from './records'

const LEADING_GROUP = /^[-+(]?[¥]?[-+]?\d{1,3}$/
const GROUP = /^\d{3}(?:\.\d+)?\)?$/
/** Nobody writes 0.00 as 000.00: it tells even in a row that is no longer than its header. */
const ZEROS = /^0\d{2}\.\d+\)?$/

/**
 * Whether a row has other cells than its header and they look pushed aside: something stands behind the last heading, or
 * two neighbours are the parts of one figure. A row that only leaves out its empty end is none, nor one of a spreadsheet.
 */
export function isShifted({ grid, headerIndex }: HeaderMatch, cells: readonly Cell[]): boolean {
  if (grid.separated !== true) return false
  const width = grid.rows[headerIndex]?.length ?? 0
  if (cells.length <= width) return hasSplitFigure(cells, ZEROS)
  return cells.slice(width).some((cell) => cellText(cell) !== '') || hasSplitFigure(cells, GROUP)
}

const hasSplitFigure = (cells: readonly Cell[], group: RegExp): boolean =>
  cells.some(
    (cell, at) =>
      typeof cell === 'string' &&
      cell.length >= 3 &&
      cell.length <= LONGEST_GROUP &&
      group.test(cell.trim()) &&
      LEADING_GROUP.test(normalLabel(cells[at - 1] ?? null)),
  )

/** Three digits, decimals and a bracket. */
const LONGEST_GROUP = 30

/** What such a row says: how many cells stand there, and how many headings. */
export function shiftedProblem({ grid, headerIndex }: HeaderMatch, index: number): Problem {
  const count = (row: number): string => String(grid.rows[row]?.length ?? 0)
  const at = { sheet: grid.sheet, row: rowNumber(grid, index) }
  return problem('row-shifted', 'error', { ...at, found: count(index), expected: count(headerIndex) })
}
