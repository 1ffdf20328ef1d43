/** The published book of a portfolio, read once per revision and kept in memory: replies are computed from it. */
import { tradingCalendar, type TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import type { Book, FundDividend, FundFacts, Holding } from '@sma/finance/facts'
import type { OpeningDay } from '@sma/finance/holdings/opening'
import { lastPointUpTo, navSeries, type NavSeries } from '@sma/finance/nav/nav-series'
import type { Db } from '../../db/schema'
import * as facts from './book-facts'
import * as queries from './book.queries'

export interface PortfolioRef {
  id: string
  revision: number
}

/** What the replies show of a portfolio itself. */
export interface PortfolioMaster {
  code: string
  name: string
  strategy: string
  launchDate: string
  manager: string | null
  benchmark: string | null
}

export interface OpenBook {
  portfolioId: string
  revision: number
  master: PortfolioMaster
  /** Transactions up to the last published day (R-TRX-1); dividends come from `dividends`. */
  facts: Book
  series: NavSeries
  calendar: TradingCalendar
  /** FA's rows of the published version of the valuation at `index`. */
  holdings(index: number): Promise<Holding[]>
  /** The first valuation with holdings up to `index`, where positions without history begin (R-HLD-5). */
  opening(index: number): Promise<OpeningDay | null>
  /** Names and classes by code. */
  funds(codes: Iterable<string>): Promise<ReadonlyMap<string, FundFacts>>
  dividends(codes: Iterable<string>): Promise<FundDividend[]>
}

export interface Books {
  /** The book at the given revision or a later one. */
  open(portfolio: PortfolioRef): Promise<OpenBook>
}

interface Kept {
  revision: number
  opening: Promise<OpenBook>
  rows: number
}

/** Keeps books up to `maxRows` rows in all, the least recently used go first; one reading serves all who wait for it. */
export function keepBooks(db: Db, maxRows: number): Books {
  const kept = new Map<string, Kept>()
  const context: Context = { db, shared: facts.shareTexts(), calendars: keepCalendar(db) }
  let rows = 0

  function forget(id: string, entry: Kept): void {
    if (kept.get(id) !== entry) return
    kept.delete(id)
    rows -= entry.rows
  }

  function weigh(id: string, entry: Kept, book: OpenBook): void {
    if (kept.get(id) !== entry) return
    entry.rows = rowsOf(book.facts)
    entry.revision = book.revision
    rows += entry.rows
    for (const [oldest, other] of kept) {
      if (rows <= maxRows) return
      if (oldest !== id && other.rows > 0) forget(oldest, other)
    }
  }

  return {
    open({ id, revision }) {
      const found = kept.get(id)
      if (found && found.revision >= revision) {
        kept.delete(id)
        kept.set(id, found)
        return found.opening
      }
      if (found) forget(id, found)
      const opening = readBook(context, id)
      const entry: Kept = { revision, opening, rows: 0 }
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
export const dayIndex = (book: OpenBook, date: string | undefined): number =>
  date === undefined ? book.series.points.length - 1 : lastPointUpTo(book.series, date)

interface Context {
  db: Db
  shared: facts.Shared
  calendars: () => Promise<TradingCalendar>
}

/** Reads everything in one transaction, so that all parts are of one revision whatever is published meanwhile. */
async function readBook(context: Context, id: string): Promise<OpenBook> {
  const { db, shared } = context
  const calendar = await context.calendars()
  const rows = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((trx) => readRows(trx, id))
  const { portfolio, valuations } = rows
  const published = upTo(valuations.at(-1)?.date ?? '')
  const book: Book = {
    portfolio: facts.portfolioFacts(portfolio),
    valuations: facts.valuationFacts(valuations, shared),
    transactions: rows.transactions.filter(published).map((row) => facts.transactionFacts(row, shared)),
    flows: rows.flows.filter(published).map((row) => facts.flowFacts(row, shared)),
    fees: rows.fees.filter(published).map((row) => facts.feeFacts(row, shared)),
    benchmark: rows.benchmark.map((row) => facts.benchmarkFacts(row, shared)),
    dividends: [],
  }
  const { code, name, strategy, launch_date: launchDate, manager, benchmark } = portfolio
  return {
    portfolioId: id,
    revision: portfolio.revision,
    master: { code, name, strategy, launchDate, manager, benchmark },
    facts: book,
    series: navSeries(book),
    calendar,
    ...dayReaders(db, id, { valuations: book.valuations, versions: valuations.map((row) => row.version) }),
    ...fundReaders(db),
  }
}

async function readRows(db: Db, id: string) {
  return {
    portfolio: await queries.selectPortfolio(db, id),
    valuations: await queries.selectValuations(db, id),
    transactions: await queries.selectTransactions(db, id),
    flows: await queries.selectFlows(db, id),
    fees: await queries.selectFees(db, id),
    benchmark: await queries.selectBenchmark(db, id),
  }
}

const upTo =
  (lastDay: string) =>
  (row: { date: string }): boolean =>
    row.date <= lastDay

/** Rows of a published version never change, so what is read later still belongs to the book. */
function dayReaders(
  db: Db,
  portfolioId: string,
  days: { valuations: Book['valuations']; versions: number[] },
): Pick<OpenBook, 'holdings' | 'opening'> {
  const { valuations, versions } = days
  const first = valuations.findIndex((valuation) => valuation.holdingsKnown)
  let opening: OpeningDay | null = null

  async function holdings(index: number): Promise<Holding[]> {
    const date = valuations[index]?.date
    const version = versions[index]
    if (date === undefined || version === undefined) return []
    return (await queries.selectHoldings(db, { portfolioId, date, version })).map(facts.holdingFacts)
  }

  return {
    holdings,
    async opening(index) {
      const date = valuations[first]?.date
      if (date === undefined || first > index) return null
      opening ??= { date, holdings: await holdings(first) }
      return opening
    },
  }
}

/** Funds and dividends are read for the codes that are asked for, once. */
function fundReaders(db: Db): Pick<OpenBook, 'funds' | 'dividends'> {
  const funds = new Map<string, FundFacts>()
  const dividends = new Map<string, FundDividend[]>()

  return {
    async funds(codes) {
      const missing = [...codes].filter((code) => !funds.has(code))
      if (missing.length > 0)
        for (const row of await queries.selectFunds(db, missing)) funds.set(row.code, facts.fundFacts(row))
      return funds
    },
    async dividends(codes) {
      const asked = [...codes]
      const missing = asked.filter((code) => !dividends.has(code))
      if (missing.length > 0) {
        const found = (await queries.selectDividends(db, missing)).flatMap(facts.dividendFacts)
        for (const code of missing)
          dividends.set(
            code,
            found.filter((dividend) => dividend.fundCode === code),
          )
      }
      return asked.flatMap((code) => dividends.get(code) ?? [])
    },
  }
}

/** The calendar with imported days; built anew only when they have changed. */
function keepCalendar(db: Db): () => Promise<TradingCalendar> {
  let known: { days: string; calendar: TradingCalendar } | null = null
  return async () => {
    const rows = await queries.selectCalendarDays(db)
    const days = rows.map((row) => row.date + row.is_trading_day).join()
    if (known?.days === days) return known.calendar
    const overrides = rows.map((row) => ({ date: row.date, isTradingDay: row.is_trading_day === 1 }))
    known = { days, calendar: tradingCalendar(overrides) }
    return known.calendar
  }
}

const rowsOf = (book: Book): number =>
  book.valuations.length + book.transactions.length + book.flows.length + book.fees.length + book.benchmark.length
