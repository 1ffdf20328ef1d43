/** Writing side of funds, their NAVs and the imported calendar. */
import type { CalendarOverride } from '@sma/finance/calendar/trading-calendar'
import type { FundClass } from '@sma/finance/facts'
import type { FundNavRecord, FundRecord, TradingDayRecord } from '@sma/importers/records'
import type { Db } from '../../db/schema'
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

/** Inserts or updates by code; `renamed`: nothing that a check looks at has changed. */
export async function saveFund(db: Db, record: FundRecord): Promise<'unchanged' | 'renamed' | 'changed'> {
  const next: FundTable = {
    code: record.code,
    name: record.name,
    asset_class: record.assetClass,
    kind: record.fundKind,
    price_lag: record.priceLag ?? defaultLag(record.fundKind),
  }
  const known = await db.selectFrom('fund').selectAll().where('code', '=', record.code).executeTakeFirst()
  if (!known) {
    await db.insertInto('fund').values(next).execute()
    return 'changed'
  }
  if ((Object.keys(next) as (keyof FundTable)[]).every((key) => known[key] === next[key])) return 'unchanged'
  await db.updateTable('fund').set(next).where('code', '=', record.code).execute()
  return known.asset_class === next.asset_class && known.price_lag === next.price_lag ? 'renamed' : 'changed'
}

/** Keeps a fund that a file names but the house does not know; its class is missing until staff set it (R-CHK-8). */
export async function insertUnknownFund(db: Db, fund: { code: string; name: string }): Promise<void> {
  const known = await db.selectFrom('fund').select('code').where('code', '=', fund.code).executeTakeFirst()
  if (known) return
  await db
    .insertInto('fund')
    .values({ ...fund, asset_class: null, kind: null, price_lag: 1 })
    .execute()
}

export async function renameFund(db: Db, fund: { code: string; name: string }): Promise<void> {
  await db.updateTable('fund').set({ name: fund.name }).where('code', '=', fund.code).execute()
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
export async function saveFundNavs(db: Db, fundCode: string, records: FundNavRecord[]): Promise<boolean> {
  const rows = await db.selectFrom('fund_nav').selectAll().where('fund_code', '=', fundCode).execute()
  const known = new Map(rows.map((row) => [row.date, row]))
  const next = [...new Map(records.map((record) => [record.date, record])).values()]
  const changed = next.filter((record) => {
    const row = known.get(record.date)
    const isSame =
      row?.unit_nav_e8 === record.unitNavE8 &&
      row.accumulated_nav_e8 === record.accumulatedNavE8 &&
      row.dividend_e8 === record.dividendE8
    return !isSame
  })
  for (let from = 0; from < changed.length; from += ROWS_AT_ONCE) {
    const part = changed.slice(from, from + ROWS_AT_ONCE)
    const replaced = part.map((record) => record.date).filter((date) => known.has(date))
    if (replaced.length > 0)
      await db.deleteFrom('fund_nav').where('fund_code', '=', fundCode).where('date', 'in', replaced).execute()
    const values = part.map((record) => ({
      fund_code: fundCode,
      date: record.date,
      unit_nav_e8: record.unitNavE8,
      accumulated_nav_e8: record.accumulatedNavE8,
      dividend_e8: record.dividendE8,
    }))
    await db.insertInto('fund_nav').values(values).execute()
  }
  return changed.length > 0
}

/** Inserts or replaces calendar days; returns whether anything changed. */
export async function saveCalendar(db: Db, records: TradingDayRecord[]): Promise<boolean> {
  const known = new Map((await selectCalendarDays(db)).map((day) => [day.date, day.isTradingDay]))
  const next = [...new Map(records.map((record) => [record.date, record.isTradingDay]))]
  const changed = next.filter(([date, isTradingDay]) => known.get(date) !== isTradingDay)
  for (let from = 0; from < changed.length; from += ROWS_AT_ONCE) {
    const part = changed.slice(from, from + ROWS_AT_ONCE)
    const replaced = part.map(([date]) => date).filter((date) => known.has(date))
    if (replaced.length > 0) await db.deleteFrom('calendar_day').where('date', 'in', replaced).execute()
    const values = part.map(([date, isTradingDay]) => ({ date, is_trading_day: isTradingDay ? 1 : 0 }))
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
