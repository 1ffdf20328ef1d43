import type { readHoldings } from '@sma/contract/holdings'
import { moneyText, roundToCents } from '@sma/finance/decimal'
import type { ClassedAccount, Holding } from '@sma/finance/facts'
import { ratioOf } from '@sma/finance/holdings/classes'
import { holdingRows, type HoldingRow } from '@sma/finance/holdings/holdings-day'
import { pointAt } from '@sma/finance/nav/nav-series'
import { priceText, sharesText } from '@sma/finance/numbers'
import type { z } from 'zod'
import { AppError } from '../../http/errors'
import type { OpenBook } from '../days/open-book'
import { dayClasses, type ClassReply } from '../days/day-classes'
import { moneyOrNull, rateOrNull, reasonsFor } from '../days/reply-parts'

export type HoldingsReply = z.input<typeof readHoldings.reply>
type HoldingReply = HoldingsReply['classes'][number]['holdings'][number]

/** Holdings of the published day at `index` by class, sold-out funds included (R-HLD-1..7). */
export async function holdingsDay(book: OpenBook, index: number): Promise<HoldingsReply> {
  const point = pointAt(book.series, index)
  if (!point) throw new AppError('no-valuation')
  const holdings = await book.holdings(index)
  const { classes, reason } = await dayClasses(book, index, holdings)
  const day = { date: point.date, netAssets: moneyText(point.netAssetsE4) }
  if (!holdings) {
    const unknown = (row: ClassReply) => ({
      ...row,
      holdings: [],
      accounts: [],
      reasons: { ...row.reasons, ...HOLDINGS_UNKNOWN },
    })
    return { ...day, classes: classes.map(unknown), reasons: { classes: 'holdings-unavailable' } }
  }
  const rows = await dayRows(book, index, holdings)
  const accounts = book.accounts(index)
  const accountReply = ({ code, name, marketValueE4 }: ClassedAccount) => ({
    accountCode: code,
    accountName: name,
    marketValue: moneyText(marketValueE4),
    ratio: rateOrNull(ratioOf(roundToCents(marketValueE4), roundToCents(point.netAssetsE4))),
  })
  const lacksClass = reason ?? (rows.some((row) => row.assetClass === null) ? 'fund-class-missing' : null)
  return {
    classes: classes.map((row) => ({
      holdings: rows.filter(({ assetClass }) => assetClass === row.assetClass).map(holdingReply),
      accounts: accounts.filter(({ assetClass }) => assetClass === row.assetClass).map(accountReply),
      ...row,
    })),
    ...day,
    ...(lacksClass ? { reasons: { classes: lacksClass } } : {}),
  }
}

const HOLDINGS_UNKNOWN = { holdings: 'holdings-unavailable' }

/** Rows of every fund that is or was held on the published day at `index` (R-HLD-1..7). */
export async function dayRows(book: OpenBook, index: number, holdings: readonly Holding[]): Promise<HoldingRow[]> {
  const { calendar, series } = book
  const point = pointAt(series, index)
  const opening = await book.opening(index)
  if (!point || !opening) return []
  const transactions = book.transactions()
  const codes = new Set([...holdings, ...opening.holdings, ...transactions].map(({ fundCode }) => fundCode))
  const { date, netAssetsE4 } = point
  const [funds, dividends] = [await book.funds(codes, date), await book.dividends(codes, index)]
  return holdingRows({ date, netAssetsE4, holdings, opening, transactions, dividends, funds, calendar })
}

/** A row as replies show it. */
export function holdingReply(row: HoldingRow): HoldingReply {
  const figures = {
    cost: moneyOrNull(row.costE4),
    unitNav: row.unitNavE8 === null ? null : priceText(row.unitNavE8),
    profit: moneyOrNull(row.profitE4),
    ratio: rateOrNull(row.ratioE8),
  }
  const codes = {
    unitNav: row.sharesE4 === 0n && row.marketValueE4 === 0n ? 'sold-out' : 'not-stated',
    ratio: 'net-assets-not-positive',
    ...row.reasons,
  }
  return {
    fundCode: row.fundCode,
    fundName: row.fundName,
    shares: sharesText(row.sharesE4),
    ...figures,
    priceDate: row.priceDate,
    marketValue: moneyText(row.marketValueE4),
    profitSince: row.profitSince,
    status: row.status,
    ...reasonsFor(figures, codes),
  }
}
