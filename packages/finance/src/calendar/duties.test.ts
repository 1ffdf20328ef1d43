import { describe, expect, it } from 'vitest'
import { eventDueOn, ranTooShort, reportPeriods } from './duties'
import { tradingCalendar } from './trading-calendar'

const calendar = tradingCalendar([])
const due = (dueFrom: string, today: string) =>
  reportPeriods({ dueFrom, today }, calendar).map(({ period, dueOn }) => `${period} ${dueOn}`)

describe('reports (R-DSC-2)', () => {
  it('of a month are due by the fifth trading day after its end, over holidays', () => {
    // 2026: 1 to 7 October shut, Thursday the 8th is the first trading day: 8, 9, 12, 13, 14.
    expect(due('2026-10-01', '2026-10-20')).toEqual(['2026-09 2026-10-14', '2026-Q3 2026-10-30'])
    // 31 October 2026 is a Saturday: 2, 3, 4, 5, 6 November.
    expect(due('2026-11-01', '2026-11-20')).toEqual(['2026-10 2026-11-06'])
    // 2026: 16 to 23 February shut; 2 to 6 March follow on a weekend.
    expect(due('2026-03-01', '2026-03-20').slice(-1)).toEqual(['2026-02 2026-03-06'])
  })

  it('of quarters and years are due on the day with the same number, or the last of the month', () => {
    const of = (kind: string) => {
      const all = reportPeriods({ dueFrom: '2025-01-01', today: '2026-01-01' }, calendar)
      return all.filter((one) => one.kind === kind).map(({ period, from, to, dueOn }) => [period, from, to, dueOn])
    }
    expect(of('quarterly')).toEqual([
      ['2024-Q4', '2024-10-01', '2024-12-31', '2025-01-31'],
      ['2025-Q1', '2025-01-01', '2025-03-31', '2025-04-30'],
      ['2025-Q2', '2025-04-01', '2025-06-30', '2025-07-30'],
      ['2025-Q3', '2025-07-01', '2025-09-30', '2025-10-30'],
      ['2025-Q4', '2025-10-01', '2025-12-31', '2026-01-31'],
    ])
    expect(of('annual')).toEqual([
      ['2024', '2024-01-01', '2024-12-31', '2025-04-30'],
      ['2025', '2025-01-01', '2025-12-31', '2026-04-30'],
    ])
  })

  it('count by the day they are due: the year before is due in the spring after', () => {
    expect(due('2026-01-05', '2026-01-05')).toEqual(['2025-12 2026-01-09', '2025-Q4 2026-01-31', '2025 2026-04-30'])
    expect(due('2026-01-10', '2026-01-05')).toEqual(['2025-Q4 2026-01-31', '2025 2026-04-30'])
    expect(due('2026-05-01', '2026-05-01')).toEqual(['2026-04 2026-05-12'])
  })

  it('are of periods that have ended, on their last day too', () => {
    expect(due('2026-07-01', '2026-06-29')).toEqual([])
    expect(due('2026-07-01', '2026-06-30')).toEqual(['2026-06 2026-07-07', '2026-Q2 2026-07-30'])
  })

  it('say where their day is counted in a year that the calendar only assumes', () => {
    const [december, quarter] = reportPeriods({ dueFrom: '2027-01-01', today: '2026-12-31' }, calendar)
    // Monday to Friday is assumed: Friday 1 January and 4 to 7.
    expect(december).toMatchObject({ period: '2026-12', dueOn: '2027-01-07', provisional: true })
    expect(quarter).toMatchObject({ period: '2026-Q4', dueOn: '2027-01-31', provisional: false })
  })
})

describe('an account in its first three months (R-DSC-3)', () => {
  const launchedBy = (period: string) =>
    reportPeriods({ dueFrom: '2024-01-01', today: '2026-12-31' }, calendar).find((one) => one.period === period)
      ?.launchedBy

  it('owes no report of the quarter and the year in which it ran for less', () => {
    // Launched on 1 July it ran for all three months, from 2 July on for less.
    expect(launchedBy('2026-Q3')).toBe('2026-07-01')
    expect(launchedBy('2025')).toBe('2025-10-01')
    expect(launchedBy('2023-Q4')).toBe('2023-10-01')
  })

  it('nor of those in which it closed before three months of them were over', () => {
    const periods = reportPeriods({ dueFrom: '2024-01-01', today: '2026-12-31' }, calendar)
    const closedFrom = (period: string) => periods.find((one) => one.period === period)?.closedFrom
    expect([closedFrom('2026-Q3'), closedFrom('2025'), closedFrom('2026-02')]).toEqual([
      '2026-09-30',
      '2025-03-31',
      '2026-02-01',
    ])
    expect(ranTooShort({ launchDate: '2026-02-10', closedOn: '2026-05-08' })).toBe(true)
    expect(ranTooShort({ launchDate: '2026-02-10', closedOn: '2026-05-09' })).toBe(false)
  })

  it('owes the report of every month', () => {
    expect(launchedBy('2026-02')).toBe('2026-02-28')
    expect(launchedBy('2024-02')).toBe('2024-02-29')
  })
})

it('a material event is due within five days, holidays or not (R-DSC-4)', () => {
  expect(eventDueOn('2026-09-29')).toBe('2026-10-04')
  expect(eventDueOn('2026-12-28')).toBe('2027-01-02')
  expect(eventDueOn('2028-02-26')).toBe('2028-03-02')
})
