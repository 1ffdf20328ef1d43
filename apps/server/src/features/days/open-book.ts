import { tradingCalendar, type TradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { accountAccruals, FEE_PARTS, type AccountAccruals } from '@sma/finance/fees/account-accruals'
import type {
  AccountState,
  BenchmarkValue,
  Book,
  ClassedAccount,
  FundDividend,
  FundFacts,
  Holding,
  Transaction,
} from '@sma/finance/facts'
import type { DatedNav, ShownNav } from '@sma/finance/holdings/fund-nav'
import type { OpeningDay } from '@sma/finance/holdings/opening'
import { navSeries, type NavSeries } from '@sma/finance/nav/nav-series'
import type { Db } from '../../db/schema'
import { inSnapshot } from '../../db/snapshot'
import * as facts from './book-facts'
import * as queries from './book.queries'
import { accountsOf } from './day-figures'
import * as known from './known-book.queries'
import { OBJECT_BYTES, packBenchmark, packSeries, packTransactions, type TransactionEntry } from './packed'
import { shownDividends, type LastShown, type SaidDividend } from './shown-dividends'

/** What the replies show of a portfolio itself. */
export interface PortfolioMaster {
  code: string
  name: string
  strategy: string
  launchDate: string
  manager: string | null
  benchmark: string | null
  /** Trading days from a valuation's day to its disclosure (T+n). */
  valuationLag: number
  state: AccountState
  liquidationFrom: string | null
  closedOn: string | null
}

/** A day whose figures were shown differently before, with the reason that was given. */
interface Restatement {
  date: string
  reason: string
  /** When the day was shown for the first time, and as it is now. */
  firstPublishedAt: string
  publishedAt: string
}

/** Days are named by their index in `dates`. */
export interface OpenBook {
  portfolioId: string
  revision: number
  /** About how much memory it takes. */
  bytes: number
  master: PortfolioMaster
  /** The published days, in order; the points of `series` are theirs. */
  dates: readonly string[]
  restated: readonly Restatement[]
  /** Days that were shown and taken back. */
  withdrawn: readonly string[]
  series: NavSeries
  /** Every transaction up to the last published day, in date and source order (R-TRX-1): what pages are cut by. */
  entries: readonly TransactionEntry[]
  /** The same with money and shares, made at every call. */
  transactions(): Transaction[]
  calendar: TradingCalendar
  /** The account's own fees (R-FEE-2). */
  accruals: AccountAccruals
  benchmark(): BenchmarkValue[]
  /** What the benchmark is made of from which day on, in order. */
  benchmarkSets: readonly facts.BenchmarkSet[]
  /** FA's rows of the published version of the day; null where it has none (R-HLD-1). */
  holdings(index: number): Promise<Holding[] | null>
  /** What stands beside funds and cash on the day, by account (R-CLS-1). */
  accounts(index: number): readonly ClassedAccount[]
  /** The same of all days up to this one, each account once. */
  accountsUpTo(index: number): readonly ClassedAccount[]
  /** The first day with holdings up to this one, where positions without history begin (R-HLD-5). */
  opening(index: number): Promise<OpeningDay | null>
  /** Names, and the classes of a day, by code (R-CLS-3). */
  funds(codes: Iterable<string>, date: string): Promise<ReadonlyMap<string, FundFacts>>
  /** As they were known when the days up to `index` were shown (R-HLD-6). */
  dividends(codes: Iterable<string>, index: number): Promise<FundDividend[]>
  /** A fund's NAV as the published days up to this one show it. */
  shownNavs(fundCode: string, index: number): Promise<ShownNav[]>
  /** A fund's NAV as its own house publishes it; empty where none was loaded. */
  publicNavs(fundCode: string): Promise<DatedNav[]>
}

export interface BookContext {
  db: Db
  calendar(): Promise<TradingCalendar>
  sharedText: facts.Shared
  sharedList: (list: string[]) => string[]
}

export function bookContext(db: Db): BookContext {
  return {
    db,
    calendar: keepCalendar(db),
    sharedText: facts.shareTexts(),
    sharedList: facts.shareLists(),
  }
}

/**
 * Reads everything in one transaction, so that all parts are of one revision whatever is published meanwhile. With `knownAt`,
 * all of it is what clients were shown at that instant, names, classes, benchmark and calendar included.
 */
export async function readBook(context: BookContext, id: string, knownAt: string | null = null): Promise<OpenBook> {
  const { db, sharedText, sharedList } = context
  const calendar = knownAt === null ? await context.calendar() : await knownCalendar(db, knownAt)
  const rows = await inSnapshot(db, (tx) => (knownAt === null ? readRows(tx, id) : readKnownRows(tx, id, knownAt)))
  const { portfolio, valuations } = rows
  const book = bookFacts(rows, sharedText)
  const datesOf = (dated: readonly { date: string }[]) => sharedList(dated.map(({ date }) => date))
  const dates = datesOf(book.valuations)
  const { series, bytes } = packSeries(navSeries(book), dates)
  const transactions = packTransactions(book.transactions)
  const benchmark = packBenchmark(book.benchmark, datesOf(book.benchmark))
  const accruals = accountAccruals(book)
  return {
    portfolioId: id,
    revision: portfolio.revision,
    bytes: bytes + dates.length * 8 + transactions.bytes + benchmark.bytes + accrualBytes(accruals) + BOOK_BYTES,
    master: masterOf(portfolio),
    dates,
    restated: await restatements(db, id, valuations),
    withdrawn: rows.withdrawn.map(({ date }) => date),
    series,
    entries: transactions.entries,
    transactions: transactions.unpack,
    calendar,
    accruals,
    benchmark: benchmark.unpack,
    benchmarkSets: rows.benchmarkSets.map(facts.benchmarkSet),
    ...dayReaders(db, id, { rows: valuations, dates }),
    ...fundReaders(fundQueries(db, knownAt), shownInstants(dates, valuations)),
  }
}

/** What a book takes besides its columns: its own objects, and the funds that are looked up for it. */
const BOOK_BYTES = 200 * OBJECT_BYTES

const accrualBytes = (accruals: AccountAccruals): number =>
  FEE_PARTS.reduce((sum, part) => sum + accruals[part].sumsE4.byteLength + accruals[part].states.byteLength, 0)

async function readRows(db: Db, id: string) {
  return {
    portfolio: await queries.selectPortfolio(db, id),
    valuations: await queries.selectValuations(db, { portfolioId: id }),
    withdrawn: await queries.selectWithdrawn(db, { portfolioId: id }),
    transactions: await queries.selectTransactions(db, { portfolioId: id }),
    flows: await queries.selectFlows(db, { portfolioId: id, after: '' }),
    fees: await queries.selectFees(db, { portfolioId: id }),
    benchmark: await queries.selectBenchmark(db, { portfolioId: id }),
    benchmarkSets: await queries.selectBenchmarkSets(db, { portfolioId: id }),
  }
}

type Rows = Awaited<ReturnType<typeof readRows>>

async function readKnownRows(db: Db, portfolioId: string, knownAt: string): Promise<Rows> {
  const at = { portfolioId, knownAt }
  return {
    portfolio: await known.selectKnownPortfolio(db, at),
    valuations: await known.selectKnownValuations(db, at),
    withdrawn: await known.selectKnownWithdrawn(db, at),
    transactions: await known.selectKnownTransactions(db, at),
    flows: await known.selectKnownFlows(db, at),
    fees: await known.selectKnownFees(db, at),
    benchmark: await known.selectKnownBenchmark(db, at),
    benchmarkSets: await known.selectKnownBenchmarkSets(db, at),
  }
}

async function restatements(db: Db, portfolioId: string, valuations: Rows['valuations']): Promise<Restatement[]> {
  const restated = valuations.flatMap(({ date, reason, published_at: publishedAt }) =>
    reason === null || publishedAt === null ? [] : [{ date, reason, publishedAt }],
  )
  if (restated.length === 0) return []
  const dates = restated.map(({ date }) => date)
  const first = new Map((await queries.selectFirstShown(db, portfolioId, dates)).map(({ date, at }) => [date, at]))
  return restated.map((one) => ({ ...one, firstPublishedAt: first.get(one.date) ?? one.publishedAt }))
}

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
  const { code, name, strategy, manager, benchmark, state } = portfolio
  const { launch_date: launchDate, valuation_lag: valuationLag } = portfolio
  const { liquidation_from: liquidationFrom, closed_on: closedOn } = portfolio
  return { code, name, strategy, launchDate, manager, benchmark, valuationLag, state, liquidationFrom, closedOn }
}

