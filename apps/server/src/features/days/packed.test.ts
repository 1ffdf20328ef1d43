import type { Transaction } from '@sma/finance/facts'
import type { NavPoint, NavSeries } from '@sma/finance/nav/nav-series'
import { expect, it } from 'vitest'
import { keepRecent, packBenchmark, packSeries, packTransactions } from './packed'

it('gives back the series as it was, with factors shared as they were', () => {
  const one = { numerator: 1n, denominator: 1n }
  const paid = { numerator: 103n, denominator: 98n }
  const point = (date: string, factor: NavPoint['factor'], accumulatedNavE8: bigint | null): NavPoint => ({
    date,
    netAssetsE4: -5n,
    sharesE4: 9_007_199_254_740_993n,
    unitNavE8: 0n,
    accumulatedNavE8,
    factor,
  })
  const points = [point('2021-10-14', one, 1n), point('2021-10-15', paid, null), point('2021-10-18', paid, 3n)]
  const series: NavSeries = {
    launch: point('2021-10-14', one, 0n),
    points,
    flows: [{ date: '2021-10-15', kind: 'distribution', amountE4: 1n, sharesE4: null, unitNavE8: null }],
    historyComplete: true,
    navDecimals: 4,
  }
  const unpacked = packSeries(series, ['2021-10-14', '2021-10-15', '2021-10-18'])()
  expect(unpacked).toEqual(series)
  expect(unpacked.points[1]?.factor).toBe(unpacked.points[2]?.factor)
})

it('gives back transactions and benchmark values as they were', () => {
  const row: Transaction = {
    date: '2021-10-15',
    fundCode: '000216',
    operation: 'subscribe',
    amountE4: 1_500_000_000n,
    sharesE4: null,
    priceE8: 146_660_000n,
    feeE4: 0n,
  }
  const rows = [row, { ...row, amountE4: null, sharesE4: -1n, priceE8: null, feeE4: null }]
  expect(packTransactions(rows)()).toEqual(rows)
  expect(packBenchmark([{ date: '2021-10-15', valueE8: 7n }], ['2021-10-15'])()).toEqual([
    { date: '2021-10-15', valueE8: 7n },
  ])
})

it('keeps the values that were asked for last', () => {
  const recent = keepRecent<string>(2)
  const made: string[] = []
  const ask = (key: string) =>
    recent(key, () => {
      made.push(key)
      return key
    })
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(ask(key)).toBe(key)
  expect(made).toEqual(['a', 'b', 'c', 'b'])
})
