/** Until when a message is to be answered (`SMA_REPLY_WITHIN`). */
import type { TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { addDays } from '@sma/finance/dates'
import { shanghaiDate, startOfDay } from '../../shanghai'

/** `days` are trading days, to the end of the last one in Shanghai; `hours` go on whatever the day. */
export interface ReplyWithin {
  unit: 'days' | 'hours'
  count: number
}

const HOUR_MS = 3_600_000

export function dueAt(sent: Date, { unit, count }: ReplyWithin, calendar: TradingCalendar): string {
  if (unit === 'hours') return new Date(sent.getTime() + count * HOUR_MS).toISOString()
  let day = shanghaiDate(sent)
  for (let left = count; left > 0; left -= 1) day = calendar.nextTradingDay(day)
  return startOfDay(addDays(day, 1))
}
