import type { TradingCalendar } from '../calendar/trading-calendar'
import { absolute } from '../decimal'
import type { FundFacts, Holding, Transaction } from '../facts'
import { signedShares } from '../transactions/money-and-shares'
import { inTransit } from './in-transit'

/** The first published valuation with holdings, where positions without history begin (R-HLD-5). */
export interface OpeningDay {
  date: string
  holdings: readonly Holding[]
}

/** Where a fund's position begins: before its first transaction, or with what the opening day holds. */
export interface OpeningLot {
  date: string
  sharesE4: bigint
  costE4: bigint | null
  marketValueE4: bigint
  /** Total profit up to and including the opening day; null where it is not known. */
  profitE4: bigint | null
}

const DUST_E4 = 100n

/**
 * The lot that a fund opens with, or null where its transactions explain what the opening day holds (R-HLD-5). Transactions up
 * to that day are inside the lot.
 */
export function openingLot(
  fund: FundFacts,
  opening: OpeningDay,
  transactions: readonly Transaction[],
  calendar: TradingCalendar,
): OpeningLot | null {
  const row = opening.holdings.find((holding) => holding.fundCode === fund.code)
  const before = transactions.filter((transaction) => transaction.date <= opening.date)
  if (!row && before.length === 0) return null
  if (before.length > 0 && explains(fund, row?.sharesE4 ?? 0n, before, { opening, calendar })) return null
  if (row) return lotOf(row, opening.date)
  return { date: opening.date, sharesE4: 0n, costE4: 0n, marketValueE4: 0n, profitE4: null }
}

function explains(
  fund: FundFacts,
  heldE4: bigint,
  before: readonly Transaction[],
  { opening, calendar }: { opening: OpeningDay; calendar: TradingCalendar },
): boolean {
  let shares = 0n
  for (const transaction of before) {
    const signed = signedShares(transaction)
    if (signed === null) return false
    shares += signed
  }
  if (absolute(shares - heldE4) <= DUST_E4) return true
  const day = { date: opening.date, lag: fund.priceLag ?? null, calendar }
  return inTransit(before, shares - heldE4, day) !== null
}

/** Cost: O3.2 with fees, else the source's own; profit: O3.2 brought to FA's market value, else stated, else unrealised. */
function lotOf(row: Holding, date: string): OpeningLot {
  const costE4 = row.o32CostE4 ?? row.sourceCostE4 ?? (row.sharesE4 === 0n ? 0n : null)
  const fromO32 =
    row.o32ProfitE4 === null || row.o32MarketValueE4 === null
      ? null
      : row.o32ProfitE4 + row.marketValueE4 - row.o32MarketValueE4
  const unrealised = costE4 === null || row.sharesE4 === 0n ? null : row.marketValueE4 - costE4
  const profitE4 = fromO32 ?? row.sourceProfitE4 ?? unrealised
  return { date, sharesE4: row.sharesE4, costE4, marketValueE4: row.marketValueE4, profitE4 }
}
