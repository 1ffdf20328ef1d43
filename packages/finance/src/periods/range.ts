import { isDate } from '../dates'
import type { NavSeries } from '../nav/nav-series'
import { lastPointUpTo } from '../nav/nav-series'

/** The dates that a reader asked for, completed by R-PER-5. */
export interface DateRange {
  from: string
  to: string
}

/** Why a range cannot be served; codes of the API's errors (R-PER-5). */
export type RangeProblem = 'no-valuation' | 'range-invalid' | 'range-outside-life'

export type RangeResult = { ok: true; range: DateRange } | { ok: false; problem: RangeProblem }

/**
 * Completes and checks a range: `to` defaults to the last published day, `from` to the last published day up to `to`.
 * A range that ends before the launch or begins after the last published day lies outside the account's life (R-PER-5).
 */
export function resolveRange(series: NavSeries, asked: Partial<DateRange>): RangeResult {
  const { dates } = series
  const last = dates.at(-1)
  if (last === undefined) return { ok: false, problem: 'no-valuation' }
  const to = asked.to ?? last
  const from = asked.from ?? dates[lastPointUpTo(series, to)] ?? to
  if (!isDate(from) || !isDate(to) || from > to) return { ok: false, problem: 'range-invalid' }
  if (to < series.launch.date || from > last) return { ok: false, problem: 'range-outside-life' }
  return { ok: true, range: { from, to } }
}
