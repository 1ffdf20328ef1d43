/** Tables as files. Who took which table of which account is written down. */
import type { exportTable } from '@sma/contract/exports'
import { pointAt } from '@sma/finance/nav/nav-series'
import type { z } from 'zod'
import { csvBytes } from '../../csv'
import type { Deps } from '../../deps'
import type { Language } from '../../http/error-words'
import { AppError } from '../../http/errors'
import { shanghaiMinute } from '../../shanghai'
import type { SheetTable } from '../../spreadsheet'
import { noteEvent, type Actor } from '../audit/audit.service'
import { dayIndex, type Books, type PortfolioRef } from '../days/book'
import type { OpenBook } from '../days/open-book'
import { fundPage } from '../funds/fund-page.service'
import { holdingsDay } from '../holdings/holdings.service'
import { askedRange, askedWindow } from '../performance/asked-range'
import { navReply, stagesReply } from '../performance/curve.service'
import { feesReply, periodsReply } from '../performance/periods.service'
import { portfolioDay } from '../portfolios/portfolios.service'
import { transactionsPage, transactionsReply } from '../transactions/transactions.service'
import { classesTable, fundTable, holdingsTable, transactionsTable, type TableBody } from './account-tables'
import { EXPORT_WORDS, type ExportWords } from './export-words'
import { feesTable, navTable, periodsTable, stagesTable } from './performance-tables'

type Query = z.output<typeof exportTable.query>

interface Asked {
  deps: Deps
  books: Books
  actor: Actor
  portfolio: PortfolioRef
  query: Query
  language: Language
}

/** More than a spreadsheet's reader scrolls through, and than a server should write while others wait. */
export const MOST_ROWS = 10_000

/** One table as a file. Errors: those of the read with the same figures, `export-too-large` beyond MOST_ROWS. */
export async function exportedTable(asked: Asked): Promise<{ name: string; bytes: Buffer }> {
  const { deps, query, language, portfolio } = asked
  const words = EXPORT_WORDS[language]
  const book = await asked.books.open(portfolio)
  const made = await makeTable(book, query, words)
  if (made.body.rows.length > MOST_ROWS) throw new AppError('export-too-large')
  const table = { name: words.table[query.table], ...made.body }
  const format = query.format ?? 'xlsx'
  const bytes = format === 'csv' ? csvOf(table) : await spreadsheet([table, aboutSheet(asked, book, made)])
  await note(asked, { format, rows: table.rows.length })
  const parts = [book.master.code, table.name, made.fund, ...new Set([made.from, made.to])]
  const name = parts.filter((part) => part !== undefined).join('_')
  return { name: `${name.replaceAll(/[/\\:*?"<>|]/g, '-')}.${format}`, bytes }

  function note({ actor }: Asked, { format, rows }: { format: string; rows: number }): Promise<void> {
    const { table, date = null, from = null, to = null, fund = null, period = null, frequency = null } = query
    const detail = { table, format, rows, date, from, to, fund, period, frequency, knownAt: portfolio.knownAt ?? null }
    const object = { kind: 'portfolio', id: book.master.code } as const
    return noteEvent(deps, { actor, action: 'export-figures', object, portfolioId: portfolio.id, detail })
  }
}

/** A table and the days that it is of; `from` and `to` are the same day for the figures of one. */
interface Made {
  body: TableBody
  from: string | undefined
  to: string | undefined
  fund?: string | undefined
}

function makeTable(book: OpenBook, query: Query, words: ExportWords): Promise<Made> {
  switch (query.table) {
    case 'classes':
      return ofDay(book, query, async (index) => classesTable(words, await portfolioDay(book, index)))
    case 'holdings':
      return ofDay(book, query, async (index) => holdingsTable(words, await holdingsDay(book, index)))
    case 'fund': {
      const { fund } = query
      if (fund === undefined) throw new AppError('request-invalid', { fields: [{ field: 'fund', code: 'required' }] })
      return ofDay(book, query, async (index) => fundTable(words, await fundPage(book, index, fund)))
    }
    case 'transactions':
      return ofTransactions(book, query, words)
    default:
      return ofRange(book, { ...query, table: query.table }, words)
  }
}

async function ofDay(book: OpenBook, query: Query, table: (index: number) => Promise<TableBody>): Promise<Made> {
  const index = dayIndex(book, query.date)
  const date = pointAt(book.series, index)?.date
  if (date === undefined) throw new AppError('no-valuation')
  const fund = query.table === 'fund' ? query.fund : undefined
  return { body: await table(index), from: date, to: date, fund }
}

async function ofTransactions(book: OpenBook, { from, to, fund }: Query, words: ExportWords): Promise<Made> {
  const page = transactionsPage(book, { from, to, fund, limit: MOST_ROWS + 1 })
  const body = transactionsTable(words, await transactionsReply(book, page))
  return { body, from: from ?? book.master.launchDate, to: to ?? book.dates.at(-1), fund }
}

type RangeTable = Exclude<Query['table'], 'classes' | 'holdings' | 'fund' | 'transactions'>

async function ofRange(book: OpenBook, query: Query & { table: RangeTable }, words: ExportWords): Promise<Made> {
  const range = askedRange(book, query)
  if (query.table === 'periods') return { body: periodsTable(words, periodsReply(book, range)), ...range }
  const window = askedWindow(book, query)
  const days = { from: window.from, to: window.to }
  switch (query.table) {
    case 'stages':
      return { body: stagesTable(words, stagesReply(book, window, query.frequency ?? 'month')), ...days }
    case 'nav':
      return { body: navTable(words, navReply(book, window)), ...days }
    case 'fees':
      return { body: feesTable(words, await feesReply(book, window)), ...days }
  }
}

const csvOf = ({ columns, rows }: SheetTable): Buffer =>
  csvBytes([columns.map(({ head }) => head), ...rows.map((row) => row.map((text) => text ?? ''))])

/** What the table is of, on a sheet of its own: the table itself begins with its heads. */
function aboutSheet({ deps, query, language }: Asked, { master }: OpenBook, { from, to, fund }: Made): SheetTable {
  const words = EXPORT_WORDS[language]
  const { about, head, table } = words
  const days = from === to ? [about.day, from] : [about.range, [from, to].join(words.between)]
  const facts = [
    [about.account, master.name],
    [about.code, master.code],
    [about.table, table[query.table]],
    ...(fund === undefined ? [] : [[about.fund, fund]]),
    days,
    [about.madeAt, shanghaiMinute(deps.clock.now())],
    [about.blanks, about.blanksText],
  ]
  const columns = [
    { head: head.what, kind: 'text' },
    { head: head.value, kind: 'text' },
  ] as const
  return { name: about.sheet, columns, rows: facts.map((fact) => fact.map((text) => text ?? null)) }
}

/** The library that writes them takes 10 MB: loaded with the first. */
async function spreadsheet(tables: readonly SheetTable[]): Promise<Buffer> {
  const { xlsxBytes } = await import('../../spreadsheet')
  return xlsxBytes(tables)
}
