import { describe, expect, it } from 'vitest'
import { tradingCalendar } from '../calendar/trading-calendar'
import { parseE8 } from '../decimal'
import type { Operation, Transaction } from '../facts'
import { quietDay } from '../../testing/checked-days'
import { confirmedAtPublicNav, pricesArePublic, type PublicNavs } from './public-navs'

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
