import type { Reply } from '@sma/contract/api'
import { dayNumber } from '@sma/ui/format/dates'

type DayState = 'published' | 'withdrawn' | 'closed' | 'missing' | 'awaited' | 'before'

const STATES: Record<string, DayState> = { p: 'published', w: 'withdrawn', c: 'closed', m: 'missing', a: 'awaited' }

/** What a day is; one after the calendar's end has yet to come. */
export function dayState({ from, days }: Reply<'readCalendar'>, date: string): DayState {
  const place = dayNumber(date) - dayNumber(from)
  if (place < 0) return 'before'
  return STATES[days[place] ?? 'a'] ?? 'awaited'
}
