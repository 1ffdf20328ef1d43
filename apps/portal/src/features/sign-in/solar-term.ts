/**
 * The solar term of a day: the sun's ecliptic longitude in steps of 15°, counted from the spring equinox (春分 = 0).
 * Longitude by the low-precision formula of the Astronomical Almanac (to about 0.01°, minutes of time).
 */

const DEGREE = Math.PI / 180
const J2000 = Date.UTC(2000, 0, 1, 12)
const DAY = 86_400_000

const TERM_COUNT = 24

function sunLongitude(at: number): number {
  const days = (at - J2000) / DAY
  const mean = 280.46 + 0.9856474 * days
  const anomaly = (357.528 + 0.9856003 * days) * DEGREE
  const longitude = mean + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)
  return ((longitude % 360) + 360) % 360
}

/** Index 0 (春分) to 23 (惊蛰) of the term that a Shanghai calendar day lies in; the day on which a term begins belongs to it. */
export function solarTerm(date: string): number {
  const endOfDay = Date.parse(`${date}T23:59:59+08:00`)
  return Math.floor(sunLongitude(endOfDay) / (360 / TERM_COUNT)) % TERM_COUNT
}

export type Season = 'spring' | 'summer' | 'autumn' | 'winter'

/** Spring begins with 立春 (315°), each season has six terms. */
export function seasonOf(term: number): Season {
  const fromSpring = (term + 3) % TERM_COUNT
  const seasons = ['spring', 'summer', 'autumn', 'winter'] as const
  return seasons[Math.floor(fromSpring / 6)] ?? 'spring'
}

/** How much grows on the branch: everything in spring and summer, less in autumn, buds in winter. */
export function budsOf(season: Season): number {
  return { spring: 13, summer: 15, autumn: 9, winter: 7 }[season]
}

/** How high the sun stands at noon in the drawing: 0 at the winter solstice, 1 at the summer solstice. */
export function sunHeight(term: number): number {
  return (1 + Math.sin((term / TERM_COUNT) * 2 * Math.PI)) / 2
}
