/** Cells of BIFF, xlsx and SpreadsheetML workbooks. */
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs'
import { SSF, read, set_cptable } from '@e965/xlsx'
import type { CellObject, ParsingOptions, WorkBook } from '@e965/xlsx'
import { cellRecords } from './biff'
import { DAYS_1904, serialDate } from './cells'
import type { Cell, Grid } from './grid'
import { MAX_COLUMNS, MAX_ROWS, assertColumns, assertRows } from './limits'
import { oleStream } from './ole'

// Without the tables Chinese in BIFF5 becomes mojibake, silently.
set_cptable(codepages)

/** Without `nodim` a wrong declared range cuts the sheet, silently. */
const OPTIONS: ParsingOptions = {
  dense: true,
  nodim: true,
  raw: true,
  cellFormula: false,
  cellHTML: false,
  cellText: false,
  cellNF: true,
  sheetRows: MAX_ROWS + 2,
}

const FIRST_DATE_SERIAL = 32874

/** Sheets of a zipped workbook. Throws what the reader throws on damaged files. */
export const workbookGrids = (bytes: Uint8Array): Grid[] => gridsOf(read(bytes, { ...OPTIONS, type: 'array' }))

/** Sheets of a BIFF stream without a container around it. */
export const biffGrids = (stream: Uint8Array): Grid[] => workbookGrids(cellRecords(stream))

/** Sheets of an OLE file: its workbook's stream alone. */
export function oleGrids(bytes: Uint8Array): Grid[] {
  const stream = oleStream(bytes, ['Workbook', 'Book'])
  if (stream === null) throw new Error('Cannot find Workbook stream')
  return biffGrids(stream)
}

/** Sheets of a SpreadsheetML 2003 document, given decoded. */
export const spreadsheetMlGrids = (text: string): Grid[] => gridsOf(read(text, { ...OPTIONS, type: 'string' }))

function gridsOf(workbook: WorkBook): Grid[] {
  const dates1904 = workbook.Workbook?.WBProps?.date1904 === true
  const offset = dates1904 ? DAYS_1904 : 0
  const isDate = dateFormats()
  return workbook.SheetNames.map((name) => {
    const data = workbook.Sheets[name]?.['!data'] ?? []
    const rows: Cell[][] = []
    visit(data, MAX_ROWS, (cells, index) => {
      const row = rowOf(cells ?? [], offset, isDate)
      if (row.length === 0) return
      assertRows(index + 1)
      while (rows.length < index) rows.push([])
      rows[index] = row
    })
    return { sheet: name, rows, firstRow: 1, ...(dates1904 ? { dates1904 } : {}) }
  })
}

function rowOf(cells: (CellObject | undefined)[], offset: number, isDate: (format: unknown) => boolean): Cell[] {
  const row: Cell[] = []
  visit(cells, MAX_COLUMNS, (cell, column) => {
    const value = cell === undefined || cell === null ? null : valueOf(cell, offset, isDate)
    if (value === null || value === '') return
    assertColumns(column + 1)
    while (row.length < column) row.push(null)
    row[column] = value
  })
  return row
}

/** Visits what stands in an array, also where one item far away has made it long: forEach counts every hole. */
function visit<T>(items: readonly T[], usual: number, see: (item: T | undefined, index: number) => void): void {
  if (items.length <= usual) items.forEach(see)
  else for (const index of Object.keys(items).map(Number)) see(items[index], index)
}

function valueOf(cell: CellObject, offset: number, isDate: (format: unknown) => boolean): Cell {
  const { t: type, v: value } = cell
  if (type === 'e') return ERROR_TEXT[Number(value)] ?? '#N/A'
  if (value === undefined || value === null || type === 'z') return null
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (typeof value !== 'number') return value
  const serial = value + offset
  return serial >= FIRST_DATE_SERIAL && isDate(cell.z) ? serialDate(serial) : value
}

const ERROR_TEXT: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
}

/** Remembers which number formats are dates: a sheet has a handful. */
function dateFormats(): (format: unknown) => boolean {
  const known = new Map<unknown, boolean>()
  return (format) => {
    const before = known.get(format)
    if (before !== undefined) return before
    const answer = typeof format === 'string' && SSF.is_date(format)
    known.set(format, answer)
    return answer
  }
}
