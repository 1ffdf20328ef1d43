import { expect, it } from 'vitest'
import { doughnutArcs } from './doughnut'

const ring = { centre: 100, outer: 90, inner: 60 }

it('starts at twelve and goes clockwise', () => {
  const arcs = doughnutArcs(
    [
      { key: 'a', weight: 1 },
      { key: 'b', weight: 3 },
    ],
    ring,
  )
  expect(arcs[0]?.path).toBe('M100.000 10.000A90 90 0 0 1 190.000 100.000L160.000 100.000A60 60 0 0 0 100.000 40.000Z')
  expect(arcs[1]?.path).toContain('A90 90 0 1 1')
  expect(arcs.map((arc) => arc.key)).toEqual(['a', 'b'])
})

it('draws a whole ring for a single class and nothing for none', () => {
  expect(doughnutArcs([{ key: 'cash', weight: 1 }], ring)[0]?.path.match(/M/g)).toHaveLength(2)
  expect(doughnutArcs([], ring)).toEqual([])
  expect(doughnutArcs([{ key: 'cash', weight: 0 }], ring)).toEqual([])
})

it('leaves out negative classes and hairs', () => {
  const slices = [
    { key: 'equity', weight: 1.1 },
    { key: 'money', weight: 0.00002 },
    { key: 'cash', weight: -0.1 },
    { key: 'alternative', weight: 0.3 },
  ]
  expect(doughnutArcs(slices, ring).map((arc) => arc.key)).toEqual(['equity', 'alternative'])
})
