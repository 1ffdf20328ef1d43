import { divideRound } from './decimal'

/** An exact ratio of integers; the denominator is positive. */
export interface Fraction {
  numerator: bigint
  denominator: bigint
}

export const ONE: Fraction = { numerator: 1n, denominator: 1n }

/** Beyond this size a fraction is rounded to `KEPT_DIGITS` decimals, so that a long chain of factors stays quick. */
const LARGEST_DENOMINATOR = 10n ** 120n
const KEPT_DIGITS = 10n ** 60n

/** numerator / denominator in lowest terms; exact, except that denominators beyond 120 digits are cut to 60 decimals. */
export function fraction(numerator: bigint, denominator: bigint): Fraction {
  if (denominator === 0n) throw new RangeError('division by zero')
  const sign = denominator < 0n ? -1n : 1n
  const divisor = greatestCommonDivisor(numerator, denominator)
  const reduced = { numerator: (numerator * sign) / divisor, denominator: (denominator * sign) / divisor }
  if (reduced.denominator <= LARGEST_DENOMINATOR) return reduced
  return { numerator: divideRound(reduced.numerator * KEPT_DIGITS, reduced.denominator), denominator: KEPT_DIGITS }
}

export const multiply = (left: Fraction, right: Fraction): Fraction =>
  fraction(left.numerator * right.numerator, left.denominator * right.denominator)

/** value × factor, rounded half-up once, in the scale of `value`. */
export function scale(value: bigint, factor: Fraction): bigint {
  if (factor.numerator === factor.denominator) return value
  return divideRound(value * factor.numerator, factor.denominator)
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right]
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? 1n : a
}
