/** Reads what is published of one portfolio, one index range by (portfolio_id, date) each; no other portfolio's rows are touched. */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Db, Schema } from '../../db/schema'

export function selectPortfolio(db: Db, portfolioId: string) {
  return db
    .selectFrom('portfolio')
    .select(['code', 'name', 'strategy', 'launch_date', 'initial_assets_e4', 'initial_shares_e4'])
    .select(['benchmark', 'manager', 'nav_decimals', 'revision'])
    .where('id', '=', portfolioId)
    .executeTakeFirstOrThrow()
}

/** Null: what is shown now; else what was shown at that instant (ISO, UTC). */
export type KnownAt = string | null

/** The version of every day that is, or was, shown to clients, in date order. */
export async function selectValuations(db: Db, portfolioId: string, knownAt: KnownAt = null) {
  if (knownAt === null) return publishedValuations(db, portfolioId).orderBy('day.date').execute()
  const versions = await db
    .selectFrom('valuation as v')
    .select(VALUATION_COLUMNS)
    .select('v.withdrawn_at')
    .where('v.portfolio_id', '=', portfolioId)
    .where('v.published_at', '<=', knownAt)
    .orderBy('v.date')
    .orderBy('v.version')
    .execute()
  const newest = new Map(versions.map((version) => [version.date, version]))
  return [...newest.values()].filter(({ withdrawn_at }) => withdrawn_at === null || withdrawn_at > knownAt)
}

/** The last published days, the newest first. */
export function selectLastValuations(db: Db, portfolioId: string, count: number) {
  return publishedValuations(db, portfolioId).orderBy('day.date', 'desc').limit(count).execute()
}

const VALUATION_COLUMNS = [
  'v.date',
  'v.version',
  'v.net_assets_e4',
  'v.shares_e4',
  'v.unit_nav_e8',
  'v.accumulated_nav_e8',
  'v.holdings_known',
  'v.management_payable_e4',
  'v.custodian_payable_e4',
  'v.audit_payable_e4',
  'v.performance_payable_e4',
  'v.dividend_receivable_e4',
  'v.reason',
  'v.published_at',
] as const

/** Rows that are, or were at an instant, shown; those of before rows kept their times count as always known. */
const isShown =
  (knownAt: KnownAt) =>
  (e: ExpressionBuilder<Schema, 'fund_transaction' | 'client_flow' | 'fee_accrual'>): Expression<SqlBool> => {
    if (knownAt === null) return e('state', '=', 'published')
    return e.and([
      e('state', '!=', 'staged'),
      e.or([e('published_at', 'is', null), e('published_at', '<=', knownAt)]),
      e.or([e('state', '=', 'published'), e('superseded_at', '>', knownAt)]),
    ])
  }

function publishedValuations(db: Db, portfolioId: string) {
  return db
    .selectFrom('published_day as day')
    .innerJoin('valuation as v', (join) =>
      join
        .onRef('v.portfolio_id', '=', 'day.portfolio_id')
        .onRef('v.date', '=', 'day.date')
        .onRef('v.version', '=', 'day.version'),
    )
    .select(VALUATION_COLUMNS)
    .where('day.portfolio_id', '=', portfolioId)
}

/** In date order, within a day as the source has them. */
export function selectTransactions(db: Db, portfolioId: string, knownAt: KnownAt = null) {
  return db
    .selectFrom('fund_transaction')
    .select(['date', 'fund_code', 'operation', 'amount_e4', 'shares_e4', 'price_e8', 'fee_e4'])
    .where('portfolio_id', '=', portfolioId)
    .where(isShown(knownAt))
    .orderBy('date')
    .orderBy('position')
    .orderBy('id')
    .execute()
}

/** Flows after `after`: all of them after an empty text. */
export function selectFlows(db: Db, portfolioId: string, after: string, knownAt: KnownAt = null) {
  return db
    .selectFrom('client_flow')
    .select(['date', 'kind', 'amount_e4', 'shares_e4', 'unit_nav_e8'])
    .where('portfolio_id', '=', portfolioId)
    .where('date', '>', after)
    .where(isShown(knownAt))
    .orderBy('date')
    .orderBy('id')
    .execute()
}

export function selectFees(db: Db, portfolioId: string, knownAt: KnownAt = null) {
  return db
    .selectFrom('fee_accrual')
    .select(['date', 'management_e4', 'custodian_e4', 'audit_e4', 'performance_e4', 'other_e4'])
    .where('portfolio_id', '=', portfolioId)
    .where(isShown(knownAt))
    .orderBy('date')
    .execute()
}

export function selectBenchmark(db: Db, portfolioId: string) {
  return db
    .selectFrom('benchmark_value')
    .select(['date', 'value_e8'])
    .where('portfolio_id', '=', portfolioId)
    .orderBy('date')
    .execute()
}

export function selectHoldings(db: Db, day: { portfolioId: string; date: string; version: number }) {
  return db
    .selectFrom('holding')
    .select(['fund_code', 'shares_e4', 'unit_nav_e8', 'price_date', 'market_value_e4', 'source_cost_e4'])
    .select(['source_profit_e4', 'o32_cost_e4', 'o32_profit_e4', 'o32_market_value_e4', 'dividend_receivable_e4'])
    .where('portfolio_id', '=', day.portfolioId)
    .where('date', '=', day.date)
    .where('version', '=', day.version)
    .execute()
}

export function selectFunds(db: Db, codes: string[]) {
  return db.selectFrom('fund').select(['code', 'name', 'asset_class', 'price_lag']).where('code', 'in', codes).execute()
}

/** Only rows with a dividend: the index on it keeps the other NAVs out. */
export function selectDividends(db: Db, codes: string[]) {
  return db
    .selectFrom('fund_nav')
    .select(['fund_code', 'date', 'dividend_e8'])
    .where('fund_code', 'in', codes)
    .where('dividend_e8', '>', 0n)
    .orderBy('date')
    .execute()
}

export function selectCalendarDays(db: Db) {
  return db.selectFrom('calendar_day').select(['date', 'is_trading_day']).orderBy('date').execute()
}
