import type { TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import type { Book } from '@sma/finance/facts'
import { navSeries, type NavSeries } from '@sma/finance/nav/nav-series'
import type { Db } from '../../db/schema'
import type { PortfolioRef, Books } from './book'
import { flowFacts, portfolioFacts, valuationFacts } from './book-facts'
import * as queries from './book.queries'
import { masterOf, type PortfolioMaster } from './open-book'

/** The end of a book: enough for the last published day's own figures. */
export interface LatestDay {
  revision: number
  master: PortfolioMaster
  /** The last two published days, or more. */
  series: NavSeries
  calendar: TradingCalendar
}

/** Reads the last two published days instead of the whole book, where they say the same of the last one (R-PER-6). */
export async function readLatestDay(db: Db, books: Books, portfolio: PortfolioRef): Promise<LatestDay> {
  const rows = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((trx) => readEnd(trx, portfolio.id))
  const [last, base] = rows.valuations
  if (!last || !base || hidesDistributions(last, base)) return books.open(portfolio)
  const same = (text: string) => text
  const book: Book = {
    portfolio: portfolioFacts(rows.portfolio),
    valuations: valuationFacts([base, last], same),
    transactions: [],
    flows: rows.flows.filter((row) => row.date <= last.date).map((row) => flowFacts(row, same)),
    fees: [],
    benchmark: [],
    dividends: [],
  }
  const { revision } = rows.portfolio
  return { revision, master: masterOf(rows.portfolio), series: navSeries(book), calendar: await books.calendar() }
}

async function readEnd(db: Db, id: string) {
  const portfolio = await queries.selectPortfolio(db, id)
  const valuations = await queries.selectLastValuations(db, { portfolioId: id })
  const flows = await queries.selectFlows(db, { portfolioId: id, after: valuations[1]?.date ?? '' })
  return { portfolio, valuations, flows }
}

type Row = Awaited<ReturnType<typeof queries.selectLastValuations>>[number]

/** Where accumulated − unit NAV has changed, only the book knows which distributions it has shown before (R-NAV-2). */
const hidesDistributions = (last: Row, base: Row): boolean => {
  if (last.accumulated_nav_e8 === null) return false
  if (base.accumulated_nav_e8 === null) return true
  return last.accumulated_nav_e8 - last.unit_nav_e8 !== base.accumulated_nav_e8 - base.unit_nav_e8
}
