import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ASSET_CLASSES } from '@sma/finance/facts'
import { runDay } from './account'
import type { AccountSpec, DayBook } from './books'
import { compact } from './dates'
import { openDesk, type Desk } from './desk'
import { DUMP_COLUMNS, dumpDay } from './fa-dump'
import { sheetFile } from './fa-sheet'
import { HtmlTable } from './html-table'
import { drawMarket, spanStart, tradingDayUpTo, type IsTradingDay, type Market, type ValuationDay } from './market'
import * as neutral from './neutral'
import { addHoldings, addHoldingsTotal, addJournal, HOLDINGS_COLUMNS, JOURNAL_COLUMNS, TEXT_COLUMNS } from './o32'
import { planAccounts, planClients, type DemoClient } from './plan'
import { TruthKeeper, type Truth } from './truth'

/** A file is closed once it holds so many characters: under 20 MB in GBK. */
const FILE_LIMIT = 9_000_000
/** The newest days come as custodians and O3.2 send them: a file a day. */
const SHEET_DAYS = 20
const DAILY_DAYS = 30
/** Accounts beyond these stay in the dump, or a large demonstration would be thousands of small files. */
const SHEET_ACCOUNTS = 8

export interface DemoOptions {
  out: string
  portfolios: number
  years: number
  /** The last day; a day that is no trading day means the one before it. */
  until: string
  seed: number
  isTradingDay: IsTradingDay
  onProgress?: (progress: { day: number; days: number; files: number }) => void
}

export interface DemoResult {
  files: string[]
  until: string
  /** Who can sign in, and to how many accounts. */
  clients: DemoClient[]
}

/**
 * Simulates whole accounts and writes what FA and O3.2 would have exported, the neutral CSV files around them, and
 * truth.json with the simulator's own books. The same options write the same bytes. Throws RangeError on senseless options.
 */
export async function writeDemo(options: DemoOptions): Promise<DemoResult> {
  if (!Number.isInteger(options.portfolios) || options.portfolios < 1 || options.portfolios > 999) {
    throw new RangeError('portfolios: a whole number from 1 to 999')
  }
  if (!(options.years > 0 && options.years <= 20)) throw new RangeError('years: more than 0, at most 20')
  const { isTradingDay, seed } = options
  const until = tradingDayUpTo(options.until, isTradingDay)
  const from = spanStart(until, options.years, isTradingDay)
  const market = drawMarket({ from, until, seed, isTradingDay })
  const specs = planAccounts({ portfolios: options.portfolios, from, until, seed, isTradingDay })
  const clients = planClients(specs, seed)
  await mkdir(options.out, { recursive: true })
  const writer = new DemoWriter(options.out, market, specs)
  await writer.masterData(clients)
  const desks = specs.map((spec) => openDesk(spec, market, seed))
  for (const [at, day] of market.days.entries()) {
    await writer.day(day, desks)
    options.onProgress?.({ day: at + 1, days: market.days.length, files: writer.files.length })
  }
  await writer.finish({ seed, until, clients })
  return { files: writer.files, until, clients }
}

interface Closed {
  spec: AccountSpec
  book: DayBook
}

/** Takes every account's day as it closes and writes the files as they fill up; nothing is kept but truth. */
class DemoWriter {
  readonly files: string[] = []
  readonly #out: string
  readonly #market: Market
  readonly #specs: readonly AccountSpec[]
  readonly #keepers: TruthKeeper[]
  readonly #fees = neutral.feesCsv()
  readonly #flows = neutral.flowsCsv()
  readonly #dump: Series
  readonly #holdings: Series
  readonly #journal: Series

