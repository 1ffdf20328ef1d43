/** Writing side of funds, their NAVs and the imported calendar. */
import type { CalendarOverride } from '@sma/finance/calendar/trading-calendar'
import type { FundClass, FundFacts } from '@sma/finance/facts'
import { changedSpan, classOn, type FundClasses } from '@sma/finance/holdings/class-periods'
import { invariant } from '@sma/finance/invariant'
import type { FundNavRecord, FundRecord, TradingDayRecord } from '@sma/importers/records'
import type { Db } from '../../db/schema'
import { changesOf, insertChanges, knownFrom, type ChangeSource } from '../history/history.queries'
import { saveClassPeriod, selectLaterClasses } from './fund-classes.queries'
import type { FundTable } from './funds.table'

export interface FundRow extends FundClasses {
  code: string
  name: string
  priceLag: number
}

export async function selectFunds(db: Db): Promise<FundRow[]> {
  const rows = await db.selectFrom('fund').selectAll().execute()
  const later = await selectLaterClasses(db)
  return rows.map(({ code, name, asset_class, price_lag }) => ({
    code,
    name,
    firstClass: asset_class as FundClass | null,
    laterClasses: later.get(code) ?? [],
    priceLag: price_lag,
  }))
}

/** Funds by code with the classes of a day (R-CLS-3). */
export const fundsOn = (funds: readonly FundRow[], date: string): Map<string, FundFacts> =>
  new Map(
    funds.map(({ code, name, priceLag, ...classes }) => [
      code,
      { code, name, priceLag, assetClass: classOn(classes, date) },
    ]),
  )

export async function selectCalendarDays(db: Db): Promise<CalendarOverride[]> {
  const rows = await db.selectFrom('calendar_day').selectAll().execute()
  return rows.map((row) => ({ date: row.date, isTradingDay: row.is_trading_day === 1 }))
}

/** R-CHK-9: QDII and private funds are priced a day later than others. */
const defaultLag = (kind: string | null): number => (/QDII|私募|private/i.test(kind ?? '') ? 2 : 1)

export interface FundOutcome {
  changed: boolean
  /** Whether something changed that a check looks at. */
  judged: boolean
  /** The first day that clients are shown otherwise: empty for every day, null where none is. */
  shownFrom: string | null
  /** A class without a day that was not taken, as it is none of those that the fund has from a day on. */
  refused: FundClass | null
}

/**
 * Inserts or updates one fund by all that is said of it: its name and class, and classes that it has from a day on (R-CLS-3). A
 * file that gives no days says nothing of a class that has them: else each morning's file would group former days anew.
 */
export async function saveFund(db: Db, said: readonly FundRecord[], source: ChangeSource): Promise<FundOutcome> {
  const dated = said.filter(({ classFrom }) => classFrom !== null).toSorted(byDay)
  const undated = said.find(({ classFrom }) => classFrom === null)
  const record = undated ?? dated.at(-1)
  invariant(record, 'a fund of which nothing is said')
  const { code } = record
  const known = await db.selectFrom('fund').selectAll().where('code', '=', code).executeTakeFirst()
  const before = await classesOf(db, known)
  const isKept = before.laterClasses.length > 0 && dated.length === 0 && source.fileId !== null
  const next = undated && !isKept ? { asset_class: undated.assetClass } : {}
  const outcome = await upsertFund(db, known, { ...columnsOf(record), ...next }, source)
  let changed = outcome.changed
  for (const { classFrom: from, assetClass } of dated)
    if (from !== null && (await saveClassPeriod(db, { code, from, assetClass }, source))) changed = true
  const after = changed ? await classesOf(db, { asset_class: null, ...known, code, ...next }) : before
  const from = changedSpan(before, after)?.from ?? null
  return {
    changed,
    judged: outcome.judged || from !== null,
    shownFrom: outcome.shown ? '' : from,
    refused: isKept && undated?.assetClass && !hasClass(before, undated.assetClass) ? undated.assetClass : null,
  }
}

const byDay = (left: FundRecord, right: FundRecord): number =>
  (left.classFrom ?? '') < (right.classFrom ?? '') ? -1 : 1

