import { addDays } from '@sma/finance/dates'
import { shanghaiDate } from '../shanghai'

/** The last trading day before the day that `now` falls on in Shanghai (R-DAY-1). */
export function lastTradingDay(now: Date, isTradingDay: (date: string) => boolean): string {
  let day = addDays(shanghaiDate(now), -1)
  while (!isTradingDay(day)) day = addDays(day, -1)
  return day
}
