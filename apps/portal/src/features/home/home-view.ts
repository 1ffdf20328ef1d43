import type { Reply } from '@sma/contract/api'
import type { Slice } from '@sma/ui/charts/doughnut'
import type { SparkPoint } from '@sma/ui/charts/sparkline'
import { forPixels } from '@sma/ui/format/figures'

type Portfolio = Reply<'readPortfolio'>
type NavColumns = Reply<'readNav'>

export function classSlices(classes: Portfolio['classes']): Slice[] {
  return classes.flatMap(({ assetClass, ratio }) =>
    ratio === null ? [] : [{ key: assetClass, weight: forPixels(ratio) }],
  )
}

/** Where something is owed, the ring cannot show it and a note says so. */
export function hasNegativeClass(classes: Portfolio['classes']): boolean {
  return classes.some(({ ratio }) => ratio?.startsWith('-'))
}

export interface Curve {
  points: SparkPoint[]
  /** The value at the base point, drawn as a hairline. */
  base: number
  /** Unit NAV as long as nothing was paid out; after a distribution only the adjusted NAV is one curve. */
  kind: 'unit' | 'adjusted'
  first: { date: string; value: string }
  last: { date: string; value: string }
}

export function navCurve(columns: NavColumns): Curve | null {
  const { dates, unitNav, adjustedNav } = columns
  const wasPaidOut = dates.some((_, index) => forPixels(unitNav[index] ?? '0') !== forPixels(adjustedNav[index] ?? '0'))
  const values = wasPaidOut ? adjustedNav : unitNav
  const [firstDate, lastDate, firstValue, lastValue] = [dates[0], dates.at(-1), values[0], values.at(-1)]
  if (!firstDate || !lastDate || !firstValue || !lastValue) return null
  return {
    points: dates.map((date, index) => ({ date, value: forPixels(values[index] ?? '0') })),
    base: forPixels(firstValue),
    kind: wasPaidOut ? 'adjusted' : 'unit',
    first: { date: firstDate, value: firstValue },
    last: { date: lastDate, value: lastValue },
  }
}
