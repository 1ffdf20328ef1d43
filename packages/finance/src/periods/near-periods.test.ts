import { describe, expect, it } from 'vitest'
import { book, portfolio, valuation } from '../../testing/books'
import { tradingCalendar } from '../calendar/trading-calendar'
import { addMonths } from '../dates'
import { navSeries } from '../nav/nav-series'
import { NEAR_KEYS, nearWindow, type NearKey } from './near-periods'

const calendar = tradingCalendar([])

describe('the same day months earlier', () => {
  it.each([
    ['2021-03-31', -1, '2021-02-28'],
    ['2020-03-31', -1, '2020-02-29'],
    ['2021-05-31', -6, '2020-11-30'],
    ['2021-01-15', -12, '2020-01-15'],
    ['2021-11-15', 2, '2022-01-15'],
  ])('%s %i: %s', (date, months, expected) => {
    expect(addMonths(date, months)).toBe(expected)
  })
})

describe('the last months (R-PER-7)', () => {
  const days = ['2021-01-29', '2021-02-26', '2021-03-31', '2021-04-30', '2021-05-31']
  const given = { portfolio: portfolio({ launchDate: '2021-01-29' }) }
  const series = navSeries(
    book(
      days.map((date) => valuation(date, '1.0000')),
      given,
    ),
  )
  const found = (key: NearKey, to: string) => {
    const window = nearWindow(series, calendar, key, to)
    if (window.status === 'unavailable') return window.reason
    return [window.from, window.base.date, window.closing.date, window.status]
  }

  it('count from the last valuation up to the same day months earlier', () => {
    expect(found('one-month', '2021-05-31')).toEqual(['2021-05-01', '2021-04-30', '2021-05-31', 'ok'])
    // 30 February is none: from 28 February + 1 day.
    expect(found('three-months', '2021-05-30')).toEqual(['2021-03-01', '2021-02-26', '2021-04-30', 'ok'])
  })

  it('say so where the account is younger', () => {
    const all = NEAR_KEYS.map((key) => found(key, '2021-05-31'))
    expect(all[2]).toEqual(['2021-01-29', '2021-01-29', '2021-05-31', 'short'])
    expect(all[3]).toEqual(['2021-01-29', '2021-01-29', '2021-05-31', 'short'])
    expect(all[4]).toEqual(['2021-01-29', '2021-01-29', '2021-05-31', 'ok'])
  })
})
