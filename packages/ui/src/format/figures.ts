import { formatDecimal, scaleOf, signOf } from './decimal-text'

/** What a figure is, which decides how it is printed. */
export type FigureKind = 'money' | 'money-whole' | 'gain' | 'rate' | 'ratio' | 'shares' | 'nav'

export const HIDDEN_FIGURE = '****'

type Format = (value: string, places: number) => string

const FORMATS: Record<FigureKind, Format> = {
  money: (value) => formatDecimal(value, { places: 2 }),
  'money-whole': (value) => formatDecimal(value, { places: 0 }),
  gain: (value) => formatDecimal(value, { places: 2, signed: true }),
  rate: (value) => `${formatDecimal(value, { places: 2, shift: 2, signed: true })}%`,
  ratio: (value) => `${formatDecimal(value, { places: 2, shift: 2 })}%`,
  shares: (value, places) => formatDecimal(value, { places: Math.max(2, places, scaleOf(value)) }),
  nav: (value, places) => formatDecimal(value, { places: Math.max(4, places, scaleOf(value)) }),
}

/** Prints a wire decimal: money "10,462,944.40", gain "+462,944.40", rate "−0.19%", ratio "56.14%", NAV with at least four decimals. `places` asks shares and NAV for at least so many, where a column has them. */
export function formatFigure(kind: FigureKind, value: string, places = 0): string {
  return FORMATS[kind](value, places)
}

/** The most decimals that a value of a column carries: with them all points stand below each other. */
export function columnPlaces(values: readonly (string | null)[]): number {
  return Math.max(0, ...values.flatMap((value) => (value === null ? [] : scaleOf(value))))
}

/** Adjusted NAV and benchmark come with eight decimals; four are shown. */
export function formatNavShort(value: string): string {
  return formatDecimal(value, { places: 4 })
}

/** What tells how much someone owns: money, and shares, which with a public NAV are money. */
export function tellsWealth(kind: FigureKind): boolean {
  return kind === 'money' || kind === 'money-whole' || kind === 'gain' || kind === 'shares'
}

export type Tone = 'rise' | 'fall' | 'flat'

/** Rise or fall as the figure is printed: what rounds to zero is flat, so colour and text agree. */
export function toneOf(kind: FigureKind, value: string): Tone {
  if (signOf(value) === 0 || /^[0.,%]+$/.test(formatFigure(kind, value))) return 'flat'
  return signOf(value) > 0 ? 'rise' : 'fall'
}

/** A number for pixels only; never printed. */
export function forPixels(value: string): number {
  return Number(value)
}
