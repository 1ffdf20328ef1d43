/** O3.2 journal (liushui, 综合信息查询_资金流水): R-TRX-3, R-TRX-4, R-FLW-1. */
import { absolute, divideRound } from '@sma/finance/decimal'
import type { FlowKind, Operation } from '@sma/finance/facts'
import { cellText, dateOf, moneyE4, normalLabel } from '../bytes/cells'
import { type Cell, rowNumber } from '../bytes/grid'
import { bareLabel } from '../labels'
import { problem } from '../problems'
import type { FlowRecord, ReadOptions, TransactionRecord } from '../records'
import { type HeaderMatch, type Reader, type ReaderOutput, findHeader } from '../reader'
import { Row } from '../row'
import { isShifted, shiftedProblem } from '../shifted'
import { unitProblems } from '../units'
import { balanceProblems, type CashRow } from './cash-balance'
import { type Labels, findColumns, missingColumns } from './columns'
import { type Meaning, operationMeaning } from './operations'
import { DayOfRow, type RowPlace, fundNumber, isBlankRow, isSubtotal, isTotalLabel, remembered } from './rows'
import { type Summed, type Total, checkTotals } from './totals'

const LABELS = {
  date: ['发生日期', '业务日期', '确认日期', '日期', '交易日期', '成交日期'],
  fundNo: ['基金编号', '账套编号', '产品编号'],
  code: ['证券代码', '基金代码'],
  name: ['证券名称', '证券简称', '基金简称'],
  operation: ['发生业务', '业务类别', '业务名称', '委托方向'],
  price: ['委托价格', '成交价格'],
  shares: ['委托数量', '成交数量'],
  movedShares: ['发生数量'],
  cash: ['发生金额'],
  balance: ['发生后余额'],
  money: ['科目发生额'],
  commission: ['佣金'],
  handling: ['经手费'],
  transfer: ['过户费'],
  delivery: ['交割费'],
  settlement: ['结算费'],
  trading: ['交易费'],
  regulation: ['证管费'],
  stampDuty: ['印花税'],
  otherFee: ['其他费用'],
} satisfies Labels<string>
type Field = keyof typeof LABELS

const REQUIRED = ['fundNo', 'operation', 'price', 'shares', 'money'] as const
const FEES = [
  'commission',
  'handling',
  'transfer',
  'delivery',
  'settlement',
  'trading',
  'regulation',
  'stampDuty',
  'otherFee',
] as const

function isHeader(labels: string[]): boolean {
  const present = new Set(labels.map(bareLabel))
  const moves = present.has('发生金额') || present.has('科目发生额')
  return present.has('发生业务')
    ? moves || present.has('委托数量')
    : present.has('科目发生额') && present.has('基金编号')
}

/** Reads an O3.2 journal: fund transactions and client flows; cash items without either are left out. */
export const o32JournalReader: Reader = {
  kind: 'o32-journal',
  recognise: (grid) => findHeader(grid, isHeader),
  read: readJournal,
}

interface State {
  row: Row<Field>
  days: DayOfRow
  fees: Field[]
  records: (TransactionRecord | FlowRecord)[]
  places: Map<string, number>
  totals: Total[]
  summed: Summed[]
  /** Rows with money and balance; null where the export has no such columns. */
  cashRows: CashRow[] | null
  meaningOf(cell: Cell): Meaning | null
  fundOf(cell: Cell): string | null
  nameOf(cell: Cell): string
}

