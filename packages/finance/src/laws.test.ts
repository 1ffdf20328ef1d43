/** Laws that hold for every book, whatever its figures. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tradingCalendar } from './calendar/trading-calendar'
import { absolute } from './decimal'
import { ASSET_CLASSES, type Book, type FundClass, type Holding, type Transaction, type Valuation } from './facts'
import { classRows } from './holdings/classes'
import { fundProfit } from './holdings/fund-profit'
import { navSeries } from './nav/nav-series'
import { periodFigures } from './periods/period-figures'
import { periodWindow } from './periods/period-window'

const calendar = tradingCalendar([])
/** Ten trading days in a row. */
const DAYS = ['04', '05', '06', '07', '08', '11', '12', '13', '14', '15'].map((day) => `2021-01-${day}`)
const NO_PAYABLES = { managementE4: null, custodianE4: null, auditE4: null, performanceE4: null }

function bookOf(navsE4: bigint[], sharesE4: bigint): Book {
  const valuations = navsE4.map(
    (navE4, index): Valuation => ({
      date: DAYS[index] ?? '',
      netAssetsE4: (navE4 * sharesE4) / 10_000n,
      sharesE4,
      unitNavE8: navE4 * 10_000n,
      accumulatedNavE8: navE4 * 10_000n,
      holdingsKnown: false,
      payables: NO_PAYABLES,
    }),
  )
  const portfolio = {
    code: 'SA5001',
    launchDate: '2021-01-04',
    initialAssetsE4: sharesE4,
    initialSharesE4: sharesE4,
    navDecimals: 4,
  }
  return { portfolio, valuations, transactions: [], flows: [], fees: [], benchmark: [], dividends: [] }
}

const navs = fc.array(fc.bigInt(5_000n, 20_000n), { minLength: 10, maxLength: 10 })
const wholeShares = fc.bigInt(1_000_000n, 50_000_000n).map((shares) => shares * 10_000n)

function figures(book: Book, from: string, to: string) {
  const series = navSeries(book)
  return periodFigures(series, periodWindow(series, calendar, 'custom', { from, to }))
}

const split = fc.integer({ min: 2, max: 8 })

describe('periods', () => {
  it('split in two compound to the whole, within the rounding of three rates, and their gains add up', () => {
    fc.assert(
      fc.property(navs, wholeShares, split, (navsE4, sharesE4, at) => {
        const book = bookOf(navsE4, sharesE4)
        const [first, last] = [DAYS[1] ?? '', DAYS[9] ?? '']
        const whole = figures(book, first, last)
        const left = figures(book, first, DAYS[at] ?? '')
        const right = figures(book, DAYS[at + 1] ?? '', last)
        const one = 100_000_000n
        const compounded = ((one + (left.returnE8 ?? 0n)) * (one + (right.returnE8 ?? 0n))) / one - one
        expect(absolute(compounded - (whole.returnE8 ?? 0n))).toBeLessThanOrEqual(8n)
        expect((left.gainE4 ?? 0n) + (right.gainE4 ?? 0n)).toBe(whole.gainE4)
      }),
    )
  })

  it('have the same return however large the account', () => {
    fc.assert(
      fc.property(navs, wholeShares, fc.bigInt(2n, 1_000n), (navsE4, sharesE4, factor) => {
        const small = figures(bookOf(navsE4, sharesE4), DAYS[1] ?? '', DAYS[9] ?? '')
        const large = figures(bookOf(navsE4, sharesE4 * factor), DAYS[1] ?? '', DAYS[9] ?? '')
        expect(large.returnE8).toBe(small.returnE8)
      }),
    )
  })

  it('tie: opening + subscriptions − redemptions − distributions + gain = closing', () => {
    fc.assert(
      fc.property(navs, wholeShares, fc.bigInt(1n, 1_000_000_000n), (navsE4, sharesE4, amountE4) => {
        const flow = { date: DAYS[4] ?? '', kind: 'subscription' as const, amountE4, sharesE4: null, unitNavE8: null }
        const row = figures({ ...bookOf(navsE4, sharesE4), flows: [flow] }, DAYS[2] ?? '', DAYS[9] ?? '')
        const { openingAssetsE4, subscriptionsE4, redemptionsE4, distributionsE4, gainE4, closingAssetsE4 } = row
        const parts = [openingAssetsE4, subscriptionsE4, gainE4].map((part) => part ?? 0n)
        const out = [redemptionsE4, distributionsE4].map((part) => part ?? 0n)
        const sum = (values: bigint[]) => values.reduce((total, value) => total + value, 0n)
        expect(sum(parts) - sum(out)).toBe(closingAssetsE4)
        expect(subscriptionsE4).not.toBe(null)
      }),
    )
  })
})

