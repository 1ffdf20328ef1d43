import { absolute, roundToCents } from '../decimal'
import type { FundDividend, FundFacts, Holding, Transaction } from '../facts'
import type { TradingCalendar } from '../calendar/trading-calendar'
import { inTransit } from './in-transit'
import { openingLot, type OpeningDay, type OpeningLot } from './opening'
import { pendingIncome } from './pending-income'
import { costE4, openPosition, rollPosition, type Position } from './position'

/** Why a fund's cost or profit is not available. */
export type ProfitReason =
  | 'shares-unexplained'
  | 'shares-unknown'
  | 'amount-unknown'
  | 'opening-cost-unknown'
  | 'opening-profit-unknown'
  | 'left-without-sale'

/** The parts of a total profit in E4 cents; they add up to it (R-HLD-3). `earlier` is what an opening lot brought (R-HLD-5). */
export interface ProfitParts {
  unrealisedE4: bigint
  realisedE4: bigint
  incomeE4: bigint
  earlierE4: bigint
}

export interface FundProfit {
  costE4: bigint | null
  profitE4: bigint | null
  parts: ProfitParts | null
  /** Fees of the transactions counted, for information: they are inside the profit. */
  feesE4: bigint
  profitSince: string | null
  /** Signed shares of confirmations that FA does not hold yet. */
  inTransitE4: bigint
  isInTransit: boolean
  /** Income that counts before it has arrived. */
  pendingIncomeE4: bigint
  reasons: { cost?: ProfitReason; profit?: ProfitReason }
}

/** One fund on one day: its row (null where FA holds none) and all that was done in it. */
export interface FundDay {
  date: string
  fund: FundFacts
  holding: Holding | null
  opening: OpeningDay
  /** Transactions of this fund, in date and source order; later ones are left out here. */
  transactions: readonly Transaction[]
  dividends: readonly FundDividend[]
  calendar: TradingCalendar
}

const DUST_E4 = 100n

/** What a fund's cost and profit of a day are made of (R-HLD-2..6). */
export interface FundSteps {
  lot: OpeningLot | null
  /** Where it begins: with the lot, or with nothing. */
  start: Position
  /** Counted since then; without what FA does not hold yet. */
  transactions: readonly Transaction[]
  position: Position
  inTransitE4: bigint
  isInTransit: boolean
  pendingIncomeE4: bigint
}

export function fundSteps(day: FundDay): FundSteps {
  const upToDay = day.transactions.filter((transaction) => transaction.date <= day.date)
  const lot = openingLot(day.fund, day.opening, upToDay, day.calendar)
  const counted = lot === null ? upToDay : upToDay.filter((transaction) => transaction.date > lot.date)
  const held = day.holding?.sharesE4 ?? 0n
  const start = openPosition(lot?.sharesE4 ?? 0n, lot === null ? 0n : lot.costE4)
  const all = rollPosition(start, counted, day.fund.assetClass)
  const surplus = all.sharesE4 - held
  const transit = !all.sharesKnown || absolute(surplus) <= DUST_E4 ? null : transitOf(day, counted, surplus)
  const kept = transit === null ? counted : counted.filter((transaction) => !transit.has(transaction))
  const position = transit === null ? all : rollPosition(start, kept, day.fund.assetClass)
  const pendingIncomeE4 = pendingIncome({
    date: day.date,
    receivableE4: day.holding?.dividendReceivableE4 ?? null,
    opening: { date: lot?.date ?? '', sharesE4: lot?.sharesE4 ?? 0n },
    transactions: kept,
    dividends: day.dividends,
    calendar: day.calendar,
  })
  const isInTransit = transit !== null
  const inTransitE4 = isInTransit ? surplus : 0n
  return { lot, start, transactions: kept, position, inTransitE4, isInTransit, pendingIncomeE4 }
}

/** Cost and total profit of a fund at the end of a day (R-HLD-2..7). */
export function fundProfit(day: FundDay): FundProfit {
  const { lot, position, inTransitE4, isInTransit, pendingIncomeE4 } = fundSteps(day)
  const held = day.holding?.sharesE4 ?? 0n
  return {
    feesE4: position.feesE4,
    profitSince: lot?.date ?? null,
    inTransitE4,
    isInTransit,
    pendingIncomeE4,
    ...costAndProfit({ position, lot, pendingIncomeE4, held, holding: day.holding }),
  }
}

const transitOf = (day: FundDay, counted: readonly Transaction[], surplus: bigint): ReadonlySet<Transaction> | null =>
  inTransit(counted, surplus, { date: day.date, lag: day.fund.priceLag ?? null, calendar: day.calendar })

interface Outcome {
  position: Position
  lot: OpeningLot | null
  pendingIncomeE4: bigint
  held: bigint
  holding: Holding | null
}

function costAndProfit(outcome: Outcome): Pick<FundProfit, 'costE4' | 'profitE4' | 'parts' | 'reasons'> {
  const { position, lot, held } = outcome
  const whole = sharesReason(position, held)
  if (whole !== null) {
    const reasons = held === 0n ? { profit: whole } : { cost: whole, profit: whole }
    return { costE4: held === 0n ? 0n : null, profitE4: null, parts: null, reasons }
  }
  if (held === 0n && position.costKnown && position.costE20 > 0n)
    return { costE4: 0n, profitE4: null, parts: null, reasons: { profit: 'left-without-sale' } }
  const cost = costE4(position)
  const costReason: ProfitReason = lot !== null && lot.costE4 === null ? 'opening-cost-unknown' : 'amount-unknown'
  const reasons: FundProfit['reasons'] = cost === null ? { cost: costReason } : {}
  if (!position.moneyKnown) reasons.profit = 'amount-unknown'
  else if (lot !== null && lot.profitE4 === null) reasons.profit = 'opening-profit-unknown'
  if (reasons.profit !== undefined) return { costE4: cost, profitE4: null, parts: null, reasons }
  const profitE4 = totalProfit(outcome)
  return { costE4: cost, profitE4, parts: cost === null ? null : partsOf(outcome, cost, profitE4), reasons }
}

function sharesReason(position: Position, held: bigint): ProfitReason | null {
  if (!position.sharesKnown) return 'shares-unknown'
  return absolute(position.sharesE4 - held) > DUST_E4 ? 'shares-unexplained' : null
}

/** Market value + proceeds + dividends − paid, and since an opening lot P0 − its market value besides (R-HLD-3, R-HLD-5). */
function totalProfit({ position, lot, pendingIncomeE4, holding }: Outcome): bigint {
  const { proceedsE4, dividendsE4, paidE4 } = position
  const earlier = lot === null ? 0n : (lot.profitE4 ?? 0n) - lot.marketValueE4
  const marketValue = roundToCents(holding?.marketValueE4 ?? 0n)
  return roundToCents(earlier + marketValue + proceedsE4 + dividendsE4 + pendingIncomeE4 - paidE4)
}

/** Realised is what the other rounded parts leave, so that they add up to the cent. */
function partsOf({ position, lot, pendingIncomeE4, holding }: Outcome, cost: bigint, profit: bigint): ProfitParts {
  const unrealisedE4 = roundToCents(holding?.marketValueE4 ?? 0n) - cost
  const incomeE4 = roundToCents(position.dividendsE4 + position.reinvestedE4 + pendingIncomeE4)
  const earlierE4 =
    lot === null ? 0n : roundToCents((lot.profitE4 ?? 0n) - (lot.marketValueE4 - (lot.costE4 ?? lot.marketValueE4)))
  return { unrealisedE4, incomeE4, earlierE4, realisedE4: profit - unrealisedE4 - incomeE4 - earlierE4 }
}
