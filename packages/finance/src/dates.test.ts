import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addYears,
  dateOfDay,
  dayNumber,
  daysBetween,
  isDate,
  isMonthEnd,
  isoWeek,
  monthEnd,
  weekday,
} from './dates'

describe('dates (R-DAY-1)', () => {
  it('counts days from 1970-01-01', () => {
    expect(dayNumber('1970-01-01')).toBe(0)
    expect(dayNumber('2000-03-01')).toBe(11_017)
    expect(dateOfDay(-1)).toBe('1969-12-31')
  })

  it('steps over month ends, leap days and years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2023-02-28', 1)).toBe('2023-03-01')
    expect(addDays('2021-12-31', 1)).toBe('2022-01-01')
    expect(addDays('2022-01-01', -1)).toBe('2021-12-31')
    expect(daysBetween('2020-10-14', '2021-11-23')).toBe(405)
  })

  it('takes 29 February back to the 28th (R-PER-3)', () => {
    expect(addYears('2024-02-29', -3)).toBe('2021-02-28')
    expect(addYears('2024-02-29', -4)).toBe('2020-02-29')
    expect(addYears('2021-11-23', -3)).toBe('2018-11-23')
  })

  it('knows weekdays, month ends and ISO weeks', () => {
    expect(weekday('2021-11-23')).toBe(2)
    expect(weekday('2021-11-21')).toBe(7)
    expect(weekday('1969-12-28')).toBe(7)
    expect(monthEnd('2024-02-10')).toBe('2024-02-29')
    expect(isMonthEnd('2021-11-30')).toBe(true)
    expect(isMonthEnd('2021-11-29')).toBe(false)
    expect(isoWeek('2021-11-23')).toBe('2021-W47')
    expect(isoWeek('2021-01-03')).toBe('2020-W53')
    expect(isoWeek('2024-12-30')).toBe('2025-W01')
  })

  it('refuses dates that do not exist', () => {
    expect(isDate('2024-02-29')).toBe(true)
    for (const text of ['2023-02-29', '2021-13-01', '2021-00-10', '2021-04-31', '2021-4-1', '20210401', ''])
      expect(isDate(text)).toBe(false)
  })

  it('agrees with the platform calendar on any day', () => {
    fc.assert(
      fc.property(fc.integer({ min: -80_000, max: 200_000 }), (day) => {
        const date = dateOfDay(day)
        expect(date).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10))
        expect(dayNumber(date)).toBe(day)
      }),
    )
  })
})
