import { describe, expect, it } from 'vitest'
import { book, e8, flow, portfolio, valuation } from '../../testing/books'
import { navSeries } from '../nav/nav-series'
import { drawdowns } from './drawdown'

const series = (navs: [string, string][]) => navSeries(book(navs.map(([date, nav]) => valuation(date, nav)))).points

describe('drawdown (R-RSK-2)', () => {
  it('falls from the highest point so far, and tells the deepest fall', () => {
    const found = drawdowns(
      series([
        ['2021-01-04', '1.0000'],
        ['2021-01-05', '1.2500'],
        ['2021-01-06', '1.0000'],
        ['2021-01-07', '1.1000'],
        ['2021-01-15', '1.2500'],
        ['2021-01-18', '1.2000'],
      ]),
    )
    // 1.00 / 1.25 − 1 = −20 %; 1.10 / 1.25 − 1 = −12 %; 1.20 / 1.25 − 1 = −4 %.
    expect(found.ratesE8).toEqual([0n, 0n, e8('-0.2'), e8('-0.12'), 0n, e8('-0.04')])
    expect(found.deepest).toEqual({
      depthE8: e8('-0.2'),
      peakDate: '2021-01-05',
      troughDate: '2021-01-06',
      recoveryDate: '2021-01-15',
      daysUnderWater: 10,
    })
  })

  it('counts to the last day where it has not recovered, from the last day at the old high', () => {
    const found = drawdowns(
      series([
        ['2021-01-04', '1.1000'],
        ['2021-01-06', '1.1000'],
        ['2021-01-07', '0.9900'],
        ['2021-02-01', '0.9900'],
        ['2021-02-05', '1.0999'],
      ]),
    )
    expect(found.deepest).toEqual({
      depthE8: e8('-0.1'),
      peakDate: '2021-01-06',
      troughDate: '2021-01-07',
      recoveryDate: null,
      // 25 days of January and 5 of February.
      daysUnderWater: 30,
    })
  })

  it('a distribution is no fall: 1.20 pays 0.10 and stands at 1.10', () => {
    const given = { portfolio: portfolio({ launchDate: '2021-01-04' }) }
    const paid = flow('2021-01-06', 'distribution', { amount: '1000000' })
    const days = [valuation('2021-01-05', '1.2000'), valuation('2021-01-06', '1.1000')]
    const { points } = navSeries(book(days, { ...given, flows: [paid] }))
    expect(drawdowns(points)).toEqual({ ratesE8: [0n, 0n], deepest: null })
  })

  it('none where nothing fell, and none of nothing', () => {
    expect(drawdowns(series([['2021-01-04', '1.0000']]))).toEqual({ ratesE8: [0n], deepest: null })
    expect(drawdowns([])).toEqual({ ratesE8: [], deepest: null })
  })
})
