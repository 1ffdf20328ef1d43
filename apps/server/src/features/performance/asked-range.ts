import type { DateRange } from '@sma/finance/periods/range'
import { resolveRange } from '@sma/finance/periods/range'
import { periodWindow, type PeriodKey, type PeriodWindow } from '@sma/finance/periods/period-window'
import { AppError } from '../../http/errors'
import type { OpenBook } from '../days/open-book'

/** The range that a request means; 400 or 404 where there is none (R-PER-5). */
export function askedRange({ series }: OpenBook, asked: { from?: string; to?: string }): DateRange {
  const result = resolveRange(series, asked)
  if (!result.ok) throw new AppError(result.problem)
  return result.range
}

/** The window of one of the five periods that a request means; all but `custom` look at its `to` only. */
export function askedWindow(book: OpenBook, asked: { period?: PeriodKey; from?: string; to?: string }): PeriodWindow {
  return periodWindow(book.series, book.calendar, asked.period ?? 'custom', askedRange(book, asked))
}

/** Names a window in the key of a kept reply: requests that mean the same share a reply. */
export const windowKey = ({ key, from, to }: PeriodWindow): string => `${key} ${from} ${to}`
