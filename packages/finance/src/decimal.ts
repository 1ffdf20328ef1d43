/**
 * Exact decimals as scaled integers (R-NUM-1): money and shares count ten-thousandths (`E4`), prices and NAVs
 * hundred-millionths (`E8`). Sums and products of these are exact; every rounding is half-up and happens in `divideRound`.
 */

/** Digits after the point of money and shares. */
export const MONEY_SCALE = 4
/** Digits after the point of prices, NAVs and rates. */
export const PRICE_SCALE = 8

const POWERS = Array.from({ length: 20 }, (_, exponent) => 10n ** BigInt(exponent))
const powerOfTen = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent)

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$|^([+-]?)\.(\d+)$/

/**
 * Reads a plain decimal ("-12.50") as an integer scaled by `scale`.
 * Returns null when the text is no plain decimal or has non-zero digits beyond the scale: nothing is rounded away (R-NUM-1).
 */
export function parseScaled(text: string, scale: number): bigint | null {
  const match = DECIMAL.exec(text)
  if (!match) return null
  const sign = match[1] ?? match[4]
  const whole = match[2] ?? '0'
  const fraction = (match[3] ?? match[5] ?? '').replace(/0+$/, '')
  if (fraction.length > scale) return null
  const value = BigInt(whole + fraction.padEnd(scale, '0'))
  return sign === '-' ? -value : value
}

/** Parses money or shares; the text must be a plain decimal with at most four significant decimals. */
export const parseE4 = (text: string): bigint | null => parseScaled(text, MONEY_SCALE)

/** Parses a price, NAV or rate; at most eight significant decimals. */
export const parseE8 = (text: string): bigint | null => parseScaled(text, PRICE_SCALE)

/** Prints a scaled integer with exactly `decimals` places, rounding half-up away from zero (R-NUM-3). */
export function formatScaled(value: bigint, scale: number, decimals: number): string {
  const rounded = atDecimals(value, scale, decimals)
  const digits = absolute(rounded)
    .toString()
    .padStart(decimals + 1, '0')
  const sign = rounded < 0n ? '-' : ''
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

function atDecimals(value: bigint, scale: number, decimals: number): bigint {
  if (decimals === scale) return value
  return decimals > scale ? value * powerOfTen(decimals - scale) : divideRound(value, powerOfTen(scale - decimals))
}

/** Money on the wire: two decimals (R-NUM-2). */
export const moneyText = (valueE4: bigint): string => formatScaled(valueE4, MONEY_SCALE, 2)

/** numerator / denominator, rounded half-up (ties away from zero). */
export function divideRound(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('division by zero')
  const negative = numerator < 0n !== denominator < 0n
  const top = absolute(numerator)
  const bottom = absolute(denominator)
  const quotient = (top * 2n + bottom) / (bottom * 2n)
  return negative ? -quotient : quotient
}

/** Rounds E4 money half-up to whole cents, still in E4. */
export const roundToCents = (valueE4: bigint): bigint => divideRound(valueE4, 100n) * 100n

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value)
