/** Business dates are calendar dates (R-DAY-1): split as text, never read as instants. */

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
].concat(['November', 'December'])

/** `2021年11月3日` or `3 November 2021`; anything else comes back as it is. */
export function formatDateLong(date: string, locale: string): string {
  const match = ISO_DATE.exec(date)
  if (!match) return date
  const [year, month, day] = [match[1] ?? '', Number(match[2]), Number(match[3])]
  return locale.startsWith('zh') ? `${year}年${month}月${day}日` : `${day} ${MONTHS[month - 1] ?? ''} ${year}`
}

/** True for a real calendar date written `YYYY-MM-DD`: what a view takes from its URL. */
export function isIsoDate(text: unknown): text is string {
  if (typeof text !== 'string' || !ISO_DATE.test(text)) return false
  const stamp = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(stamp) && new Date(stamp).toISOString().startsWith(text)
}

/** Days since 1970-01-01: places on a time axis and gaps between points. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000
}

/** The calendar day in Shanghai at an instant in milliseconds. */
export function shanghaiDate(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
}

/** Wall-clock time `HH:mm` of an instant in milliseconds, in the reader's zone. */
export function formatClock(at: number): string {
  const time = new Date(at)
  return [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
}
