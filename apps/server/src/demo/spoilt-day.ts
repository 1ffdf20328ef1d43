/** One account's day on its way into the files, and the ways in which a back office spoils it. */
import { divideRound } from '@sma/finance/decimal'
import type { AccountSpec, DayBook, HoldingBook, JournalRow } from './books'
import { addDays, monthEnd } from './dates'
import { faRows, type FaRow } from './fa-rows'
import { fundCost } from './ledger'
import type { IsTradingDay } from './market'
import { unitNavOf, worth, yuan } from './numbers'

export interface Exported {
  spec: AccountSpec
  /** What FA prints: its rows, and the figures in the sheet's title. */
  book: DayBook
  rows: FaRow[]
  /** What O3.2 prints. */
  o32: DayBook
  /** The day in the file's name. */
  fileDate: string
}

/** A day as it should be exported. */
export const exported = (spec: AccountSpec, book: DayBook): Exported => ({
  spec,
  book,
  rows: faRows(spec, book),
  o32: book,
  fileDate: book.day.date,
})

/** FA and O3.2 tell the same, changed story. */
export const bothTell = (day: Exported, book: DayBook): Exported => ({
  ...exported(day.spec, book),
  fileDate: day.fileDate,
})
/** FA alone tells another story. */
export const faTells = (day: Exported, book: DayBook): Exported => ({ ...bothTell(day, book), o32: day.o32 })

export function changeRows(day: Exported, isMeant: (row: FaRow) => boolean, change: (row: FaRow) => FaRow): Exported {
  return { ...day, rows: day.rows.map((row) => (isMeant(row) ? change(row) : row)) }
}

export const valueMoreBy =
  (amountE4: bigint) =>
  (row: FaRow): FaRow => ({ ...row, marketValueE4: (row.marketValueE4 ?? 0n) + amountE4 })

export const isLabelled =
  (label: string) =>
  ({ code }: FaRow): boolean =>
    code.length === 1 && code[0] === label
export const isUnder =
  (account: string) =>
  ({ code }: FaRow): boolean =>
    code[0] === account

export function largest(book: DayBook): HoldingBook {
  const [first, ...rest] = book.holdings.filter(({ fund, sharesE4 }) => sharesE4 > 0n && fund.kind === 'open-end')
  if (!first) throw new RangeError('the account holds no open-end fund on the day of the fault')
  return rest.reduce((most, holding) => (holding.marketValueE4 > most.marketValueE4 ? holding : most), first)
}

export const isLargest =
  (book: DayBook) =>
  ({ code }: FaRow): boolean =>
    code[2] === '01' && code[3] === largest(book).fund.code

/** The largest holding with other shares or another price, and everything that follows from it. */
export function holdsOtherwise(book: DayBook, change: Partial<Pick<HoldingBook, 'sharesE4' | 'priceE8'>>): DayBook {
  const before = largest(book)
  const after = { ...before, ...change }
  after.marketValueE4 = worth(after.sharesE4, after.priceE8)
  const moreE4 = after.marketValueE4 - before.marketValueE4
  after.bookCostE4 += moreE4
  const account = fundCost(before.fund.code)
  const netAssetsE4 = book.netAssetsE4 + moreE4
  return {
    ...book,
    netAssetsE4,
    ...navs(book, unitNavOf(netAssetsE4, book.sharesE4)),
    balances: new Map([...book.balances, [account, (book.balances.get(account) ?? 0n) + moreE4]]),
    holdings: book.holdings.map((holding) => (holding === before ? after : holding)),
  }
}

export const navs = (book: DayBook, unitNavE8: bigint): Pick<DayBook, 'unitNavE8' | 'accumulatedNavE8'> => ({
  unitNavE8,
  accumulatedNavE8: book.accumulatedNavE8 + unitNavE8 - book.unitNavE8,
})

/** The price of the largest holding that moves net assets by so many thousandths. */
export function pricedOtherwise(day: Exported, thousandths: bigint): Exported {
  const { priceE8, marketValueE4 } = largest(day.book)
  const moreE8 = divideRound(priceE8 * day.book.netAssetsE4 * thousandths, marketValueE4 * 10_000_000n) * 10_000n
  return bothTell(day, holdsOtherwise(day.book, { priceE8: priceE8 + moreE8 }))
}

/** Money that stands in another account: debit balances are positive, so that a debt moved from one account grows there. */
export function movesBetween(
  book: DayBook,
  { from, to, amountE4 }: { from: string; to: string; amountE4: bigint },
): DayBook {
  const of = (account: string) => book.balances.get(account) ?? 0n
  return {
    ...book,
    balances: new Map([...book.balances, [from, of(from) - amountE4], [to, of(to) + amountE4]]),
  }
}

/** Money moved in four times at the end of the day's journal; the last balance is a yuan too high. */
export function movesMoney({ journal }: DayBook): JournalRow[] {
  const before = journal.at(-1)?.balanceE4 ?? 0n
  const moved = { operation: '资金划入', account: '银行存款', fund: null, priceE8: 0n, confirmedE4: 0n, qtyE4: 0n }
  const fees = { commissionE4: 0n, handlingE4: 0n, otherFeeE4: 0n }
  return [1, 2, 3, 4].map((at) => {
    const wrongE4 = at === 4 ? yuan(1) : 0n
    return { ...moved, ...fees, cashE4: yuan(100), subjectE4: yuan(100), balanceE4: before + yuan(at * 100) + wrongE4 }
  })
}

/** A later month end on which no exchange is open, so that nothing but its lateness is wrong. */
export function closedMonthEnd(date: string, isTradingDay: IsTradingDay): string {
  let end = monthEnd(addDays(date, 365))
  while (isTradingDay(end)) end = monthEnd(addDays(end, 1))
  return end
}
