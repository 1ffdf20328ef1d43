import { divideRound, PRICE_SCALE } from '../decimal'
import type { BenchmarkValue } from '../facts'
import type { NavPoint } from './nav-series'
import { periodReturn } from './returns'

const ONE_E8 = 10n ** BigInt(PRICE_SCALE)

/** A period's return beside the benchmark's, rates in E8; null where a value is missing (R-RET-1, R-BMK-2). */
export interface ComparedReturn {
  returnE8: bigint | null
  benchmarkE8: bigint | null
  excessE8: bigint | null
}

/** Compares with a benchmark of many values: the map of them is made once. */
export function compareWith(benchmark: readonly BenchmarkValue[]): (base: NavPoint, end: NavPoint) => ComparedReturn {
  const values = new Map(benchmark.map(({ date, valueE8 }) => [date, valueE8]))
  return (base, end) => {
    const returnE8 = periodReturn(base, end)
    const benchmarkE8 = change(values.get(base.date), values.get(end.date))
    const excessE8 = returnE8 === null || benchmarkE8 === null ? null : returnE8 - benchmarkE8
    return { returnE8, benchmarkE8, excessE8 }
  }
}

function change(base: bigint | undefined, end: bigint | undefined): bigint | null {
  if (base === undefined || end === undefined || base <= 0n) return null
  return divideRound((end - base) * ONE_E8, base)
}
