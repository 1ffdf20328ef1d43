import { addDays, dateOfDay, dayNumber, monthStart, yearOf, yearStart } from '../dates'
import { CLOSURES } from './closures'

/** A row of the calendar table that staff imported; it wins over the default (R-DAY-2). */
export interface CalendarOverride {
  date: string
  isTradingDay: boolean
}

/** The exchange calendar: default 2015-2026, overridden by imported rows; elsewhere Monday to Friday, provisional (R-DAY-2). */
export interface TradingCalendar {
  isTradingDay(date: string): boolean
  /** True where Monday to Friday is only assumed: no default year and no imported row says what the day is. */
  isProvisional(date: string): boolean
  /** The first trading day after `date`. */
  nextTradingDay(date: string): string
  /** The last trading day before `date`. */
  previousTradingDay(date: string): string
  /** The first trading day of the month that `date` lies in. */
  firstTradingDayOfMonth(date: string): string
  /** The first trading day of the year that `date` lies in. */
  firstTradingDayOfYear(date: string): string
  /** Trading days from `from` to `to`, both included, in order; empty when `from` > `to`. */
  tradingDaysBetween(from: string, to: string): string[]
  /** Steps from `from` to `to` in trading days: how many trading days lie in (from, to]; negative when `to` is earlier. */
  tradingDayDistance(from: string, to: string): number
}

/** An imported year counts as a whole list of trading days from this size on; a day it leaves out is then shut. */
const WHOLE_YEAR_ROWS = 200
/** No exchange stays shut this long; a longer search means that the imported rows are nonsense. */
const LONGEST_CLOSURE = 366

let defaultClosures: ReadonlySet<number> | undefined

/** Builds a calendar over the default one; `overrides` may come in any order, the last row of a date wins. */
export function tradingCalendar(overrides: readonly CalendarOverride[]): TradingCalendar {
  const closures = (defaultClosures ??= readClosures())
  const stated = new Map(overrides.map((row) => [dayNumber(row.date), row.isTradingDay]))
  const wholeYears = yearsListedWhole(overrides)

  const isOpen = (day: number): boolean => {
    const known = stated.get(day)
    if (known !== undefined) return known
    if ((((day + 3) % 7) + 7) % 7 >= 5 || closures.has(day)) return false
    return wholeYears.size === 0 || !wholeYears.has(yearOf(dateOfDay(day)))
  }
  const step = (from: number, direction: 1 | -1): string => {
    for (let distance = 1; distance <= LONGEST_CLOSURE; distance++) {
      if (isOpen(from + distance * direction)) return dateOfDay(from + distance * direction)
    }
    throw new RangeError(`no trading day within a year of ${dateOfDay(from)}`)
  }
  const count = (from: number, to: number): number => {
    let open = 0
    for (let day = from + 1; day <= to; day++) if (isOpen(day)) open++
    return open
  }

  return {
    isTradingDay: (date) => isOpen(dayNumber(date)),
    isProvisional: (date) =>
      CLOSURES[yearOf(date)] === undefined && !stated.has(dayNumber(date)) && !wholeYears.has(yearOf(date)),
    nextTradingDay: (date) => step(dayNumber(date), 1),
    previousTradingDay: (date) => step(dayNumber(date), -1),
    firstTradingDayOfMonth: (date) => step(dayNumber(monthStart(date)) - 1, 1),
    firstTradingDayOfYear: (date) => step(dayNumber(yearStart(date)) - 1, 1),
    tradingDaysBetween: (from, to) => {
      const days: string[] = []
      const last = dayNumber(to)
      for (let day = dayNumber(from); day <= last; day++) if (isOpen(day)) days.push(dateOfDay(day))
      return days
    },
    tradingDayDistance: (from, to) =>
      from <= to ? count(dayNumber(from), dayNumber(to)) : -count(dayNumber(to), dayNumber(from)),
  }
}

function readClosures(): ReadonlySet<number> {
  const closed = new Set<number>()
  for (const [year, runs] of Object.entries(CLOSURES)) {
    for (const run of runs.split(' ')) {
      const [first, last = first] = run.split('..')
      for (let date = `${year}-${first}`; date <= `${year}-${last}`; date = addDays(date, 1))
        closed.add(dayNumber(date))
    }
  }
  return closed
}

/** Years outside the default for which the rows list the trading days as a whole. */
function yearsListedWhole(overrides: readonly CalendarOverride[]): ReadonlySet<number> {
  const open = new Map<number, number>()
  for (const row of overrides) {
    const year = yearOf(row.date)
    if (row.isTradingDay && CLOSURES[year] === undefined) open.set(year, (open.get(year) ?? 0) + 1)
  }
  return new Set([...open].filter(([, days]) => days >= WHOLE_YEAR_ROWS).map(([year]) => year))
}
