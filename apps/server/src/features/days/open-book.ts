import { tradingCalendar, type TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { accountAccruals, type AccountAccruals } from '@sma/finance/fees/account-accruals'
import type { BenchmarkValue, Book, FundDividend, FundFacts, Holding, Transaction } from '@sma/finance/facts'
import type { OpeningDay } from '@sma/finance/holdings/opening'
import { navSeries, type NavSeries } from '@sma/finance/nav/nav-series'
import type { Db } from '../../db/schema'
import * as facts from './book-facts'
import * as queries from './book.queries'
import { keepRecent, packBenchmark, packSeries, packTransactions } from './packed'

/** What the replies show of a portfolio itself. */
export interface PortfolioMaster {
  code: string
  name: string
  strategy: string
  launchDate: string
  manager: string | null
  benchmark: string | null
}

/** A day whose figures were shown differently before, with the reason that was given. */
interface Restatement {
  date: string
  reason: string
  publishedAt: string
}

/** Days are named by their index in `dates`. */
export interface OpenBook {
  portfolioId: string
  revision: number
  /** How much memory it takes, in rows. */
  rows: number
  master: PortfolioMaster
  /** The published days, in order; the points of `series` are theirs. */
  dates: readonly string[]
  restated: readonly Restatement[]
  readonly series: NavSeries
  /** Up to the last published day, in date and source order (R-TRX-1). */
  readonly transactions: Transaction[]
  calendar: TradingCalendar
  /** The account's own fees (R-FEE-2). */
  accruals: AccountAccruals
  benchmark(): BenchmarkValue[]
  holdingsKnown(index: number): boolean
  /** FA's rows of the published version of the day. */
  holdings(index: number): Promise<Holding[]>
  /** The first day with holdings up to this one, where positions without history begin (R-HLD-5). */
  opening(index: number): Promise<OpeningDay | null>
  /** Names and classes by code. */
  funds(codes: Iterable<string>): Promise<ReadonlyMap<string, FundFacts>>
  dividends(codes: Iterable<string>): Promise<FundDividend[]>
}

export interface BookContext {
  db: Db
  calendar(): Promise<TradingCalendar>
  sharedText: facts.Shared
  sharedList: (list: string[]) => string[]
  recentSeries: (key: string, make: () => NavSeries) => NavSeries
  recentTransactions: (key: string, make: () => Transaction[]) => Transaction[]
}

/** Books that stay unpacked: those of the accounts that are being looked at. */
const UNPACKED_BOOKS = 50

export function bookContext(db: Db): BookContext {
  return {
    db,
    calendar: keepCalendar(db),
    sharedText: facts.shareTexts(),
    sharedList: facts.shareLists(),
    recentSeries: keepRecent(UNPACKED_BOOKS),
    recentTransactions: keepRecent(UNPACKED_BOOKS),
  }
}

/**
 * Reads everything in one transaction, so that all parts are of one revision whatever is published meanwhile. With `knownAt`,
 * days, transactions, flows and fees are those that clients were shown at that instant; master data and benchmarks are today's.
 */
export async function readBook(context: BookContext, id: string, knownAt: queries.KnownAt = null): Promise<OpenBook> {
  const { db, sharedText, sharedList } = context
  const calendar = await context.calendar()
  const rows = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((trx) => readRows(trx, id, knownAt))
  const { portfolio, valuations, benchmark } = rows
  const book = bookFacts(rows, sharedText)
  const datesOf = (dated: readonly { date: string }[]) => sharedList(dated.map(({ date }) => date))
  const dates = datesOf(book.valuations)
  const key = `${id}@${portfolio.revision} ${knownAt ?? ''}`
  const series = packSeries(navSeries(book), dates)
  const transactions = packTransactions(book.transactions)
  return {
    portfolioId: id,
    revision: portfolio.revision,
    rows: valuations.length + book.transactions.length + book.flows.length + book.fees.length + benchmark.length,
    master: masterOf(portfolio),
    dates,
    restated: restatements(valuations),
    get series() {
      return context.recentSeries(key, series)
    },
    get transactions() {
      return context.recentTransactions(key, transactions)
    },
    calendar,
    accruals: accountAccruals(book),
    benchmark: packBenchmark(book.benchmark, datesOf(book.benchmark)),
    ...dayReaders(db, id, { rows: valuations, dates }),
    ...fundReaders(db),
  }
}

async function readRows(db: Db, id: string, knownAt: queries.KnownAt) {
  return {
    portfolio: await queries.selectPortfolio(db, id),
    valuations: await queries.selectValuations(db, id, knownAt),
    transactions: await queries.selectTransactions(db, id, knownAt),
    flows: await queries.selectFlows(db, id, '', knownAt),
    fees: await queries.selectFees(db, id, knownAt),
    benchmark: await queries.selectBenchmark(db, id),
  }
}

type Rows = Awaited<ReturnType<typeof readRows>>

const restatements = (rows: Rows['valuations']): Restatement[] =>
  rows.flatMap(({ date, reason, published_at }) =>
    reason === null || published_at === null ? [] : [{ date, reason, publishedAt: published_at }],
  )

/** What is dated after the last published day waits for its day. */
function bookFacts(rows: Rows, shared: facts.Shared): Book {
  const lastDay = rows.valuations.at(-1)?.date ?? ''
  const published = (row: { date: string }): boolean => row.date <= lastDay
  return {
    portfolio: facts.portfolioFacts(rows.portfolio),
    valuations: facts.valuationFacts(rows.valuations, shared),
    transactions: rows.transactions.filter(published).map((row) => facts.transactionFacts(row, shared)),
    flows: rows.flows.filter(published).map((row) => facts.flowFacts(row, shared)),
    fees: rows.fees.filter(published).map((row) => facts.feeFacts(row, shared)),
    benchmark: rows.benchmark.filter(published).map((row) => facts.benchmarkFacts(row, shared)),
    dividends: [],
  }
}

export function masterOf(portfolio: Rows['portfolio']): PortfolioMaster {
  const { code, name, strategy, launch_date: launchDate, manager, benchmark } = portfolio
  return { code, name, strategy, launchDate, manager, benchmark }
}

/** Rows of a published version never change, so what is read later still belongs to the book. */
function dayReaders(
  db: Db,
  portfolioId: string,
  days: { rows: Rows['valuations']; dates: readonly string[] },
): Pick<OpenBook, 'holdingsKnown' | 'holdings' | 'opening'> {
  const { dates, rows } = days
  const versions = Uint32Array.from(rows, (day) => day.version)
  const known = Uint8Array.from(rows, (day) => day.holdings_known)
  const first = known.indexOf(1)
  let opening: OpeningDay | null = null

  async function holdings(index: number): Promise<Holding[]> {
    const date = dates[index]
    const version = versions[index]
    if (date === undefined || version === undefined) return []
    return (await queries.selectHoldings(db, { portfolioId, date, version })).map(facts.holdingFacts)
  }

  return {
    holdingsKnown: (index) => known[index] === 1,
    holdings,
    async opening(index) {
      const date = dates[first]
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
            found.filter(({ fundCode }) => fundCode === code),
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
