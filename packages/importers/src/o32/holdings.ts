/** O3.2 holdings (chicang, 综合信息查询_基金证券). */
import { cellText, dateOf, moneyE4 } from '../bytes/cells'
import { type Cell, rowNumber } from '../bytes/grid'
import { bareLabel } from '../labels'
import { problem } from '../problems'
import type { O32HoldingRecord, ReadOptions } from '../records'
import { type HeaderMatch, type Reader, type ReaderOutput, findHeader } from '../reader'
import { Row } from '../row'
import { isShifted, shiftedProblem } from '../shifted'
import { unitProblems } from '../units'
import { type Labels, findColumns, missingColumns } from './columns'
import { fileNameFund } from './file-name'
import { DayOfRow, type RowPlace, fundNumber, isBlankRow, isSubtotal, isTotalLabel } from './rows'
import { type Summed, type Total, checkTotals } from './totals'

const LABELS = {
  date: ['日期', '业务日期', '持仓日期', '发生日期', '交易日期', '统计日期'],
  fundNo: ['基金编号', '账套编号', '产品编号'],
  code: ['证券代码', '基金代码'],
  name: ['证券名称', '证券简称'],
  shares: ['持仓', '持仓数量', '当前数量'],
  marketValue: ['市值', '持仓市值', '当前市值'],
  cost: ['当前成本'],
  costWithFees: ['含费用成本'],
  floatingProfit: ['浮动盈亏'],
  totalProfit: ['总体盈亏'],
  market: ['交易市场', '市场'],
} satisfies Labels<string>
type Field = keyof typeof LABELS

const SUMMED = ['marketValue', 'shares'] as const
type SummedField = (typeof SUMMED)[number]

/** Figures of a position that a version of the day keeps. */
const KEPT = { marketValue: 'marketValue', costWithFees: 'costWithFees', totalProfit: 'totalProfit' } as const

const REQUIRED = ['code', 'shares', 'marketValue'] as const

/** Headings of journals, valuation sheets and neutral tables. */
const OTHER_TABLES = ['发生业务', '科目代码', '组合代码', '计划代码']

function isHeader(labels: string[]): boolean {
  const present = new Set(labels.map(bareLabel))
  const has = (field: Field): boolean => LABELS[field].some((label) => present.has(label))
  if (!has('code') || OTHER_TABLES.some((label) => present.has(label))) return false
  return has('fundNo') ? has('shares') || has('marketValue') : has('shares') && has('marketValue')
}

/** Reads O3.2 holdings: shares and value by day, 基金编号 and fund; total rows are checked and dropped. */
export const o32HoldingsReader: Reader = {
  kind: 'o32-holdings',
  recognise: (grid) => findHeader(grid, isHeader),
  read: readHoldings,
}

interface State {
  row: Row<Field>
  days: DayOfRow
  records: O32HoldingRecord[]
  byKey: Map<string, O32HoldingRecord>
  totals: Record<SummedField, Total[]>
  summed: Record<SummedField, Summed[]>
  /** 基金编号 out of the file's name, used where the table has no such column. */
  namedFund: string | null
}

function readHoldings(match: HeaderMatch, options: ReadOptions): ReaderOutput {
  const columns = findColumns<Field>(match, LABELS)
  const namedFund = columns.indexOf('fundNo') === undefined ? fileNameFund(options.fileName) : null
  const required: readonly Field[] = namedFund === null ? [...REQUIRED, 'fundNo'] : REQUIRED
  const missing = missingColumns(match, columns, required)
  const refusal = [...missing, ...unitProblems(match, columns.headings)]
  if (refusal.length > 0) return { records: [], problems: refusal }
  const { grid } = match
  const state: State = {
    row: new Row(grid.sheet, columns),
    days: new DayOfRow(options.fileName),
    records: [],
    byKey: new Map(),
    totals: { marketValue: [], shares: [] },
    summed: { marketValue: [], shares: [] },
    namedFund,
  }
  let dataRows = 0
  for (let index = match.headerIndex + 1; index < grid.rows.length; index += 1) {
    const cells = grid.rows[index] ?? []
    if (isBlankRow(cells)) continue
    dataRows += 1
    state.row.open(cells, rowNumber(grid, index))
    readRow(state, { match, index })
  }
  const totals = SUMMED.flatMap((field) =>
    checkTotals(state.totals[field], state.summed[field], { sheet: grid.sheet, column: columns.heading(field) }),
  )
  const problems = [...columns.problems, ...state.row.problems, ...totals]
  if (dataRows === 0) problems.push(problem('no-rows', 'review', { sheet: grid.sheet }))
  return { records: state.records, problems }
}

