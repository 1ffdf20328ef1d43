import { parse } from 'csv-parse/sync'
import type { Cell } from './grid'
import { MAX_COLUMNS, MAX_ROWS, assertColumns, assertRows } from './limits'

const SAMPLE_LINES = 30

/** Rows of comma- or tab-separated text with quotes, blank lines kept. Throws where a quote never closes. */
export function csvRows(text: string): Cell[][] {
  const rows: string[][] = parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    to: MAX_ROWS + 1,
  })
  assertRows(rows.length)
  for (const row of rows) if (row.length > MAX_COLUMNS) assertColumns(filledWidth(row))
  return rows.map((row) => (row.some(isForcedText) ? row.map(plainCell) : row))
}

/** ="000216": how a CSV makes a spreadsheet keep text. */
const FORCED_TEXT = /^="(.*)"$/s
const isForcedText = (cell: string): boolean => cell.charCodeAt(0) === 0x3d && FORCED_TEXT.test(cell)
const plainCell = (cell: string): string => FORCED_TEXT.exec(cell)?.[1] ?? cell

const filledWidth = (row: string[]): number => row.findLastIndex((cell) => cell.trim() !== '') + 1

function delimiterOf(text: string): ',' | '\t' {
  const sample = text.split('\n', SAMPLE_LINES).join('\n')
  const count = (mark: string): number => sample.split(mark).length - 1
  return count('\t') > count(',') ? '\t' : ','
}
