import type { TradingCalendar } from '../calendar/trading-calendar'
import { addDays, addMonths } from '../dates'
import type { NavSeries } from '../nav/nav-series'
import { periodWindow, type PeriodWindow } from './period-window'

export const NEAR_KEYS = ['one-month', 'three-months', 'six-months', 'one-year', 'since-inception'] as const
export type NearKey = (typeof NEAR_KEYS)[number]

const MONTHS = { 'one-month': 1, 'three-months': 3, 'six-months': 6, 'one-year': 12 } as const

/** The window of the last months up to `to`, or of the whole life; a younger account counts from its launch (R-PER-7). */
export function nearWindow(series: NavSeries, calendar: TradingCalendar, key: NearKey, to: string): PeriodWindow {
  if (key === 'since-inception') return periodWindow(series, calendar, key, { from: to, to })
  const from = addDays(addMonths(to, -MONTHS[key]), 1)
  return periodWindow(series, calendar, 'custom', { from, to })
}