/** Rows of a published version never change, so what is read later still belongs to the book. */
function dayReaders(
  db: Db,
  portfolioId: string,
  days: { rows: Rows['valuations']; dates: readonly string[] },
): Pick<OpenBook, 'holdings' | 'accounts' | 'accountsUpTo' | 'opening' | 'shownNavs'> {
  const { dates, rows } = days
  const versions = Uint32Array.from(rows, (day) => day.version)
  const hasHoldings = Uint8Array.from(rows, (day) => day.holdings_known)
  const first = hasHoldings.indexOf(1)
  const classed = new Map(rows.flatMap((day, at) => (day.classed_accounts ? [[at, day.classed_accounts]] : [])))
  let opening: OpeningDay | null = null

  async function rowsOf(index: number): Promise<Holding[]> {
    const date = dates[index]
    const version = versions[index]
    if (date === undefined || version === undefined) return []
    return (await queries.selectHoldings(db, { portfolioId, date, version })).map(facts.holdingFacts)
  }

  return {
    holdings: async (index) => (hasHoldings[index] === 1 ? rowsOf(index) : null),
    accounts: (index) => accountsOf(classed.get(index) ?? null) ?? [],
    accountsUpTo(index) {
      const found = [...classed].filter(([at]) => at <= index).flatMap(([, text]) => accountsOf(text) ?? [])
      return [...new Map(found.map((account) => [account.code, account])).values()]
    },
    async opening(index) {
      const date = dates[first]
      if (date === undefined || first > index) return null
      opening ??= { date, holdings: await rowsOf(first) }
      return opening
    },
    async shownNavs(fundCode, index) {
      const shown = new Map(dates.slice(0, index + 1).map((date, at) => [date, versions[at]]))
      const found = await queries.selectFundHoldings(db, { portfolioId, fundCode })
      return found.flatMap(({ date, version, unit_nav_e8: unitNavE8, price_date: priceDate }) =>
        shown.get(date) === version && unitNavE8 !== null ? [{ date, unitNavE8, priceDate }] : [],
      )
    },
  }
}

