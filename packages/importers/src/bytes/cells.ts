/** What single cells mean: labels, exact decimals, dates, fund codes. Nothing here throws. */
import { cleanText } from '@sma/contract/clean-text'
import type { ProblemCode } from '@sma/contract/problem-codes'
import { MONEY_SCALE, PRICE_SCALE, parseScaled } from '@sma/finance/decimal'
import type { Cell, Grid } from './grid'

/** No figure, date or code is longer, blanks around it included; a cell of megabytes is not read through for each of them. */
const LONGEST_VALUE = 400
const isTooLong = (cell: Cell): boolean => typeof cell === 'string' && cell.length > LONGEST_VALUE

/** A value read from a cell. Empty cells give null without a fault. */
export interface Reading<T> {
  value: T | null
  fault: Extract<ProblemCode, 'value-invalid' | 'value-too-precise'> | null
}

const BLANKS = /[\s\u00a0\u3000]+/g
/** 15 significant digits are what a binary double keeps of a decimal (R-NUM-1). */
const DOUBLE_DIGITS = 15
/** Fewer significant digits are a person's figure, not the residue of binary arithmetic. */
const DUST_DIGITS = 14

/** A cell as text for people: NFKC, invisible characters dropped, outer blanks trimmed. */
export function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return cellDecimalText(cell) ?? ''
  return cleanText(String(cell))
}

/** A label for comparison: NFKC, all blanks and invisible characters removed. */
export const normalLabel = (cell: Cell): string => cellText(cell).replace(BLANKS, '')

/** A label for comparison where a table's kind is asked; '' for a cell that is too long to be one. */
export const headingLabel = (cell: Cell): string => (isTooLong(cell) ? '' : normalLabel(cell))

/** A number cell as exact decimal text at 15 significant digits; a text cell as it stands; null where empty. */
export function cellDecimalText(cell: Cell): string | null {
  if (cell === null || typeof cell === 'boolean') return null
  if (typeof cell === 'string') return cell === '' ? null : cell
  if (!Number.isFinite(cell)) return null
  if (Number.isSafeInteger(cell)) return String(cell)
  return plainDecimal(cell.toPrecision(DOUBLE_DIGITS))
}

const SCIENTIFIC = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/

/** "1.50e-3" → "0.0015"; null when the text is no number. */
function plainDecimal(text: string): string | null {
  const match = SCIENTIFIC.exec(text)
  if (!match) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return null
  const point = whole.length + Number(exponent)
  const digits = whole + fraction
  const padded =
    point > digits.length ? digits.padEnd(point, '0') : digits.padStart(digits.length + Math.max(0, -point), '0')
  const split = Math.max(0, point)
  const left = padded.slice(0, split).replace(/^0+(?=\d)/, '') || '0'
  const right = padded.slice(split).replace(/0+$/, '')
  const plain = right === '' ? left : `${left}.${right}`
  return sign === '-' && plain !== '0' ? `-${plain}` : plain
}

/** Digits that NFKC turns into others' neighbours: 10² would be 102, ① would be 1. */
const ORNAMENTAL = /\p{No}/u
const EMPTY_NUMBER = /^(?:[-—–−]+|\*+|\/|n\/a|null)?$/i
/** A blank between digits is a mark of thousands, or it parts two figures in one cell. */
const PARTED = /[\d.,]\s+[\d.,]/
const GROUPED_BY_BLANKS = /^[^\d,]*\d{1,3}(?: \d{3})+(?:\.\d*)?[^\d,]*$/
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/

/**
 * Reads a number as exact decimal text: thousands (by commas or blanks), (1.50), 1.50-, full-width digits, exponents, 12.5% as 0.125.
 * '', '-', '--', '***', '/' are empty.
 */
export function parseNumber(cell: Cell): Reading<string> {
  if (typeof cell === 'boolean') return invalid
  if (typeof cell === 'number') {
    const text = cellDecimalText(cell)
    return text === null ? invalid : { value: text, fault: null }
  }
  if (isTooLong(cell) || (typeof cell === 'string' && ORNAMENTAL.test(cell))) return invalid
  const words = cellText(cell)
  if (PARTED.test(words) && !GROUPED_BY_BLANKS.test(words)) return invalid
  let text = normalLabel(words)
    .replace(/^([-(]?)¥|元$/g, '$1')
    .replace(/[−–]/g, '-')
  if (EMPTY_NUMBER.test(text)) return { value: null, fault: null }
  const percent = text.endsWith('%')
  if (percent) text = text.slice(0, -1)
  const negative = /^\(.+\)$/.test(text) || /\d-$/.test(text)
  if (negative) text = text.replace(/^\(|\)$|-$/g, '')
  if (negative && /^[+-]/.test(text)) return invalid
  if (text.includes(',')) {
    if (!GROUPED.test(text)) return invalid
    text = text.replaceAll(',', '')
  }
  const value = plainDecimal((negative ? '-' : '') + text + (percent ? 'e-2' : ''))
  return value === null ? invalid : { value, fault: null }
}

const invalid: Reading<never> = { value: null, fault: 'value-invalid' }

/** Beyond this no figure of an account is real, and 64 bits must hold sums of several: 10¹⁴ yuan, a price of 10¹⁰. */
const MAX_SCALED = 10n ** 18n

/** Money or shares as E4. */
export const moneyE4 = (cell: Cell): Reading<bigint> => scaled(cell, MONEY_SCALE)

/** Price, NAV or rate as E8. */
export const priceE8 = (cell: Cell): Reading<bigint> => scaled(cell, PRICE_SCALE)

const empty: Reading<never> = { value: null, fault: null }

function scaled(cell: Cell, scale: number): Reading<bigint> {
  if (cell === null || cell === '') return empty
  const plain = typeof cell === 'string' ? plainScaled(cell, scale) : null
  if (plain !== null) return { value: plain, fault: null }
  if (isTooLong(cell) || (typeof cell === 'string' && /[%％]\s*$/.test(cell))) return invalid
  const { value: text, fault } = parseNumber(cell)
  if (text === null) return { value: null, fault }
  const value = parseScaled(text, scale) ?? withoutDust(text, scale)
  if (value === null) return { value: null, fault: 'value-too-precise' }
  return value >= MAX_SCALED || value <= -MAX_SCALED ? invalid : { value, fault: null }
}

const MAX_PLAIN_DIGITS = 15

/** The usual "-1,234.50" in one pass over its characters; null for whatever else, which is read the long way. */
function plainScaled(text: string, scale: number): bigint | null {
  const start = text.charCodeAt(0) === 45 ? 1 : 0
  let value = 0
  let digits = 0
  let decimals = -1
  let group = -1
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) {
      value = value * 10 + code - 48
      digits += 1
      if (decimals >= 0) decimals += 1
      else if (group >= 0) group += 1
    } else if (code === 46 && decimals < 0 && digits > 0 && (group < 0 || group === 3)) {
      decimals = 0
    } else if (code === 44 && decimals < 0 && (group < 0 ? digits > 0 && digits <= 3 : group === 3)) {
      group = 0
    } else return null
  }
  const places = Math.max(decimals, 0)
  const isWhole = digits > 0 && decimals !== 0 && places <= scale && (group < 0 || group === 3)
  if (!isWhole || digits + scale - places > MAX_PLAIN_DIGITS) return null
  const scaledUp = BigInt(value * 10 ** (scale - places))
  return start === 1 ? -scaledUp : scaledUp
}

