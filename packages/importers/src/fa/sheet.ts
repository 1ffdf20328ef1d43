/** FA valuation sheets (估值表) of any custodian: columns, rows, date and product by content. */
import { absolute, formatScaled, parseE8 } from '@sma/finance/decimal'
import { cellText } from '../bytes/cells'
import { cellAt, columnName, rowNumber } from '../bytes/grid'
import type { Cell, Grid } from '../bytes/grid'
import { fileNameDates } from '../o32/file-name'
import { problem } from '../problems'
import { findHeader } from '../reader'
import type { HeaderMatch, Reader, ReaderOutput } from '../reader'
import type { Columns, PortfolioKey, Problem, ReadOptions } from '../records'
import { isShifted, shiftedProblem } from '../shifted'
import { accountCode } from './account-code'
import { isSheetHeader, sheetColumns } from './columns'
import type { SheetColumns } from './columns'
import { FIELD_LABELS } from './fa-row'
import type { FaField, FaRow } from './fa-row'
import { readFaTable } from './fa-table'
import { fileStem, ledgersIn, namesAnotherProduct, productIn } from './product-name'
import { sheetFrame } from './sheet-frame'
import type { SheetFrame } from './sheet-frame'
import type { Summary } from './summary'
import { summaryLabel } from './summary-label'

/** Required columns. */
const REQUIRED: FaField[] = ['code', 'name', 'quantity', 'cost', 'marketValue', 'gain']

export const valuationSheetReader: Reader = {
  kind: 'fa-valuation-sheet',
  recognise: (grid) => findHeader(grid, isSheetHeader),
  read: readSheet,
}

function readSheet({ grid, headerIndex }: HeaderMatch, { fileName }: ReadOptions): ReaderOutput {
  const columns = sheetColumns(grid, headerIndex)
  const frame = sheetFrame(grid, headerIndex)
  const unit = unitProblems(frame, columns)
  const refusal = unit.length > 0 ? unit : columnProblems(columns, rowNumber(grid, headerIndex))
  const keys = portfolioKeys(frame, fileName)
  const portfolio = keys[0] ?? null
  const { date, problems: dateProblems } = sheetDate(frame, fileName)
  if (portfolio === null) refusal.push(problem('portfolio-unknown', 'error', { column: '产品' }))
  const rows = faRows(grid, columns)
  refusal.push(...shiftedRows({ grid, headerIndex }, columns))
  if (rows.length === 0) refusal.push(problem('no-rows', 'review', {}))
  const scope = { sheet: grid.sheet, portfolio, date }
  const scoped = (problems: Problem[]): Problem[] => problems.map((found) => ({ ...found, ...scope }))
  if (refusal.length > 0 || portfolio === null || date === null) {
    return { records: [], problems: scoped([...refusal, ...dateProblems]) }
  }
  const own = { origin: 'fa-sheet' as const, sheet: grid.sheet, columns: letters(columns) }
  const table = { ...own, portfolio, alternatives: keys.slice(1), date, rows }
  const { record, summary, problems } = readFaTable(table)
  const framed = [...dateProblems, ...productProblems(frame, fileName), ...titleProblems(frame, summary)]
  return { records: record === null ? [] : [record], problems: [...scoped(framed), ...problems] }
}

const letters = ({ columns }: SheetColumns): Columns<FaField> =>
  Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, columnName(column)]))

const columnProblems = ({ columns, ambiguous }: SheetColumns, row: number): Problem[] => [
  ...REQUIRED.filter((field) => columns[field] === undefined).map((field) =>
    problem('column-missing', 'error', { row, column: FIELD_LABELS[field], expected: FIELD_LABELS[field] }),
  ),
  ...ambiguous.map((column) => problem('header-ambiguous', 'error', { row, column, expected: '1' })),
]

function unitProblems(frame: SheetFrame, { otherUnits }: SheetColumns): Problem[] {
  const found = frame.otherUnit ?? otherUnits[0]
  return found === undefined ? [] : [problem('unit-not-yuan', 'error', { found, expected: '元' })]
}

