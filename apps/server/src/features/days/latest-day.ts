import type { TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import type { Book } from '@sma/finance/facts'
import { navSeries, type NavSeries } from '@sma/finance/nav/nav-series'
import type { Db } from '../../db/schema'
import { inSnapshot } from '../../db/snapshot'
import type { PortfolioRef, Books } from './book'
import { flowFacts, portfolioFacts, valuationFacts } from './book-facts'
import * as queries from './book.queries'
import * as known from './known-book.queries'
import { knownCalendar, masterOf, type PortfolioMaster } from './open-book'

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
  const rows = await inSnapshot(db, (tx) => readEnd(tx, portfolio))
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
  const { knownAt } = portfolio
  const calendar = knownAt === undefined ? await books.calendar() : await knownCalendar(db, knownAt)
  return { revision, master: masterOf(rows.portfolio), series: navSeries(book), calendar }
}

async function readEnd(db: Db, { id, knownAt }: PortfolioRef) {
  if (knownAt !== undefined) return readKnownEnd(db, { portfolioId: id, knownAt })
  const portfolio = await queries.selectPortfolio(db, id)
  const valuations = await queries.selectLastValuations(db, { portfolioId: id })
  const flows = await queries.selectFlows(db, { portfolioId: id, after: valuations[1]?.date ?? '' })
  return { portfolio, valuations, flows }
}

async function readKnownEnd(db: Db, at: { portfolioId: string; knownAt: string }) {
  const portfolio = await known.selectKnownPortfolio(db, at)
  const valuations = (await known.selectKnownValuations(db, at)).slice(-2).reverse()
  const flows = await known.selectKnownFlows(db, at)
  const after = valuations[1]?.date ?? ''
  return { portfolio, valuations, flows: flows.filter(({ date }) => date > after) }
}

type Row = Awaited<ReturnType<typeof queries.selectLastValuations>>[number]

/** Where accumulated − unit NAV has changed, only the book knows which distributions it has shown before (R-NAV-2). */
const hidesDistributions = (last: Row, base: Row): boolean => {
  if (last.accumulated_nav_e8 === null) return false
  if (base.accumulated_nav_e8 === null) return true
  return last.accumulated_nav_e8 - last.unit_nav_e8 !== base.accumulated_nav_e8 - base.unit_nav_e8
}
