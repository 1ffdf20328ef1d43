/**
 * Where a page ended: the date and how many transactions of that date were seen. A transaction that arrives later for
 * another day moves nothing. Opaque to callers.
 */
import type { TransactionEntry } from '../days/packed'

const CURSOR = /^(\d{4}-\d{2}-\d{2}):([1-9]\d{0,5})$/

/** The cursor of the page that ended at `place`. */
export function cursorAfter(transactions: readonly TransactionEntry[], place: number): string {
  const date = transactions[place]?.date ?? ''
  const first = transactions.findIndex((transaction) => transaction.date === date)
  return Buffer.from(`${date}:${place - first + 1}`).toString('base64url')
}

/** The place that a page begins at; null where `cursor` is none of ours. */
export function placeAfter(transactions: readonly TransactionEntry[], cursor: string): number | null {
  const [, date, seen] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  if (date === undefined || seen === undefined) return null
  const sameOrLater = transactions.findIndex((transaction) => transaction.date >= date)
  if (sameOrLater < 0) return transactions.length
  const later = transactions.findIndex((transaction) => transaction.date > date)
  return Math.min(sameOrLater + Number(seen), later < 0 ? transactions.length : later)
}
