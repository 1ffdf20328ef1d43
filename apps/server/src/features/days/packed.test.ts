import type { Transaction } from '@sma/finance/facts'
import type { NavPoint, NavSeries } from '@sma/finance/nav/nav-series'
import { expect, it } from 'vitest'
import { packBenchmark, packSeries, packTransactions } from './packed'

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
  const series: NavSeries<NavPoint[]> = {
    launch: point('2021-10-14', one, 0n),
    points,
    dates: points.map(({ date }) => date),
    flows: [{ date: '2021-10-15', kind: 'distribution', amountE4: 1n, sharesE4: null, unitNavE8: null }],
    historyComplete: true,
    navDecimals: 4,
  }
  const { series: packed, bytes } = packSeries(series, series.dates)
  expect({ ...packed, points: packed.points.slice(0, 3) }).toEqual(series)
  expect(packed.points.slice(1, 9)).toEqual(points.slice(1, 9))
  for (const index of [-4, -3, -1, 0, 2, 3]) expect(packed.points.at(index)).toEqual(points.at(index))
  expect(packed.points.at(1)?.factor).toBe(packed.points.at(2)?.factor)
  // Three points of four 64-bit columns and a factor's place, and one flow.
  expect(bytes).toBe(3 * (4 * 8 + 4) + 128)
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
  expect(packTransactions(rows).unpack()).toEqual(rows)
  expect(packBenchmark([{ date: '2021-10-15', valueE8: 7n }], ['2021-10-15']).unpack()).toEqual([
    { date: '2021-10-15', valueE8: 7n },
  ])
})
