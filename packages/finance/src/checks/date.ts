/** Whether the day can be a valuation day at all: R-CHK-12 and R-CHK-15. */
import type { TradingCalendar } from '../calendar/trading-calendar'
import { isMonthEnd } from '../dates'
import type { Finding } from './checked-day'
import { finding } from './finding'

/** First and last day of an account; null: it has not ended. */
export interface Life {
  launchDate: string
  closedOn?: string | null
}

/** R-CHK-12: the day lies after `today` (in Shanghai), before the launch or after the account's last day. */
export function dayIsInLife(date: string, { launchDate, closedOn = null }: Life, today: string): Finding[] {
  if (date > today) return [finding('R-CHK-12', { found: date, expected: `<= ${today}` })]
  if (date < launchDate) return [finding('R-CHK-12', { found: date, expected: `>= ${launchDate}` })]
  if (closedOn !== null && date > closedOn) return [finding('R-CHK-12', { found: date, expected: `<= ${closedOn}` })]
  return []
}

/** R-CHK-15: the day is neither a trading day nor a month end. */
export function dayIsValuationDay(date: string, calendar: TradingCalendar): Finding[] {
  if (calendar.isTradingDay(date) || isMonthEnd(date)) return []
  return [finding('R-CHK-15', { found: date, expected: calendar.previousTradingDay(date) })]
}
