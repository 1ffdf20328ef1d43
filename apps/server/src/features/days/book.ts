/** The published book of a portfolio, read once per revision and kept in memory: replies are computed from it. */
import type { TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import type { Db } from '../../db/schema'
import { bookContext, readBook, type OpenBook } from './open-book'

export interface PortfolioRef {
  id: string
  revision: number
  /** The book as clients were shown it at an instant (ISO, UTC); read anew each time. */
  knownAt?: string
}

export interface Books {
  /** The book at the given revision or a later one. */
  open(portfolio: PortfolioRef): Promise<OpenBook>
  calendar(): Promise<TradingCalendar>
}

interface Kept {
  revision: number
  opening: Promise<OpenBook>
  bytes: number
}

/** Keeps books up to `maxBytes` in all, the least recently used go first; one reading serves all who wait for it. */
export function keepBooks(db: Db, maxBytes: number): Books {
  const kept = new Map<string, Kept>()
  const context = bookContext(db)
  let bytes = 0

  function forget(id: string, entry: Kept): void {
    if (kept.get(id) !== entry) return
    kept.delete(id)
    bytes -= entry.bytes
  }

  function weigh(id: string, entry: Kept, book: OpenBook): void {
    if (kept.get(id) !== entry) return
    entry.bytes = book.bytes
    entry.revision = book.revision
    bytes += entry.bytes
    for (const [oldest, other] of kept) {
      if (bytes <= maxBytes) return
      if (oldest !== id && other.bytes > 0) forget(oldest, other)
    }
  }

  return {
    calendar: context.calendar,
    open({ id, revision, knownAt }) {
      if (knownAt !== undefined) return readBook(context, id, knownAt)
      const found = kept.get(id)
      if (found && found.revision >= revision) {
        kept.delete(id)
        kept.set(id, found)
        return found.opening
      }
      if (found) forget(id, found)
      const opening = readBook(context, id)
      const entry: Kept = { revision, opening, bytes: 0 }
      kept.set(id, entry)
      opening.then(
        (book) => weigh(id, entry, book),
        () => forget(id, entry),
      )
      return opening
    },
  }
}

/** Index of the last published day on or before `date`, of the last one where no date is given; −1 before the first. */
export function dayIndex({ dates }: OpenBook, date: string | undefined): number {
  if (date === undefined) return dates.length - 1
  let low = 0
  let high = dates.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((dates[middle] ?? '') <= date) low = middle + 1
    else high = middle
  }
  return low - 1
}
