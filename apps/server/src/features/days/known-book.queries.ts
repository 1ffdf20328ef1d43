/** What clients were shown of one portfolio at an instant (ISO, UTC): the rows of book.queries.ts as they stood then. */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Db, Schema } from '../../db/schema'
import { selectKnownLaterClasses } from '../funds/fund-classes.queries'
import { takeBack } from '../history/history.queries'
import { selectPortfolio, VALUATION_COLUMNS } from './book.queries'

interface Known {
  portfolioId: string
  knownAt: string
}

export async function selectKnownPortfolio(db: Db, { portfolioId, knownAt }: Known) {
  const row = await selectPortfolio(db, portfolioId)
  const [known] = await takeBack(db, { subject: 'portfolio', knownAt }, [row], () => ({ id: portfolioId }))
  return known ?? row
}

/** The version of every day that was shown, in date order. */
export const selectKnownValuations = async (db: Db, known: Known) =>
  (await selectNewestBy(db, known)).filter(({ withdrawn_at }) => withdrawn_at === null || withdrawn_at > known.knownAt)

/** Days that had been shown and taken back, in order. */
export const selectKnownWithdrawn = async (db: Db, known: Known) =>
  (await selectNewestBy(db, known)).filter(({ withdrawn_at }) => withdrawn_at !== null && withdrawn_at <= known.knownAt)

/** The newest version of every day that had been published by then, in date order. */
async function selectNewestBy(db: Db, { portfolioId, knownAt }: Known) {
  const versions = await db
    .selectFrom('valuation as v')
    .select(VALUATION_COLUMNS)
    .select('v.withdrawn_at')
    .where('v.portfolio_id', '=', portfolioId)
    .where('v.published_at', '<=', knownAt)
    .orderBy('v.date')
    .orderBy('v.version')
    .execute()
  return [...new Map(versions.map((version) => [version.date, version])).values()]
}

/** Rows that were shown; those of before rows kept their times count as always known. */
export const wasShown =
  ({ portfolioId, knownAt }: Known) =>
  (e: ExpressionBuilder<Schema, 'fund_transaction' | 'client_flow' | 'fee_accrual'>): Expression<SqlBool> =>
    e.and([
      e('portfolio_id', '=', portfolioId),
      e('state', '!=', 'staged'),
      e.or([e('published_at', 'is', null), e('published_at', '<=', knownAt)]),
      e.or([e('state', '=', 'published'), e('superseded_at', '>', knownAt)]),
    ])

export function selectKnownTransactions(db: Db, known: Known) {
  return db
    .selectFrom('fund_transaction')
    .select(['date', 'fund_code', 'operation', 'amount_e4', 'shares_e4', 'price_e8', 'fee_e4'])
    .where(wasShown(known))
    .orderBy('date')
    .orderBy('position')
    .orderBy('id')
    .execute()
}

export function selectKnownFlows(db: Db, known: Known) {
  return db
    .selectFrom('client_flow')
    .select(['date', 'kind', 'amount_e4', 'shares_e4', 'unit_nav_e8'])
    .where(wasShown(known))
    .orderBy('date')
    .orderBy('id')
    .execute()
}

export function selectKnownFees(db: Db, known: Known) {
  return db
    .selectFrom('fee_accrual')
    .select(['date', 'management_e4', 'custodian_e4', 'audit_e4', 'performance_e4', 'other_e4'])
    .where(wasShown(known))
    .orderBy('date')
    .execute()
}

/** Rows of master data that had come by then. */
const hadCome =
  (knownAt: string) =>
  (e: ExpressionBuilder<Schema, 'fund' | 'fund_nav' | 'benchmark_value' | 'calendar_day'>): Expression<SqlBool> =>
    e.or([e('known_since', 'is', null), e('known_since', '<=', knownAt)])

export async function selectKnownBenchmark(db: Db, { portfolioId, knownAt }: Known) {
  const rows = await db
    .selectFrom('benchmark_value')
    .select(['date', 'value_e8'])
    .where('portfolio_id', '=', portfolioId)
    .where(hadCome(knownAt))
    .orderBy('date')
    .execute()
  return takeBack(db, { subject: 'benchmark-value', knownAt }, rows, ({ date }) => ({ id: portfolioId, date }))
}

/** What the benchmark was said to be made of. */
export function selectKnownBenchmarkSets(db: Db, { portfolioId, knownAt }: Known) {
  return db
    .selectFrom('benchmark_set')
    .select(['valid_from', 'components'])
    .where('portfolio_id', '=', portfolioId)
    .where('set_at', '<=', knownAt)
    .where((e) => e.or([e('removed_at', 'is', null), e('removed_at', '>', knownAt)]))
    .orderBy('valid_from')
    .execute()
}

/** Funds that were known by then, with their names and classes of that time. */
export async function selectKnownFunds(db: Db, codes: string[], knownAt: string) {
  if (codes.length === 0) return []
  const rows = await db
    .selectFrom('fund')
    .select(['code', 'name', 'asset_class', 'price_lag'])
    .where('code', 'in', codes)
    .where(hadCome(knownAt))
    .execute()
  const known = await takeBack(db, { subject: 'fund', knownAt }, rows, ({ code }) => ({ id: code }))
  const later = await selectKnownLaterClasses(db, codes, knownAt)
  return known.map((row) => ({ ...row, laterClasses: later.get(row.code) ?? [] }))
}

export async function selectKnownPublicNavs(db: Db, fundCode: string, knownAt: string) {
  const rows = await db
    .selectFrom('fund_nav')
    .select(['date', 'unit_nav_e8'])
    .where('fund_code', '=', fundCode)
    .where(hadCome(knownAt))
    .orderBy('date')
    .execute()
  return takeBack(db, { subject: 'fund-nav', knownAt }, rows, ({ date }) => ({ id: fundCode, date }))
}

export async function selectKnownCalendarDays(db: Db, knownAt: string) {
  const rows = await db
    .selectFrom('calendar_day')
    .select(['date', 'is_trading_day'])
    .where(hadCome(knownAt))
    .orderBy('date')
    .execute()
  return takeBack(db, { subject: 'trading-day', knownAt }, rows, ({ date }) => ({ id: '', date }))
}
