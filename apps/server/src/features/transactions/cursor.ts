/**
 * Where a page ended: the date and how many transactions of that date were seen. A transaction that arrives later for
 * another day moves nothing. Opaque to callers.
 */
import type { TransactionEntry } from '../days/packed'

const CURSOR = /^(\d{4}-\d{2}-\d{2}):([1-9]\d{0,5})$/

export type Order = 'oldest' | 'newest'

/** The cursor of the page that ended at `place`. */
export function cursorAfter(transactions: readonly TransactionEntry[], place: number, order: Order): string {
  const date = transactions[place]?.date ?? ''
  const { first, end } = placesOf(transactions, date)
  const seen = order === 'oldest' ? place - first + 1 : end - place
  return Buffer.from(`${date}:${seen}`).toString('base64url')
}

/** The places that are left after a cursor, `start` to `end` without the last; null where it is none of ours. */
export function placesAfter(
  transactions: readonly TransactionEntry[],
  cursor: string,
  order: Order,
): { start: number; end: number } | null {
  const [, date, seen] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  if (date === undefined || seen === undefined) return null
  const { first, end } = placesOf(transactions, date)
  return order === 'oldest'
    ? { start: Math.min(first + Number(seen), end), end: transactions.length }
    : { start: 0, end: Math.max(end - Number(seen), first) }
}

/** Where the transactions of a day stand; where it has none, where they would. */
function placesOf(transactions: readonly TransactionEntry[], date: string): { first: number; end: number } {
  return {
    first: countBefore(transactions, (row) => row.date < date),
    end: countBefore(transactions, (row) => row.date <= date),
  }
}

/** How many rows stand before the first that is not `earlier`; rows are in date order. */
export function countBefore(rows: readonly TransactionEntry[], earlier: (row: TransactionEntry) => boolean): number {
  const found = rows.findIndex((row) => !earlier(row))
  return found < 0 ? rows.length : found
}
