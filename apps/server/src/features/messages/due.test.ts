import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { expect, it } from 'vitest'
import { dueAt } from './due'

const calendar = tradingCalendar([])

it.each([
  // A Monday morning: the end of Tuesday in Shanghai.
  ['2026-01-05T01:00:00.000Z', 1, '2026-01-06T16:00:00.000Z'],
  // A Friday: the end of Monday. Half past midnight on Saturday in Shanghai is Friday in London.
  ['2026-01-09T01:00:00.000Z', 1, '2026-01-12T16:00:00.000Z'],
  ['2026-01-09T16:30:00.000Z', 1, '2026-01-12T16:00:00.000Z'],
  ['2026-01-05T01:00:00.000Z', 3, '2026-01-08T16:00:00.000Z'],
  // The exchange rests on 1 and 2 January 2026, a Thursday and a Friday.
  ['2025-12-31T01:00:00.000Z', 1, '2026-01-05T16:00:00.000Z'],
])('sent at %s, within %i trading days: %s', (sent, count, due) => {
  expect(dueAt(new Date(sent), { unit: 'days', count }, calendar)).toBe(due)
})

it('hours go on over nights and holidays', () => {
  expect(dueAt(new Date('2026-01-09T20:00:00.000Z'), { unit: 'hours', count: 8 }, calendar)).toBe(
    '2026-01-10T04:00:00.000Z',
  )
})
