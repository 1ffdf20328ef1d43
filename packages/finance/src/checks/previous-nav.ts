/** The valuation that the sheet itself was made against: R-CHK-19. */
import type { TradingCalendar } from '../calendar/trading-calendar'
import { absolute } from '../decimal'
import type { CheckedDay, Finding, PreviousDay } from './checked-day'
import { finding, navText } from './finding'

/**
 * R-CHK-19: the sheet's 昨日单位净值 is the unit NAV of the trading day before as it is held here, within half a unit of the
 * account's last place. Not run where the sheet does not state one, or the valuation before is not that trading day's.
 */
export function previousNavAgrees(
  day: CheckedDay,
  previous: PreviousDay | null,
  { calendar, navDecimals }: { calendar: TradingCalendar; navDecimals: number },
): Finding[] {
  const stated = day.previousNavE8
  if (!stated || !previous || previous.date !== calendar.previousTradingDay(day.date)) return []
  const halfUnit = 10n ** BigInt(8 - navDecimals) / 2n
  if (absolute(stated - previous.unitNavE8) <= halfUnit) return []
  const expected = `${previous.date} ${navText(previous.unitNavE8, navDecimals)}`
  return [finding('R-CHK-19', { found: navText(stated, navDecimals), expected })]
}
