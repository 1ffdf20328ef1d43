/** Prices of public funds against the NAVs that they publish: R-CHK-20. */
import type { TradingCalendar } from '../calendar/trading-calendar'
import { absolute } from '../decimal'
import type { Transaction } from '../facts'
import type { CheckedDay, Finding } from './checked-day'
import { finding, navText } from './finding'
import type { FundLookup } from './fund-rows'
import { HOUSE_LIMITS, type Limits } from './limits'

/** A fund's public NAV of a day in E8; undefined where none was loaded. */
export type PublicNavLookup = (fundCode: string, date: string) => bigint | undefined

export interface PublicNavs {
  navOf: PublicNavLookup
  fund: FundLookup
  calendar: TradingCalendar
  limits?: Pick<Limits, 'publicNavE8'>
}

/** Funds that can be bought on an exchange: FA prices these by the exchange's close. */
const EXCHANGE_TRADED = /^(?:5\d|15|16|18)\d{4}$/
/** Confirmed in shares × NAV; the rest happens at exchange prices or without a price. */
const PRICED_BY_NAV = new Set(['subscribe', 'redeem', 'switch-in', 'switch-out'])

/**
 * R-CHK-20: FA's price of an off-exchange fund is the fund's public NAV of the day, or of one of the `price_lag` trading days
 * before (0.0001). Money funds are exempt; not run for a fund unless all NAVs that may be meant were loaded.
 */
export function pricesArePublic(day: CheckedDay, context: PublicNavs): Finding[] {
  return (day.holdings ?? []).flatMap(({ fundCode, unitNavE8, sharesE4 }) => {
    const known = context.fund(fundCode)
    if (sharesE4 === 0n || unitNavE8 === null || !known) return []
    return priceFinding(
      { fundCode, priceE8: unitNavE8, subject: fundCode },
      tradingDays(day.date, known.priceLag, context),
      context,
    )
  })
}

/** R-CHK-20 for confirmations: the price is the NAV of one of the trading days before the confirmation. */
export function confirmedAtPublicNav(transactions: readonly Transaction[], context: PublicNavs): Finding[] {
  return transactions.flatMap(({ date, fundCode, operation, priceE8 }) => {
    const known = context.fund(fundCode)
    if (!PRICED_BY_NAV.has(operation) || priceE8 === null || priceE8 <= 0n || !known) return []
    const subject = `${fundCode} ${date}`
    return priceFinding({ fundCode, priceE8, subject }, tradingDays(date, known.priceLag + 1, context), context)
  })
}

/** The day itself, or the trading day before it, and `back` trading days more. */
function tradingDays(date: string, back: number, { calendar }: PublicNavs): string[] {
  const days = [calendar.isTradingDay(date) ? date : calendar.previousTradingDay(date)]
  for (let step = 0; step < back; step++) days.push(calendar.previousTradingDay(days.at(-1) ?? date))
  return days
}

function priceFinding(
  { fundCode, priceE8, subject }: { fundCode: string; priceE8: bigint; subject: string },
  days: string[],
  { navOf, fund, limits = HOUSE_LIMITS }: PublicNavs,
): Finding[] {
  if (fund(fundCode)?.assetClass === 'money' || EXCHANGE_TRADED.test(fundCode)) return []
  const navs = days.map((day) => navOf(fundCode, day))
  if (navs.some((nav) => nav === undefined || absolute(nav - priceE8) <= limits.publicNavE8)) return []
  const expected = `${days[0]} ${navText(navs[0] ?? 0n, 4)}`
  return [finding('R-CHK-20', { subject, found: `${fundCode} ${navText(priceE8, 4)}`, expected })]
}
