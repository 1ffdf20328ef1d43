import { expect, it } from 'vitest'
import { labelBelow, nearestPoint, placeOf, runsOf, sparkline } from './sparkline'

const box = { width: 100, height: 58 }

it('places points by calendar days', () => {
  const points = [
    { date: '2021-11-19', value: 1 },
    { date: '2021-11-22', value: 1.5 },
    { date: '2021-11-23', value: 2 },
  ]
  expect(sparkline(points, box, 1)).toEqual({
    line: 'M0.00 54.00L75.00 29.00L100.00 4.00',
    area: 'M0.00 54.00L75.00 29.00L100.00 4.00L100.00 58L0.00 58Z',
    baseY: 54,
  })
})

it('breaks over a pause that no holiday explains', () => {
  const points = ['2021-02-10', '2021-02-18', '2021-03-08'].map((date) => ({ date, value: 1 }))
  expect(runsOf(points).map((run) => run.length)).toEqual([2, 1])
})

it('copes with one day and with none', () => {
  expect(sparkline([{ date: '2021-11-23', value: 1 }], box, 1).line).toBe('M50.00 29.00')
  expect(sparkline([], box, 1)).toEqual({ line: '', area: '', baseY: null })
})

const week = [
  { date: '2021-11-19', value: 1.2 },
  { date: '2021-11-22', value: 1.1 },
  { date: '2021-11-23', value: 0.8 },
]

it('finds the point whose day is nearest to the finger', () => {
  expect([0, 0.3, 0.4, 0.8, 0.9, 2].map((place) => nearestPoint(week, place))).toEqual([0, 0, 1, 1, 2, 2])
  expect(nearestPoint([], 0.5)).toBeNull()
  expect(placeOf(week, 1)).toBe(0.75)
  expect(placeOf(week.slice(0, 1), 0)).toBe(0.5)
})

it('puts the label of the base where the curve does not end, and inside the box', () => {
  expect(labelBelow(week, 1)).toBe(false)
  expect(labelBelow([...week, { date: '2021-11-24', value: 1.2 }], 1)).toBe(true)
  expect(labelBelow(week, 1.2)).toBe(true)
  expect(labelBelow(week, 0.8)).toBe(false)
})
