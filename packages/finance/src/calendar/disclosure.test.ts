import { describe, expect, it } from 'vitest'
import { dayStates, expectedOn, nextDisclosure } from './disclosure'
import { tradingCalendar } from './trading-calendar'

const calendar = tradingCalendar([])

describe('the next figures (R-DAY-2)', () => {
  it('are of the next trading day and come as many trading days later as the account lags', () => {
    // 2021-11-19 is a Friday.
    expect(nextDisclosure('2021-11-18', 0, calendar)).toMatchObject({ date: '2021-11-19', expectedOn: '2021-11-19' })
    expect(nextDisclosure('2021-11-18', 1, calendar)).toMatchObject({ date: '2021-11-19', expectedOn: '2021-11-22' })
    expect(nextDisclosure('2021-11-18', 2, calendar)).toMatchObject({ date: '2021-11-19', expectedOn: '2021-11-23' })
  })

  it('wait for the end of the holidays', () => {
    // The exchange was shut from 2021-10-01 to 2021-10-07.
    const next = { date: '2021-10-08', expectedOn: '2021-10-11', provisional: false }
    expect(nextDisclosure('2021-09-30', 1, calendar)).toEqual(next)
  })

  it('say where the calendar only assumes its days', () => {
    expect(nextDisclosure('2031-03-03', 1, calendar)?.provisional).toBe(true)
    expect(nextDisclosure('2026-12-30', 1, calendar)?.provisional).toBe(true)
  })
})

describe('the figures of an account that is closed (R-DAY-4)', () => {
  it('come up to its last day, and then no more', () => {
    const next = (last: string) => nextDisclosure(last, 1, calendar, '2021-11-19')
    expect(next('2021-11-18')).toMatchObject({ date: '2021-11-19', expectedOn: '2021-11-22' })
    expect(next('2021-11-19')).toBeNull()
    // Closed on a Sunday: Friday was its last trading day.
    expect(nextDisclosure('2021-11-19', 1, calendar, '2021-11-21')).toBeNull()
  })
})

it('the net value of a day is due T+n, over weekends, holidays and the turn of the year (R-DSC-1)', () => {
  // Friday 25 September 2026 is shut, as are 1 to 7 October; 1 and 2 January 2026 too.
  expect(expectedOn('2026-09-24', 1, calendar)).toBe('2026-09-28')
  expect(expectedOn('2026-09-30', 1, calendar)).toBe('2026-10-08')
  expect(expectedOn('2025-12-31', 2, calendar)).toBe('2026-01-06')
  expect(expectedOn('2026-11-20', 0, calendar)).toBe('2026-11-20')
})

describe('the days of an account', () => {
  const known = { published: ['2021-10-11', '2021-10-08', '2021-10-16'], withdrawn: ['2021-10-12'], to: '2021-10-19' }

  it('are each published, or say why not, from the first published one on', () => {
    // Friday the 8th to Tuesday the 19th; Saturday the 16th has a valuation all the same (R-DAY-3).
    expect(dayStates(known, calendar)).toEqual([
      'published',
      'closed',
      'closed',
      'published',
      'withdrawn',
      'missing',
      'missing',
      'missing',
      'published',
      'closed',
      'awaited',
      'awaited',
    ])
  })

  it('follow an imported calendar', () => {
    const open = tradingCalendar([{ date: '2021-10-09', isTradingDay: true }])
    expect(dayStates(known, open)[1]).toBe('missing')
  })

  it('are none before the first figures', () => {
    expect(dayStates({ published: [], withdrawn: ['2021-10-12'], to: '2021-10-19' }, calendar)).toEqual([])
  })
})
