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

interface DatedValue {
  date: string
  value: string
}

export interface Curve {
  points: SparkPoint[]
  /** The value at the base point, drawn as a hairline. */
  base: number
  /** Unit NAV as long as nothing was paid out; after a distribution only the adjusted NAV is one curve. */
  kind: 'unit' | 'adjusted'
  /** Dates and values as they are printed, one for each point. */
  values: DatedValue[]
  first: DatedValue
  last: DatedValue
}

/** The curve from the first NAV to the shown day, or null where there is none to draw. */
export function navCurve(columns: NavColumns, until: string): Curve | null {
  const dates = columns.dates.filter((date) => date <= until)
  const { unitNav, adjustedNav } = columns
  const wasPaidOut = dates.some((_, index) => forPixels(unitNav[index] ?? '0') !== forPixels(adjustedNav[index] ?? '0'))
  const column = wasPaidOut ? adjustedNav : unitNav
  const values = dates.map((date, index) => ({ date, value: column[index] ?? '0' }))
  const [first, last] = [values[0], values.at(-1)]
  if (!first || !last) return null
  return {
    points: values.map(({ date, value }) => ({ date, value: forPixels(value) })),
    base: forPixels(first.value),
    kind: wasPaidOut ? 'adjusted' : 'unit',
    values,
    first,
    last,
  }
}
