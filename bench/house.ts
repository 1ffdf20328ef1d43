/** A house of invented accounts: master data, some days before, and then the files of one day after the other. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import { runDay } from '../apps/server/src/demo/account'
import { openDesk } from '../apps/server/src/demo/desk'
import { DUMP_COLUMNS, dumpDay } from '../apps/server/src/demo/fa-dump'
import { sheetFile } from '../apps/server/src/demo/fa-sheet'
import { exported, type Exported } from '../apps/server/src/demo/spoilt-day'
import { HtmlTable } from '../apps/server/src/demo/html-table'
import { drawMarket } from '../apps/server/src/demo/market'
import * as neutral from '../apps/server/src/demo/neutral'
import {
  addHoldings,
  addHoldingsTotal,
  addJournal,
  HOLDINGS_COLUMNS,
  JOURNAL_COLUMNS,
  TEXT_COLUMNS,
} from '../apps/server/src/demo/o32'
import { planAccounts, planClients } from '../apps/server/src/demo/plan'
import { OWNER_OF_ALL } from './book'

/** Accounts run since the first day; what is before the last of the days is published when the day's files come. */
const FIRST_DAY = '2026-06-01'
const DAY = '2026-09-21'
const DAYS_BEFORE = 5
const SEED = 1

/** How FA tells of a day: a valuation sheet for each account, or one dump; holdings and journal come beside them. */
export type Shape = 'sheets' | 'dump'

export interface House {
  codes: string[]
  /** Folder of master data and of the days before. */
  before: string
  /** A folder for each day asked for. */
  days: string[]
}

/** Writes the files of a house of so many portfolios into `dir`; one day of each shape named. */
export function writeHouse(dir: string, portfolios: number, shapes: readonly Shape[]): House {
  const { isTradingDay } = tradingCalendar([])
  const market = drawMarket({ from: FIRST_DAY, until: '2026-09-30', seed: SEED, isTradingDay })
  const plan = { portfolios, from: FIRST_DAY, until: DAY, seed: SEED, isTradingDay }
  // Accounts that begin in these days would be told of by few files.
  const specs = planAccounts(plan).map((spec) => ({ ...spec, launchDate: FIRST_DAY }))
  const first = market.days.findIndex(({ date }) => date === DAY)
  const before = folder(dir, 'before')
  before.save('portfolios.csv', neutral.portfoliosCsv(specs).bytes())
  before.save('funds.csv', neutral.fundsCsv().bytes())
  before.save('clients.csv', neutral.clientsCsv([...planClients(portfolios, SEED), ownerOf(specs)]).bytes())
  before.save('benchmarks.csv', neutral.benchmarksCsv(specs, market).bytes())
  const flows = neutral.flowsCsv()
  const desks = specs.map((spec) => openDesk(spec, market, SEED))
  const days: Folder[] = []
  for (const [at, day] of market.days.slice(0, first + shapes.length).entries()) {
    const closed = desks.map((desk) => exported(desk.spec, runDay(desk, day)))
    if (at < first - DAYS_BEFORE) continue
    for (const { spec, book } of closed) neutral.addFlows(flows, spec, book)
    const shape = shapes[at - first]
    const target = shape ? folder(dir, `${day.date}-${shape}`) : before
    if (shape) days.push(target)
    if (shape === 'sheets') saveSheets(target, closed)
    else saveDump(target, day.date, closed)
    saveO32(target, day.date, closed)
  }
  if (!flows.isEmpty) before.save('flows.csv', flows.bytes())
  return { codes: specs.map(({ code }) => code), before: before.path, days: days.map(({ path }) => path) }
}

const ownerOf = (specs: readonly { code: string }[]) => ({
  clientNo: 'C0',
  name: '测试',
  ...OWNER_OF_ALL,
  portfolioCodes: specs.map(({ code }) => code),
})

interface Folder {
  path: string
  save(name: string, bytes: Uint8Array): void
}

function folder(dir: string, name: string): Folder {
  const path = join(dir, name)
  mkdirSync(path, { recursive: true })
  return { path, save: (file, bytes) => writeFileSync(join(path, file), bytes) }
}

function saveSheets(target: Folder, closed: Exported[]): void {
  for (const one of closed) {
    const { name, bytes } = sheetFile(one)
    target.save(name, bytes)
  }
}

const compact = (date: string) => date.replaceAll('-', '')

function saveDump(target: Folder, date: string, closed: Exported[]): void {
  const table = new HtmlTable(DUMP_COLUMNS, [])
  for (const one of closed) dumpDay(table, one)
  target.save(`guzhibiao_${compact(date)}.xls`, table.bytes())
}

function saveO32(target: Folder, date: string, closed: Exported[]): void {
  const holdings = new HtmlTable(HOLDINGS_COLUMNS, TEXT_COLUMNS)
  const journal = new HtmlTable(JOURNAL_COLUMNS, TEXT_COLUMNS)
  let [held, written] = [0, 0]
  for (const { spec, book } of closed) {
    held = addHoldings(holdings, spec, book, held)
    written = addJournal(journal, spec, book, written)
  }
  const books = closed.map(({ book }) => book)
  addHoldingsTotal(holdings, books)
  target.save(`chicang_${compact(date)}.xls`, holdings.bytes())
  if (written > 0) target.save(`liushui_${compact(date)}.xls`, journal.bytes())
}
