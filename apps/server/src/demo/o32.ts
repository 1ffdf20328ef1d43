import { MONEY_SCALE } from '@sma/finance/decimal'
import type { AccountSpec, DayBook, HoldingBook, JournalRow } from './books'
import type { FundKind } from './catalogue'
import type { HtmlTable } from './html-table'
import { grouped, plainMoney, plainPrice, sum } from './numbers'

/** Columns of the O3.2 holdings view. */
export const HOLDINGS_COLUMNS = [
  '序号',
  '日期',
  '基金编号',
  '基金名称',
  '证券代码',
  '证券名称',
  '持仓',
  '市值',
  '当前成本',
  '含费用成本',
  '费用合计',
  '浮动盈亏',
  '总体盈亏',
  '当日红利',
  '累计红利',
  '证券类别',
  '交易市场',
]

/** Columns of the O3.2 journal. */
export const JOURNAL_COLUMNS = [
  '序号',
  '发生日期',
  '基金编号',
  '证券代码',
  '证券名称',
  '发生业务',
  '委托价格',
  '委托数量',
  '发生数量',
  '发生金额',
  '发生后余额',
  '科目名称',
  '科目发生额',
  '佣金',
  '经手费',
  '其他费用',
]

const CATEGORIES: Record<FundKind, string> = {
  'open-end': '开放式基金',
  lof: '开放式基金',
  qdii: '开放式基金',
  money: '开放式基金',
  etf: 'ETF基金',
  private: '私募理财',
}

/** Columns that O3.2 exports as text. */
export const TEXT_COLUMNS = ['日期', '发生日期', '证券代码', '证券类别', '发生业务']

const isHeld = ({ sharesE4 }: HoldingBook): boolean => sharesE4 > 0n

/** Adds one account's holdings of a day; returns how many rows were written before, plus these. */
export function addHoldings(table: HtmlTable, spec: AccountSpec, book: DayBook, rowsBefore: number): number {
  const held = book.holdings.filter(isHeld)
  held.forEach((holding, at) => table.add([String(rowsBefore + at + 1), ...holdingCells(spec, book, holding)]))
  return rowsBefore + held.length
}

function holdingCells(spec: AccountSpec, book: DayBook, holding: HoldingBook): string[] {
  const { fund } = holding
  return [
    book.day.date,
    spec.ledgerNo,
    spec.faName,
    fund.code,
    fund.name,
    ...holdingMoney(holding).map(plainMoney),
    CATEGORIES[fund.kind],
    fund.kind === 'etf' ? '1' : '6',
  ]
}

function holdingMoney(holding: HoldingBook): bigint[] {
  const { sharesE4, marketValueE4, bookCostE4, costE4, feesE4, profitE4, dividendTodayE4, dividendsE4 } = holding
  const floating = marketValueE4 - costE4
  return [sharesE4, marketValueE4, bookCostE4, costE4, feesE4, floating, profitE4, dividendTodayE4, dividendsE4]
}

/** The closing line of a one-day export: sums of all accounts, without a code. */
export function addHoldingsTotal(table: HtmlTable, books: readonly DayBook[]): void {
  const rows = books.flatMap(({ holdings }) => holdings.filter(isHeld).map(holdingMoney))
  if (rows.length === 0) return
  const totals = Array.from({ length: 9 }, (_, column) => plainMoney(sum(rows.map((row) => row[column] ?? 0n))))
  table.add(['', '', '', '', '', '合计', ...totals, '', ''])
}

/** Adds one account's journal of a day. Some exports group thousands and leave zero fees blank; both are read alike. */
export function addJournal(table: HtmlTable, spec: AccountSpec, book: DayBook, rowsBefore: number): number {
  const isGrouped = Number(spec.ledgerNo) % 2 === 0
  book.journal.forEach((row, at) =>
    table.add([String(rowsBefore + at + 1), book.day.date, spec.ledgerNo, ...journalCells(row, isGrouped)]),
  )
  return rowsBefore + book.journal.length
}

function journalCells(row: JournalRow, isGrouped: boolean): string[] {
  const money = (value: bigint) => (isGrouped ? grouped(value, MONEY_SCALE, 2) : plainMoney(value))
  const fee = (value: bigint) => (isGrouped && value === 0n ? '' : money(value))
  return [
    row.fund?.code ?? '',
    row.fund?.name ?? '',
    row.operation,
    plainPrice(row.priceE8),
    money(row.confirmedE4),
    money(row.qtyE4),
    money(row.cashE4),
    money(row.balanceE4),
    row.account,
    money(row.subjectE4),
    fee(row.commissionE4),
    fee(row.handlingE4),
    fee(row.otherFeeE4),
  ]
}
