import { expect, it } from 'vitest'
import { agoOf, shanghaiMinute } from './relative-time'

// 2026-01-06 01:00 in Shanghai
const NOW = Date.parse('2026-01-05T17:00:00.000Z')

it.each([
  ['2026-01-05T17:00:30.000Z', { kind: 'now' }],
  ['2026-01-05T16:59:30.000Z', { kind: 'now' }],
  ['2026-01-05T16:59:00.000Z', { kind: 'minutes', count: 1 }],
  ['2026-01-05T16:00:01.000Z', { kind: 'minutes', count: 59 }],
  ['2026-01-05T16:00:00.000Z', { kind: 'hours', count: 1 }],
  ['2026-01-05T15:59:00.000Z', { kind: 'yesterday', clock: '23:59' }],
  ['2026-01-04T16:00:00.000Z', { kind: 'yesterday', clock: '00:00' }],
  ['2026-01-04T15:59:00.000Z', { kind: 'date', date: '01-04' }],
  ['2025-12-31T10:00:00.000Z', { kind: 'date', date: '2025-12-31' }],
])('%s', (instant, ago) => {
  expect(agoOf(instant, NOW)).toEqual(ago)
})

it('shows moments in Shanghai', () => {
  expect(shanghaiMinute('2026-01-05T17:30:59.000Z')).toBe('2026-01-06 01:30')
})
