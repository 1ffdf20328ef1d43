import { describe, expect, it } from 'vitest'
import { hasSharedData, sharedRows } from '../../testing/shared-data'
import { tradingCalendar } from './trading-calendar'

const calendar = tradingCalendar([])

describe('trading calendar (R-DAY-2)', () => {
  it.skipIf(!hasSharedData)('equals the published list of 2015 to 2026 exactly', () => {
    const published = sharedRows('calendar/cn_trading_days_2015_2026.csv').map((row) => row['date'])
    expect(published).toHaveLength(2916)
    expect(calendar.tradingDaysBetween('2015-01-01', '2026-12-31')).toEqual(published)
  })

  it('finds neighbours over a long holiday', () => {
    expect(calendar.nextTradingDay('2020-09-30')).toBe('2020-10-09')
    expect(calendar.previousTradingDay('2020-10-09')).toBe('2020-09-30')
    expect(calendar.nextTradingDay('2021-11-20')).toBe('2021-11-22')
    expect(calendar.isTradingDay('2021-11-23')).toBe(true)
    expect(calendar.isTradingDay('2020-10-08')).toBe(false)
  })

  it('begins months and years on trading days (R-PER-2)', () => {
    expect(calendar.firstTradingDayOfMonth('2021-11-23')).toBe('2021-11-01')
    expect(calendar.firstTradingDayOfYear('2021-11-23')).toBe('2021-01-04')
    expect(calendar.firstTradingDayOfMonth('2020-10-03')).toBe('2020-10-09')
  })

  it('measures distances in trading days', () => {
    expect(calendar.tradingDayDistance('2021-11-19', '2021-11-22')).toBe(1)
    expect(calendar.tradingDayDistance('2021-11-22', '2021-11-22')).toBe(0)
    expect(calendar.tradingDayDistance('2021-11-22', '2021-11-19')).toBe(-1)
    expect(calendar.tradingDaysBetween('2021-11-20', '2021-11-21')).toEqual([])
  })

  it('assumes Monday to Friday after its last year, and says so', () => {
    expect(calendar.isTradingDay('2027-01-01')).toBe(true)
    expect(calendar.isProvisional('2027-01-01')).toBe(true)
    expect(calendar.isTradingDay('2027-01-02')).toBe(false)
    expect(calendar.isProvisional('2026-12-31')).toBe(false)
  })

  it('lets imported rows win, day by day', () => {
    const imported = tradingCalendar([
      { date: '2027-01-01', isTradingDay: false },
      { date: '2026-12-31', isTradingDay: false },
    ])
    expect(imported.isTradingDay('2027-01-01')).toBe(false)
    expect(imported.isProvisional('2027-01-01')).toBe(false)
    expect(imported.isProvisional('2027-01-04')).toBe(true)
    expect(imported.nextTradingDay('2026-12-30')).toBe('2027-01-04')
  })

  it('takes a whole imported year as its list of trading days', () => {
    const days = calendar.tradingDaysBetween('2027-01-01', '2027-12-31').filter((day) => !day.startsWith('2027-10-0'))
    const imported = tradingCalendar(days.map((date) => ({ date, isTradingDay: true })))
    expect(imported.isTradingDay('2027-10-04')).toBe(false)
    expect(imported.isProvisional('2027-10-04')).toBe(false)
  })
})
