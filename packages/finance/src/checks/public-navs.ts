/** Prices of public funds against the NAVs that they publish: R-CHK-20. */
import type { TradingCalendar } from '../calendar/trading-calendar'
import { absolute, divideRound } from '../decimal'
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
  context: PublicNavs,
): Finding[] {
  const [first] = navsMissed({ fundCode, priceE8 }, days, context)
  if (!first) return []
  const expected = `${first.date} ${navText(first.navE8, 4)}`
  return [finding('R-CHK-20', { subject, found: `${fundCode} ${navText(priceE8, 4)}`, expected })]
}

interface DatedNav {
  date: string
  navE8: bigint
}

const isExempt = (fundCode: string, { fund }: PublicNavs): boolean =>
  fund(fundCode)?.assetClass === 'money' || EXCHANGE_TRADED.test(fundCode)

/** The NAVs that the price may be and is not; none where it is one of them, or cannot be judged. */
function navsMissed(
  { fundCode, priceE8 }: { fundCode: string; priceE8: bigint },
  days: readonly string[],
  context: PublicNavs,
): DatedNav[] {
  if (isExempt(fundCode, context)) return []
  const { publicNavE8 } = context.limits ?? HOUSE_LIMITS
  const missed: DatedNav[] = []
  for (const date of days) {
    const navE8 = context.navOf(fundCode, date)
    if (navE8 === undefined || absolute(navE8 - priceE8) <= publicNavE8) return []
    missed.push({ date, navE8 })
  }
  return missed
}

/** A fund's price on a day that some account was valued; `priceDate` where the source tells of which day it is. */
export interface HeldPrice {
  fundCode: string
  date: string
  priceE8: bigint
  priceDate: string | null
}

/** The NAV (E8) of `navDate` that a price should have been, and how far above it the price stands. */
export interface PriceGap {
  navDate: string
  navE8: bigint
  gapE8: bigint
}

/**
 * Where a price is not the fund's own NAV; null where it is, or where that cannot be judged. A price with a date is compared with
 * the NAV of that date, rounded to the price's decimals, without a tolerance; one without as R-CHK-20 does, and the nearest of
 * the NAVs that it may be is told. Exempt are the same funds.
 */
export function priceGap({ fundCode, date, priceE8, priceDate }: HeldPrice, context: PublicNavs): PriceGap | null {
  const known = context.fund(fundCode)
  if (!known || isExempt(fundCode, context)) return null
  const away = (nav: DatedNav): PriceGap => ({ navDate: nav.date, navE8: nav.navE8, gapE8: priceE8 - nav.navE8 })
  if (priceDate !== null) {
    const navE8 = context.navOf(fundCode, priceDate)
    const isPublic = navE8 === undefined || roundedAs(navE8, priceE8) === priceE8
    return isPublic ? null : away({ date: priceDate, navE8 })
  }
  let nearest: PriceGap | null = null
  for (const gap of navsMissed({ fundCode, priceE8 }, tradingDays(date, known.priceLag, context), context).map(away))
    if (nearest === null || absolute(gap.gapE8) < absolute(nearest.gapE8)) nearest = gap
  return nearest
}

/** A NAV is published with four decimals at least, so zeros at a price's end are only cut down to these. */
const NAV_STEPS_E8 = [10_000n, 1_000n, 100n, 10n]

/** `navE8` with as many decimals as the price has. */
function roundedAs(navE8: bigint, priceE8: bigint): bigint {
  const step = NAV_STEPS_E8.find((one) => priceE8 % one === 0n) ?? 1n
  return divideRound(navE8, step) * step
}
