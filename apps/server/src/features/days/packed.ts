/**
 * Rows as columns of 64-bit integers: a quarter of what they take as objects, and nothing for the garbage collector to walk.
 * A point or a row is made when it is looked at, and forgotten.
 */
import type { BenchmarkValue, Transaction } from '@sma/finance/facts'
import type { NavPoint, NavPoints, NavSeries } from '@sma/finance/nav/nav-series'

/** Stands for null in a column: no money or price is the least 64-bit integer. */
const NONE = -(2n ** 63n)
/** What an object of a few fields takes, with its place in a list. */
export const OBJECT_BYTES = 64

const column = (values: readonly (bigint | null)[]): BigInt64Array =>
  BigInt64Array.from(values, (value) => value ?? NONE)

const bytesOf = (...columns: { byteLength: number }[]): number =>
  columns.reduce((sum, { byteLength }) => sum + byteLength, 0)

const stated = (values: BigInt64Array, index: number): bigint => values[index] ?? 0n

function statedOrNull(values: BigInt64Array, index: number): bigint | null {
  const value = values[index]
  return value === undefined || value === NONE ? null : value
}

/** `dates` are those of the points. Points that share a factor share it again, as finance compares factors by identity. */
export function packSeries(
  { points, ...series }: NavSeries<NavPoint[]>,
  dates: readonly string[],
): { series: NavSeries; bytes: number } {
  const netAssetsE4 = column(points.map((point) => point.netAssetsE4))
  const sharesE4 = column(points.map((point) => point.sharesE4))
  const unitNavE8 = column(points.map((point) => point.unitNavE8))
  const accumulatedNavE8 = column(points.map((point) => point.accumulatedNavE8))
  const factors = [...new Set(points.map((point) => point.factor))]
  const factorAt = Uint32Array.from(points, (point) => factors.indexOf(point.factor))
  const pointOf = (date: string, index: number): NavPoint => ({
    date,
    netAssetsE4: stated(netAssetsE4, index),
    sharesE4: stated(sharesE4, index),
    unitNavE8: stated(unitNavE8, index),
    accumulatedNavE8: statedOrNull(accumulatedNavE8, index),
    factor: factors[factorAt[index] ?? 0] ?? series.launch.factor,
  })
  return {
    series: { ...series, dates, points: pointsOf(dates, pointOf) },
    bytes:
      bytesOf(netAssetsE4, sharesE4, unitNavE8, accumulatedNavE8, factorAt) + series.flows.length * 2 * OBJECT_BYTES,
  }
}

function pointsOf(dates: readonly string[], pointOf: (date: string, index: number) => NavPoint): NavPoints {
  return {
    length: dates.length,
    at(index) {
      const place = index < 0 ? dates.length + index : index
      const date = dates[place]
      return date === undefined ? undefined : pointOf(date, place)
    },
    slice: (start, end) => dates.slice(start, end).map((date, offset) => pointOf(date, start + offset)),
  }
}

/** What is read of transactions without unpacking them. */
export type TransactionEntry = Pick<Transaction, 'date' | 'fundCode' | 'operation'>

export interface PackedTransactions {
  entries: readonly TransactionEntry[]
  unpack(): Transaction[]
  bytes: number
}

export function packTransactions(rows: readonly Transaction[]): PackedTransactions {
  const entries = rows.map(({ date, fundCode, operation }) => ({ date, fundCode, operation }))
  const amountE4 = column(rows.map((row) => row.amountE4))
  const sharesE4 = column(rows.map((row) => row.sharesE4))
  const priceE8 = column(rows.map((row) => row.priceE8))
  const feeE4 = column(rows.map((row) => row.feeE4))
  return {
    entries,
    unpack: () =>
      entries.map(({ date, fundCode, operation }, index) => ({
        date,
        fundCode,
        operation,
        amountE4: statedOrNull(amountE4, index),
        sharesE4: statedOrNull(sharesE4, index),
        priceE8: statedOrNull(priceE8, index),
        feeE4: statedOrNull(feeE4, index),
      })),
    bytes: bytesOf(amountE4, sharesE4, priceE8, feeE4) + entries.length * OBJECT_BYTES,
  }
}

export function packBenchmark(
  rows: readonly BenchmarkValue[],
  dates: readonly string[],
): { unpack(): BenchmarkValue[]; bytes: number } {
  const valueE8 = column(rows.map((row) => row.valueE8))
  return {
    unpack: () => dates.map((date, index) => ({ date, valueE8: stated(valueE8, index) })),
    bytes: bytesOf(valueE8),
  }
}
