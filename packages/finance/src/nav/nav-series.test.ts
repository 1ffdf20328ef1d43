import { describe, expect, it } from 'vitest'
import { book, e4, e8, flow, portfolio, valuation } from '../../testing/books'
import { adjustedNavE8, lastPointUpTo, navSeries } from './nav-series'
import { annualisedReturn, growth, periodReturn } from './returns'

const launched = { portfolio: portfolio({ launchDate: '2021-01-04' }) }
const last = (series: ReturnType<typeof navSeries>) => {
  const point = series.points.at(-1)
  if (!point) throw new Error('no point')
  return point
}

describe('adjusted NAV (R-NAV-2)', () => {
  // 1.00 → 1.20, pay 0.10 (ex NAV 1.10) → 1.21: adjusted + 32.0 %, accumulated + 31.0 %.
  const days = [
    valuation('2021-01-05', '1.2000', { accumulated: '1.2000' }),
    valuation('2021-01-06', '1.1000', { accumulated: '1.2000' }),
    valuation('2021-01-07', '1.2100', { accumulated: '1.3100' }),
  ]
  const paid = flow('2021-01-06', 'distribution', { amount: '1000000' })

  it('reinvests a distribution at the ex-date NAV', () => {
    const series = navSeries(book(days, { ...launched, flows: [paid] }))
    expect(adjustedNavE8(last(series))).toBe(e8('1.32'))
    expect(periodReturn(series.launch, last(series))).toBe(e8('0.32'))
    expect(series.points.map(adjustedNavE8)).toEqual([e8('1.2'), e8('1.2'), e8('1.32')])
    expect(series.flows).toEqual([paid])
  })

  it('falls back to the change of accumulated − unit NAV, and shows the amount as a distribution', () => {
    const series = navSeries(book(days, launched))
    expect(adjustedNavE8(last(series))).toBe(e8('1.32'))
    expect(series.flows).toEqual([paid])
  })

  it('counts a distribution once where FA shows it a day later than the flow', () => {
    const late = [days[0], valuation('2021-01-06', '1.1000', { accumulated: '1.1000' }), days[2]].flatMap(
      (day) => day ?? [],
    )
    const series = navSeries(book(late, { ...launched, flows: [paid] }))
    expect(adjustedNavE8(last(series))).toBe(e8('1.32'))
  })

  it('takes no payment out of fractions that FA rounds away, however often', () => {
    // 0.10005 a share each time, which FA adds as 0.1001: after three of them it is ahead by 0.00015.
    const dates = ['2021-01-06', '2021-01-07', '2021-01-08']
    const flows = dates.map((date) => flow(date, 'distribution', { amount: '1000500' }))
    const valued = dates.map((date, at) =>
      valuation(date, '1.2000', { accumulated: ['1.3001', '1.4002', '1.5003'][at] }),
    )
    expect(navSeries(book(valued, { ...launched, flows })).flows).toEqual(flows)
  })

  it('takes a distribution whole after a fee in shares, whatever rounding lay between the two NAVs then', () => {
    const fee = flow('2021-01-05', 'performance-fee', { amount: '120000', shares: '100000', nav: '1.2000' })
    const valued = [
      valuation('2021-01-05', '1.20004', { accumulated: '1.2000', shares: '9900000' }),
      valuation('2021-01-06', '1.1000', { accumulated: '1.2000', shares: '9900000' }),
    ]
    const series = navSeries(book(valued, { ...launched, flows: [fee] }))
    expect(series.flows).toEqual([fee, flow('2021-01-06', 'distribution', { amount: '990000' })])
  })

  it('takes the first valuation after an ex-date without one', () => {
    const gap = days.filter((day) => day.date !== '2021-01-06')
    const series = navSeries(book(gap, { ...launched, flows: [paid] }))
    // 1.21 × (1.21 + 0.10) / 1.21
    expect(adjustedNavE8(last(series))).toBe(e8('1.31'))
  })

  it('ignores a last place that only rounding moves', () => {
    const jitter = [
      valuation('2021-01-05', '1.2346', { accumulated: '1.2347' }),
      valuation('2021-01-06', '1.2345', { accumulated: '1.2345' }),
    ]
    expect(navSeries(book(jitter, launched)).flows).toEqual([])
    expect(adjustedNavE8(last(navSeries(book(jitter, launched))))).toBe(e8('1.2345'))
  })

  it('pays a reinvested distribution on the shares before it', () => {
    // 0.10 on 10,000,000 shares; 1,000,000 / 1.1000 = 909,090.91 shares come back.
    const shares = '10909090.91'
    const reinvested = flow('2021-01-06', 'subscription', { amount: '1000000', shares: '909090.91', nav: '1.1000' })
    const valued = [days[0], valuation('2021-01-06', '1.1', { shares }), valuation('2021-01-07', '1.21', { shares })]
    const series = navSeries(
      book(
        valued.flatMap((day) => day ?? []),
        { ...launched, flows: [paid, reinvested] },
      ),
    )
    expect(adjustedNavE8(last(series))).toBe(e8('1.32'))
  })

  it('multiplies by shares after / before a fee taken in shares (R-FLW-1)', () => {
    // 1 % of the shares goes: 1.20 × 0.99
    const fee = flow('2021-01-06', 'performance-fee', { amount: '120000', shares: '100000', nav: '1.2000' })
    const valued = [valuation('2021-01-05', '1.2000'), valuation('2021-01-06', '1.2000', { shares: '9900000' })]
    const series = navSeries(book(valued, { ...launched, flows: [fee] }))
    expect(adjustedNavE8(last(series))).toBe(e8('1.188'))
  })

  it('rounds the unit NAV to the number of decimals that is shown (R-NAV-1)', () => {
    const series = navSeries(book([valuation('2021-01-05', '1.00006')], launched))
    expect(last(series).unitNavE8).toBe(e8('1.0001'))
    const eight = { portfolio: portfolio({ launchDate: '2021-01-04', navDecimals: 8 }) }
    expect(last(navSeries(book([valuation('2021-01-05', '1.00006123')], eight))).unitNavE8).toBe(e8('1.00006123'))
  })

  it('stays exact and quick over monthly distributions for many years', () => {
    const flows = []
    const valued = []
    for (let month = 0; month < 240; month++) {
      const date = `${2005 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-15`
      valued.push(valuation(date, '1.0300'))
      flows.push(flow(date, 'distribution', { amount: '50000' }))
    }
    const series = navSeries(book(valued, { portfolio: portfolio({ launchDate: '2005-01-01' }), flows }))
    // 1.03 × (1.035 / 1.03)^240
    expect(Number(adjustedNavE8(last(series))) / 1e8).toBeCloseTo(1.03 * (1.035 / 1.03) ** 240, 7)
  })
})

