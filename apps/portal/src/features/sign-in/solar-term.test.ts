import { expect, it } from 'vitest'
import { seasonOf, solarTerm, sunHeight } from './solar-term'
import { shanghaiDate } from '@sma/ui/format/dates'

// First days of terms as the Purple Mountain Observatory's almanac publishes them.
it.each([
  ['2021-02-03', 21], // 立春
  ['2021-03-20', 0], // 春分
  ['2021-04-04', 1], // 清明
  ['2021-06-21', 6], // 夏至
  ['2021-11-22', 16], // 小雪
  ['2021-12-21', 18], // 冬至
  ['2024-02-04', 21], // 立春
  ['2026-11-22', 16], // 小雪
])('%s begins term %i', (date, term) => {
  expect(solarTerm(date)).toBe(term)
  const dayBefore = new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  expect(solarTerm(dayBefore)).toBe((term + 23) % 24)
})

it('puts terms into seasons', () => {
  expect([21, 0, 3, 8, 9, 14, 15, 20].map(seasonOf)).toEqual([
    'spring',
    'spring',
    'summer',
    'summer',
    'autumn',
    'autumn',
    'winter',
    'winter',
  ])
})

it('lets the sun stand highest at the summer solstice', () => {
  expect(sunHeight(6)).toBeCloseTo(1)
  expect(sunHeight(18)).toBeCloseTo(0)
  expect(sunHeight(0)).toBeCloseTo(0.5)
})

it('turns the day over at midnight in Shanghai', () => {
  expect(shanghaiDate(Date.UTC(2021, 10, 22, 15, 59))).toBe('2021-11-22')
  expect(shanghaiDate(Date.UTC(2021, 10, 22, 16, 0))).toBe('2021-11-23')
})
