import { describe, expect, it } from 'vitest'
import { tradingCalendar } from '../calendar/trading-calendar'
import { parseE8 } from '../decimal'
import type { Operation, Transaction } from '../facts'
import { quietDay } from '../../testing/checked-days'
import { confirmedAtPublicNav, priceGap, pricesArePublic, type PublicNavs } from './public-navs'

const e8 = (text: string) => parseE8(text) ?? 0n

/** NAVs by date of fund 000001, which is priced a trading day late at most. */
function publicNavs(navs: Record<string, string>, priceLag = 1): PublicNavs {
  return {
    navOf: (code, date) => (code === '000001' && navs[date] ? e8(navs[date]) : undefined),
    fund: (code) => (code === '000009' ? { assetClass: 'money', priceLag: 1 } : { assetClass: 'equity', priceLag }),
    calendar: tradingCalendar([]),
  }
}
const priced = (fundCode: string, nav: string) => ({
  ...quietDay,
  holdings: [{ fundCode, sharesE4: 10_000n, unitNavE8: e8(nav), priceDate: null, marketValueE4: 10_000n }],
})

describe('R-CHK-20 prices of public funds', () => {
  const navs = publicNavs({ '2024-01-03': '0.9010', '2024-01-02': '0.9000' })
  it("are the day's NAV or that of the trading day before", () => {
    expect(pricesArePublic(priced('000001', '0.9010'), navs)).toEqual([])
    expect(pricesArePublic(priced('000001', '0.9011'), navs)).toEqual([])
    expect(pricesArePublic(priced('000001', '0.9000'), navs)).toEqual([])
    expect(pricesArePublic(priced('000001', '0.9020'), navs)).toMatchObject([
      { check: 'R-CHK-20', subject: '000001', found: '000001 0.9020', expected: '2024-01-03 0.9010' },
    ])
  })
  it('are only judged where every NAV that may be meant is known', () => {
    expect(pricesArePublic(priced('000001', '0.8'), publicNavs({ '2024-01-03': '0.9010' }))).toEqual([])
    expect(pricesArePublic(priced('000001', '0.8'), publicNavs({ '2024-01-02': '0.9000' }))).toEqual([])
    const late = publicNavs({ '2024-01-03': '0.9010', '2024-01-02': '0.9000' }, 2)
    expect(pricesArePublic(priced('000001', '0.8'), late)).toEqual([])
  })
  it('are not judged for money funds and funds of an exchange', () => {
    const all = { ...navs, navOf: () => e8('0.9') }
    for (const code of ['000009', '510300', '159915', '160119', '180012'])
      expect(pricesArePublic(priced(code, '1.5'), all)).toEqual([])
    expect(pricesArePublic(priced('000216', '1.5'), all)).toHaveLength(1)
  })
})

describe('R-CHK-20 confirmations', () => {
  const navs = publicNavs({ '2024-01-03': '0.9010', '2024-01-02': '0.9000', '2023-12-29': '0.8900' })
  const confirmed = (operation: Operation, price: string): Transaction => ({
    date: '2024-01-03',
    fundCode: '000001',
    operation,
    amountE4: null,
    sharesE4: null,
    priceE8: e8(price),
    feeE4: null,
  })
  it('are at the NAV of a trading day before', () => {
    expect(confirmedAtPublicNav([confirmed('subscribe', '0.9000')], navs)).toEqual([])
    expect(confirmedAtPublicNav([confirmed('redeem', '0.8900')], navs)).toEqual([])
    expect(confirmedAtPublicNav([confirmed('redeem', '0.95')], navs)).toMatchObject([
      { subject: '000001 2024-01-03', found: '000001 0.9500' },
    ])
  })
  it('on an exchange have prices of their own', () => {
    expect(confirmedAtPublicNav([confirmed('buy', '0.95'), confirmed('reinvest', '0.95')], navs)).toEqual([])
  })
})

describe('a price and the NAV it should be', () => {
  // 2024-01-03 is a Wednesday
  const navs = publicNavs({ '2024-01-03': '0.90125', '2024-01-02': '0.9000', '2023-12-29': '0.8900' })
  const gap = (price: string, priceDate: string | null, context = navs) =>
    priceGap({ fundCode: '000001', date: '2024-01-03', priceE8: e8(price), priceDate }, context)

  it('of the same date are equal once the NAV has the decimals of the price', () => {
    expect(gap('0.9013', '2024-01-03')).toBeNull()
    expect(gap('0.90125', '2024-01-03')).toBeNull()
    expect(gap('0.9000', '2024-01-02')).toBeNull()
    // 0.9012 - 0.90125, 0.9013 - 0.9 and 0.90126 - 0.90125: a ten-thousandth is not forgiven
    expect(gap('0.9012', '2024-01-03')).toEqual({ navDate: '2024-01-03', navE8: 90_125_000n, gapE8: -5_000n })
    expect(gap('0.9001', '2024-01-02')).toEqual({ navDate: '2024-01-02', navE8: 90_000_000n, gapE8: 10_000n })
    expect(gap('0.90126', '2024-01-03')).toEqual({ navDate: '2024-01-03', navE8: 90_125_000n, gapE8: 1_000n })
    // 0.9 is a price of four decimals, so the NAV is not cut to one
    expect(gap('0.9', '2024-01-03')).toMatchObject({ gapE8: -125_000n })
    expect(gap('0.9', '2024-01-04')).toBeNull()
  })
  it('without a date are compared over the usual lag, and the nearest NAV is told', () => {
    expect(gap('0.9000', null)).toBeNull()
    expect(gap('0.9001', null)).toBeNull()
    expect(gap('0.8990', null)).toEqual({ navDate: '2024-01-02', navE8: 90_000_000n, gapE8: -100_000n })
    expect(gap('0.9100', null)).toEqual({ navDate: '2024-01-03', navE8: 90_125_000n, gapE8: 875_000n })
    expect(gap('0.8900', null)).toMatchObject({ navDate: '2024-01-02' })
    const late = { ...navs, fund: () => ({ assetClass: 'equity' as const, priceLag: 2 }) }
    expect(gap('0.8900', null, late)).toBeNull()
    expect(gap('0.5', null, publicNavs({ '2024-01-03': '0.9' }))).toBeNull()
  })
  it('of money funds, funds of an exchange and unknown funds are not compared', () => {
    const all = { ...navs, navOf: () => e8('0.9') }
    const of = (fundCode: string, context = all) =>
      priceGap({ fundCode, date: '2024-01-03', priceE8: e8('1.5'), priceDate: '2024-01-03' }, context)
    expect([of('000009'), of('510300'), of('000001', { ...all, fund: () => undefined })]).toEqual([null, null, null])
    expect(of('000216')).not.toBeNull()
  })
})