const hasClass = ({ firstClass, laterClasses }: FundClasses, assetClass: FundClass): boolean =>
  firstClass === assetClass || laterClasses.some((later) => later.assetClass === assetClass)

const columnsOf = (record: FundRecord) => ({
  code: record.code,
  name: record.name,
  kind: record.fundKind,
  price_lag: record.priceLag ?? defaultLag(record.fundKind),
  ...(record.shortName === undefined ? {} : { short_name: record.shortName }),
})

/** Nothing is said of a fund that is not there. */
async function classesOf(db: Db, fund: Pick<FundTable, 'code' | 'asset_class'> | undefined): Promise<FundClasses> {
  if (!fund) return { firstClass: null, laterClasses: [] }
  const later = await selectLaterClasses(db, [fund.code])
  return { firstClass: fund.asset_class as FundClass | null, laterClasses: later.get(fund.code) ?? [] }
}

type FundColumns = ReturnType<typeof columnsOf> & { asset_class?: FundClass | null }
interface ColumnsOutcome {
  changed: boolean
  judged: boolean
  shown: boolean
}

async function upsertFund(
  db: Db,
  known: FundTable | undefined,
  next: FundColumns,
  source: ChangeSource,
): Promise<ColumnsOutcome> {
  if (known) return updateFund(db, known, next, source)
  await db
    .insertInto('fund')
    .values({ asset_class: null, ...next, ...knownFrom(source) })
    .execute()
  return { changed: true, judged: true, shown: true }
}

async function updateFund(
  db: Db,
  known: FundTable,
  next: Partial<FundTable>,
  source: ChangeSource,
): Promise<ColumnsOutcome> {
  const changes = changesOf({ subject: 'fund', id: known.code }, known, next)
  const fields = new Set(changes.map(({ field }) => field))
  if (changes.length > 0) {
    await insertChanges(db, source, changes)
    await db.updateTable('fund').set(next).where('code', '=', known.code).execute()
  }
  const judged = fields.has('price_lag')
  return { changed: changes.length > 0, judged, shown: judged || fields.has('name') }
}

/** Keeps a fund that a file names but the house does not know; its class is missing until staff set it (R-CHK-8). */
export async function insertUnknownFund(
  db: Db,
  fund: { code: string; name: string },
  source: ChangeSource,
): Promise<void> {
  const known = await db.selectFrom('fund').select('code').where('code', '=', fund.code).executeTakeFirst()
  if (known) return
  await db
    .insertInto('fund')
    .values({ ...fund, asset_class: null, kind: null, price_lag: 1, ...knownFrom(source) })
    .execute()
}

export async function renameFund(
  db: Db,
  { code, name }: { code: string; name: string },
  source: ChangeSource,
): Promise<void> {
  const known = await db.selectFrom('fund').selectAll().where('code', '=', code).executeTakeFirst()
  if (known) await updateFund(db, known, { name }, source)
}

/** Portfolios that hold, held or trade one of the funds. */
export async function selectPortfoliosWithFunds(db: Db, codes: string[]): Promise<string[]> {
  if (codes.length === 0) return []
  const ids = new Set<string>()
  for (const table of ['holding', 'fund_transaction'] as const) {
    const rows = await db.selectFrom(table).select('portfolio_id').distinct().where('fund_code', 'in', codes).execute()
    for (const row of rows) ids.add(row.portfolio_id)
  }
  return [...ids]
}

/** Those of the portfolios that show clients a day on or after this one. */
export async function selectShownSince(db: Db, portfolioIds: readonly string[], date: string): Promise<string[]> {
  if (portfolioIds.length === 0) return []
  const rows = await db
    .selectFrom('published_day')
    .select('portfolio_id')
    .distinct()
    .where('portfolio_id', 'in', portfolioIds)
    .where('date', '>=', date)
    .execute()
  return rows.map(({ portfolio_id }) => portfolio_id)
}

const ROWS_AT_ONCE = 300

