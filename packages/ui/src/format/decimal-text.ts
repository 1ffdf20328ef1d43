/** Decimal strings as they come on the wire (R-NUM-2), rounded and grouped without ever becoming a binary float. */

export const MINUS = '−'
export const MISSING = '—'

interface DecimalText {
  negative: boolean
  digits: bigint
  scale: number
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

function parse(text: string): DecimalText {
  const match = DECIMAL.exec(text)
  if (!match) throw new TypeError(`not a decimal: ${text}`)
  const fraction = match[3] ?? ''
  return { negative: match[1] === '-', digits: BigInt((match[2] ?? '') + fraction), scale: fraction.length }
}

function roundHalfUp({ digits, scale }: DecimalText, places: number): bigint {
  if (scale <= places) return digits * 10n ** BigInt(places - scale)
  const unit = 10n ** BigInt(scale - places)
  return (digits + unit / 2n) / unit
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}

export interface DecimalFormat {
  /** Digits after the point; half-up (R-NUM-3). */
  places: number
  /** Moves the point to the right first: 2 turns a fraction into percent. */
  shift?: number
  /** `+` before what is above zero. */
  signed?: boolean
}

/** Formats a wire decimal with thousands separators. A value that rounds to zero carries no sign. Throws on anything else. */
export function formatDecimal(text: string, { places, shift = 0, signed }: DecimalFormat): string {
  const value = parse(text)
  const moved = { ...value, digits: value.digits * 10n ** BigInt(shift) }
  const rounded = roundHalfUp(moved, places)
  const padded = rounded.toString().padStart(places + 1, '0')
  const whole = grouped(padded.slice(0, padded.length - places))
  const body = places === 0 ? whole : `${whole}.${padded.slice(-places)}`
  if (rounded === 0n) return body
  return (value.negative ? MINUS : signed ? '+' : '') + body
}

/** -1, 0 or 1: what the value says before any rounding. */
export function signOf(text: string): -1 | 0 | 1 {
  const value = parse(text)
  if (value.digits === 0n) return 0
  return value.negative ? -1 : 1
}

/** Below zero where the first is the smaller, above where it is the larger; exact. */
export function compareDecimals(left: string, right: string): number {
  const [one, other] = [parse(left), parse(right)]
  const scale = Math.max(one.scale, other.scale)
  const scaled = ({ digits, scale: own, negative }: DecimalText) =>
    (negative ? -digits : digits) * 10n ** BigInt(scale - own)
  const [first, second] = [scaled(one), scaled(other)]
  return first === second ? 0 : first < second ? -1 : 1
}

/** Digits after the point that the text carries. */
export function scaleOf(text: string): number {
  return parse(text).scale
}

/** Exact sum of decimals of any scales, for totals of what is shown. */
export function sumDecimals(texts: readonly string[]): string {
  const values = texts.map(parse)
  const scale = Math.max(0, ...values.map((value) => value.scale))
  const sum = values.reduce((total, value) => {
    const digits = value.digits * 10n ** BigInt(scale - value.scale)
    return total + (value.negative ? -digits : digits)
  }, 0n)
  const padded = (sum < 0n ? -sum : sum).toString().padStart(scale + 1, '0')
  const body = scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`
  return sum < 0n ? `-${body}` : body
}

const FIGURE = /((?:^|[^\w.,/-])[-−+]?)(\d{4,})(?=\.\d+(?![\w.]))/g

/** Numbers with decimals within a text get their thousands separators; codes, dates and whole numbers stay as they are. */
export const groupedFigures = (text: string): string =>
  text.replace(FIGURE, (_, before: string, whole: string) => before + grouped(whole))
