/** Arcs of a doughnut as SVG paths, clockwise from twelve o'clock. Pixels only: weights are plain numbers. */

export interface Slice {
  key: string
  weight: number
}

export interface Arc {
  key: string
  path: string
}

export interface Ring {
  centre: number
  outer: number
  inner: number
}

/** Below this share of the ring a slice would be thinner than its edge. */
const THINNEST = 0.0005

function point(ring: Ring, radius: number, turn: number): string {
  const angle = turn * 2 * Math.PI
  return `${(ring.centre + radius * Math.sin(angle)).toFixed(3)} ${(ring.centre - radius * Math.cos(angle)).toFixed(3)}`
}

function sector(ring: Ring, from: number, to: number): string {
  const large = to - from > 0.5 ? 1 : 0
  const outer = `M${point(ring, ring.outer, from)}A${ring.outer} ${ring.outer} 0 ${large} 1 ${point(ring, ring.outer, to)}`
  return `${outer}L${point(ring, ring.inner, to)}A${ring.inner} ${ring.inner} 0 ${large} 0 ${point(ring, ring.inner, from)}Z`
}

function fullRing(ring: Ring): string {
  return sector(ring, 0, 0.5) + sector(ring, 0.5, 1)
}

/** One arc per positive weight; negative weights (cash owed) cannot be drawn on a ring and are left to the table. */
export function doughnutArcs(slices: readonly Slice[], ring: Ring): Arc[] {
  const shown = slices.filter((slice) => slice.weight > 0)
  const total = shown.reduce((sum, slice) => sum + slice.weight, 0)
  const visible = shown.filter((slice) => slice.weight / total >= THINNEST)
  const only = visible.length === 1 ? visible[0] : undefined
  if (only) return [{ key: only.key, path: fullRing(ring) }]
  const drawn = visible.reduce((sum, slice) => sum + slice.weight, 0)
  let from = 0
  return visible.map((slice) => {
    const to = from + slice.weight / drawn
    const arc = { key: slice.key, path: sector(ring, from, to) }
    from = to
    return arc
  })
}
