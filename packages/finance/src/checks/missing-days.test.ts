import { describe, expect, it } from 'vitest'
import { tradingCalendar } from '../calendar/trading-calendar'
import { tradingDaysAreValued } from './missing-days'

const missing = (valued: string[], calendar = tradingCalendar([])) =>
  tradingDaysAreValued(valued, calendar).map(({ subject }) => subject)

describe('R-CHK-7', () => {
  it('names each trading day between the first and the newest valuation that has none', () => {
    // Tuesday 2 January to Tuesday 9 January 2024; the 6th and 7th are a weekend
    expect(tradingDaysAreValued(['2024-01-09', '2024-01-02', '2024-01-04'], tradingCalendar([]))).toEqual(
      ['2024-01-03', '2024-01-05', '2024-01-08'].map((date) => {
        const seen = { subject: date, row: null, found: '', expected: date }
        return { check: 'R-CHK-7', severity: 'warning', ...seen }
      }),
    )
  })

  it('misses neither weekends, holidays nor month ends, and nothing outside the life', () => {
    // 29 September to 6 October 2023 were closed; 30 September is a month end
    expect(missing(['2023-09-28', '2023-09-30', '2023-10-09'])).toEqual([])
    expect(missing(['2024-01-02'])).toEqual([])
    expect(missing([])).toEqual([])
  })

  it('goes by the imported calendar', () => {
    const calendar = tradingCalendar([
      { date: '2024-01-03', isTradingDay: false },
      { date: '2024-01-06', isTradingDay: true },
    ])
    expect(missing(['2024-01-02', '2024-01-08'], calendar)).toEqual(['2024-01-04', '2024-01-05', '2024-01-06'])
  })

  it('misses days up to the last one of a closed account, and none after it', () => {
    // valued once more on Tuesday the 9th, after the last day
    const found = tradingDaysAreValued(['2024-01-02', '2024-01-09'], tradingCalendar([]), '2024-01-04')
    expect(found.map(({ subject }) => subject)).toEqual(['2024-01-03', '2024-01-04'])
  })

  it('misses no day that is a trading day by assumption only', () => {
    // no closures are known of 2031; 1 and 2 January may be holidays
    expect(missing(['2030-12-31', '2031-01-06'])).toEqual([])
  })
})
