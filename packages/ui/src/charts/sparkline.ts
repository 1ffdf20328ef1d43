/** A small curve as SVG paths. Places on the axis are days, not counts, and a long gap stays a gap. */
import { dayNumber } from '../format/dates'

export interface SparkPoint {
  date: string
  value: number
}

export interface SparkBox {
  width: number
  height: number
}

export interface Spark {
  line: string
  area: string
  /** Height of the base value, or null where it lies outside the box. */
  baseY: number | null
}

/** The longest holiday closes the exchange for about ten days; a longer silence is missing data. */
export const LONGEST_PAUSE_DAYS = 15
const MARGIN = 4

/** Runs of points without a pause longer than LONGEST_PAUSE_DAYS. */
export function runsOf<T extends { date: string }>(points: readonly T[]): T[][] {
  const runs: T[][] = []
  let last: T | undefined
  for (const point of points) {
    const broken = !last || dayNumber(point.date) - dayNumber(last.date) > LONGEST_PAUSE_DAYS
    if (broken) runs.push([point])
    else runs.at(-1)?.push(point)
    last = point
  }
  return runs
}

/** Where a point lies between the first and the last day, 0 to 1; a single point lies in the middle. */
export function placeOf(points: readonly SparkPoint[], index: number): number {
  const [first, last, point] = [points[0], points.at(-1), points[index]]
  if (!first || !last || !point || first.date === last.date) return 0.5
  return (dayNumber(point.date) - dayNumber(first.date)) / (dayNumber(last.date) - dayNumber(first.date))
}

/** The point whose day is nearest to a place between 0 and 1, or null without points. */
export function nearestPoint(points: readonly SparkPoint[], place: number): number | null {
  if (points.length === 0) return null
  const away = (index: number) => Math.abs(placeOf(points, index) - place)
  return points.reduce((best, _, index) => (away(index) < away(best) ? index : best), 0)
}

/** Whether the label of the base stands below its line: inside the box, and away from where the curve ends. */
export function labelBelow(points: readonly SparkPoint[], base: number): boolean {
  const values = points.map((point) => point.value)
  const share = (Math.max(...values, base) - base) / (Math.max(...values, base) - Math.min(...values, base) || 1)
  if (share < 0.15 || share > 0.85) return share < 0.15
  const tail = values.slice(-Math.max(1, Math.round(values.length / 6)))
  return tail.reduce((sum, value) => sum + value - base, 0) >= 0
}

/** Lays the points into the box; `base` is the value drawn as a hairline. */
export function sparkline(points: readonly SparkPoint[], box: SparkBox, base: number): Spark {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last) return { line: '', area: '', baseY: null }
  const values = points.map((point) => point.value)
  const low = Math.min(...values, base)
  const high = Math.max(...values, base)
  const place = new Map(points.map((point, index) => [point, placeOf(points, index) * box.width]))
  const x = (point: SparkPoint) => place.get(point) ?? 0
  const y = (value: number) => {
    const share = high === low ? 0.5 : (value - low) / (high - low)
    return box.height - MARGIN - share * (box.height - 2 * MARGIN)
  }
  const paths = runsOf(points).map((run) => {
    const line = run
      .map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point).toFixed(2)} ${y(point.value).toFixed(2)}`)
      .join('')
    const [start, end] = [run[0] ?? first, run.at(-1) ?? last]
    return { line, area: `${line}L${x(end).toFixed(2)} ${box.height}L${x(start).toFixed(2)} ${box.height}Z` }
  })
  return {
    line: paths.map((path) => path.line).join(''),
    area: paths.map((path) => path.area).join(''),
    baseY: y(base),
  }
}
