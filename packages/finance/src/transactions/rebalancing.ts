import type { Operation } from '../facts'
import { effectOf } from './money-and-shares'

/** A day on which orders moved the account, by places in its list of transactions (R-TRX-5). */
export interface RebalancingDay {
  date: string
  /** The first valuation on or after it, where its mark stands. */
  markDate: string
  places: number[]
}

interface Traded {
  date: string
  operation: Operation
}

/** Rebalancing days whose marks lie after the base and up to the closing of a period; all lists in date order (R-TRX-5). */
export function rebalancingDays(
  transactions: readonly Traded[],
  dates: readonly string[],
  period: { base: string; closing: string },
): RebalancingDay[] {
  const days = new Map<string, RebalancingDay>()
  let at = 0
  transactions.forEach(({ date, operation }, place) => {
    if (!isOrder(operation)) return
    while ((dates[at] ?? '~') < date) at++
    const markDate = dates[at]
    if (markDate === undefined || markDate <= period.base || markDate > period.closing) return
    const day = days.get(date)
    if (day) day.places.push(place)
    else days.set(date, { date, markDate, places: [place] })
  })
  return [...days.values()]
}

const isOrder = (operation: Operation): boolean => ['purchase', 'sale'].includes(effectOf(operation))
