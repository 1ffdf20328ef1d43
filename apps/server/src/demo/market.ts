import { FUNDS, type FundSpec } from './catalogue'
import { addDays, monthEnd, monthsEarlier } from './dates'
import { randomStream } from './random'

/** Which dates the exchange is open; the demonstration takes it from the calendar it is given. */
export type IsTradingDay = (date: string) => boolean

export interface FundPath {
  spec: FundSpec
  /** Published NAV by trading-day index, E8. */
  navE8: bigint[]
  /** Dividend per share by ex-date index, E8. */
  dividends: Map<number, bigint>
}

/** A day on which FA writes a valuation: every trading day, and month ends that are none. */
export interface ValuationDay {
  date: string
  isTradingDay: boolean
  /** The trading day whose prices hold. */
  index: number
  /** Counted within the month from 1; of the last trading day so far. */
  tradingDayOfMonth: number
  isMonthEnd: boolean
}

export interface Market {
  tradingDays: string[]
  days: ValuationDay[]
  funds: Map<string, FundPath>
  /** Two made-up indices by trading-day index, E8. */
  bondIndexE8: bigint[]
  equityIndexE8: bigint[]
}

export interface MarketOptions {
  from: string
  until: string
  seed: number
  isTradingDay: IsTradingDay
}

/** The last trading day on or before `date`. */
export function tradingDayUpTo(date: string, isTradingDay: IsTradingDay): string {
  let day = date
  for (let back = 0; back < 40; back++, day = addDays(day, -1)) if (isTradingDay(day)) return day
  throw new RangeError(`no trading day in the 40 days up to ${date}`)
}

/** The first trading day of a span of `years` that ends at `until`, so that a three-years period has its base. */
export function spanStart(until: string, years: number, isTradingDay: IsTradingDay): string {
  const months = Math.round(years * 12)
  return tradingDayUpTo(
    months > 0 ? monthsEarlier(until, months) : addDays(until, -Math.round(years * 365)),
    isTradingDay,
  )
}

/** Draws every fund's NAV path, its dividends and the indices. Pure: the same options give the same market. */
export function drawMarket(options: MarketOptions): Market {
  const tradingDays = datesBetween(options.from, options.until).filter(options.isTradingDay)
  const random = randomStream(options.seed, 'market')
  const moves = tradingDays.map(() => clamp(0.0002 + random.normal() * 0.009, 0.03))
  const bondMoves = tradingDays.map(() => clamp(0.00013 + random.normal() * 0.0006, 0.003))
  const funds = FUNDS.map((spec): [string, FundPath] => [spec.code, drawFund(spec, moves, options.seed)])
  return {
    tradingDays,
    days: valuationDays(tradingDays, options.until),
    funds: new Map(funds),
    bondIndexE8: walk(100_0000n, bondMoves).map((value) => value * 10_000n),
    equityIndexE8: walk(3500_0000n, moves).map((value) => value * 10_000n),
  }
}

function datesBetween(from: string, to: string): string[] {
  const dates: string[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date)
  return dates
}

function valuationDays(tradingDays: readonly string[], until: string): ValuationDay[] {
  const days: ValuationDay[] = []
  let ordinal = 0
  tradingDays.forEach((date, index) => {
    const next = tradingDays[index + 1]
    const end = monthEnd(date)
    ordinal = tradingDays[index - 1]?.slice(0, 7) === date.slice(0, 7) ? ordinal + 1 : 1
    days.push({ date, isTradingDay: true, index, tradingDayOfMonth: ordinal, isMonthEnd: date === end })
    const closed = date !== end && end <= until && (next === undefined || next > end)
    if (closed) days.push({ date: end, isTradingDay: false, index, tradingDayOfMonth: ordinal, isMonthEnd: true })
  })
  return days
}

const clamp = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value))

/** A path of ten-thousandths from daily moves; the moves enter as whole millionths, so no float carries a price. */
function walk(start: bigint, moves: readonly number[]): bigint[] {
  let hidden = start * 1_000_000n
  return moves.map((move, index) => {
    if (index > 0) hidden += (hidden * BigInt(Math.round(move * 1_000_000))) / 1_000_000n
    return hidden / 1_000_000n
  })
}

function drawFund(spec: FundSpec, market: readonly number[], seed: number): FundPath {
  if (spec.kind === 'money') return { spec, navE8: market.map(() => 100_000_000n), dividends: new Map() }
  const random = randomStream(seed, `fund ${spec.code}`)
  const everyDays = spec.dividendsPerYear === 0 ? 0 : Math.round(244 / spec.dividendsPerYear)
  const firstDay = random.integer(30, 110)
  const dividends = new Map<number, bigint>()
  const step = spec.kind === 'etf' ? 10n : 1n
  let hidden = BigInt(spec.start) * 1_000_000n
  const navE8 = market.map((common, index) => {
    if (index === 0) return published(hidden, step)
    const own = spec.yearlyDrift / 244 + spec.beta * common + spec.dailyNoise * random.normal()
    hidden += (hidden * BigInt(Math.round(clamp(own, spec.dailyLimit) * 1_000_000))) / 1_000_000n
    if (everyDays > 0 && index >= firstDay && (index - firstDay) % everyDays === 0) {
      const dividend = ((hidden * BigInt(random.integer(12, 28))) / 1_000_000_000n / 10n) * 10n
      if (dividend > 0n) dividends.set(index, dividend * 10_000n)
      hidden -= dividend * 1_000_000n
    }
    return published(hidden, step)
  })
  return { spec, navE8, dividends }
}

const published = (hidden: bigint, step: bigint): bigint => (hidden / 1_000_000n / step) * step * 10_000n
