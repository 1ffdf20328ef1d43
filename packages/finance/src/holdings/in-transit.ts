import type { TradingCalendar } from '../calendar/trading-calendar'
import { absolute } from '../decimal'
import type { Transaction } from '../facts'
import { signedShares } from '../transactions/money-and-shares'

/** Trading days for which a confirmation may wait until FA holds it, unless the fund's own lag is longer (R-CHK-4). */
const TRANSIT_DAYS = 3
const DUST_E4 = 100n
/** More confirmations of one fund within the window than anyone makes; keeps the search small. */
const MOST_CANDIDATES = 12

export interface TransitDay {
  date: string
  /** The fund's own lag in trading days. */
  lag: number | null
  calendar: TradingCalendar
}

/**
 * The late transactions whose shares are exactly `surplusE4`, which FA does not hold yet; the latest ones first, else any choice
 * of them. Null where none explains it (R-CHK-4, R-HLD-5).
 */
export function inTransit(
  transactions: readonly Transaction[],
  surplusE4: bigint,
  day: TransitDay,
): ReadonlySet<Transaction> | null {
  const window = Math.max(TRANSIT_DAYS, day.lag ?? 0)
  const late = transactions
    .filter((transaction) => transaction.operation !== 'dividend')
    .filter((transaction) => day.calendar.tradingDayDistance(transaction.date, day.date) <= window)
    .slice(-MOST_CANDIDATES)
  const shares = late.map((transaction) => signedShares(transaction) ?? 0n)
  for (const choice of choices(late.length)) {
    let sum = 0n
    for (const at of choice) sum += shares[at] ?? 0n
    if (absolute(sum - surplusE4) <= DUST_E4) return new Set(choice.map((at) => late[at] as Transaction))
  }
  return null
}

/** Index sets over `count` items: first the last one, the last two and so on, then every other set. */
function* choices(count: number): Generator<number[]> {
  const indexes = Array.from({ length: count }, (_, at) => at)
  for (let size = 1; size <= count; size++) yield indexes.slice(-size)
  for (let mask = 1; mask < 2 ** count; mask++) yield indexes.filter((at) => Math.floor(mask / 2 ** at) % 2 === 1)
}
