import type { Reply } from '@sma/contract/api'
import { dayNumber } from '@sma/ui/format/dates'

const WEEKEND_DAYS = 3

type Next = NonNullable<Reply<'readPortfolio'>['next']>

/** Key of the words that say when the figures after `last` come, read on the day `today`. */
export function nextWords(last: string, next: Next, today: string) {
  if (today > next.expectedOn) return 'next.late'
  if (next.provisional) return 'next.provisional'
  return dayNumber(next.date) - dayNumber(last) > WEEKEND_DAYS ? 'next.afterHolidays' : 'next.expected'
}
