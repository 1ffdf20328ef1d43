/** Tables as XLSX: numbers are numbers, dates are dates, and no text is ever a formula. */
import writeXlsxFile, { type Cell, type Row } from 'write-excel-file/node'

type CellKind = 'text' | 'count' | 'date' | 'money' | 'shares' | 'nav' | 'rate'

export interface SheetColumn {
  head: string
  kind: CellKind
}

export interface SheetTable {
  name: string
  columns: readonly SheetColumn[]
  /** Decimals, dates and texts as they are on the wire; null leaves a cell empty. */
  rows: readonly (readonly (string | null)[])[]
}

const FORMATS: Record<Exclude<CellKind, 'text'>, string> = {
  count: '0',
  date: 'yyyy-mm-dd',
  money: '#,##0.00',
  shares: '#,##0.00##',
  nav: '0.0000####',
  rate: '0.00%',
}

/** What a spreadsheet keeps of a number. */
const MOST_DIGITS = 15

/** `tables` in this order, one sheet each; heads stay in sight. */
export function xlsxBytes(tables: readonly SheetTable[]): Promise<Buffer> {
  return writeXlsxFile(
    tables.map(({ name, columns, rows }) => ({
      sheet: sheetName(name),
      stickyRowsCount: 1,
      columns: columns.map((_, at) => ({ width: widthOf(columns, rows, at) })),
      data: [
        columns.map(headCell),
        ...rows.map((row): Row => columns.map(({ kind }, at) => cell(kind, row[at] ?? null))),
      ],
    })),
  ).toBuffer()
}

const headCell = ({ head, kind }: SheetColumn): Cell => ({
  value: head,
  type: String,
  fontWeight: 'bold',
  align: kind === 'text' || kind === 'date' ? 'left' : 'right',
})

function cell(kind: CellKind, text: string | null): Cell {
  if (text === null || text === '') return null
  if (kind === 'text') return { value: text, type: String }
  if (kind === 'date') return { value: new Date(`${text}T00:00:00Z`), type: Date, format: FORMATS.date }
  const value = exactNumber(text)
  return value === null ? { value: text, type: String, align: 'right' } : { value, type: Number, format: FORMATS[kind] }
}

/**
 * A decimal of at most fifteen significant digits as the number that is written with exactly these digits again; a longer one
 * is null: a spreadsheet would cut it, so it stays text (docs/decisions/0016).
 */
export function exactNumber(text: string): number | null {
  const digits = text.replace(/^-?0*\.?0*/, '').replace('.', '')
  const significant = text.includes('.') ? digits.replace(/0+$/, '') : digits
  return significant.length > MOST_DIGITS ? null : Number(text)
}

/** No sheet's name holds these signs or is longer than 31. */
const sheetName = (name: string): string => name.replaceAll(/[[\]/\\:*?']/g, ' ').slice(0, 31)

const LEAST_WIDTH = 10
const MOST_WIDTH = 48
const MEASURED_ROWS = 200

/** As wide as its longest cell, within reason; a Chinese character is two wide. */
function widthOf(columns: readonly SheetColumn[], rows: SheetTable['rows'], at: number): number {
  const texts = [columns[at]?.head ?? '', ...rows.slice(0, MEASURED_ROWS).map((row) => row[at] ?? '')]
  const widest = Math.max(...texts.map((text) => [...text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0)))
  return Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, widest + 3))
}
