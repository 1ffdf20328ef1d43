import type { TradingCalendar } from '../calendar/trading-calendar'
import { addDays, addYears } from '../dates'
import { lastPointUpTo, pointAt, type NavPoint, type NavSeries } from '../nav/nav-series'
import type { DateRange } from './range'

export const PERIOD_KEYS = ['custom', 'month-to-date', 'year-to-date', 'three-years', 'since-inception'] as const
export type PeriodKey = (typeof PERIOD_KEYS)[number]

/** Why a period is `short`: it counts from the launch, or from the first loaded valuation. */
export type ShortReason = 'since-launch' | 'history-not-loaded'
/** Why a period has no figures. */
export type UnavailableReason =
  | 'no-valuation-in-range'
  | 'no-earlier-valuation'
  | 'period-not-begun'
  | 'history-incomplete'

/** Where a period begins and ends: its valuations, before any figure is computed (R-PER-1..3). */
export type PeriodWindow = AvailableWindow | UnavailableWindow

export interface AvailableWindow {
  key: PeriodKey
  from: string
  /** The last day asked for; the figures end at `closing`. */
  to: string
  base: NavPoint
  /** Index of the base in `points`; −1 is the launch. */
  baseIndex: number
  closing: NavPoint
  closingIndex: number
  status: 'ok' | 'short'
  reason: ShortReason | null
}

export interface UnavailableWindow {
  key: PeriodKey
  from: string
  to: string
  status: 'unavailable'
  reason: UnavailableReason
}

/** The window of one of the five periods; all but `custom` end at `range.to` and ignore `range.from` (R-PER-1..3). */
export function periodWindow(
  series: NavSeries,
  calendar: TradingCalendar,
  key: PeriodKey,
  range: DateRange,
): PeriodWindow {
  const asked = periodStart(key, range, calendar, series.launch.date)
  if (asked > range.to) return { key, from: asked, to: range.to, status: 'unavailable', reason: 'period-not-begun' }
  const cut = asked < series.launch.date
  const from = cut ? series.launch.date : asked
  return windowFrom(series, { key, from, to: range.to }, cut)
}

/** The points of a window in date order, base first; a valuation of the launch day that repeats the launch is left out. */
export function windowPoints(series: NavSeries, window: AvailableWindow): NavPoint[] {
  const later = series.points.slice(window.baseIndex + 1, window.closingIndex + 1)
  const [first] = later
  if (window.baseIndex < 0 && first?.date === window.base.date && first.unitNavE8 === window.base.unitNavE8)
    return later
  return [window.base, ...later]
}

function periodStart(key: PeriodKey, range: DateRange, calendar: TradingCalendar, launch: string): string {
  switch (key) {
    case 'custom':
      return range.from
    case 'month-to-date':
      return calendar.firstTradingDayOfMonth(range.to)
    case 'year-to-date':
      return calendar.firstTradingDayOfYear(range.to)
    case 'three-years':
      return addDays(addYears(range.to, -3), 1)
    case 'since-inception':
      return launch
  }
}

function windowFrom(
  series: NavSeries,
  asked: { key: PeriodKey; from: string; to: string },
  cut: boolean,
): PeriodWindow {
  const unavailable = (reason: UnavailableReason): PeriodWindow => ({ status: 'unavailable', reason, ...asked })
  const closingIndex = lastPointUpTo(series, asked.to)
  const closing = pointAt(series, closingIndex)
  if (!closing || closing.date < asked.from) return unavailable('no-valuation-in-range')
  const baseIndex = lastPointUpTo(series, addDays(asked.from, -1))
  const base = pointAt(series, baseIndex)
  const whole = { closing, closingIndex, ...asked }
  if (base) return { base, baseIndex, status: cut ? 'short' : 'ok', reason: cut ? 'since-launch' : null, ...whole }
  if (asked.from <= series.launch.date) {
    if (!series.historyComplete) return unavailable('history-incomplete')
    const status = cut ? 'short' : 'ok'
    return { base: series.launch, baseIndex: -1, status, reason: cut ? 'since-launch' : null, ...whole }
  }
  const first = pointAt(series, 0)
  if (!first || closingIndex === 0) return unavailable('no-earlier-valuation')
  const from = addDays(first.date, 1)
  return { base: first, baseIndex: 0, status: 'short', reason: 'history-not-loaded', ...whole, from }
}
