import type { TradingCalendar } from '../calendar/trading-calendar'
import { roundToCents } from '../decimal'
import type { FundClass, FundDividend, FundFacts, Holding, Transaction } from '../facts'
import { ratioOf } from './classes'
import { fundProfit, type FundProfit } from './fund-profit'
import type { OpeningDay } from './opening'

export type HoldingStatus = 'held' | 'sold-out' | 'in-transit' | 'dividend-pending'

/** One fund of the holdings page: shares and money in E4, money in whole cents (R-HLD-1..7). */
export interface HoldingRow extends FundProfit {
  fundCode: string
  fundName: string
  assetClass: FundClass | null
  sharesE4: bigint
  /** Null for a sold-out fund (R-HLD-7) and where the source gives none. */
  unitNavE8: bigint | null
  /** The date of NAV and market value where it is not the valuation's (R-HLD-1). */
  priceDate: string | null
  marketValueE4: bigint
  ratioE8: bigint | null
  status: HoldingStatus
}

/** What the rows of one published day are computed from. */
export interface HoldingsInput {
  date: string
  netAssetsE4: bigint
  holdings: readonly Holding[]
  /** The first published valuation with holdings; the day itself where it is the first. */
  opening: OpeningDay
  /** All of the portfolio, in date and source order; those after `date` are ignored (R-TRX-1). */
  transactions: readonly Transaction[]
  dividends: readonly FundDividend[]
  funds: ReadonlyMap<string, FundFacts>
  calendar: TradingCalendar
}

/** Rows of every fund that is or was held, the largest first, sold-out ones last by code (R-HLD-1, R-HLD-7). */
export function holdingRows(input: HoldingsInput): HoldingRow[] {
  const held = byFund(mergedHoldings(input.holdings))
  const traded = grouped(input.transactions.filter((transaction) => transaction.date <= input.date))
  const dividends = grouped(input.dividends)
  const opening = { date: input.opening.date, holdings: mergedHoldings(input.opening.holdings) }
  const codes = new Set([...held.keys(), ...traded.keys(), ...opening.holdings.map((holding) => holding.fundCode)])
  const rows = [...codes].map((code) => {
    const fund = input.funds.get(code) ?? { code, name: code, assetClass: null }
    const holding = held.get(code) ?? null
    const transactions = traded.get(code) ?? []
    const common = { date: input.date, calendar: input.calendar, opening }
    const profit = fundProfit({ fund, holding, transactions, dividends: dividends.get(code) ?? [], ...common })
    return holdingRow(input, { fund, holding, profit })
  })
  return rows.sort(largestFirst)
}

/** One row per fund: a fund that FA keeps under two accounts or markets is one holding. */
export function mergedHoldings(holdings: readonly Holding[]): Holding[] {
  const merged = new Map<string, Holding>()
  for (const row of holdings) {
    const other = merged.get(row.fundCode)
    merged.set(row.fundCode, other ? added(other, row) : row)
  }
  return [...merged.values()]
}

function holdingRow(
  input: HoldingsInput,
  { fund, holding, profit }: { fund: FundFacts; holding: Holding | null; profit: FundProfit },
): HoldingRow {
  const sharesE4 = holding?.sharesE4 ?? 0n
  const marketValueE4 = roundToCents(holding?.marketValueE4 ?? 0n)
  const isHeld = holding !== null && (sharesE4 !== 0n || marketValueE4 !== 0n)
  const priceDate = isHeld && holding.priceDate !== input.date ? holding.priceDate : null
  return {
    fundCode: fund.code,
    fundName: fund.name,
    assetClass: fund.assetClass,
    sharesE4,
    unitNavE8: isHeld ? holding.unitNavE8 : null,
    priceDate,
    marketValueE4,
    ratioE8: marketValueE4 === 0n ? 0n : ratioOf(marketValueE4, roundToCents(input.netAssetsE4)),
    status: statusOf(profit, isHeld),
    ...profit,
  }
}

function statusOf(profit: FundProfit, isHeld: boolean): HoldingStatus {
  if (profit.isInTransit) return 'in-transit'
  if (profit.pendingIncomeE4 > 0n) return 'dividend-pending'
  return isHeld ? 'held' : 'sold-out'
}

const largestFirst = (left: HoldingRow, right: HoldingRow): number => {
  if (left.marketValueE4 !== right.marketValueE4) return left.marketValueE4 > right.marketValueE4 ? -1 : 1
  return left.fundCode < right.fundCode ? -1 : 1
}

const byFund = (holdings: readonly Holding[]): Map<string, Holding> =>
  new Map(holdings.map((holding) => [holding.fundCode, holding]))

function grouped<Row extends { fundCode: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.fundCode)
    if (group) group.push(row)
    else groups.set(row.fundCode, [row])
  }
  return groups
}

const sum = (left: bigint | null, right: bigint | null): bigint | null =>
  left === null || right === null ? null : left + right

function added(left: Holding, right: Holding): Holding {
  return {
    ...left,
    unitNavE8: left.unitNavE8 ?? right.unitNavE8,
    priceDate: left.priceDate ?? right.priceDate,
    sharesE4: left.sharesE4 + right.sharesE4,
    marketValueE4: left.marketValueE4 + right.marketValueE4,
    sourceCostE4: sum(left.sourceCostE4, right.sourceCostE4),
    sourceProfitE4: sum(left.sourceProfitE4, right.sourceProfitE4),
    o32CostE4: sum(left.o32CostE4, right.o32CostE4),
    o32ProfitE4: sum(left.o32ProfitE4, right.o32ProfitE4),
    o32MarketValueE4: sum(left.o32MarketValueE4, right.o32MarketValueE4),
    dividendReceivableE4: sum(left.dividendReceivableE4 ?? 0n, right.dividendReceivableE4 ?? 0n),
  }
}
