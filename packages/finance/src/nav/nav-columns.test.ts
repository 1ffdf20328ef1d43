import { describe, expect, it } from 'vitest'
import { book, e8, flow, portfolio, valuation } from '../../testing/books'
import { tradingCalendar } from '../calendar/trading-calendar'
import { periodWindow, windowPoints } from '../periods/period-window'
import { navColumns } from './nav-columns'
import { navSeries } from './nav-series'

const calendar = tradingCalendar([])

function columns(launchNav: string | null, benchmark: [string, string][] = []) {
  const days = [valuation('2021-01-05', '1.0500', { accumulated: '1.0500' }), valuation('2021-01-06', '1.0600')]
  const all = launchNav === null ? days : [valuation('2021-01-04', launchNav), ...days]
  const series = navSeries(book(all, { portfolio: portfolio({ launchDate: '2021-01-04' }) }))
  const range = { from: '2021-01-04', to: '2021-01-06' }
  const window = periodWindow(series, calendar, 'since-inception', range)
  if (window.status === 'unavailable') throw new Error(window.reason)
  const values = benchmark.map(([date, value]) => ({ date, valueE8: e8(value) }))
  return navColumns(windowPoints(series, window), values)
}

describe('NAV columns', () => {
  it('begin with the launch', () => {
    expect(columns(null)).toEqual({
      dates: ['2021-01-04', '2021-01-05', '2021-01-06'],
      unitNavE8: [e8('1'), e8('1.05'), e8('1.06')],
      accumulatedNavE8: [e8('1'), e8('1.05'), null],
      adjustedNavE8: [e8('1'), e8('1.05'), e8('1.06')],
      benchmarkE8: null,
    })
  })

  it('show the launch day once where its valuation repeats the launch, and both where it differs', () => {
    expect(columns('1.0000').dates).toEqual(['2021-01-04', '2021-01-05', '2021-01-06'])
    expect(columns('0.9998').dates).toEqual(['2021-01-04', '2021-01-04', '2021-01-05', '2021-01-06'])
  })

  it('carry the benchmark from the base, with nothing where it has no value (R-BMK-1)', () => {
    const values: [string, string][] = [
      ['2021-01-04', '3000'],
      ['2021-01-06', '3030'],
    ]
    expect(columns(null, values).benchmarkE8).toEqual([e8('1'), null, e8('1.01')])
    expect(columns(null, [['2021-01-05', '3000']]).benchmarkE8).toEqual([null, null, null])
  })

  it('begin the benchmark at the adjusted NAV of the base', () => {
    // 1.20, then 0.10 paid at 1.10: adjusted 1.20; the benchmark rises by a tenth.
    const days = [valuation('2021-01-05', '1.2'), valuation('2021-01-06', '1.1'), valuation('2021-01-07', '1.1')]
    const flows = [flow('2021-01-06', 'distribution', { amount: '1000000' })]
    const series = navSeries(book(days, { portfolio: portfolio({ launchDate: '2021-01-04' }), flows }))
    const values = ['3000', '3300'].map((value, at) => ({ date: `2021-01-0${6 + at}`, valueE8: e8(value) }))
    expect(navColumns(series.points.slice(1), values).benchmarkE8).toEqual([e8('1.2'), e8('1.32')])
  })
})
