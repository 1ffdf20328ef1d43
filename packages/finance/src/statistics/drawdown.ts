import { daysBetween } from '../dates'
import type { NavPoint } from '../nav/nav-series'
import { periodReturn } from '../nav/returns'

/** The deepest fall of a period: depth as a rate in E8, below zero (R-RSK-2). */
export interface DeepestDrawdown {
  depthE8: bigint
  peakDate: string
  troughDate: string
  /** The first day at or above the peak again; null: not yet. */
  recoveryDate: string | null
  /** Calendar days from the peak to the recovery, or to the last point. */
  daysUnderWater: number
}

export interface Drawdowns {
  /** One rate in E8 per point, 0 at a new high; null where a NAV is not positive. */
  ratesE8: (bigint | null)[]
  /** Null where the NAV never fell. */
  deepest: DeepestDrawdown | null
}

/** Falls below the highest adjusted NAV so far, over points in date order (R-RSK-2). */
export function drawdowns(points: readonly NavPoint[]): Drawdowns {
  const ratesE8: (bigint | null)[] = []
  let peak: NavPoint | null = null
  let deepest: { peak: NavPoint; trough: NavPoint; depthE8: bigint } | null = null
  for (const point of points) {
    if (peak === null || isAtLeast(point, peak)) peak = point
    const rate = periodReturn(peak, point)
    ratesE8.push(rate)
    if (rate !== null && rate < (deepest?.depthE8 ?? 0n)) deepest = { peak, trough: point, depthE8: rate }
  }
  return { ratesE8, deepest: deepest && described(points, deepest) }
}

function described(
  points: readonly NavPoint[],
  { peak, trough, depthE8 }: { peak: NavPoint; trough: NavPoint; depthE8: bigint },
): DeepestDrawdown {
  const recovery = points.find((point) => point.date > trough.date && isAtLeast(point, peak))
  const end = recovery ?? points.at(-1) ?? trough
  return {
    depthE8,
    peakDate: peak.date,
    troughDate: trough.date,
    recoveryDate: recovery?.date ?? null,
    daysUnderWater: daysBetween(peak.date, end.date),
  }
}

/** Compares adjusted NAVs exactly. */
const isAtLeast = (left: NavPoint, right: NavPoint): boolean =>
  left.unitNavE8 * left.factor.numerator * right.factor.denominator >=
  right.unitNavE8 * right.factor.numerator * left.factor.denominator
