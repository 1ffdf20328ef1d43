/** What clients were shown of one portfolio at an instant (ISO, UTC): the rows of book.queries.ts as they stood then. */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Db, Schema } from '../../db/schema'
import { VALUATION_COLUMNS } from './book.queries'

interface Known {
  portfolioId: string
  knownAt: string
}

/** The version of every day that was shown, in date order. */
export async function selectKnownValuations(db: Db, { portfolioId, knownAt }: Known) {
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
