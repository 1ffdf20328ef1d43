/** FA database dumps (guzhibiao): one row per portfolio, day and account. */
import { cellText, dateOf, gridDate, normalLabel } from '../bytes/cells'
import { cellAt, columnName, rowNumber } from '../bytes/grid'
import type { Cell, Grid } from '../bytes/grid'
import { problem } from '../problems'
import type { ProblemPlace } from '../problems'
import { findHeader } from '../reader'
import type { HeaderMatch, Reader, ReaderOutput } from '../reader'
import type { Columns, PortfolioKey, Problem } from '../records'
import { isShifted, shiftedProblem } from '../shifted'
import type { FaRow } from './fa-row'
import { readFaTable } from './fa-table'

const COLUMNS = {
  code: 'VC_KMDM',
  name: 'VC_KMMC',
  quantity: 'L_SL',
  marketValue: 'EN_SZ',
  gain: 'EN_GZZZ',
  ledger: 'L_ZTBH',
  date: 'D_YWRQ',
  currency: 'VC_JSBZ',
  cost: 'EN_CB',
  price: 'EN_HQJZ',
  shareOfNet: 'EN_SZZJZ',
  suspension: 'VC_TPXX',
} as const
type DumpColumn = keyof typeof COLUMNS
const REQUIRED: DumpColumn[] = ['code', 'name', 'quantity', 'marketValue', 'gain', 'ledger', 'date']

export const dumpReader: Reader = {
  kind: 'fa-dump',
  recognise: (grid) =>
    findHeader(grid, (labels) => {
      const upper = labels.map((label) => label.toUpperCase())
      const has = (column: DumpColumn): boolean => upper.includes(COLUMNS[column])
      return has('code') && has('name') && (has('ledger') || has('date'))
    }),
  read: readDump,
}

function readDump(match: HeaderMatch): ReaderOutput {
  const { grid, headerIndex } = match
  const labels = (grid.rows[headerIndex] ?? []).map((cell) => normalLabel(cell).toUpperCase())
  const missing = REQUIRED.filter((column) => !labels.includes(COLUMNS[column]))
  if (missing.length > 0) {
    const row = rowNumber(grid, headerIndex)
    const at = (column: DumpColumn) => ({ sheet: grid.sheet, row, column: COLUMNS[column], expected: COLUMNS[column] })
    return { records: [], problems: missing.map((column) => problem('column-missing', 'error', at(column))) }
  }
  const { groups, problems } = groupRows(match, labels)
  if (groups.size === 0 && problems.length === 0) problems.push(problem('no-rows', 'review', { sheet: grid.sheet }))
  const records: ReaderOutput['records'] = []
  const columns: Columns<DumpColumn> = {}
  for (const column of Object.keys(COLUMNS) as DumpColumn[]) {
    const index = indexOf(labels, column)
    if (index !== undefined) columns[column] = columnName(index)
  }
  for (const { portfolio, date, rows } of groups.values()) {
    const table = { origin: 'fa-dump' as const, sheet: grid.sheet, columns, portfolio, alternatives: [], date, rows }
    const result = readFaTable(table)
    problems.push(...result.problems)
    if (result.record !== null) records.push(result.record)
  }
  return { records, problems }
}

interface Group {
  portfolio: PortfolioKey
  date: string
  rows: FaRow[]
}

function groupRows(match: HeaderMatch, labels: string[]): { groups: Map<string, Group>; problems: Problem[] } {
  const { grid, headerIndex } = match
  const groups = new Map<string, Group>()
  const problems: Problem[] = []
  for (let index = headerIndex + 1; index < grid.rows.length; index += 1) {
    const cells = grid.rows[index] ?? []
    const at = (column: DumpColumn): Cell => cellAt(cells, indexOf(labels, column))
    if (cellText(at('code')) === '' && cellText(at('marketValue')) === '') continue
    const row = rowNumber(grid, index)
    const ledger = ledgerText(at('ledger'))
    const portfolio: PortfolioKey | null = ledger === null ? null : { by: 'fa-ledger', value: ledger }
    const date = dumpDate(grid, at('date'))
    if (portfolio === null || date === null) {
      problems.push(keyProblem(portfolio, { ledger: at('ledger'), date: at('date') }, { row, sheet: grid.sheet }))
      continue
    }
    if (isShifted(match, cells)) problems.push({ ...shiftedProblem(match, index), portfolio, date })
    const key = `${portfolio.value} ${date}`
    const group = groups.get(key) ?? { portfolio, date, rows: [] }
    group.rows.push(faRow(at, row))
    groups.set(key, group)
  }
  return { groups, problems }
}

/** A row without ledger and date is a footer; one that lacks either holds what it could belong to. */
function keyProblem(portfolio: PortfolioKey | null, cells: Record<'ledger' | 'date', Cell>, at: ProblemPlace): Problem {
  if (portfolio === null) {
    const severity = cellText(cells.date) === '' ? 'warning' : 'review'
    return problem('value-missing', severity, { ...at, column: COLUMNS.ledger })
  }
  const found = cellText(cells.date)
  const place = { ...at, column: COLUMNS.date, portfolio }
  return found === '' ? problem('date-missing', 'error', place) : problem('date-invalid', 'error', { ...place, found })
}

const indexOf = (labels: string[], column: DumpColumn): number | undefined => {
  const index = labels.indexOf(COLUMNS[column])
  return index < 0 ? undefined : index
}

const faRow = (at: (column: DumpColumn) => Cell, row: number): FaRow => ({
  row,
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

/** "8001.0" and "8,001" are 8001; a house may also use letters. */
function ledgerText(cell: Cell): string | null {
  const text = normalLabel(cell)
    .replace(/^(\d{1,3}),(\d{3})(?=$|\.0+$)/, '$1$2')
    .replace(/^(\d+)\.0+$/, '$1')
  return text === '' ? null : text
}

/** The left ten characters of a timestamp. */
const dumpDate = (grid: Grid, cell: Cell): string | null =>
  typeof cell === 'string' ? dateOf(cellText(cell).slice(0, 10)) : gridDate(grid, cell)
