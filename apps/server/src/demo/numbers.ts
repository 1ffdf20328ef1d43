import { divideRound, formatScaled, MONEY_SCALE, PRICE_SCALE } from '@sma/finance/decimal'

/** Scales of decimal.ts: money and shares E4, prices E8. The demonstration's money is whole cents, its shares hundredths. */
export const yuan = (whole: number): bigint => BigInt(whole) * 10_000n

/** shares × price, to the cent. */
export const worth = (sharesE4: bigint, priceE8: bigint): bigint =>
  divideRound(sharesE4 * priceE8, 10_000_000_000n) * 100n

/** money / price, to the hundredth of a share. */
export const sharesFor = (moneyE4: bigint, priceE8: bigint): bigint =>
  divideRound(moneyE4 * 100_000_000n, priceE8 * 100n) * 100n

/** money × rate, to the cent; the rate in millionths. */
export const part = (moneyE4: bigint, ratePpm: number): bigint =>
  divideRound(moneyE4 * BigInt(ratePpm), 100_000_000n) * 100n

/** total × share / whole, to the cent. */
export const proportion = (totalE4: bigint, share: bigint, whole: bigint): bigint =>
  divideRound(totalE4 * share, whole * 100n) * 100n

/** net assets / shares at four decimals, E8. */
export const unitNavOf = (netAssetsE4: bigint, sharesE4: bigint): bigint =>
  divideRound(netAssetsE4 * 10_000n, sharesE4) * 10_000n

export const sum = (values: Iterable<bigint>): bigint => {
  let total = 0n
  for (const value of values) total += value
  return total
}

export const least = (left: bigint, right: bigint): bigint => (left < right ? left : right)

/** "1234.5": plain, without needless zeros, as an export writes it. */
function plain(value: bigint, scale: number): string {
  const text = formatScaled(value, scale, scale)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

export const plainMoney = (valueE4: bigint): string => plain(valueE4, MONEY_SCALE)
export const plainPrice = (valueE8: bigint): string => plain(valueE8, PRICE_SCALE)
export const nav4 = (valueE8: bigint): string => formatScaled(valueE8, PRICE_SCALE, 4)

/** "12,345.60" with two decimals or more. */
export function grouped(value: bigint, scale: number, decimals: number): string {
  const [whole = '', fraction = ''] = formatScaled(value, scale, decimals).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`
}

/** part / whole in percent points with four decimals at most, "" where the whole is 0. */
export function percentPoints(share: bigint, whole: bigint): string {
  return whole === 0n ? '' : plain(divideRound(share * 1_000_000n, whole), 4)
}
