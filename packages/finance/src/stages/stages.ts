import type { TradingCalendar } from '../calendar/trading-calendar'
import { addDays, isoWeek, monthEnd, monthOf, monthStart, weekday, yearStart } from '../dates'
import { pointAt, type NavPoint, type NavSeries } from '../nav/nav-series'
import { periodReturn } from '../nav/returns'
import type { PeriodWindow } from '../periods/period-window'

export const STAGE_FREQUENCIES = ['week', 'month', 'half-year', 'year'] as const
export type StageFrequency = (typeof STAGE_FREQUENCIES)[number]

/** One bar of the stages: the bucket's last valuation and the change since the bucket before (R-STG-1). */
export interface Stage {
  /** `2021-W47`, `2021-11`, `2021-H2`, `2021`. */
  bucket: string
  date: string
  accumulatedNavE8: bigint | null
  returnE8: bigint | null
  complete: boolean
}

interface Bucket {
  name: string
  start: string
  end: string
}

/** The stages of a period, oldest first; empty buckets are left out, an unavailable period has none (R-STG-1). */
export function stages(
  series: NavSeries,
  window: PeriodWindow,
  frequency: StageFrequency,
  calendar: TradingCalendar,
): Stage[] {
  if (window.status === 'unavailable') return []
  const { dates } = series
  const last = dates.at(-1) ?? window.closing.date
  const known = last < window.to ? last : window.to
  const result: Stage[] = []
  let previous: NavPoint = window.base
  for (let at = window.baseIndex + 1; at <= window.closingIndex; ) {
    const bucket = bucketOf(dates[at] ?? window.closing.date, frequency)
    while (at < window.closingIndex && (dates[at + 1] ?? '~') <= bucket.end) at++
    const point = pointAt(series, at++)
    if (!point) break
    result.push({
      bucket: bucket.name,
      date: point.date,
      accumulatedNavE8: point.accumulatedNavE8,
      returnE8: periodReturn(previous, point),
      complete: !tradesWithin(calendar, bucket.start, window.from) && !tradesAfter(calendar, known, bucket.end),
    })
    previous = point
  }
  return result
}

/** A trading day in [start, from)? */
const tradesWithin = (calendar: TradingCalendar, start: string, from: string): boolean =>
  start < from && calendar.nextTradingDay(addDays(start, -1)) < from

/** A trading day in (known, end]? */
const tradesAfter = (calendar: TradingCalendar, known: string, end: string): boolean =>
  known < end && calendar.nextTradingDay(known) <= end

function bucketOf(date: string, frequency: StageFrequency): Bucket {
  const year = date.slice(0, 4)
  switch (frequency) {
    case 'week': {
      const start = addDays(date, 1 - weekday(date))
      return { name: isoWeek(date), start, end: addDays(start, 6) }
    }
    case 'month':
      return { name: date.slice(0, 7), start: monthStart(date), end: monthEnd(date) }
    case 'half-year':
      return monthOf(date) <= 6
        ? { name: `${year}-H1`, start: `${year}-01-01`, end: `${year}-06-30` }
        : { name: `${year}-H2`, start: `${year}-07-01`, end: `${year}-12-31` }
    case 'year':
      return { name: year, start: yearStart(date), end: `${year}-12-31` }
  }
}
