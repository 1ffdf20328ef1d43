import type { TradingCalendar } from '../calendar/trading-calendar'
import { absolute, roundToCents } from '../decimal'
import type { FlowKind } from '../facts'
import { lastPointUpTo, type NavSeries } from '../nav/nav-series'
import { periodReturn } from '../nav/returns'
import { periodWindow, type AvailableWindow, type PeriodKey, type PeriodWindow } from './period-window'
import type { DateRange } from './range'

/** One row of the period table: money in E4 whole cents, return in E8; null with a reason, never 0 (R-PER-1..6). */
export interface PeriodFigures {
  key: PeriodKey
  from: string
  /** The closing day; the day asked for where there is no closing. */
  to: string
  baseDate: string | null
  openingAssetsE4: bigint | null
  subscriptionsE4: bigint | null
  redemptionsE4: bigint | null
  distributionsE4: bigint | null
  gainE4: bigint | null
  closingAssetsE4: bigint | null
  returnE8: bigint | null
  status: PeriodWindow['status']
  reason: PeriodWindow['reason']
  /** Code by field, for every figure that is null. */
  reasons: Record<string, string>
}

/** The gain and return of one valuation day over the one before (R-PER-6). */
export interface DayFigures {
  baseDate: string | null
  gainE4: bigint | null
  returnE8: bigint | null
  reason: string | null
}

const FIGURES = [
  'openingAssets',
  'subscriptions',
  'redemptions',
  'distributions',
  'gain',
  'closingAssets',
  'return',
] as const

/** The figures of one period; `gain` is what the other, rounded items leave (R-PER-4). */
export function periodFigures(series: NavSeries, window: PeriodWindow): PeriodFigures {
  if (window.status === 'unavailable') return unavailableFigures(window)
  const { key, from, base, closing, status, reason } = window
  const openingAssetsE4 = roundToCents(base.netAssetsE4)
  const closingAssetsE4 = roundToCents(closing.netAssetsE4)
  const subscriptionsE4 = flowSum(series, window, 'subscription')
  const redemptionsE4 = flowSum(series, window, 'redemption')
  const distributionsE4 = flowSum(series, window, 'distribution')
  const returnE8 = periodReturn(base, closing)
  return {
    key,
    from,
    to: closing.date,
    baseDate: base.date,
    openingAssetsE4,
    subscriptionsE4,
    redemptionsE4,
    distributionsE4,
    gainE4: closingAssetsE4 - openingAssetsE4 - subscriptionsE4 + redemptionsE4 + distributionsE4,
    closingAssetsE4,
    returnE8,
    status,
    reason,
    reasons: returnE8 === null ? { return: 'nav-not-positive' } : {},
  }
}

/** Gain and return of the last published day up to `date`: the custom row from = to = that day (R-PER-6). */
export function dayFigures(series: NavSeries, calendar: TradingCalendar, date: string): DayFigures {
  const day = series.dates[lastPointUpTo(series, date)] ?? date
  const range: DateRange = { from: day, to: day }
  const figures = periodFigures(series, periodWindow(series, calendar, 'custom', range))
  const reason = figures.status === 'unavailable' ? figures.reason : (figures.reasons['return'] ?? null)
  return { baseDate: figures.baseDate, gainE4: figures.gainE4, returnE8: figures.returnE8, reason }
}

/** Flows since the base up to the closing day, each rounded to cents; founding money is no flow. */
function flowSum(series: NavSeries, window: AvailableWindow, kind: FlowKind): bigint {
  let sum = 0n
  for (const flow of series.flows) {
    if (flow.date > window.closing.date) break
    const since = window.baseIndex < 0 || flow.date > window.base.date
    if (since && flow.kind === kind) sum += roundToCents(absolute(flow.amountE4))
  }
  return sum
}

function unavailableFigures(window: PeriodWindow & { status: 'unavailable' }): PeriodFigures {
  return {
    baseDate: null,
    openingAssetsE4: null,
    subscriptionsE4: null,
    redemptionsE4: null,
    distributionsE4: null,
    gainE4: null,
    closingAssetsE4: null,
    returnE8: null,
    reasons: Object.fromEntries(FIGURES.map((figure) => [figure, window.reason])),
    ...window,
  }
}