function readJournal(match: HeaderMatch, options: ReadOptions): ReaderOutput {
  const columns = findColumns<Field>(match, LABELS)
  const missing = missingColumns(match, columns, REQUIRED)
  const refusal = [...missing, ...unitProblems(match, columns.headings)]
  if (refusal.length > 0) return { records: [], problems: refusal }
  const { grid } = match
  const state: State = {
    row: new Row(grid.sheet, columns),
    days: new DayOfRow(options.fileName),
    fees: FEES.filter((field) => columns.indexOf(field) !== undefined),
    records: [],
    places: new Map(),
    totals: [],
    summed: [],
    cashRows: columns.indexOf('cash') === undefined || columns.indexOf('balance') === undefined ? null : [],
    meaningOf: remembered((cell) => operationMeaning(normalLabel(cell))),
    fundOf: remembered(fundNumber),
    nameOf: remembered(cellText),
  }
  let dataRows = 0
  for (let index = match.headerIndex + 1; index < grid.rows.length; index += 1) {
    const cells = grid.rows[index] ?? []
    if (isBlankRow(cells)) continue
    dataRows += 1
    state.row.open(cells, rowNumber(grid, index))
    readRow(state, { match, index })
  }
  const place = { sheet: grid.sheet, column: columns.heading('money') }
  const problems = [
    ...columns.problems,
    ...state.row.problems,
    ...checkTotals(state.totals, state.summed, place),
    ...balanceProblems(state.cashRows ?? [], { sheet: grid.sheet, column: columns.heading('balance') }),
  ]
  if (dataRows === 0) problems.push(problem('no-rows', 'warning', { sheet: grid.sheet }))
  return { records: state.records, problems }
}

function readRow(state: State, { match, index }: RowPlace): void {
  const cells = match.grid.rows[index] ?? []
  const first = cells[0] ?? null
  const { row } = state
  const fund = state.fundOf(row.cell('fundNo'))
  if (isTotal(row, { first, fund })) return keepTotal(state, first)
  const isDated = state.days.open(row, { fund, field: 'date' })
  if (fund === null) return row.refuse('value-missing', 'fundNo', { found: '' })
  if (!isDated) return
  if (isShifted(match, cells)) return row.refuseAll(shiftedProblem(match, index))
  sumUp(state)
  keepCash(state)
  const meaning = state.meaningOf(row.cell('operation'))
  if (meaning === null) return row.tell('operation-unknown', 'review', 'operation')
  if (meaning.as === 'cash') return
  const record = meaning.as === 'flow' ? flow(state, meaning.flowKind) : transaction(state, meaning.operation)
  if (record !== null && !row.refused) state.records.push(record)
}

function isTotal(row: Row<Field>, of: { first: Cell; fund: string | null }): boolean {
  const cells = [of.first, row.cell('fundNo'), row.cell('code'), row.cell('name'), row.cell('operation')]
  if (cells.some(isTotalLabel)) return true
  const isNameless = row.label('operation') === '' && row.label('code') === ''
  return isNameless && (of.fund === null || row.label('date') === '')
}

function keepTotal({ row, totals, summed, fundOf }: State, first: Cell): void {
  const { value } = moneyE4(row.cell('money'))
  if (value === null || isSubtotal([first, row.cell('code'), row.cell('name')])) return
  const fund = row.cell('fundNo')
  const portfolio = isTotalLabel(fund) ? null : fundOf(fund)
  totals.push({ valueE4: value, portfolio, date: dateOf(row.cell('date')), row: row.number, after: summed.length })
}

function sumUp({ row, summed }: State): void {
  const { value } = moneyE4(row.cell('money'))
  summed.push({ portfolio: row.portfolio?.value ?? null, date: row.date, valueE4: value ?? 0n })
}

function keepCash({ row, cashRows }: State): void {
  const { portfolio, date } = row
  if (cashRows === null || portfolio === null || date === null) return
  const [cash, balance] = [moneyE4(row.cell('cash')), moneyE4(row.cell('balance'))]
  cashRows.push({ portfolio, date, row: row.number, cashE4: cash.value, balanceE4: balance.value })
}

function transaction(state: State, operation: Operation): TransactionRecord | null {
  const { row } = state
  const place = placeOf(state, 'transaction')
  const fundCode = row.needFundCode('code')
  const sharesE4 = sharesOf(row, operation)
  const priceE8 = row.price('price') || null
  const amountE4 = amountOf(row, operation)
  const feeE4 = feeOf(state)
  const { portfolio, date, source } = row
  if (row.refused || portfolio === null || date === null || !isWhole(row, { operation, sharesE4, priceE8, amountE4 })) {
    return null
  }
  const fundName = state.nameOf(row.cell('name')) || null
  const facts = { fundCode, fundName, operation, amountE4, sharesE4, priceE8, feeE4, place }
  return { kind: 'transaction', origin: 'o32', portfolio, date, source, ...facts }
}

const TRADES: readonly Operation[] = ['subscribe', 'redeem', 'switch-in', 'switch-out', 'buy', 'sell']
const PURCHASES: readonly Operation[] = ['subscribe', 'switch-in', 'buy']

