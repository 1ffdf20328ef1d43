import { describe, expect, it } from 'vitest'
import { divideRound, formatScaled, moneyText, parseE4, parseE8, roundToCents } from './decimal'
import { adjustedNavText, navText, priceText, rateText, sharesText } from './numbers'

describe('numbers on the wire (R-NUM-2)', () => {
  it('write money with two decimals, shares with two or four', () => {
    expect(moneyText(104_629_444_000n)).toBe('10462944.40')
    expect(moneyText(-50n)).toBe('-0.01')
    expect(moneyText(-49n)).toBe('0.00')
    expect(sharesText(1_022_160_400n)).toBe('102216.04')
    expect(sharesText(123_456n)).toBe('12.3456')
    expect(sharesText(123_450n)).toBe('12.3450')
  })

  it('write the NAV with the decimals of the account, a fund price as published but at least four', () => {
    expect(navText(104_630_000n, 4)).toBe('1.0463')
    expect(navText(104_630_000n, 8)).toBe('1.04630000')
    expect(priceText(146_660_000n)).toBe('1.4666')
    expect(priceText(100_000_000n)).toBe('1.0000')
    expect(priceText(123_456_700n)).toBe('1.234567')
    expect(priceText(100_000_001n)).toBe('1.00000001')
  })

  it('write rates and adjusted NAVs with eight', () => {
    expect(rateText(-190_785n)).toBe('-0.00190785')
    expect(adjustedNavText(132_000_000n)).toBe('1.32000000')
  })
})

describe('reading and rounding (R-NUM-1, R-NUM-3)', () => {
  it('refuses digits beyond the scale and what is no plain decimal', () => {
    expect(parseE4('-12.50')).toBe(-125_000n)
    expect(parseE4('.5')).toBe(5_000n)
    expect(parseE4('1.23450000')).toBe(12_345n)
    for (const text of ['1.23456', '1e5', '1,000', '', '-', '.', '１']) expect(parseE4(text)).toBeNull()
    expect(parseE8('0.00000001')).toBe(1n)
  })

  it('rounds half away from zero, once', () => {
    expect([5n, -5n, 4n, -4n].map((value) => divideRound(value, 10n))).toEqual([1n, -1n, 0n, 0n])
    expect(roundToCents(10_050n)).toBe(10_100n)
    expect(formatScaled(5n, 4, 0)).toBe('0')
    expect(formatScaled(-15_000n, 4, 0)).toBe('-2')
  })
})