function faRows(grid: Grid, { columns, firstDataIndex }: SheetColumns): FaRow[] {
  const rows: FaRow[] = []
  for (let index = firstDataIndex; index < grid.rows.length; index += 1) {
    const cells = grid.rows[index] ?? []
    if (cells.every((cell) => cellText(cell) === '')) continue
    const at = (field: FaField): Cell => cellAt(cells, columns[field])
    rows.push({
      row: rowNumber(grid, index),
      code: at('code'),
      name: at('name'),
      currency: at('currency'),
      quantity: at('quantity'),
      cost: at('cost'),
      price: at('price'),
      marketValue: at('marketValue'),
      gain: at('gain'),
      shareOfNet: at('shareOfNet'),
      suspension: at('suspension'),
    })
  }
  return rows
}

/** Account and summary rows of separated text that have other cells than the header. */
function shiftedRows(match: HeaderMatch, { columns, firstDataIndex }: SheetColumns): Problem[] {
  const { rows } = match.grid
  return rows.slice(firstDataIndex).flatMap((cells, at) => {
    const code = cellAt(cells, columns.code)
    const isRow = accountCode(code) !== null || summaryLabel(code) !== null
    return isRow && isShifted(match, cells) ? [shiftedProblem(match, firstDataIndex + at)] : []
  })
}

/** Every name of the product, the sheet's own first; ledger numbers and the file name as hints behind them. */
function portfolioKeys(frame: SheetFrame, fileName: string): PortfolioKey[] {
  const stem = fileStem(fileName)
  const named = [...frame.products, productIn(stem)].filter((name) => name !== null)
  const ledgers = [...frame.ledgers, ...ledgersIn(stem)]
  return [
    ...[...new Set(named)].map((value): PortfolioKey => ({ by: 'fa-name', value })),
    ...[...new Set(ledgers)].map((value): PortfolioKey => ({ by: 'fa-ledger', value })),
  ]
}

/** The sheet's date wins; a file name that says another day, or is alone to name one, waits for a person. */
function sheetDate(frame: SheetFrame, fileName: string): { date: string | null; problems: Problem[] } {
  const named = fileNameDates(fileName)
  const [date, ...others] = frame.dates
  if (date === undefined) {
    const fallback = named[0] ?? null
    if (frame.badDate !== null)
      return { date: null, problems: [problem('date-invalid', 'error', { found: frame.badDate })] }
    const severity = fallback === null ? 'error' : 'review'
    return { date: fallback, problems: [problem('date-missing', severity, { column: '估值日期', found: fallback })] }
  }
  const contradicting = [...others, ...(named.includes(date) ? [] : named)]
  return {
    date,
    problems: contradicting.slice(0, 1).map((found) => problem('date-conflict', 'review', { found, expected: date })),
  }
}

function productProblems(frame: SheetFrame, fileName: string): Problem[] {
  const product = frame.products[0]
  if (product === undefined || frame.products.some((name) => !namesAnotherProduct(fileName, name))) return []
  return [problem('product-conflict', 'review', { found: fileStem(fileName), expected: product })]
}

/** R-CHK-16: the title's unit NAV is that of the row, to the title's decimals. */
function titleProblems(frame: SheetFrame, summary: Summary): Problem[] {
  const title = frame.unitNav === null ? null : parseE8(frame.unitNav)
  if (frame.unitNav === null || title === null || summary.unitNavE8 === null) return []
  const decimals = frame.unitNav.split('.')[1]?.length ?? 0
  const halfUnit = 5n * 10n ** BigInt(Math.max(0, 7 - decimals))
  if (absolute(title - summary.unitNavE8) <= halfUnit) return []
  const expected = formatScaled(summary.unitNavE8, 8, Math.max(4, decimals))
  return [
    problem('R-CHK-16', 'review', {
      row: summary.places.unitNav?.row ?? null,
      column: '单位净值',
      found: frame.unitNav,
      expected,
    }),
  ]
}
