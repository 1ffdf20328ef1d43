/** O3.2's positions against FA's rows of the same day: R-CHK-4, and the price part of R-CHK-3. */
import type { TradingCalendar } from '../calendar/trading-calendar'
import { absolute } from '../decimal'
import type { Transaction } from '../facts'
import { signedShares } from '../transactions/money-and-shares'
import type { CheckedDay, Finding, O32Position, PreviousDay } from './checked-day'
import { amountText, finding } from './finding'
import { HOUSE_LIMITS, type Limits } from './limits'

const PPM = 1_000_000n
/** More confirmations of one fund within a few days are no longer searched: 2^12 sums. */
const TRANSIT_SEARCH_MAX = 12

/** Transactions around the day, and how long each fund's confirmations may be under way. */
export interface Transit {
  transactions: readonly Transaction[]
  calendar: TradingCalendar
  /** The fund's own lag in trading days, where it is known. */
  lagOf(fundCode: string): number | null
  limits?: Pick<Limits, 'sharesE4' | 'transitDays'>
}

/**
 * R-CHK-4: shares per fund in O3.2 = in FA (0.01). A difference equal to transactions confirmed within three trading days
 * (or the fund's own lag) before or after is in transit and only warns.
 */
export function o32SharesAgree(day: CheckedDay, positions: readonly O32Position[], transit: Transit): Finding[] {
  if (day.holdings === null || day.holdingsFrom !== 'fa') return []
  const { sharesE4: tolerance } = transit.limits ?? HOUSE_LIMITS
  const fa = new Map(day.holdings.map(({ fundCode, sharesE4 }) => [fundCode, sharesE4]))
  const o32 = new Map<string, bigint>()
  for (const { fundCode, sharesE4 } of positions) o32.set(fundCode, (o32.get(fundCode) ?? 0n) + sharesE4)
  return [...new Set([...fa.keys(), ...o32.keys()])].sort().flatMap((fundCode) => {
    const inFa = fa.get(fundCode) ?? 0n
    const inO32 = o32.get(fundCode) ?? 0n
    if (absolute(inFa - inO32) <= tolerance) return []
    const seen = {
      subject: fundCode,
      found: `${fundCode} O3.2 ${amountText(inO32)}`,
      expected: `FA ${amountText(inFa)}`,
    }
    const inTransit = isInTransit(absolute(inO32 - inFa), movesAround(day.date, fundCode, transit), tolerance)
    return [finding('R-CHK-4', inTransit ? { ...seen, severity: 'warning' } : seen)]
  })
}

function movesAround(date: string, fundCode: string, transit: Transit): bigint[] {
  const { transitDays } = transit.limits ?? HOUSE_LIMITS
  const lag = Math.max(Number(transitDays), transit.lagOf(fundCode) ?? 0)
  return transit.transactions
    .filter((transaction) => transaction.fundCode === fundCode)
    .filter((transaction) => Math.abs(transit.calendar.tradingDayDistance(transaction.date, date)) <= lag)
    .map(signedShares)
    .filter((shares): shares is bigint => shares !== null && shares !== 0n)
    .slice(0, TRANSIT_SEARCH_MAX)
}

/** Whether some of the moves add up to the difference, in either direction. */
function isInTransit(difference: bigint, moves: readonly bigint[], tolerance: bigint): boolean {
  let sums = [0n]
  for (const move of moves) sums = sums.concat(sums.map((sum) => sum + move))
  return sums.some((sum, index) => index > 0 && absolute(absolute(sum) - difference) <= tolerance)
}

/**
 * R-CHK-3, second part: O3.2's value per share stands more than 1 % from FA's price of the day and of the valuation
 * before (O3.2 prices with yesterday's NAV). Warns; not run without a previous valuation.
 */
export function o32PricesAgree(
  day: CheckedDay,
  previous: PreviousDay | null,
  positions: readonly O32Position[],
  { priceGapPpm }: Pick<Limits, 'priceGapPpm'> = HOUSE_LIMITS,
): Finding[] {
  if (day.holdingsFrom !== 'fa' || !day.holdings || !previous?.holdings) return []
  const before = new Map(previous.holdings.map((holding) => [holding.fundCode, holding]))
  const today = new Map(day.holdings.map((holding) => [holding.fundCode, holding]))
  return positions.flatMap((position) => {
    const fa = [today.get(position.fundCode), before.get(position.fundCode)]
    const prices = fa.filter((holding) => holding !== undefined && holding.sharesE4 > 0n && holding.marketValueE4 > 0n)
    if (prices.length < 2 || position.sharesE4 <= 0n) return []
    if (prices.some((holding) => holding !== undefined && isNear(position, holding, priceGapPpm))) return []
    return [
      finding('R-CHK-3', {
        severity: 'warning',
        subject: position.fundCode,
        found: `${position.fundCode} O3.2 ${amountText(position.marketValueE4)}`,
        expected: `FA ${amountText(today.get(position.fundCode)?.marketValueE4 ?? 0n)}`,
      }),
    ]
  })
}

/** Values per share within the gap, compared crosswise. */
function isNear(o32: O32Position, fa: { sharesE4: bigint; marketValueE4: bigint }, gapPpm: bigint): boolean {
  const left = o32.marketValueE4 * fa.sharesE4
  const right = fa.marketValueE4 * o32.sharesE4
  return absolute(left - right) * PPM <= right * gapPpm
}
