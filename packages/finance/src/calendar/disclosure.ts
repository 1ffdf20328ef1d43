import { dateOfDay, dayNumber } from '../dates'
import type { TradingCalendar } from './trading-calendar'

/** What a reader may know of a day: `missing` is a trading day before the last published one, `awaited` one after it. */
export type DayState = 'published' | 'withdrawn' | 'closed' | 'missing' | 'awaited'

/** When the next figures come: of `date`, on `expectedOn`; provisional where the calendar only assumes these days (R-DAY-2). */
interface NextDisclosure {
  date: string
  expectedOn: string
  provisional: boolean
}

/**
 * The first trading day after `last`, and the day on which its figures come: `lag` trading days later (T+n); null where that day
 * lies after `closedOn`, the last one of an account that is closed (R-DAY-4).
 */
export function nextDisclosure(
  last: string,
  lag: number,
  calendar: TradingCalendar,
  closedOn: string | null = null,
): NextDisclosure | null {
  const date = calendar.nextTradingDay(last)
  if (closedOn !== null && date > closedOn) return null
  const expected = expectedOn(date, lag, calendar)
  return { date, expectedOn: expected, provisional: calendar.isProvisional(date) || calendar.isProvisional(expected) }
}

/** The day `lag` trading days after `date` (T+n). */
export function expectedOn(date: string, lag: number, calendar: TradingCalendar): string {
  let expected = date
  for (let left = lag; left > 0; left--) expected = calendar.nextTradingDay(expected)
  return expected
}

/** Every calendar day from the first published one to `to`, in order; `published` and `withdrawn` in any order. */
export function dayStates(
  known: { published: readonly string[]; withdrawn: readonly string[]; to: string },
  calendar: TradingCalendar,
): DayState[] {
  const published = new Set(known.published)
  const withdrawn = new Set(known.withdrawn)
  const sorted = [...published].sort()
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return []
  const end = dayNumber(known.to)
  const states: DayState[] = []
  for (let day = dayNumber(first); day <= end; day++) {
    const date = dateOfDay(day)
    if (published.has(date)) states.push('published')
    else if (withdrawn.has(date)) states.push('withdrawn')
    else if (!calendar.isTradingDay(date)) states.push('closed')
    else states.push(date < last ? 'missing' : 'awaited')
  }
  return states
}
