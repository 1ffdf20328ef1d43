import { Decimal } from 'decimal.js'
import type { TradingCalendar } from '../calendar/trading-calendar'
import type { NavPoint } from '../nav/nav-series'
import { growth } from '../nav/returns'

/** Trading days of a year, by which daily deviation is annualised (R-RSK-1). */
export const DAYS_OF_YEAR = 250
/** Fewer daily returns say nothing. */
const LEAST_RETURNS = 20

const Precise = Decimal.clone({ precision: 40 })

/**
 * Yearly volatility as a rate in E8: sample deviation of the simple returns over one trading day × √250. Null for fewer than
 * 20 of them (R-RSK-1).
 */
export function volatility(points: readonly NavPoint[], calendar: TradingCalendar): bigint | null {
  const returns = dailyReturns(points, calendar)
  if (returns.length < LEAST_RETURNS) return null
  const mean = sum(returns).div(returns.length)
  const squares = sum(returns.map((value) => value.minus(mean).pow(2)))
  const yearly = squares
    .div(returns.length - 1)
    .times(DAYS_OF_YEAR)
    .sqrt()
  return BigInt(yearly.times(1e8).toFixed(0, Decimal.ROUND_HALF_UP))
}

function dailyReturns(points: readonly NavPoint[], calendar: TradingCalendar): Decimal[] {
  const days = points.filter(({ date }) => calendar.isTradingDay(date))
  return days.slice(1).flatMap((point, at) => {
    const before = days[at]
    if (!before || calendar.tradingDayDistance(before.date, point.date) !== 1) return []
    const grown = growth(before, point)
    return grown ? [new Precise(grown.numerator.toString()).div(grown.denominator.toString()).minus(1)] : []
  })
}

const sum = (values: readonly Decimal[]): Decimal => values.reduce((total, value) => total.plus(value), new Precise(0))