/** Inserts or replaces a fund's NAVs; returns whether anything changed, and the ex-dates whose dividend is another now. */
export async function saveFundNavs(
  db: Db,
  fundCode: string,
  records: FundNavRecord[],
  source: ChangeSource,
): Promise<{ changed: boolean; dividends: string[] }> {
  const rows = await db.selectFrom('fund_nav').selectAll().where('fund_code', '=', fundCode).execute()
  const known = new Map(rows.map((row) => [row.date, row]))
  const said = new Map(records.map((record) => [record.date, record]))
  const next = [...said.values()].map(navColumns)
  const changes = next.flatMap((nav) => {
    const row = known.get(nav.date)
    return row ? changesOf({ subject: 'fund-nav', id: fundCode, date: nav.date }, row, nav) : []
  })
  await insertChanges(db, source, changes)
  const replacing = new Set(changes.map(({ date }) => date))
  const changed = next.filter(({ date }) => replacing.has(date) || !known.has(date))
  for (let from = 0; from < changed.length; from += ROWS_AT_ONCE) {
    const part = changed.slice(from, from + ROWS_AT_ONCE)
    const replaced = part.map(({ date }) => date).filter((date) => known.has(date))
    if (replaced.length > 0)
      await db.deleteFrom('fund_nav').where('fund_code', '=', fundCode).where('date', 'in', replaced).execute()
    const values = part.map((nav) => ({
      fund_code: fundCode,
      ...knownFrom(source),
      ...known.get(nav.date),
      ...nav,
      source_row: source.fileId === null ? null : (said.get(nav.date)?.source.row ?? null),
    }))
    await db.insertInto('fund_nav').values(values).execute()
  }
  const isOther = (nav: (typeof next)[number]) => (nav.dividend_e8 ?? 0n) !== (known.get(nav.date)?.dividend_e8 ?? 0n)
  return { changed: changed.length > 0, dividends: next.filter(isOther).map(({ date }) => date) }
}

/** The columns that a NAV's record says; `fundNavDifference` and the import agree by it. */
export const navColumns = ({ date, unitNavE8, accumulatedNavE8, dividendE8 }: FundNavRecord) => ({
  date,
  unit_nav_e8: unitNavE8,
  accumulated_nav_e8: accumulatedNavE8,
  dividend_e8: dividendE8,
})

/** Inserts or replaces calendar days; returns whether anything changed. */
export async function saveCalendar(db: Db, records: TradingDayRecord[], source: ChangeSource): Promise<boolean> {
  const rows = await db.selectFrom('calendar_day').selectAll().execute()
  const known = new Map(rows.map((row) => [row.date, row]))
  const next = [...new Map(records.map((record) => [record.date, record.isTradingDay ? 1 : 0]))]
  const changed = next.filter(([date, is_trading_day]) => known.get(date)?.is_trading_day !== is_trading_day)
  const changes = changed.flatMap(([date, is_trading_day]) => {
    const row = known.get(date)
    return row ? changesOf({ subject: 'trading-day', id: '', date }, row, { is_trading_day }) : []
  })
  await insertChanges(db, source, changes)
  for (let from = 0; from < changed.length; from += ROWS_AT_ONCE) {
    const part = changed.slice(from, from + ROWS_AT_ONCE)
    const replaced = part.map(([date]) => date).filter((date) => known.has(date))
    if (replaced.length > 0) await db.deleteFrom('calendar_day').where('date', 'in', replaced).execute()
    const values = part.map(([date, is_trading_day]) => ({
      ...knownFrom(source),
      ...known.get(date),
      date,
      is_trading_day,
    }))
    await db.insertInto('calendar_day').values(values).execute()
  }
  return changed.length > 0
}

/** Public NAVs of some funds in a span of days. */
export async function selectFundNavs(db: Db, fundCodes: string[], span: { from: string; to: string }) {
  if (fundCodes.length === 0) return []
  return db
    .selectFrom('fund_nav')
    .select(['fund_code', 'date', 'unit_nav_e8'])
    .where('fund_code', 'in', fundCodes)
    .where('date', '>=', span.from)
    .where('date', '<=', span.to)
    .execute()
}

/** Whether any public NAV was ever loaded. */
export async function hasFundNavs(db: Db): Promise<boolean> {
  return (await db.selectFrom('fund_nav').select('fund_code').limit(1).executeTakeFirst()) !== undefined
}
