import { pointAt } from '@sma/finance/nav/nav-series'
import { periodFigures } from '@sma/finance/periods/period-figures'
import { periodWindow, windowPoints, type PeriodWindow } from '@sma/finance/periods/period-window'
import type { FundContribution } from '@sma/finance/statistics/contribution'
import type { Db } from '../../db/schema'
import { AppError } from '../../http/errors'
import type { OpenBook } from '../days/open-book'
import { dayRows } from '../holdings/holdings.service'
import { navReply, windowRebalancing } from '../performance/curve.service'
import { portfolioDay } from '../portfolios/portfolios.service'
import { transactionReplies } from '../transactions/transactions.service'
import { contributionPart, largestHoldings, lifeStatistics, nearPeriods, type OnePage } from './one-page-parts'
import { shownOutlook } from './outlooks.service'

const OPERATION_LINES = 6

/** One account on one page, on the published day at `index`; the screen and the PDF show this. */
export async function onePage(
  db: Db,
  book: OpenBook,
  of: { index: number; knownAt: string | undefined; readableUntil: string | null },
): Promise<OnePage> {
  const point = pointAt(book.series, of.index)
  if (!point) throw new AppError('no-valuation')
  const { date } = point
  const life = periodWindow(book.series, book.calendar, 'since-inception', { from: date, to: date })
  const outlook = await shownOutlook(db, { portfolioId: book.portfolioId, date, knownAt: of.knownAt })
  return {
    account: { ...(await portfolioDay(book, of.index)), readableUntil: of.readableUntil },
    near: nearPeriods(book, date),
    ...curveParts(book, life),
    ...(await holdingParts(book, of.index, life)),
    operations: await latestOperations(book, date),
    outlook: outlook && { date: outlook.date, text: outlook.text, writtenAt: outlook.written_at },
  }
}

function curveParts(book: OpenBook, life: PeriodWindow): Pick<OnePage, 'curve' | 'rebalancing' | 'statistics'> {
  const points = life.status === 'unavailable' ? [] : windowPoints(book.series, life)
  const days = life.status === 'unavailable' ? [] : windowRebalancing(book, life)
  return {
    curve: navReply(book, life),
    rebalancing: days.map(({ date, markDate }) => ({ date, markDate })),
    statistics: lifeStatistics(book, points),
  }
}

const HOLDINGS_UNKNOWN = { reasons: { largest: 'holdings-unavailable' } }

async function holdingParts(
  book: OpenBook,
  index: number,
  life: PeriodWindow,
): Promise<Pick<OnePage, 'holdings' | 'contribution'>> {
  const { gainE4, reasons } = periodFigures(book.series, life)
  const gain = { gainE4, reason: reasons['gain'] }
  const holdings = await book.holdings(index)
  if (!holdings) {
    const { gain: total, ...rest } = contributionPart([], { ...gain, gainE4: null, reason: 'holdings-unavailable' })
    const unknown = { gain: total, classes: rest.classes.map(({ assetClass }) => unknownClass(assetClass)) }
    return {
      holdings: { count: 0, largest: [], rest: null, ...HOLDINGS_UNKNOWN },
      contribution: { ...rest, ...unknown, ...HOLDINGS_UNKNOWN },
    }
  }
  const rows = await dayRows(book, index, holdings)
  return {
    holdings: largestHoldings(rows, book.accounts(index), pointAt(book.series, index)?.netAssetsE4 ?? 0n),
    contribution: contributionPart([...rows, ...unexplained(book, index)], gain),
  }
}

/** Accounts beside funds have a balance and no cost: what they gained is not known, nor what of the rest is cash's (R-CTB-2). */
const unexplained = (book: OpenBook, index: number): FundContribution[] =>
  book
    .accountsUpTo(index)
    .flatMap(({ code, name, assetClass }) =>
      assetClass === 'cash' ? [] : [{ fundCode: code, fundName: name, assetClass, profitE4: null }],
    )

const unknownClass = (assetClass: OnePage['contribution']['classes'][number]['assetClass']) => ({
  assetClass,
  profit: null,
  reasons: { profit: 'holdings-unavailable' },
})

/** The last transactions up to the day, newest first. */
async function latestOperations(book: OpenBook, date: string): Promise<OnePage['operations']> {
  const total = book.entries.filter((entry) => entry.date <= date).length
  const places = Array.from({ length: Math.min(total, OPERATION_LINES) }, (_, at) => total - 1 - at)
  return { total, latest: await transactionReplies(book, places) }
}
