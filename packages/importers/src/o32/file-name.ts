/** What the name of an O3.2 export says: a hint that must not contradict the content. */
import { validDate } from '../bytes/cells'

const DATE = /(?<!\d)(\d{4})(?:[-._年](\d{1,2})[-._月](\d{1,2})日?|(\d{2})(\d{2}))(?!\d)/g
const FUND_NUMBER = /[-_](\d{2,6})(?:\s*[(（]\d+[)）])?$/

/** Dates in the name, in order: one is the export's day, two are a range. */
export function fileNameDates(fileName: string): string[] {
  const dates: string[] = []
  for (const [, year, month, day, monthDigits, dayDigits] of stem(fileName).matchAll(DATE)) {
    const date = validDate(Number(year), Number(month ?? monthDigits), Number(day ?? dayDigits))
    if (date !== null) dates.push(date)
  }
  return dates
}

/** The 基金编号 at the end of a menu export's name ("…_基金证券-6301.xlsx"), null without one. */
export const fileNameFund = (fileName: string): string | null =>
  FUND_NUMBER.exec(
    stem(fileName)
      .replace(DATE, '')
      .replace(/[-_\s]+$/, ''),
  )?.[1] ?? null

const stem = (fileName: string): string =>
  fileName
    .normalize('NFKC')
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]*$/, '')

/** True where a row's date lies in what the name says; a name without a date says nothing. */
export function fitsFileName(date: string, named: readonly string[]): boolean {
  const first = named[0]
  const last = named.at(-1)
  if (first === undefined || last === undefined) return true
  return first <= last ? date >= first && date <= last : date === first || date === last
}
