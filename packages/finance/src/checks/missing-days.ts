/** R-CHK-7: trading days inside an account's life that no valuation has come for. */
import type { TradingCalendar } from '../calendar/trading-calendar'
import type { Finding } from './checked-day'
import { finding } from './finding'

/**
 * R-CHK-7: one finding for each trading day between the first and the newest of `valued`, whatever their order, that is not
 * among them. Days of which the calendar only assumes that they are trading days are not missed (R-DAY-2), nor are days after
 * `closedOn`, the last one of an account that is closed (R-DAY-4).
 */
export function tradingDaysAreValued(
  valued: readonly string[],
  calendar: TradingCalendar,
  closedOn: string | null = null,
): Finding[] {
  const [first, ...others] = [...valued].sort()
  const last = others.at(-1)
  if (first === undefined || last === undefined) return []
  const present = new Set(valued)
  return calendar
    .tradingDaysBetween(first, last)
    .filter((date) => !present.has(date) && !calendar.isProvisional(date) && (closedOn === null || date <= closedOn))
    .map((date) => finding('R-CHK-7', { subject: date, found: '', expected: date }))
}
