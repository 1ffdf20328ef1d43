import { expect, it } from 'vitest'
import { shareBars } from './share-bars'

it('measures from a common zero', () => {
  expect(
    shareBars([
      { key: 'equity', share: 0.8 },
      { key: 'cash', share: 0.2 },
    ]),
  ).toEqual({
    zero: 0,
    bars: [
      { key: 'equity', start: 0, length: 100 },
      { key: 'cash', start: 0, length: 25 },
    ],
  })
})

it('puts negative cash left of zero', () => {
  const { zero, bars } = shareBars([
    { key: 'equity', share: 1.5 },
    { key: 'cash', share: -0.5 },
  ])
  expect(zero).toBe(25)
  expect(bars).toEqual([
    { key: 'equity', start: 25, length: 75 },
    { key: 'cash', start: 0, length: 25 },
  ])
})

it('draws nothing long for an empty account', () => {
  expect(shareBars([{ key: 'cash', share: 0 }]).bars).toEqual([{ key: 'cash', start: 0, length: 0 }])
})
