/** The NAV curve as an SVG picture for paper: numbers and dates alone, no text from outside. */
import { dayNumber } from '@sma/finance/dates'

export interface CurvePicture {
  dates: readonly string[]
  portfolio: readonly number[]
  benchmark: readonly (number | null)[] | null
  /** Days with a mark on the portfolio's line. */
  marks: ReadonlySet<string>
  colours: { portfolio: string; benchmark: string }
}

export const CURVE_COLOURS = { portfolio: '#8f1d22', benchmark: '#635d53', line: '#d9d2c4', text: '#4d483f' }

const BOX = { width: 316, height: 168 }
const PLOT = { left: 34, right: 312, top: 6, bottom: 152 }
/** A pause longer than any holiday is missing data, and stays a gap. */
const LONGEST_PAUSE_DAYS = 15
const LINES = 5
/** What an account that never moved is drawn in. */
const LEAST_SPAN = 0.04
/** What binary fractions may be off. */
const DUST = 1e-9
const FONT = 'font-family="Noto Sans SC" font-size="7"'

interface Scales {
  x(date: string): number
  y(value: number): number
}

export function curveSvg(picture: CurvePicture): string {
  const { dates, portfolio, benchmark, colours } = picture
  const values = [...portfolio, ...(benchmark ?? []).filter((value) => value !== null)]
  if (dates.length === 0 || values.length === 0) return svg('')
  const ticks = ticksOf(Math.min(...values), Math.max(...values))
  const scales = scalesOf(dates, ticks)
  return svg(
    [
      ...ticks.map((value) => tickLine(value, scales.y(value), ticks)),
      ...timeLabels(dates, scales),
      benchmark === null ? '' : path(dates, benchmark, scales, { colour: colours.benchmark, width: 0.7 }),
      path(dates, portfolio, scales, { colour: colours.portfolio, width: 1.3 }),
      ...dates.flatMap((date, at) =>
        picture.marks.has(date) ? [mark(scales.x(date), scales.y(portfolio[at] ?? 0), colours.portfolio)] : [],
      ),
    ].join(''),
  )
}

const svg = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${BOX.width} ${BOX.height}" width="${BOX.width}" height="${BOX.height}">${body}</svg>`

/** Round values from below the lowest to above the highest: steps of 1, 2 or 5. */
export function ticksOf(low: number, high: number): number[] {
  if (low === high) return ticksOf(low - LEAST_SPAN / 2, high + LEAST_SPAN / 2)
  const rough = (high - low) / LINES
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough - DUST) ?? 10 * power
  const first = Math.floor(low / step + DUST)
  const last = Math.max(Math.ceil(high / step - DUST), first + 1)
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step)
}

function scalesOf(dates: readonly string[], ticks: readonly number[]): Scales {
  const [first, last] = [dayNumber(dates[0] ?? ''), dayNumber(dates.at(-1) ?? '')]
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1]
  const days = last - first
  return {
    x: (date) =>
      days === 0
        ? (PLOT.left + PLOT.right) / 2
        : PLOT.left + ((dayNumber(date) - first) / days) * (PLOT.right - PLOT.left),
    y: (value) => PLOT.bottom - ((value - low) / (high - low)) * (PLOT.bottom - PLOT.top),
  }
}

const at = (value: number): string => value.toFixed(2)

function tickLine(value: number, y: number, ticks: readonly number[]): string {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0)
  const places = Math.max(2, Math.ceil(-Math.log10(step) - 1e-9))
  const line = `<path d="M${PLOT.left} ${at(y)}H${PLOT.right}" stroke="${CURVE_COLOURS.line}" stroke-width="0.4"/>`
  return `${line}<text x="${PLOT.left - 4}" y="${at(y + 2.5)}" text-anchor="end" ${FONT} fill="${CURVE_COLOURS.text}">${value.toFixed(places)}</text>`
}

/** The first and the last day, and what fits between them. */
function timeLabels(dates: readonly string[], { x }: Scales): string[] {
  const [first, last] = [dates[0] ?? '', dates.at(-1) ?? '']
  const label = (date: string, anchor: string) =>
    `<text x="${at(x(date))}" y="${BOX.height - 4}" text-anchor="${anchor}" ${FONT} fill="${CURVE_COLOURS.text}">${date}</text>`
  if (first === last) return [label(first, 'middle')]
  const middle = dates.reduce((best, date) => (away(date) < away(best) ? date : best), first)
  function away(date: string): number {
    return Math.abs(x(date) - (PLOT.left + PLOT.right) / 2)
  }
  return [label(first, 'start'), ...(away(middle) < 40 ? [label(middle, 'middle')] : []), label(last, 'end')]
}

function path(
  dates: readonly string[],
  values: readonly (number | null)[],
  { x, y }: Scales,
  { colour, width }: { colour: string; width: number },
): string {
  let before: string | null = null
  const steps = dates.flatMap((date, index) => {
    const value = values[index] ?? null
    if (value === null) {
      before = null
      return []
    }
    const isNew = before === null || dayNumber(date) - dayNumber(before) > LONGEST_PAUSE_DAYS
    before = date
    return [`${isNew ? 'M' : 'L'}${at(x(date))} ${at(y(value))}`]
  })
  if (dates.length === 1 && steps.length === 1) return dot(steps[0]?.slice(1) ?? '', colour)
  // With round ends a line of no length is a dot: a day between gaps shows too.
  const isAlone = (index: number) => steps[index]?.startsWith('M') && !steps[index + 1]?.startsWith('L')
  const d = steps.map((step, index) => (isAlone(index) ? `${step}h0` : step)).join('')
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
}

/** A single day has no line. */
const dot = (place: string, colour: string): string =>
  `<path d="M${place}h0" fill="none" stroke="${colour}" stroke-width="4" stroke-linecap="round"/>`

const mark = (x: number, y: number, colour: string): string =>
  `<circle cx="${at(x)}" cy="${at(y)}" r="1.4" fill="#fffdf8" stroke="${colour}" stroke-width="0.7"/>`
