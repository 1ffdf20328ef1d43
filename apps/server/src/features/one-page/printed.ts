/** Wire figures as paper shows them: grouped, rounded half-up, with a minus sign and never a bare 0 for what is missing. */
import { formatScaled, parseE8 } from '@sma/finance/decimal'
import type { Language } from '../../http/error-words'

const MISSING = '—'
const SCALE = 8

interface Printing {
  places: number
  /** 2 turns a fraction into percent. */
  shift?: number
  signed?: boolean
}

function printed(value: string | null, { places, shift = 0, signed = false }: Printing): string {
  const scaled = value === null ? null : parseE8(value)
  if (scaled === null) return MISSING
  const text = formatScaled(scaled * 10n ** BigInt(shift), SCALE, places)
  const isZero = /^-?[0.]+$/.test(text)
  const [whole = '', fraction] = text.replace('-', '').split('.')
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  const body = fraction === undefined ? grouped : `${grouped}.${fraction}`
  if (isZero) return body
  return (text.startsWith('-') ? '−' : signed ? '+' : '') + body
}

export const money = (value: string | null): string => printed(value, { places: 2 })
export const gain = (value: string | null): string => printed(value, { places: 2, signed: true })
export const ratio = (value: string | null): string => percent(printed(value, { places: 2, shift: 2 }))
export const rate = (value: string | null): string => percent(printed(value, { places: 2, shift: 2, signed: true }))
/** NAVs, prices and shares keep the decimals they come with. */
export const asStated = (value: string | null): string => printed(value, { places: value?.split('.')[1]?.length ?? 0 })

const percent = (text: string): string => (text === MISSING ? text : `${text}%`)

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** `2021年11月23日` or `23 November 2021`. */
export function longDate(date: string, language: Language): string {
  const [year = '', month = '', day = ''] = date.split('-')
  if (language === 'en') return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''} ${year}`
  return `${year}年${Number(month)}月${Number(day)}日`
}

/** One line, whatever a source put between the words. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
