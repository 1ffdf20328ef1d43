/** What a trail asks of the database besides the versions themselves: files by id, and rows with the place they came from. */
import type { Db } from '../../db/schema'
import type { ClientFlowTable, FundTransactionTable } from '../days/days.table'
import { wasShown } from '../days/known-book.queries'

export interface TrailFile {
  id: string
  name: string
  receivedAt: string
  by: string
}

export async function selectTrailFiles(db: Db, ids: readonly string[]): Promise<Map<string, TrailFile>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('source_file')
    .select(['id', 'name', 'received_at as receivedAt', 'received_by as by'])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

interface Shown {
  portfolioId: string
  /** Null: what is shown now. */
  knownAt: string | null
}

/** The fund's transactions up to a day in source order, as they were shown. */
export function selectShownTransactions(
  db: Db,
  { portfolioId, knownAt }: Shown,
  of: { fundCode: string; upTo: string },
): Promise<FundTransactionTable[]> {
  const rows = db
    .selectFrom('fund_transaction')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('date', '<=', of.upTo)
    .where('fund_code', '=', of.fundCode)
    .orderBy('date')
    .orderBy('position')
    .orderBy('id')
  if (knownAt === null) return rows.where('state', '=', 'published').execute()
  return rows.where(wasShown({ portfolioId, knownAt })).execute()
}

/** The account's flows after one day up to another, as they were shown. */
export function selectShownFlows(
  db: Db,
  { portfolioId, knownAt }: Shown,
  span: { after: string; upTo: string },
): Promise<ClientFlowTable[]> {
  const rows = db
    .selectFrom('client_flow')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('date', '>', span.after)
    .where('date', '<=', span.upTo)
    .orderBy('date')
    .orderBy('id')
  if (knownAt === null) return rows.where('state', '=', 'published').execute()
  return rows.where(wasShown({ portfolioId, knownAt })).execute()
}
