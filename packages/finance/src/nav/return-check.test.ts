import { describe, expect, it } from 'vitest'
import { book, flow, portfolio, valuation } from '../../testing/books'
import { navSeries } from './nav-series'
import { returnCheck } from './return-check'

const launched = { portfolio: portfolio({ launchDate: '2021-01-04' }) }

describe('second path of a return (R-RET-2)', () => {
  it('agrees within the rounding of the NAV', () => {
    const days = [
      valuation('2021-01-05', '1.0100', { netAssets: '10100321.77' }),
      valuation('2021-01-06', '1.0301', { netAssets: '10300812.03' }),
    ]
    const check = returnCheck(navSeries(book(days, launched)), -1, 1)
    // by NAV 3.01 %, by assets 3.0081203 %; ½ × 0.0001 × (1 + 1.0301) = 0.000101505 and 0.02 / 10,300,812.03
    expect(check).toMatchObject({ byNavE16: 301_000_000_000_000n, byAssetsE16: 300_812_030_000_000n, agrees: true })
    expect(check?.toleranceE16).toBe(1_015_050_000_000n + 19_415_945n)
  })

  it('disagrees where net assets do not follow the NAV', () => {
    const days = [valuation('2021-01-05', '1.0100'), valuation('2021-01-06', '1.0300', { netAssets: '10200000' })]
    expect(returnCheck(navSeries(book(days, launched)), -1, 1)?.agrees).toBe(false)
  })

  it('takes flows at the previous NAV into the chain', () => {
    const sold = flow('2021-01-06', 'redemption', { amount: '1010000', shares: '1000000', nav: '1.0100' })
    const days = [valuation('2021-01-05', '1.0100'), valuation('2021-01-06', '1.0200', { shares: '9000000' })]
    expect(returnCheck(navSeries(book(days, { ...launched, flows: [sold] })), -1, 1)?.agrees).toBe(true)
    expect(returnCheck(navSeries(book(days, launched)), -1, 1)?.agrees).toBe(false)
  })

  it('takes net assets per share on days with flows at another NAV', () => {
    const joined = flow('2021-01-06', 'subscription', { amount: '12000000', shares: '10000000', nav: '1.2000' })
    const days = [valuation('2021-01-05', '1.0000'), valuation('2021-01-06', '1.2000', { shares: '20000000' })]
    const check = returnCheck(navSeries(book(days, { ...launched, flows: [joined] })), -1, 1)
    expect(check).toMatchObject({ byAssetsE16: 2_000_000_000_000_000n, agrees: true })
  })

  it('follows a distribution, also a reinvested one, and a fee taken in shares', () => {
    const paid = flow('2021-01-06', 'distribution', { amount: '1000000' })
    const ex = valuation('2021-01-06', '1.1000')
    const before = valuation('2021-01-05', '1.2000')
    expect(returnCheck(navSeries(book([before, ex], { ...launched, flows: [paid] })), -1, 1)?.agrees).toBe(true)
    const reinvested = flow('2021-01-06', 'subscription', { amount: '1000000', shares: '909090.91', nav: '1.1000' })
    const after = valuation('2021-01-06', '1.1000', { shares: '10909090.91' })
    const both = { ...launched, flows: [paid, reinvested] }
    expect(returnCheck(navSeries(book([before, after], both)), -1, 1)?.agrees).toBe(true)
    const fee = flow('2021-01-06', 'performance-fee', { amount: '120000', shares: '100000', nav: '1.2000' })
    const less = valuation('2021-01-06', '1.2000', { shares: '9900000' })
    expect(returnCheck(navSeries(book([before, less], { ...launched, flows: [fee] })), -1, 1)?.agrees).toBe(true)
  })

  it('does not run without assets to start from', () => {
    const empty = [valuation('2021-01-05', '1.0000', { shares: '0' }), valuation('2021-01-06', '1.0000')]
    expect(returnCheck(navSeries(book(empty, launched)), -1, 1)).toBeNull()
  })
})
