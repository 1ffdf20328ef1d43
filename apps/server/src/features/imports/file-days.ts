/** Groups what a file says by portfolio and day, once, and finds out which of these groups its problems hold back. */
import { problem } from '@sma/importers/problems'
import type {
  FeeRecord,
  FlowRecord,
  HoldingRecord,
  O32HoldingRecord,
  PortfolioKey,
  Problem,
  SourceRow,
  TransactionRecord,
} from '@sma/importers/records'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'
import type { NamedPortfolio } from './portfolio-names'
import type { ReadContent, ReadValuation } from './read-file'
import type { FileOutcome } from './report'

/** Everything that one file says of one portfolio and day. */
export interface FileDay {
  portfolio: PortfolioRow
  date: string
  valuation: ReadValuation | null
  holdings: HoldingRecord[]
  o32: O32HoldingRecord[]
  transactions: TransactionRecord[]
  flows: FlowRecord[]
  fee: FeeRecord | null
}

type Resolve = (key: PortfolioKey, alternatives: readonly PortfolioKey[], date: string | null) => NamedPortfolio
type DatedRecord = HoldingRecord | O32HoldingRecord | TransactionRecord | FlowRecord | FeeRecord

/**
 * The days that may be applied, in the file's order of dates. Days that a problem of the file holds back, or whose
 * portfolio nobody knows, are noted in the outcome instead.
 */
export function daysOf(file: FileOutcome, content: ReadContent, resolve: Resolve): FileDay[] {
  const unknown = new Set<string>()
  const days = new Map<string, FileDay>()
  const byKey = new Map<string, PortfolioRow>()
  const dayOf = (
    item: { portfolio: PortfolioKey; alternatives?: readonly PortfolioKey[]; date: string },
    source: SourceRow,
  ) => {
    const named = resolve(item.portfolio, item.alternatives ?? [], item.date)
    if (!named.found) {
      refuse(file, { key: item.portfolio, date: item.date, source, reason: named.reason, told: unknown })
      return null
    }
    byKey.set(dayKey(item.portfolio, item.date), named.found)
    byKey.set(keyText(item.portfolio), named.found)
    const id = `${named.found.id} ${item.date}`
    const day = days.get(id) ?? emptyDay(named.found, item.date)
    days.set(id, day)
    return day
  }
  for (const valuation of content.valuations) {
    const day = dayOf(valuation, valuation.source)
    if (day) day.valuation = valuation
  }
  for (const record of content.records) {
    if (!isDated(record)) continue
    const day = dayOf(record, record.source)
    if (day) add(day, record)
  }
  const portfolioOf = (key: PortfolioKey, date: string | null) =>
    byKey.get(dayKey(key, date)) ??
    (date === null ? undefined : resolve(key, [], date).found) ??
    byKey.get(keyText(key)) ??
    resolve(key, [], null).found
  file.problems = file.problems.map((item) => withCode(item, portfolioOf))
  return withoutHeld(file, [...days.values()], portfolioOf).sort((left, right) => (left.date < right.date ? -1 : 1))
}

/** A problem under the portfolio's own code, where the file's name for it is known. */
function withCode(
  item: Problem,
  portfolioOf: (key: PortfolioKey, date: string | null) => PortfolioRow | null,
): Problem {
  const portfolio = item.portfolio && portfolioOf(item.portfolio, item.date)
  return portfolio ? { ...item, portfolio: { by: 'code', value: portfolio.code } } : item
}

const keyText = (key: PortfolioKey): string => `${key.by} ${key.value}`

/** On another day the same key may stand for another portfolio. */
const dayKey = (key: PortfolioKey, date: string | null): string => `${keyText(key)} ${date ?? ''}`

const emptyDay = (portfolio: PortfolioRow, date: string): FileDay => ({
  portfolio,
  date,
  valuation: null,
  holdings: [],
  o32: [],
  transactions: [],
  flows: [],
  fee: null,
})

const isDated = (record: ReadContent['records'][number]): record is DatedRecord =>
  ['holding', 'o32-holding', 'transaction', 'flow', 'fee'].includes(record.kind)

function add(day: FileDay, record: DatedRecord): void {
  if (record.kind === 'holding') day.holdings.push(record)
  else if (record.kind === 'o32-holding') day.o32.push(record)
  else if (record.kind === 'transaction') day.transactions.push(record)
  else if (record.kind === 'flow') day.flows.push(record)
  else day.fee = record
}