function holdingOf(fundCode: string, sharesE4: bigint, marketValueE4: bigint): Holding {
  const unknown = { sourceCostE4: null, sourceProfitE4: null, o32CostE4: null, o32ProfitE4: null }
  const rest = { unitNavE8: null, priceDate: null, o32MarketValueE4: null, dividendReceivableE4: null }
  return { fundCode, sharesE4, marketValueE4, ...unknown, ...rest }
}

describe('classes', () => {
  it('add up to net assets to the cent, cash included', () => {
    const fundClass = fc.constantFrom<FundClass>('fixed-income', 'equity', 'alternative', 'money')
    const held = fc.array(fc.tuple(fundClass, fc.bigInt(0n, 10n ** 12n)), { maxLength: 12 })
    fc.assert(
      fc.property(held, fc.bigInt(0n, 10n ** 13n), (rows, netAssetsE4) => {
        const funds = new Map(
          rows.map(([assetClass], index) => [`9${index}`, { code: `9${index}`, name: '', assetClass }]),
        )
        const holdings = rows.map(([, value], index) => holdingOf(`9${index}`, 10_000n, value))
        const classes = classRows(netAssetsE4, holdings, funds)
        expect(classes.map(({ assetClass }) => assetClass)).toEqual([...ASSET_CLASSES])
        const sum = classes.reduce((total, { marketValueE4 }) => total + marketValueE4, 0n)
        expect(absolute(sum - netAssetsE4)).toBeLessThanOrEqual(50n)
        expect(sum % 100n).toBe(0n)
      }),
    )
  })
})

describe('profit of a fund', () => {
  const fund = { code: '000216', name: '华安黄金易ETF联接A', assetClass: 'alternative' as const }
  const dated = (index: number) => DAYS[index % DAYS.length] ?? ''

  it('is the sum of its parts, and shares held are the sum of its transactions', () => {
    const buys = fc.array(fc.tuple(fc.bigInt(1n, 10_000n), fc.bigInt(1n, 5n)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(buys, fc.bigInt(1n, 100n), fc.bigInt(1n, 10n ** 9n), (rows, soldPercent, proceeds) => {
        const bought = rows.map(
          ([shares, price], index): Transaction => ({
            date: dated(index),
            fundCode: fund.code,
            operation: 'subscribe',
            amountE4: shares * price * 10_000n,
            sharesE4: shares * 10_000n,
            priceE8: null,
            feeE4: null,
          }),
        )
        const total = bought.reduce((sum, { sharesE4 }) => sum + (sharesE4 ?? 0n), 0n)
        const soldE4 = (total * soldPercent) / 100n
        const sale: Transaction = {
          date: dated(9),
          fundCode: fund.code,
          operation: 'redeem',
          amountE4: proceeds * 100n,
          sharesE4: soldE4,
          priceE8: null,
          feeE4: null,
        }
        const left = total - soldE4
        const holding = left === 0n ? null : holdingOf(fund.code, left, left * 2n)
        const opening = { date: '2020-12-31', holdings: [] }
        const result = fundProfit({
          date: dated(9),
          fund,
          holding,
          opening,
          transactions: [...bought, ...(soldE4 > 0n ? [sale] : [])],
          dividends: [],
          calendar,
        })
        const { parts, profitE4, reasons } = result
        expect(reasons).toEqual({})
        const sum =
          (parts?.unrealisedE4 ?? 0n) + (parts?.realisedE4 ?? 0n) + (parts?.incomeE4 ?? 0n) + (parts?.earlierE4 ?? 0n)
        expect(sum).toBe(profitE4)
      }),
    )
  })

  it('of 000216 is −11,478.46, all of it realised: 50,000.00 × 1.3994 − 69.97 + 52,216.04 × 1.3155 − 68.69 − 150,000.00', () => {
    const row = (date: string, operation: Transaction['operation'], figuresOf: Partial<Transaction>): Transaction => ({
      date,
      fundCode: fund.code,
      operation,
      amountE4: null,
      sharesE4: null,
      priceE8: null,
      feeE4: null,
      ...figuresOf,
    })
    const transactions = [
      row('2020-10-15', 'subscribe', { amountE4: 1_500_000_000n, priceE8: 146_660_000n, feeE4: 899_600n }),
      row('2021-01-11', 'switch-out', { sharesE4: 500_000_000n, priceE8: 139_940_000n, feeE4: 699_700n }),
      row('2021-03-04', 'redeem', { sharesE4: 522_160_400n, priceE8: 131_550_000n, feeE4: 686_900n }),
    ]
    const opening = { date: '2020-10-14', holdings: [] }
    const result = fundProfit({
      date: '2021-11-23',
      fund,
      holding: null,
      opening,
      transactions,
      dividends: [],
      calendar,
    })
    expect(result).toMatchObject({ costE4: 0n, profitE4: -114_784_600n })
    expect(result.parts).toEqual({ unrealisedE4: 0n, realisedE4: -114_784_600n, incomeE4: 0n, earlierE4: 0n })
  })
})
