import { expect, it } from 'vitest'
import { dayState } from './account-calendar'
import { nextWords } from './next-figures'

it('reads a day out of the letters', () => {
  const calendar = { from: '2021-10-15', to: '2021-10-21', days: 'pccmwpa' }
  const states = ['2021-10-14', '2021-10-15', '2021-10-16', '2021-10-18', '2021-10-19', '2021-10-20', '2021-10-21'].map(
    (date) => dayState(calendar, date),
  )
  expect(states).toEqual(['before', 'published', 'closed', 'missing', 'withdrawn', 'published', 'awaited'])
  expect(dayState(calendar, '2021-12-01')).toBe('awaited')
})

it('says when the next figures come, that they are late, and why they take long', () => {
  const next = { date: '2021-10-08', expectedOn: '2021-10-11', provisional: false }
  expect(nextWords('2021-09-30', next, '2021-10-03')).toBe('next.afterHolidays')
  expect(nextWords('2021-10-07', next, '2021-10-11')).toBe('next.expected')
  expect(nextWords('2021-10-07', next, '2021-10-12')).toBe('next.late')
  expect(nextWords('2021-10-07', { ...next, provisional: true }, '2021-10-10')).toBe('next.provisional')
  // A weekend is no holiday: Friday to Monday.
  expect(nextWords('2021-10-15', { ...next, date: '2021-10-18', expectedOn: '2021-10-19' }, '2021-10-16')).toBe(
    'next.expected',
  )
})
