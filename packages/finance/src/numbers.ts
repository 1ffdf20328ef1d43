/** How figures are written on the wire (R-NUM-2): decimals as strings, rounded half-up once (R-NUM-3). Money: `moneyText`. */
import { formatScaled, MONEY_SCALE, PRICE_SCALE } from './decimal'

/** Shares: two decimals, four where more than two are in use: "102216.04", "12.3456". */
export const sharesText = (sharesE4: bigint): string =>
  formatScaled(sharesE4, MONEY_SCALE, sharesE4 % 100n === 0n ? 2 : 4)

/** The account's own NAV at its number of decimals (R-NAV-1): "1.0463". */
export const navText = (navE8: bigint, decimals: number): string => formatScaled(navE8, PRICE_SCALE, decimals)

/** A fund's NAV or price as published, but at least four decimals: "1.4666", "1.00000001". */
export const priceText = (priceE8: bigint): string =>
  formatScaled(priceE8, PRICE_SCALE, PRICE_SCALE).replace(/0{1,4}$/, '')

/** Adjusted NAV and benchmark, eight decimals: "1.04630000". */
export const adjustedNavText = (navE8: bigint): string => formatScaled(navE8, PRICE_SCALE, PRICE_SCALE)

/** A rate as a decimal fraction, eight decimals: "-0.00190785". */
export const rateText = (rateE8: bigint): string => formatScaled(rateE8, PRICE_SCALE, PRICE_SCALE)