/** Exports of the two systems list every account of the house: accounts that are not ours wait for a person. */
const LISTS_THE_HOUSE = new Set(['fa-dump', 'o32-holdings', 'o32-journal'])

interface Refusal {
  key: PortfolioKey
  date: string
  source: SourceRow
  reason: 'portfolio-unknown' | 'product-conflict'
  told: Set<string>
}

function refuse(file: FileOutcome, { key, date, source, reason, told }: Refusal): void {
  const waits = reason === 'product-conflict' || LISTS_THE_HOUSE.has(file.kind ?? '')
  note(file, { portfolio: key.value, portfolioId: null, date, state: waits ? 'held' : 'rejected' })
  if (told.has(keyText(key))) return
  told.add(keyText(key))
  // a valuation sheet is of one product, named above its table: no row of its figures is wrong
  const { sheet, row } = source
  const place = { sheet, row: file.kind === 'fa-valuation-sheet' ? null : row, found: key.value, portfolio: key }
  file.problems.push(problem(reason, waits ? 'review' : 'error', place))
}

interface Noted {
  portfolio: string
  portfolioId: string | null
  date: string
  state: 'held' | 'rejected'
}

function note(file: FileOutcome, day: Noted): void {
  file.days.set(`${day.portfolioId ?? day.portfolio} ${day.date}`, { ...day, changed: false, problems: [] })
}

/** Kinds of which one row is a whole day: a row that names no portfolio holds nothing but itself. */
const ROW_IS_DAY = new Set(['fees', 'valuations'])
/** Kinds of which several rows make a day: a row that names no portfolio may belong to any portfolio's day. */
const ROW_IS_PART = new Set(['flows', 'holdings', 'transactions', 'o32-holdings', 'o32-journal'])

/** Leaves out the days that the reader's problems hold, and notes them. */
function withoutHeld(
  file: FileOutcome,
  days: FileDay[],
  portfolioOf: (key: PortfolioKey, date: string | null) => PortfolioRow | null,
): FileDay[] {
  const blocking = file.problems.filter((item) => item.severity !== 'warning' && item.code !== 'portfolio-unknown')
  const held = new Set<string>()
  for (const item of blocking) {
    if (item.portfolio === null) {
      if (!isOwnRowOnly(file, item)) held.add(datedRow(file, item) ?? EVERYTHING)
      continue
    }
    const portfolio = portfolioOf(item.portfolio, item.date)
    if (portfolio) held.add(`${portfolio.id} ${item.date ?? '*'}`)
    if (item.date !== null) noteHeldDay(file, { item, date: item.date, portfolio, days })
  }
  const isHeld = ({ portfolio: { id }, date }: FileDay) =>
    [EVERYTHING, `* ${date}`, `${id} *`, `${id} ${date}`].some((scope) => held.has(scope))
  for (const day of days.filter(isHeld))
    note(file, { portfolio: day.portfolio.code, portfolioId: day.portfolio.id, date: day.date, state: 'held' })
  return days.filter((day) => !isHeld(day))
}

const EVERYTHING = '* *'

const isOwnRowOnly = (file: FileOutcome, item: Problem): boolean => ROW_IS_DAY.has(file.kind ?? '') && item.row !== null

/** The day of every portfolio, for a row that names a day but no portfolio; null where the whole file is meant. */
const datedRow = (file: FileOutcome, item: Problem): string | null =>
  ROW_IS_PART.has(file.kind ?? '') && item.row !== null && item.date !== null ? `* ${item.date}` : null

/** A day of which nothing could be read is rejected, otherwise it waits. */
function noteHeldDay(
  file: FileOutcome,
  of: { item: Problem; date: string; portfolio: PortfolioRow | null; days: FileDay[] },
): void {
  const { item, date, portfolio, days } = of
  if (!portfolio || file.days.get(`${portfolio.id} ${date}`)?.state === 'held') return
  const isRead = days.some((day) => day.portfolio.id === portfolio.id && day.date === date)
  const state = isRead || item.severity === 'review' ? 'held' : 'rejected'
  note(file, { portfolio: portfolio.code, portfolioId: portfolio.id, date, state })
}