function readRow(state: State, { match, index }: RowPlace): void {
  const cells = match.grid.rows[index] ?? []
  const first = cells[0] ?? null
  const { row } = state
  if (isTotal(row, first)) return keepTotal(state, first)
  const fund = state.namedFund ?? fundNumber(row.cell('fundNo'))
  sumUp(state, fund)
  const isDated = state.days.open(row, { fund, field: 'date' })
  if (fund === null) return row.refuse('value-missing', 'fundNo', { found: '' })
  if (!isDated) return
  if (isShifted(match, cells)) return row.refuseAll(shiftedProblem(match, index))
  const record = holding(row)
  if (row.refused || record === null) return
  keep(state, record)
}

/** 合计 in the first column, fund number, code or name; or neither code nor name. */
function isTotal(row: Row<Field>, first: Cell): boolean {
  if ([first, row.cell('fundNo'), row.cell('code'), row.cell('name')].some(isTotalLabel)) return true
  return row.label('code') === '' && row.label('name') === ''
}

function holding(row: Row<Field>): O32HoldingRecord | null {
  const { portfolio, date, source } = row
  if (portfolio === null || date === null) return null
  return {
    kind: 'o32-holding',
    portfolio,
    date,
    source: { ...source, columns: row.columnsOf(KEPT) },
    fundCode: row.needFundCode('code'),
    fundName: cellText(row.cell('name')) || null,
    market: cellText(row.cell('market')) || null,
    sharesE4: row.needMoney('shares'),
    marketValueE4: row.needMoney('marketValue'),
    costE4: row.softMoney('cost'),
    costWithFeesE4: row.softMoney('costWithFees'),
    floatingProfitE4: row.softMoney('floatingProfit'),
    totalProfitE4: row.softMoney('totalProfit'),
  }
}

/** The same fund twice on one day goes to a person, equal or not (b39); another market is another holding (case 70). */
function keep(state: State, record: O32HoldingRecord): void {
  const key = JSON.stringify([record.portfolio.value, record.date, record.fundCode, record.market])
  const before = state.byKey.get(key)
  if (before === undefined) {
    state.byKey.set(key, record)
    state.records.push(record)
    return
  }
  const same = before.sharesE4 === record.sharesE4 && before.marketValueE4 === record.marketValueE4
  const code = same ? 'row-duplicate' : 'row-conflict'
  state.row.tell(code, 'review', 'code', { found: record.fundCode })
}

function keepTotal(state: State, first: Cell): void {
  const { row, totals } = state
  if (isSubtotal([first, row.cell('code'), row.cell('name')])) return
  for (const field of SUMMED) {
    const { value } = moneyE4(row.cell(field))
    if (value === null) continue
    const portfolio = isTotalLabel(row.cell('fundNo')) ? null : fundNumber(row.cell('fundNo'))
    const after = state.summed[field].length
    totals[field].push({ valueE4: value, portfolio, date: dateOf(row.cell('date')), row: row.number, after })
  }
}

/** Every row counts in the export's own totals, also one that is refused or stands twice. */
function sumUp({ row, summed }: State, portfolio: string | null): void {
  const date = dateOf(row.cell('date'))
  for (const field of SUMMED) summed[field].push({ portfolio, date, valueE4: moneyE4(row.cell(field)).value ?? 0n })
}