  constructor(out: string, market: Market, specs: readonly AccountSpec[]) {
    this.#out = out
    this.#market = market
    this.#specs = specs
    this.#keepers = specs.map((spec) => new TruthKeeper(spec))
    const save = (name: string, bytes: Buffer) => this.#save(name, bytes)
    this.#dump = new Series(
      DUMP_COLUMNS,
      save,
      (_, last, part) => `guzhibiao_${compact(last)}${part > 1 ? `_${part}` : ''}.xls`,
    )
    this.#holdings = new Series(HOLDINGS_COLUMNS, save, (month, _, part) => o32Name('基金证券', month, part))
    this.#journal = new Series(JOURNAL_COLUMNS, save, (month, _, part) => o32Name('资金流水', month, part))
  }

  async masterData(clients: readonly DemoClient[]): Promise<void> {
    await this.#save('portfolios.csv', neutral.portfoliosCsv(this.#specs, clients).bytes())
    await this.#save('funds.csv', neutral.fundsCsv().bytes())
    await this.#save('clients.csv', neutral.clientsCsv(clients).bytes())
    await this.#save('contacts.csv', neutral.contactsCsv(this.#specs).bytes())
    const benchmarks = neutral.benchmarksCsv(this.#specs, this.#market)
    if (!benchmarks.isEmpty) await this.#save('benchmarks.csv', benchmarks.bytes())
  }

  async day(day: ValuationDay, desks: readonly Desk[]): Promise<void> {
    const closed: Closed[] = []
    for (const [at, desk] of desks.entries()) {
      if (day.date < desk.spec.launchDate) continue
      const book = runDay(desk, day)
      this.#keepers[at]?.add(book)
      neutral.addFees(this.#fees, desk.spec, book)
      neutral.addFlows(this.#flows, desk.spec, book)
      closed.push({ spec: desk.spec, book })
    }
    await this.#valuations(day, closed)
    if (!day.isTradingDay) return
    if (this.#isWithin(day, DAILY_DAYS)) await this.#dailyO32(day, closed)
    else await this.#historicO32(day, closed)
  }

  /** Whether a day is one of the last `count` trading days, or a month end after the first of them. */
  #isWithin(day: ValuationDay, count: number): boolean {
    return day.index >= this.#market.tradingDays.length - count
  }

  async #valuations(day: ValuationDay, closed: readonly Closed[]): Promise<void> {
    const recent = this.#isWithin(day, SHEET_DAYS)
    for (const { spec, book } of closed) {
      if (recent && this.#specs.indexOf(spec) < SHEET_ACCOUNTS) {
        const { name, bytes } = sheetFile(spec, book)
        await this.#save(name, bytes)
      } else {
        await this.#dump.on(day.date, (table) => dumpDay(table, spec, book))
      }
    }
  }

  async #historicO32(day: ValuationDay, closed: readonly Closed[]): Promise<void> {
    for (const { spec, book } of closed) {
      await this.#holdings.on(day.date, (table, rows) => addHoldings(table, spec, book, rows))
      await this.#journal.on(day.date, (table, rows) => addJournal(table, spec, book, rows))
    }
  }

  async #dailyO32(day: ValuationDay, closed: readonly Closed[]): Promise<void> {
    await this.#holdings.close()
    await this.#journal.close()
    const holdings = new HtmlTable(HOLDINGS_COLUMNS, TEXT_COLUMNS)
    const journal = new HtmlTable(JOURNAL_COLUMNS, TEXT_COLUMNS)
    let [held, written] = [0, 0]
    for (const { spec, book } of closed) {
      held = addHoldings(holdings, spec, book, held)
      written = addJournal(journal, spec, book, written)
    }
    addHoldingsTotal(
      holdings,
      closed.map(({ book }) => book),
    )
    if (held > 0) await this.#save(`chicang_${compact(day.date)}.xls`, holdings.bytes())
    if (written > 0) await this.#save(`liushui_${compact(day.date)}.xls`, journal.bytes())
  }

  async finish(about: Pick<Truth, 'seed' | 'until' | 'clients'>): Promise<void> {
    for (const series of [this.#dump, this.#holdings, this.#journal]) await series.close()
    if (!this.#fees.isEmpty) await this.#save('fees.csv', this.#fees.bytes())
    if (!this.#flows.isEmpty) await this.#save('flows.csv', this.#flows.bytes())
    for (const keeper of this.#keepers) keeper.finish(this.#market.tradingDays)
    await writeTruth(join(this.#out, 'truth.json'), about, this.#keepers)
  }

  async #save(name: string, bytes: Buffer): Promise<void> {
    await writeFile(join(this.#out, name), bytes)
    this.files.push(name)
  }
}

/** The month's name is no date: O3.2's holdings of several days must not look like those of one (FORMATS 8.38). */
const o32Name = (view: string, month: string, part: number): string =>
  `综合信息查询_${view}_${month.replace('-', '年')}月${part > 1 ? `第${part}部分` : ''}.xls`

type Fill = (table: HtmlTable, rows: number) => number | void

/** A month of one export, in as many files as its size asks for. */
class Series {
  #table: HtmlTable | null = null
  #rows = 0
  #month = ''
  #lastDate = ''
  #part = 1

  constructor(
    private readonly columns: readonly string[],
    private readonly save: (name: string, bytes: Buffer) => Promise<void>,
    private readonly nameOf: (month: string, lastDate: string, part: number) => string,
  ) {}

  /** Adds an account's day; a new month, or a full file, first closes the one before. */
  async on(date: string, fill: Fill): Promise<void> {
    const month = date.slice(0, 7)
    if (month !== this.#month) {
      await this.close()
      this.#part = 1
    } else if (this.#table !== null && this.#table.length > FILE_LIMIT) {
      await this.close()
    }
    this.#month = month
    this.#lastDate = date
    this.#table ??= new HtmlTable(this.columns, TEXT_COLUMNS)
    this.#rows = fill(this.#table, this.#rows) ?? this.#rows
  }

  async close(): Promise<void> {
    const table = this.#table
    this.#table = null
    this.#rows = 0
    if (table === null || table.length === 0) return
    await this.save(this.nameOf(this.#month, this.#lastDate, this.#part), table.bytes())
    this.#part += 1
  }
}

/** Written one account at a time, one line each, so that a large demonstration never is one string. */
async function writeTruth(
  path: string,
  about: Pick<Truth, 'seed' | 'until' | 'clients'>,
  keepers: readonly TruthKeeper[],
): Promise<void> {
  const file = await open(path, 'w')
  try {
    const head = JSON.stringify({
      seed: about.seed,
      until: about.until,
      assetClasses: ASSET_CLASSES,
      clients: about.clients,
    })
    await file.write(`${head.slice(0, -1)},"portfolios":[\n`)
    for (const [at, keeper] of keepers.entries()) {
      await file.write(`${JSON.stringify(keeper.portfolio)}${at < keepers.length - 1 ? ',' : ''}\n`)
    }
    await file.write(']}\n')
  } finally {
    await file.close()
  }
}
