import { describe, expect, it } from 'vitest'
import { tradingCalendar } from '../calendar/trading-calendar'
import { parseE4 } from '../decimal'
import type { Transaction } from '../facts'
import type { CheckedDay } from './checked-day'
import { o32PricesAgree, o32SharesAgree } from './o32'

const e4 = (text: string) => parseE4(text) ?? 0n
const calendar = tradingCalendar([])

function faDay(shares: string, marketValue: string): CheckedDay {
  return {
    date: '2024-01-02',
    totalAssetsE4: null,
    totalLiabilitiesE4: null,
    netAssetsE4: 0n,
    sharesE4: 0n,
    unitNavE8: 0n,
    accumulatedNavE8: null,
    netAssetsAtCostE4: null,
    accounts: [],
    holdings: [
      { fundCode: '000001', sharesE4: e4(shares), unitNavE8: null, priceDate: null, marketValueE4: e4(marketValue) },
    ],
    holdingsFrom: 'fa',
  }
}
const o32 = (shares: string, marketValue = '0') => [
  { fundCode: '000001', sharesE4: e4(shares), marketValueE4: e4(marketValue) },
]
const redeemed = (date: string, shares: string): Transaction => ({
  date,
  fundCode: '000001',
  operation: 'redeem',
  amountE4: null,
  sharesE4: e4(shares),
  priceE8: null,
  feeE4: null,
})
const transit = (transactions: Transaction[], lag: number | null = null) => ({
  transactions,
  calendar,
  lagOf: () => lag,
})

describe('R-CHK-4 shares in O3.2 and FA', () => {
  it('allows a hundredth of a share', () => {
    expect(o32SharesAgree(faDay('100', '100'), o32('100.01'), transit([]))).toEqual([])
    expect(o32SharesAgree(faDay('100', '100'), o32('100.0101'), transit([]))).toMatchObject([
      { check: 'R-CHK-4', severity: 'review', found: '000001 O3.2 100.0101', expected: 'FA 100.00' },
    ])
  })
  it('finds a fund missing on one side', () => {
    expect(o32SharesAgree(faDay('100', '100'), [], transit([]))).toHaveLength(1)
    const other = { fundCode: '000002', sharesE4: e4('5'), marketValueE4: 0n }
    expect(o32SharesAgree(faDay('100', '100'), [...o32('100'), other], transit([]))).toHaveLength(1)
  })
  it('only warns while a transaction is in transit: three trading days around', () => {
    const day = faDay('100', '100')
    expect(o32SharesAgree(day, o32('60'), transit([redeemed('2024-01-05', '40')]))).toMatchObject([
      { severity: 'warning' },
    ])
    expect(o32SharesAgree(day, o32('60'), transit([redeemed('2023-12-27', '40')]))).toMatchObject([
      { severity: 'warning' },
    ])
    expect(o32SharesAgree(day, o32('60'), transit([redeemed('2023-12-26', '40')]))).toMatchObject([
      { severity: 'review' },
    ])
    expect(o32SharesAgree(day, o32('60'), transit([redeemed('2023-12-26', '40')], 4))).toMatchObject([
      { severity: 'warning' },
    ])
  })
})

describe("R-CHK-3 O3.2's prices", () => {
  const previous = { ...faDay('100', '100'), date: '2023-12-29' }
  it("takes yesterday's price as good", () => {
    expect(o32PricesAgree(faDay('100', '105'), previous, o32('100', '100'))).toEqual([])
    expect(o32PricesAgree(faDay('100', '105'), previous, o32('100', '106'))).toEqual([])
  })
  it('warns beyond one percent of both', () => {
    expect(o32PricesAgree(faDay('100', '105'), previous, o32('100', '98.99'))).toMatchObject([
      { check: 'R-CHK-3', severity: 'warning' },
    ])
    expect(o32PricesAgree(faDay('100', '105'), null, o32('100', '50'))).toEqual([])
  })
})
