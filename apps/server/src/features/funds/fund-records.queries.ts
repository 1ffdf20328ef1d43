/** Writing side of funds, their NAVs and the imported calendar. */
import type { CalendarOverride } from '@sma/finance/calendar/trading-calendar'
import type { FundClass } from '@sma/finance/facts'
import type { FundNavRecord, FundRecord, TradingDayRecord } from '@sma/importers/records'
import type { Db } from '../../db/schema'
import { changesOf, insertChanges, knownFrom, type ChangeSource } from '../history/history.queries'
import type { FundTable } from './funds.table'

export interface FundRow {
  code: string
  name: string
  assetClass: FundClass | null
  priceLag: number
}

export async function selectFunds(db: Db): Promise<FundRow[]> {
  const rows = await db.selectFrom('fund').selectAll().execute()
  return rows.map(({ code, name, asset_class, price_lag }) => ({
    code,
    name,
    assetClass: asset_class as FundClass | null,
    priceLag: price_lag,
  }))
}

export async function selectCalendarDays(db: Db): Promise<CalendarOverride[]> {
  const rows = await db.selectFrom('calendar_day').selectAll().execute()
  return rows.map((row) => ({ date: row.date, isTradingDay: row.is_trading_day === 1 }))
}

/** R-CHK-9: QDII and private funds are priced a day later than others. */
const defaultLag = (kind: string | null): number => (/QDII|私募|private/i.test(kind ?? '') ? 2 : 1)

type FundOutcome = 'unchanged' | 'renamed' | 'changed'

/** Inserts or updates by code; `renamed`: nothing that a check looks at has changed. */
export async function saveFund(db: Db, record: FundRecord, source: ChangeSource): Promise<FundOutcome> {
  const next = {
    code: record.code,
    name: record.name,
    asset_class: record.assetClass,
    kind: record.fundKind,
    price_lag: record.priceLag ?? defaultLag(record.fundKind),
  }
  const known = await db.selectFrom('fund').selectAll().where('code', '=', record.code).executeTakeFirst()
  if (!known) {
    await db
      .insertInto('fund')
      .values({ ...next, ...knownFrom(source) })
      .execute()
    return 'changed'
  }
  return updateFund(db, known, next, source)
}

async function updateFund(
  db: Db,
  known: FundTable,
  next: Partial<FundTable>,
  source: ChangeSource,
): Promise<FundOutcome> {
  const changes = changesOf({ subject: 'fund', id: known.code }, known, next)
  if (changes.length === 0) return 'unchanged'
  await insertChanges(db, source, changes)
  await db.updateTable('fund').set(next).where('code', '=', known.code).execute()
  return known.asset_class === next.asset_class && known.price_lag === next.price_lag ? 'renamed' : 'changed'
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

const ROWS_AT_ONCE = 300

/** Inserts or replaces a fund's NAVs; returns whether anything changed. */
export async function saveFundNavs(
  db: Db,
  fundCode: string,
  records: FundNavRecord[],
  source: ChangeSource,
): Promise<boolean> {
  const rows = await db.selectFrom('fund_nav').selectAll().where('fund_code', '=', fundCode).execute()
  const known = new Map(rows.map((row) => [row.date, row]))
  const next = [...new Map(records.map((record) => [record.date, navColumns(record)])).values()]
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
    }))
    await db.insertInto('fund_nav').values(values).execute()
  }
  return changed.length > 0
}

const navColumns = ({ date, unitNavE8, accumulatedNavE8, dividendE8 }: FundNavRecord) => ({
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
