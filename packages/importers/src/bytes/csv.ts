import { CsvError, parse } from 'csv-parse/sync'
import type { Cell } from './grid'
import { MAX_COLUMNS, MAX_ROWS, assertColumns, assertRows } from './limits'

const SAMPLE_LINES = 30

/** A quote opens in this row and closes nowhere: what follows it cannot be told from text. */
export class UnclosedQuote extends Error {
  constructor(readonly row: number) {
    super(`a quote opens in row ${row} and never closes`)
  }
}

/** Rows of comma- or tab-separated text with quotes, blank lines kept. Throws UnclosedQuote. */
export function csvRows(text: string): Cell[][] {
  const rows = splitRows(text)
  assertRows(rows.length)
  for (const row of rows) if (row.length > MAX_COLUMNS) assertColumns(filledWidth(row))
  return rows.map((row) => (row.some(isForcedText) ? row.map(plainCell) : row))
}

/** Named, as a file may mix them, and finding them out takes seconds where the first line is megabytes long. */
const LINE_ENDS = ['\r\n', '\n', '\r']

function splitRows(text: string): string[][] {
  const options = {
    bom: true,
    record_delimiter: LINE_ENDS,
    relax_column_count: true,
    relax_quotes: true,
    to: MAX_ROWS + 1,
  }
  try {
    return parse(text, { ...options, delimiter: delimiterOf(text) })
  } catch (error) {
    // its `records` counts the rows before; its `lines` is where the text ends
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED')
      throw new UnclosedQuote(Number(error['records']) + 1)
    throw error
  }
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
