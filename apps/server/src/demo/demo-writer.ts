import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runDay } from './account'
import type { AccountSpec } from './books'
import { compact } from './dates'
import type { Desk } from './desk'
import { DUMP_COLUMNS, dumpDay } from './fa-dump'
import { sheetFile } from './fa-sheet'
import { leftOutFunds, seeded, tellPublicNavs, type PlantedFault } from './faults'
import { HtmlTable } from './html-table'
import type { IsTradingDay, Market, ValuationDay } from './market'
import * as neutral from './neutral'
import { newsCsv } from './news'
import { addHoldings, addHoldingsTotal, addJournal, HOLDINGS_COLUMNS, JOURNAL_COLUMNS, TEXT_COLUMNS } from './o32'
import type { DemoClient } from './plan'
import { ReadingMatter } from './reading-matter'
import { Series } from './series'
import { exported, type Exported } from './spoilt-day'
import { TruthKeeper, writeTruth } from './truth'
import type { Truth } from './truth-shape'

/** The newest days come as custodians and O3.2 send them: a file a day. */
const SHEET_DAYS = 20
const DAILY_DAYS = 30
/** Accounts beyond these stay in the dump, or a large demonstration would be thousands of small files. */
const SHEET_ACCOUNTS = 8

/** Mistakes to plant on the last days (`sma demo --fault`). */
export interface Seeding {
  faults: readonly PlantedFault[]
  isTradingDay: IsTradingDay
  /** Every day as a file of its own, as a house has kept them over the years, instead of the newest days only. */
  daily?: boolean
}

interface Closed {
  /** As FA sends it; null: not sent. */
  sent: Exported | null
  /** As O3.2 sends it. */
  o32: Exported
}

/** Takes every account's day as it closes and writes the files as they fill up; nothing is kept but truth. */
export class DemoWriter {
  readonly files: string[] = []
  readonly #out: string
  readonly #market: Market
  readonly #specs: readonly AccountSpec[]
  readonly #seeding: Seeding
  readonly #keepers: TruthKeeper[]
  readonly #fees = neutral.feesCsv()
  readonly #flows = neutral.flowsCsv()
  readonly #reading = new ReadingMatter()
  readonly #dump: Series
  readonly #holdings: Series
  readonly #journal: Series

  constructor(out: string, market: Market, specs: readonly AccountSpec[], seeding: Seeding) {
    this.#out = out
    this.#seeding = seeding
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

  async masterData(clients: readonly DemoClient[], { until, seed }: { until: string; seed: number }): Promise<void> {
    await this.#save('portfolios.csv', neutral.portfoliosCsv(this.#specs).bytes())
    await this.#save('funds.csv', neutral.fundsCsv(leftOutFunds(this.#seeding.faults)).bytes())
    await this.#save('clients.csv', neutral.clientsCsv(clients).bytes())
    await this.#save('contacts.csv', neutral.contactsCsv(this.#specs).bytes())
    await this.#save('news.csv', newsCsv(until, seed).bytes())
    const benchmarks = neutral.benchmarksCsv(this.#specs, this.#market)
    if (tellPublicNavs(this.#seeding.faults))
      await this.#save('fund-navs.csv', neutral.fundNavsCsv(this.#market).bytes())
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
      this.#reading.add(desk.spec, book)
      const due = exported(desk.spec, book)
      const sent = day.isTradingDay ? seeded(due, { ...this.#seeding, daysBack: this.#daysBack(day) }) : due
      closed.push({ sent, o32: sent ?? due })
    }
    await this.#valuations(day, closed)
    if (!day.isTradingDay) return
    if (this.#seeding.daily || this.#isWithin(day, DAILY_DAYS)) await this.#dailyO32(day, closed)
    else await this.#historicO32(day, closed)
  }

  #daysBack(day: ValuationDay): number {
    return this.#market.tradingDays.length - 1 - day.index
  }

  /** Whether a day is one of the last `count` trading days, or a month end after the first of them. */
  #isWithin(day: ValuationDay, count: number): boolean {
    return this.#daysBack(day) < count
  }

  async #valuations(day: ValuationDay, closed: readonly Closed[]): Promise<void> {
    const { daily } = this.#seeding
    const recent = daily || this.#isWithin(day, SHEET_DAYS)
    for (const { sent } of closed) {
      if (sent === null) continue
      if (recent && (daily || this.#specs.indexOf(sent.spec) < SHEET_ACCOUNTS)) {
        const { name, bytes } = sheetFile(sent)
        await this.#save(name, bytes)
      } else {
        await this.#dump.on(day.date, (table) => dumpDay(table, sent))
      }
    }
  }

  async #historicO32(day: ValuationDay, closed: readonly Closed[]): Promise<void> {
    for (const { spec, o32 } of closed.map((account) => account.o32)) {
      await this.#holdings.on(day.date, (table, rows) => addHoldings(table, spec, o32, rows))
      await this.#journal.on(day.date, (table, rows) => addJournal(table, spec, o32, rows))
    }
  }

  async #dailyO32(day: ValuationDay, closed: readonly Closed[]): Promise<void> {
    await this.#holdings.close()
    await this.#journal.close()
    const holdings = new HtmlTable(HOLDINGS_COLUMNS, TEXT_COLUMNS)
    const journal = new HtmlTable(JOURNAL_COLUMNS, TEXT_COLUMNS)
    let [held, written] = [0, 0]
    for (const { spec, o32 } of closed.map((account) => account.o32)) {
      held = addHoldings(holdings, spec, o32, held)
      written = addJournal(journal, spec, o32, written)
    }
    addHoldingsTotal(
      holdings,
      closed.map((account) => account.o32.o32),
    )
    if (held > 0) await this.#save(`chicang_${compact(day.date)}.xls`, holdings.bytes())
    if (written > 0) await this.#save(`liushui_${compact(day.date)}.xls`, journal.bytes())
  }

  async finish(about: Pick<Truth, 'seed' | 'until' | 'clients'>): Promise<void> {
    for (const series of [this.#dump, this.#holdings, this.#journal]) await series.close()
    if (!this.#fees.isEmpty) await this.#save('fees.csv', this.#fees.bytes())
    if (!this.#flows.isEmpty) await this.#save('flows.csv', this.#flows.bytes())
    for (const { name, bytes } of this.#reading.files(about.until)) await this.#save(name, bytes)
    for (const keeper of this.#keepers) keeper.finish(this.#market.tradingDays)
    await writeTruth(join(this.#out, 'truth.json'), about, this.#keepers)
  }

  async #save(name: string, bytes: Buffer): Promise<void> {
    await writeFile(join(this.#out, name), bytes)
    this.files.push(name)
  }
}

/** The month's name is no date: O3.2's holdings of several days must not look like those of one. */
const o32Name = (view: string, month: string, part: number): string =>
  `综合信息查询_${view}_${month.replace('-', '年')}月${part > 1 ? `第${part}部分` : ''}.xls`