/** When the days up to the one at `index` were shown last. */
function shownInstants(dates: readonly string[], rows: Rows['valuations']): (index: number) => LastShown {
  const instants = Float64Array.from(rows, (day) =>
    day.published_at === null ? Infinity : Date.parse(day.published_at),
  )
  return (index) => (exDate, enough) => {
    const last = enough === '' ? -Infinity : Date.parse(enough)
    let latest: number | undefined
    for (let at = index; at >= 0 && (dates[at] ?? '') >= exDate && !(latest !== undefined && latest >= last); at -= 1)
      latest = Math.max(latest ?? -Infinity, instants[at] ?? -Infinity)
    if (latest === undefined) return undefined
    return latest === Infinity ? null : new Date(latest).toISOString()
  }
}

const fundQueries = (db: Db, knownAt: string | null) =>
  knownAt === null
    ? {
        funds: (codes: string[]) => queries.selectFunds(db, codes),
        dividends: (codes: string[]) => queries.selectDividends(db, codes),
        navs: (code: string) => queries.selectPublicNavs(db, code),
      }
    : {
        funds: (codes: string[]) => known.selectKnownFunds(db, codes, knownAt),
        dividends: (codes: string[]) => queries.selectDividends(db, codes),
        navs: (code: string) => known.selectKnownPublicNavs(db, code, knownAt),
      }

/** Funds and dividends are read for the codes that are asked for, once. */
function fundReaders(
  select: ReturnType<typeof fundQueries>,
  lastShown: ReturnType<typeof shownInstants>,
): Pick<OpenBook, 'funds' | 'dividends' | 'publicNavs'> {
  const funds = new Map<string, facts.BookFund>()
  const dividends = new Map<string, SaidDividend[]>()

  return {
    async funds(codes, date) {
      const asked = [...codes]
      const missing = asked.filter((code) => !funds.has(code))
      if (missing.length > 0) for (const row of await select.funds(missing)) funds.set(row.code, facts.bookFund(row))
      return new Map(
        asked.flatMap((code) => {
          const fund = funds.get(code)
          return fund ? [[code, facts.fundOn(fund, date)]] : []
        }),
      )
    },
    async dividends(codes, index) {
      const asked = [...codes]
      const missing = asked.filter((code) => !dividends.has(code))
      if (missing.length > 0) {
        const found = await select.dividends(missing)
        for (const code of missing)
          dividends.set(
            code,
            found.filter(({ fundCode }) => fundCode === code),
          )
      }
      const said = asked.flatMap((code) => dividends.get(code) ?? [])
      return shownDividends(said, lastShown(index))
    },
    publicNavs: async (code) =>
      (await select.navs(code)).map(({ date, unit_nav_e8: unitNavE8 }) => ({ date, unitNavE8 })),
  }
}

/** The calendar with imported days; built anew only when they have changed. */
function keepCalendar(db: Db): () => Promise<TradingCalendar> {
  let kept: { days: string; calendar: TradingCalendar } | null = null
  return async () => {
    const rows = await queries.selectCalendarDays(db)
    const days = rows.map((row) => row.date + row.is_trading_day).join()
    if (kept?.days === days) return kept.calendar
    kept = { days, calendar: calendarOf(rows) }
    return kept.calendar
  }
}

const calendarOf = (rows: Awaited<ReturnType<typeof queries.selectCalendarDays>>): TradingCalendar =>
  tradingCalendar(rows.map((row) => ({ date: row.date, isTradingDay: row.is_trading_day === 1 })))

/** The calendar as it was known at an instant. */
export const knownCalendar = async (db: Db, knownAt: string): Promise<TradingCalendar> =>
  calendarOf(await known.selectKnownCalendarDays(db, knownAt))