/** Drops what binary arithmetic left behind: a full-length figure within a thousandth of a unit of the last place. */
function withoutDust(text: string, scale: number): bigint | null {
  const significant = text.replace(/^-?0*\.?0*/, '').replace('.', '').length
  if (significant < DUST_DIGITS) return null
  const fine = parseScaled(trimDecimals(text, scale + 6), scale + 6)
  if (fine === null) return null
  const unit = 10n ** 6n
  const down = fine / unit
  const rest = fine - down * unit
  if (rest <= 1000n && rest >= -1000n) return down
  if (rest >= unit - 1000n) return down + 1n
  return rest <= 1000n - unit ? down - 1n : null
}

const trimDecimals = (text: string, decimals: number): string => {
  const point = text.indexOf('.')
  return point < 0 ? text : text.slice(0, point + 1 + decimals)
}

const DATE_TEXT = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[T ,].*|\d{2}:.*)?$/
/** With another offset than Shanghai's an instant may be of the next day there; midnight only says the day. */
const isElsewhere = (text: string): boolean =>
  /:\d\d(?:\.\d+)? ?(?:Z|[+-]\d\d:?\d\d)$/i.test(text) &&
  !/[+]08:?00$/.test(text) &&
  !/[T ]00:00(?::00)?(?:\.0+)? ?Z$/i.test(text)

const EXCEL_EPOCH_DAYS = 25569
const FIRST_SERIAL = 32874
const LAST_SERIAL = 109574

/** A business date `YYYY-MM-DD` between 1990 and 2199 from text, a timestamp or an Excel serial; null when it is none. */
export function dateOf(cell: Cell): string | null {
  if (typeof cell === 'number') return numberDate(cell)
  if (isTooLong(cell)) return null
  const text = cellText(cell).replace(/\s*([年月日])\s*/g, '$1')
  if (/^\d{5}$/.test(text) || /^\d{8}\.0$/.test(text)) return numberDate(Number(text))
  const match = DATE_TEXT.exec(text)
  if (!match || isElsewhere(text)) return null
  return validDate(Number(match[1]), Number(match[2] ?? match[4]), Number(match[3] ?? match[5]))
}

/** Days between the two date systems of spreadsheets. */
export const DAYS_1904 = 1462

/** A business date like `dateOf`, where a plain number may be a day of the grid's own date system. */
export const gridDate = ({ dates1904 }: Grid, cell: Cell): string | null =>
  dateOf(dates1904 === true && typeof cell === 'number' && cell <= LAST_SERIAL ? cell + DAYS_1904 : cell)

function numberDate(value: number): string | null {
  if (value >= FIRST_SERIAL && value < LAST_SERIAL + 1) return serialDate(value)
  return /^\d{8}$/.test(String(value)) ? dateOf(String(value)) : null
}

/** The day of an Excel serial (1900 system). */
export const serialDate = (serial: number): string =>
  new Date((Math.floor(serial) - EXCEL_EPOCH_DAYS) * 86_400_000).toISOString().slice(0, 10)

/** `YYYY-MM-DD` if the calendar has that day between 1990 and 2199. */
export function validDate(year: number, month: number, day: number): string | null {
  if (year < 1990 || year > 2199) return null
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null
}

const MARKET_SUFFIX = /^([0-9A-Z]{1,12})[. _]([A-Z]{2,6})$/

/**
 * A fund code: one to six digits padded to six (000216 arrives as 216), private funds' letters and digits kept,
 * upper case, without a market suffix (".OF", " OTC"). Null where empty or no code.
 */
export function fundCodeText(cell: Cell): string | null {
  if (isTooLong(cell)) return null
  const text = cellText(cell)
    .toUpperCase()
    .replace(/^['=]+|"/g, '')
    .replace(/^(\d+)\.0+$/, '$1')
  const bare = MARKET_SUFFIX.exec(text)?.[1] ?? text
  if (/^\d{1,6}$/.test(bare)) return bare.padStart(6, '0')
  return /^[0-9A-Z]{4,12}$/.test(bare) ? bare : null
}
