/** Exported tables of a day and of what was done, from the replies that pages show: the same figures, to the cent. */
import type { SheetColumn, SheetTable } from '../../spreadsheet'
import type { FundReply } from '../funds/fund-page.service'
import type { HoldingsReply } from '../holdings/holdings.service'
import type { PortfolioReply } from '../portfolios/portfolios.service'
import type { TransactionsReply } from '../transactions/transactions.service'
import { joined, reasonNotes } from './export-notes'
import type { ExportWords } from './export-words'

export type TableBody = Omit<SheetTable, 'name'>

export const columnsOf = (
  words: ExportWords,
  columns: readonly (readonly [keyof ExportWords['head'], SheetColumn['kind']])[],
): SheetColumn[] => columns.map(([head, kind]) => ({ head: words.head[head], kind }))

export function classesTable(words: ExportWords, { classes, reasons }: PortfolioReply): TableBody {
  const columns = columnsOf(words, [
    ['assetClass', 'text'],
    ['classRatio', 'rate'],
    ['classValue', 'money'],
    ['note', 'text'],
  ])
  const heads = { ratio: 'classRatio', marketValue: 'classValue' } as const
  const rows = classes.map((row) => {
    const why = row.reasons ?? (reasons?.['classes'] ? { marketValue: reasons['classes'] } : undefined)
    return [words.class[row.assetClass], row.ratio, row.marketValue, joined(words, reasonNotes(words, why, heads))]
  })
  return { columns, rows }
}

const HOLDING_HEADS = { cost: 'cost', unitNav: 'fundNav', profit: 'profit', ratio: 'ratio' } as const

/** Every fund, the sold-out ones too, accounts beside funds (R-CLS-1), and cash: the market values add up to net assets. */
export function holdingsTable(words: ExportWords, { classes }: HoldingsReply): TableBody {
  const columns = columnsOf(words, [
    ['assetClass', 'text'],
    ['fundCode', 'text'],
    ['fundName', 'text'],
    ['shares', 'shares'],
    ['cost', 'money'],
    ['fundNav', 'nav'],
    ['priceDate', 'date'],
    ['marketValue', 'money'],
    ['profit', 'money'],
    ['profitSince', 'date'],
    ['ratio', 'rate'],
    ['status', 'text'],
    ['note', 'text'],
  ])
  const rows = classes.flatMap((group) => {
    const name = words.class[group.assetClass]
    const note = joined(words, reasonNotes(words, group.reasons, { marketValue: 'marketValue' }))
    const whole = [name, null, null, null, null, null, null, group.marketValue, null, null, group.ratio, null, note]
    const isRest = group.assetClass === 'cash' || group.marketValue === null
    const funds = group.holdings.map((one) => [
      name,
      one.fundCode,
      one.fundName,
      one.shares,
      one.cost,
      one.unitNav,
      one.priceDate,
      one.marketValue,
      one.profit,
      one.profitSince,
      one.ratio,
      words.status[one.status],
      joined(words, reasonNotes(words, one.reasons, HOLDING_HEADS)),
    ])
    // Those of class cash are within the line of cash.
    const beside = group.assetClass === 'cash' ? [] : group.accounts
    const accounts = beside.map(({ accountName, marketValue, ratio }) => {
      const figures = [null, null, null, null, marketValue, null, null, ratio]
      return [name, null, accountName, ...figures, words.beside, null]
    })
    return [...funds, ...accounts, ...(isRest ? [whole] : [])]
  })
  return { columns, rows }
}

const TRADE_HEADS = { amount: 'amount', shares: 'tradeShares', price: 'price', fee: 'fee' } as const

export function transactionsTable(words: ExportWords, { items }: Pick<TransactionsReply, 'items'>): TableBody {
  const columns = columnsOf(words, [
    ['no', 'count'],
    ['tradeDate', 'date'],
    ['fundCode', 'text'],
    ['fundName', 'text'],
    ['operation', 'text'],
    ['amount', 'money'],
    ['tradeShares', 'shares'],
    ['price', 'nav'],
    ['fee', 'money'],
    ['note', 'text'],
  ])
  const rows = items.map((item) => [
    String(item.no),
    item.date,
    item.fundCode,
    item.fundName,
    words.operation[item.operation],
    item.amount,
    item.shares,
    item.price,
    item.fee,
    joined(words, [
      ...(item.derived ?? []).map((field) => words.derived[field]),
      ...reasonNotes(words, item.reasons, TRADE_HEADS),
    ]),
  ])
  return { columns, rows }
}

/** The fund's NAV with what was done on each day; a day of a transaction without a NAV is a row too. */
export function fundTable(words: ExportWords, { nav, transactions }: FundReply): TableBody {
  const columns = columnsOf(words, [
    ['date', 'date'],
    ['unitNav', 'nav'],
    ['trades', 'text'],
  ])
  const navs = new Map(nav.dates.map((date, at) => [date, nav.unitNav[at] ?? null]))
  const trades = new Map<string, string[]>()
  for (const { date, operation } of transactions.items)
    trades.set(date, [...(trades.get(date) ?? []), words.operation[operation]])
  const dates = [...new Set([...navs.keys(), ...trades.keys()])].sort()
  return { columns, rows: dates.map((date) => [date, navs.get(date) ?? null, joined(words, trades.get(date) ?? [])]) }
}
