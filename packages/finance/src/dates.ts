/**
 * Arithmetic on business dates as `YYYY-MM-DD` text (R-DAY-1): whole days in the proleptic Gregorian calendar, no clock
 * and no time zone. Text in this form sorts like the dates it names.
 */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const DAYS_BEFORE_1970 = 719_468
const DAYS_PER_ERA = 146_097

/** True for a date that exists, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  const match = DATE.exec(text)
  if (!match) return false
  const month = Number(match[2])
  const day = Number(match[3])
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(Number(match[1]), month)
}

/** Days since 1970-01-01. Years are counted from March, so that 29 February ends one. */
export function dayNumber(date: string): number {
  const month = monthOf(date)
  const year = yearOf(date) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + Number(date.slice(8, 10)) - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * DAYS_PER_ERA + dayOfEra - DAYS_BEFORE_1970
}

/** The date `day` days after 1970-01-01. */
export function dateOfDay(day: number): string {
  const shifted = day + DAYS_BEFORE_1970
  const era = Math.floor(shifted / DAYS_PER_ERA)
  const dayOfEra = shifted - era * DAYS_PER_ERA
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return dateText(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth)
}

export const addDays = (date: string, days: number): string => dateOfDay(dayNumber(date) + days)

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from)

/** The same day `years` later (or earlier); 29 February goes back to 28 February (R-PER-3). */
export function addYears(date: string, years: number): string {
  const year = yearOf(date) + years
  const month = monthOf(date)
  return dateText(year, month, Math.min(Number(date.slice(8, 10)), daysInMonth(year, month)))
}

/** The same day `months` later (or earlier); the last day of a month that has no such day (R-PER-7). */
export function addMonths(date: string, months: number): string {
  const count = yearOf(date) * 12 + monthOf(date) - 1 + months
  const [year, month] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1]
  return dateText(year, month, Math.min(Number(date.slice(8, 10)), daysInMonth(year, month)))
}

/** ISO weekday, Monday 1 to Sunday 7. */
export const weekday = (date: string): number => ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1

export const yearOf = (date: string): number => Number(date.slice(0, 4))
export const monthOf = (date: string): number => Number(date.slice(5, 7))
export const monthStart = (date: string): string => `${date.slice(0, 8)}01`
export const monthEnd = (date: string): string =>
  dateText(yearOf(date), monthOf(date), daysInMonth(yearOf(date), monthOf(date)))
export const isMonthEnd = (date: string): boolean => date === monthEnd(date)
export const yearStart = (date: string): string => `${date.slice(0, 4)}-01-01`

/** ISO 8601 week such as `2021-W47`; the year is that of the week's Thursday. */
export function isoWeek(date: string): string {
  const thursday = addDays(date, 4 - weekday(date))
  const week = Math.floor(daysBetween(yearStart(thursday), thursday) / 7) + 1
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function dateText(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
