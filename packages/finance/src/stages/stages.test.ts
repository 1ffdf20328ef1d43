import { describe, expect, it } from 'vitest'
import { book, e8, portfolio, valuation } from '../../testing/books'
import { tradingCalendar } from '../calendar/trading-calendar'
import { navSeries } from '../nav/nav-series'
import { periodWindow } from '../periods/period-window'
import { stages, type StageFrequency } from './stages'

const calendar = tradingCalendar([])
const facts = book(
  [
    valuation('2020-12-30', '1.0100', { accumulated: '1.0100' }),
    valuation('2020-12-31', '1.0200', { accumulated: '1.0200' }),
    valuation('2021-01-29', '1.0404'),
    valuation('2021-01-31', '1.0506'),
    valuation('2021-03-01', '1.0300'),
  ],
  { portfolio: portfolio({ launchDate: '2020-12-29' }) },
)

function bars(frequency: StageFrequency, range = { from: '2020-12-29', to: '2021-03-01' }) {
  const series = navSeries(facts)
  const rows = stages(series, periodWindow(series, calendar, 'custom', range), frequency, calendar)
  return rows.map(({ bucket, date, returnE8, complete }) => [bucket, date, returnE8, complete])
}

describe('stages (R-STG-1)', () => {
  it('change from one non-empty bucket to the next, the first from the base', () => {
    expect(bars('month')).toEqual([
      ['2020-12', '2020-12-31', e8('0.02'), false],
      ['2021-01', '2021-01-31', e8('0.03'), true],
      // 1.03 / 1.0506 − 1; February has no valuation and no bar
      ['2021-03', '2021-03-01', -1_960_784n, false],
    ])
  })

  it('name weeks by ISO, half-years and years', () => {
    expect(bars('week').map(([bucket]) => bucket)).toEqual(['2020-W53', '2021-W04', '2021-W09'])
    expect(bars('half-year').map(([bucket]) => bucket)).toEqual(['2020-H2', '2021-H1'])
    expect(bars('year').map(([bucket, , change]) => [bucket, change])).toEqual([
      ['2020', e8('0.02')],
      // 1.03 / 1.02 − 1
      ['2021', 980_392n],
    ])
  })

  it('are complete when every trading day of the bucket lies in the range and is published', () => {
    // January begins with the holiday of the 1st and ends with a Sunday.
    expect(bars('month', { from: '2021-01-02', to: '2021-01-29' })).toEqual([
      ['2021-01', '2021-01-29', e8('0.02'), true],
    ])
    expect(bars('month', { from: '2021-01-05', to: '2021-01-31' })).toEqual([
      ['2021-01', '2021-01-31', e8('0.03'), false],
    ])
    expect(bars('month', { from: '2021-03-01', to: '2021-03-31' })).toEqual([
      ['2021-03', '2021-03-01', -1_960_784n, false],
    ])
  })

  it('are not complete where the range ends within the bucket, though the days after it are published', () => {
    const days = ['2021-01-04', '2021-01-05', '2021-01-08', '2021-01-11'].map((date) => valuation(date, '1'))
    const series = navSeries(book(days, { portfolio: portfolio({ launchDate: '2021-01-04' }) }))
    const completeTo = (to: string) =>
      stages(series, periodWindow(series, calendar, 'since-inception', { from: to, to }), 'week', calendar)[0]?.complete
    expect([completeTo('2021-01-05'), completeTo('2021-01-08')]).toEqual([false, true])
  })

  it('count June in the first half-year and July in the second', () => {
    const days = ['2021-06-30', '2021-07-01'].map((date) => valuation(date, '1'))
    const series = navSeries(book(days, { portfolio: portfolio({ launchDate: '2021-06-29' }) }))
    const window = periodWindow(series, calendar, 'since-inception', { from: '', to: '2021-07-01' })
    expect(stages(series, window, 'half-year', calendar).map(({ bucket }) => bucket)).toEqual(['2021-H1', '2021-H2'])
  })

  it('carry the accumulated NAV where it is known', () => {
    const series = navSeries(facts)
    const window = periodWindow(series, calendar, 'since-inception', { from: '', to: '2021-03-01' })
    expect(stages(series, window, 'month', calendar).map((bar) => bar.accumulatedNavE8)).toEqual([
      e8('1.02'),
      null,
      null,
    ])
  })

  it('are none where the period is not available', () => {
    expect(bars('month', { from: '2021-02-01', to: '2021-02-28' })).toEqual([])
  })
})
