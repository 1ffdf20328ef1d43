import { divideRound } from '../decimal'
import type { BenchmarkValue } from '../facts'
import { adjustedNavE8, type NavPoint } from './nav-series'

/** The NAV curve as columns of equal length in E8, beginning with the base point; `benchmark` null without any value. */
export interface NavColumns {
  dates: string[]
  unitNavE8: bigint[]
  accumulatedNavE8: (bigint | null)[]
  adjustedNavE8: bigint[]
  benchmarkE8: (bigint | null)[] | null
}

/** Columns over points in date order, the first of which is the base (R-BMK-1, R-DAY-3). */
export function navColumns(points: readonly NavPoint[], benchmark: readonly BenchmarkValue[]): NavColumns {
  return {
    dates: points.map((point) => point.date),
    unitNavE8: points.map((point) => point.unitNavE8),
    accumulatedNavE8: points.map((point) => point.accumulatedNavE8),
    adjustedNavE8: points.map(adjustedNavE8),
    benchmarkE8: benchmark.length === 0 ? null : benchmarkColumn(points, benchmark),
  }
}

/** value(d) / value(base) × adjustedNav(base); null on a day without a value, and throughout without one at the base. */
function benchmarkColumn(points: readonly NavPoint[], benchmark: readonly BenchmarkValue[]): (bigint | null)[] {
  const values = new Map(benchmark.map((row) => [row.date, row.valueE8]))
  const base = points[0]
  const baseValue = base && values.get(base.date)
  if (!base || !baseValue || baseValue <= 0n) return points.map(() => null)
  const top = base.unitNavE8 * base.factor.numerator
  const bottom = baseValue * base.factor.denominator
  return points.map(({ date }) => {
    const value = values.get(date)
    return value === undefined ? null : divideRound(value * top, bottom)
  })
}
