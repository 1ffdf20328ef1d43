import { Decimal } from 'decimal.js'
import { divideRound, PRICE_SCALE } from '../decimal'
import { fraction, type Fraction } from '../fraction'
import type { NavPoint } from './nav-series'

const ONE_E8 = 10n ** BigInt(PRICE_SCALE)
const PreciseDecimal = Decimal.clone({ precision: 40 })

/** adjustedNav(end) / adjustedNav(base), exact; null where a NAV is not positive (R-RET-1). */
export function growth(base: NavPoint, end: NavPoint): Fraction | null {
  if (base.unitNavE8 <= 0n || end.unitNavE8 <= 0n) return null
  return fraction(
    end.unitNavE8 * end.factor.numerator * base.factor.denominator,
    base.unitNavE8 * base.factor.numerator * end.factor.denominator,
  )
}

/** Return of a period as a rate in E8, half-up; null where a NAV is not positive (R-RET-1). */
export function periodReturn(base: NavPoint, end: NavPoint): bigint | null {
  if (base.unitNavE8 <= 0n || end.unitNavE8 <= 0n) return null
  if (base.factor === end.factor) return divideRound((end.unitNavE8 - base.unitNavE8) * ONE_E8, base.unitNavE8)
  const top = end.unitNavE8 * end.factor.numerator * base.factor.denominator
  const bottom = base.unitNavE8 * base.factor.numerator * end.factor.denominator
  return divideRound((top - bottom) * ONE_E8, bottom)
}

/**
 * Growth over `days` calendar days as a yearly rate in E8, (1 + R)^(365 / days) − 1; null for less than 365 days
 * (R-ANN-1).
 */
export function annualisedReturn(grown: Fraction, days: number): bigint | null {
  if (days < 365 || grown.numerator <= 0n) return null
  const ratio = new PreciseDecimal(grown.numerator.toString()).div(grown.denominator.toString())
  const yearly = ratio.pow(new PreciseDecimal(365).div(days)).minus(1)
  return BigInt(yearly.times(ONE_E8.toString()).toFixed(0, Decimal.ROUND_HALF_UP))
}
