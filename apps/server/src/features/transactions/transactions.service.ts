import type { listTransactions } from '@sma/contract/transactions'
import type { FundFacts, Transaction } from '@sma/finance/facts'
import { effectOf, transactionMoney, transactionShares } from '@sma/finance/transactions/money-and-shares'
import { priceText, sharesText } from '@sma/finance/numbers'
import type { z } from 'zod'
import { AppError } from '../../http/errors'
import type { OpenBook } from '../days/open-book'
import { moneyOrNull, reasonsFor } from '../days/reply-parts'
import { countBefore, cursorAfter, placesAfter, type Order } from './cursor'

export type TransactionsReply = z.input<typeof listTransactions.reply>
type Query = z.output<typeof listTransactions.query>

/** What a query asks for, by places in the account's list: equal pages have equal texts, whatever the query says. */
export interface Page {
  /** Places `start` to `end`, the last one left out. */
  start: number
  end: number
  fund: string | null
  limit: number
  order: Order
  /** What the pages before have not shown, likewise. */
  left: { start: number; end: number }
}

const DEFAULT_LIMIT = 100

/** Checks a query against the book: 400 `range-invalid` where from > to, 400 `cursor-invalid` for a cursor that is not ours. */
export function transactionsPage(book: OpenBook, query: Query): Page {
  const { from, to, fund, limit, cursor, order = 'oldest' } = query
  if (from && to && from > to) throw new AppError('range-invalid')
  const { entries } = book
  const start = from ? countBefore(entries, (row) => row.date < from) : 0
  const end = to ? countBefore(entries, (row) => row.date <= to) : entries.length
  const isKnown = fund === undefined || entries.some((row) => row.fundCode === fund)
  const left = cursor === undefined ? { start, end } : placesAfter(entries, cursor, order)
  if (left === null) throw new AppError('cursor-invalid')
  return {
    start,
    end: isKnown ? end : start,
    fund: isKnown ? (fund ?? null) : null,
    limit: limit ?? DEFAULT_LIMIT,
    order,
    left,
  }
}

export const pageKey = ({ start, end, fund, limit, order, left }: Page): string =>
  `${start}-${end} ${fund ?? ''} ${limit} ${order} ${left.start}-${left.end}`

/** One page; `no` counts over the account's life, `total` what the filter finds. */
export async function transactionsReply(book: OpenBook, page: Page): Promise<TransactionsReply> {
  const transactions = book.transactions()
  const funds = await namesOf(book, book.entries)
  const items: TransactionsReply['items'] = []
  let total = 0
  let last = -1
  let more = false
  for (let step = 0; step < page.end - page.start; step++) {
    const place = page.order === 'oldest' ? page.start + step : page.end - 1 - step
    const transaction = transactions[place]
    if (!transaction || (page.fund !== null && transaction.fundCode !== page.fund)) continue
    total++
    if (place < page.left.start || place >= page.left.end) continue
    if (items.length === page.limit) {
      more = true
      continue
    }
    items.push(transactionReply(transaction, place + 1, funds))
    last = place
  }
  return { total, items, next: more ? cursorAfter(book.entries, last, page.order) : null }
}

/** Names do not depend on the day. */
const namesOf = (book: OpenBook, entries: readonly { fundCode: string }[]) =>
  book.funds(new Set(entries.map(({ fundCode }) => fundCode)), book.dates.at(-1) ?? '')

/** The transactions at these places of the account's list, in the given order. */
export async function transactionReplies(
  book: OpenBook,
  places: readonly number[],
): Promise<TransactionsReply['items']> {
  const transactions = book.transactions()
  const funds = await namesOf(
    book,
    places.flatMap((place) => book.entries[place] ?? []),
  )
  return places.flatMap((place) => {
    const transaction = transactions[place]
    return transaction ? [transactionReply(transaction, place + 1, funds)] : []
  })
}

/** One transaction as replies show it; `no` counts from 1 over the account's life. */
export function transactionReply(
  transaction: Transaction,
  no: number,
  funds: ReadonlyMap<string, FundFacts>,
): TransactionsReply['items'][number] {
  const { date, fundCode, operation, priceE8, feeE4 } = transaction
  const amount = transactionMoney(transaction)
  const shares = transactionShares(transaction)
  const derived = [...(amount.derived ? ['amount' as const] : []), ...(shares.derived ? ['shares' as const] : [])]
  const figures = {
    amount: moneyOrNull(amount.valueE4),
    shares: shares.valueE4 === null ? null : sharesText(shares.valueE4),
    price: priceE8 === null ? null : priceText(priceE8),
    fee: moneyOrNull(feeE4),
  }
  return {
    no,
    date,
    fundCode,
    fundName: funds.get(fundCode)?.name ?? fundCode,
    operation,
    ...figures,
    ...(derived.length > 0 ? { derived } : {}),
    ...reasonsFor(figures, missingReasons(transaction)),
  }
}

/** A cash dividend has no shares; operations without money have no amount (R-TRX-4); the rest was not stated (R-TRX-3, R-HLD-4). */
function missingReasons({ operation, priceE8 }: Transaction) {
  const effect = effectOf(operation)
  const unknown = priceE8 === null ? 'price-unknown' : 'not-stated'
  return {
    amount: effect === 'silent' ? 'not-applicable' : effect === 'dividend' ? 'not-stated' : unknown,
    shares: effect === 'dividend' ? 'not-applicable' : effect === 'silent' ? 'not-stated' : unknown,
    price: effect === 'dividend' || effect === 'silent' ? 'not-applicable' : 'not-stated',
    fee: 'not-stated',
  }
}
