/** One fund of an account, whole: its row, its profit in parts, its NAV since the account has it, and what was done in it. */
import type { readFund } from '@sma/contract/funds'
import { moneyText } from '@sma/finance/decimal'
import { firstDayOf, fundNavs } from '@sma/finance/holdings/fund-nav'
import type { HoldingRow } from '@sma/finance/holdings/holdings-day'
import { pointAt } from '@sma/finance/nav/nav-series'
import { priceText } from '@sma/finance/numbers'
import type { z } from 'zod'
import { AppError } from '../../http/errors'
import type { OpenBook } from '../days/open-book'
import { dayRows, holdingReply } from '../holdings/holdings.service'
import { transactionReply } from '../transactions/transactions.service'

export type FundReply = z.input<typeof readFund.reply>

const MOST_TRANSACTIONS = 1000

/** The fund on the published day at `index`; 404 `not-found` where the account has not had it by then. */
export async function fundPage(book: OpenBook, index: number, fundCode: string): Promise<FundReply> {
  const date = pointAt(book.series, index)?.date
  if (date === undefined) throw new AppError('no-valuation')
  const transactions = fundTransactions(book, fundCode, date)
  const firstDate = firstDayOf(transactions, await openingOf(book, index, fundCode))
  if (firstDate === null) throw new AppError('not-found')
  const holdings = await book.holdings(index)
  const row = holdings && (await dayRows(book, index, holdings)).find((one) => one.fundCode === fundCode)
  const funds = await book.funds([fundCode], date)
  const fund = funds.get(fundCode)
  const span = { from: firstDate, to: date }
  const navs = fundNavs(await book.shownNavs(fundCode, index), await book.publicNavs(fundCode), span)
  return {
    date,
    assetClass: fund?.assetClass ?? null,
    ...(row ? rowParts(row) : unknownRow(fundCode, fund?.name ?? fundCode)),
    firstDate,
    nav: { dates: navs.map((nav) => nav.date), unitNav: navs.map(({ unitNavE8 }) => priceText(unitNavE8)) },
    transactions: {
      total: transactions.length,
      items: transactions
        .slice(-MOST_TRANSACTIONS)
        .map(({ no, ...transaction }) => transactionReply(transaction, no, funds)),
    },
  }
}

const fundTransactions = (book: OpenBook, fundCode: string, date: string) =>
  book
    .transactions()
    .map((transaction, at) => ({ ...transaction, no: at + 1 }))
    .filter((one) => one.fundCode === fundCode && one.date <= date)

async function openingOf(book: OpenBook, index: number, fundCode: string) {
  const opening = await book.opening(index)
  return opening && { date: opening.date, isHeld: opening.holdings.some((one) => one.fundCode === fundCode) }
}

function rowParts(row: HoldingRow) {
  const { parts, reasons, feesE4 } = row
  const reply = holdingReply(row)
  if (parts) {
    const { unrealisedE4, realisedE4, incomeE4, earlierE4 } = parts
    const texts = {
      unrealised: moneyText(unrealisedE4),
      realised: moneyText(realisedE4),
      income: moneyText(incomeE4),
      earlier: moneyText(earlierE4),
    }
    return { ...reply, parts: texts, fees: moneyText(feesE4) }
  }
  const why = reasons.profit ?? reasons.cost ?? 'amount-unknown'
  return { ...reply, parts: null, fees: moneyText(feesE4), reasons: { ...reply.reasons, parts: why } }
}

const UNKNOWN = ['shares', 'cost', 'unitNav', 'marketValue', 'profit', 'ratio', 'status', 'parts', 'fees'] as const

/** R-HLD-1: a day that was published without holdings says nothing of a fund. */
function unknownRow(fundCode: string, fundName: string) {
  const nothing = { shares: null, cost: null, unitNav: null, priceDate: null, marketValue: null, profit: null }
  const rest = { profitSince: null, ratio: null, status: null, parts: null, fees: null }
  const reasons = Object.fromEntries(UNKNOWN.map((field) => [field, 'holdings-unavailable']))
  return { fundCode, fundName, ...nothing, ...rest, reasons }
}