describe('the beginning of an account (R-PER-1)', () => {
  it('has NAV 1, or initial assets per initial share', () => {
    expect(navSeries(book([])).launch.unitNavE8).toBe(e8('1'))
    const given = portfolio({ initialAssetsE4: e4('5000000'), initialSharesE4: e4('4000000') })
    expect(navSeries(book([], { portfolio: given })).launch.unitNavE8).toBe(e8('1.25'))
    const rounded = portfolio({ initialAssetsE4: e4('10000000'), initialSharesE4: e4('9999999.99') })
    expect(navSeries(book([], { portfolio: rounded })).launch.unitNavE8).toBe(e8('1'))
  })

  it('does not count the founding money twice where the flows list it', () => {
    const founding = flow('2020-10-14', 'subscription', { amount: '10000000', shares: '10000000', nav: '1' })
    const series = navSeries(book([valuation('2020-10-15', '1.0000')], { flows: [founding] }))
    expect(series.flows).toEqual([])
    expect(series.historyComplete).toBe(true)
  })

  it('keeps a second subscription of the same size on the launch day', () => {
    const second = flow('2020-10-14', 'subscription', { amount: '10000000', shares: '10000000', nav: '1' })
    const first = valuation('2020-10-15', '1.0000', { shares: '20000000' })
    expect(navSeries(book([first], { flows: [second] })).flows).toEqual([second])
  })

  it('sees that flows before the first valuation are not loaded', () => {
    const first = valuation('2021-03-01', '1.1000', { shares: '12000000' })
    expect(navSeries(book([first])).historyComplete).toBe(false)
    const known = flow('2021-02-01', 'subscription', { amount: '2100000', shares: '2000000' })
    expect(navSeries(book([first], { flows: [known] })).historyComplete).toBe(true)
  })

  it('begins a late history with factor 1, whatever was distributed before', () => {
    const late = [
      valuation('2021-03-01', '1.1000', { shares: '12000000', accumulated: '1.3000' }),
      valuation('2021-03-02', '1.1100', { shares: '12000000', accumulated: '1.3100' }),
    ]
    const series = navSeries(book(late))
    expect(series.points.map(adjustedNavE8)).toEqual([e8('1.1'), e8('1.11')])
    expect(series.flows).toEqual([])
  })
})

describe('looking up points and returns', () => {
  const series = navSeries(book([valuation('2021-01-05', '1'), valuation('2021-01-07', '1')]))

  it('finds the last point on or before a day', () => {
    expect(
      ['2021-01-04', '2021-01-05', '2021-01-06', '2021-01-07', '2030-01-01'].map((d) => lastPointUpTo(series, d)),
    ).toEqual([-1, 0, 0, 1, 1])
  })

  it('annualises from 365 days on (R-ANN-1)', () => {
    const [base, end] = [valuation('2021-01-04', '1.0000'), valuation('2023-01-04', '1.2100')]
    const two = navSeries(book([base, end], launched))
    const grown = growth(two.launch, last(two))
    // 1.21^(365/730) − 1 = 10 %
    expect(grown && annualisedReturn(grown, 730)).toBe(e8('0.1'))
    expect(grown && annualisedReturn(grown, 365)).toBe(e8('0.21'))
    expect(grown && annualisedReturn(grown, 364)).toBeNull()
  })

  it('has no return over a NAV that is not positive', () => {
    const gone = navSeries(book([valuation('2021-01-05', '0', { shares: '0' })]))
    expect(periodReturn(gone.launch, last(gone))).toBeNull()
    expect(growth(gone.launch, last(gone))).toBeNull()
  })
})