/** 委托数量 holds the confirmed shares, also of purchases; 发生数量 where it is blank or 0, and for its sign in a split. */
function sharesOf(row: Row<Field>, operation: Operation): bigint | null {
  const stated = row.money('shares') ?? 0n
  const moved = row.money('movedShares') ?? 0n
  if (operation === 'dividend') return null
  if (operation === 'split') return moved || stated || null
  return absolute(stated || moved) || null
}

/** R-TRX-3: |科目发生额|, then |发生金额|; exchange trades state no money here, theirs is shares × price ± fee. */
function amountOf(row: Row<Field>, operation: Operation): bigint | null {
  const money = row.money('money') ?? 0n
  const moved = money || (row.money('cash') ?? 0n)
  if (operation === 'buy' || operation === 'sell') {
    tellSign(row, operation, money)
    return null
  }
  if (operation === 'reinvest') return absolute(money) || null
  if (operation !== 'dividend' && !TRADES.includes(operation)) return null
  tellSign(row, operation, moved)
  return absolute(moved) || null
}

/** Money leaves on a purchase and comes in otherwise; the other sign may be a reversal and goes to a person (b43). */
function tellSign(row: Row<Field>, operation: Operation, money: bigint): void {
  const isPurchase = PURCHASES.includes(operation)
  if (isPurchase ? money <= 0n : money >= 0n) return
  row.tell('value-invalid', 'review', 'money', { expected: isPurchase ? '≤ 0' : '≥ 0' })
}

interface Stated {
  operation: Operation
  sharesE4: bigint | null
  priceE8: bigint | null
  amountE4: bigint | null
}

/** A trade without price or shares is a money leg (b44); other operations need what they consist of. */
function isWhole(row: Row<Field>, { operation, sharesE4, priceE8, amountE4 }: Stated): boolean {
  if (TRADES.includes(operation)) {
    if (sharesE4 !== null && priceE8 !== null) return true
    row.tell('money-leg-only', 'review', priceE8 === null ? 'price' : 'shares', { expected: '> 0' })
    return false
  }
  const field = operation === 'dividend' ? 'money' : 'shares'
  if ((operation === 'dividend' ? amountE4 : sharesE4) !== null) return true
  row.refuse('value-missing', field, { expected: '≠ 0' })
  return false
}

/** TA申购 and TA赎回 are the account's own flows: shares = |发生数量|, money = |科目发生额| (R-FLW-1). */
function flow(state: State, flowKind: FlowKind): FlowRecord | null {
  const { row } = state
  const place = placeOf(state, 'flow')
  const sharesE4 = absolute((row.money('movedShares') ?? 0n) || (row.money('shares') ?? 0n)) || null
  const unitNavE8 = row.price('price') || null
  const stated = absolute((row.money('money') ?? 0n) || (row.money('cash') ?? 0n))
  const amountE4 = stated || moneyOf(sharesE4 ?? 0n, unitNavE8 ?? 0n)
  const feeE4 = feeOf(state)
  const { portfolio, date, source } = row
  if (row.refused || portfolio === null || date === null) return null
  if (amountE4 === 0n) {
    row.tell('value-missing', 'review', 'money', { expected: '≠ 0' })
    return null
  }
  const facts = { flowKind, amountE4, sharesE4, unitNavE8, feeE4, place }
  return { kind: 'flow', origin: 'o32', portfolio, date, source, ...facts }
}

/** E4 shares × E8 price, half-up to the cent. */
const moneyOf = (sharesE4: bigint, priceE8: bigint): bigint => divideRound(sharesE4 * priceE8, 10n ** 10n) * 100n

/** The sum of the fee columns; blank is 0 (b42). */
const feeOf = ({ row, fees }: State): bigint => fees.reduce((sum, field) => sum + (row.fee(field) ?? 0n), 0n)

/** `#n` within portfolio, day and kind in file order; rows that wait for a person keep their place. */
function placeOf({ row, places }: State, kind: 'transaction' | 'flow'): string {
  const key = `${kind} ${row.portfolio?.value} ${row.date}`
  const place = (places.get(key) ?? 0) + 1
  places.set(key, place)
  return `#${place}`
}
