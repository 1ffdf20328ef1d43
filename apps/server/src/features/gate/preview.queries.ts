import type { Db } from '../../db/schema'
import type { DayState, ValuationTable } from '../days/days.table'

export interface PreviewFilter {
  /** Left out: every portfolio. */
  portfolioIds?: string[] | undefined
  /** Left out: every day. */
  date?: string | undefined
  /** Left out: all that waits. */
  states?: DayState[] | undefined
}

const WAITING: DayState[] = ['held', 'checked', 'approved']

export type WaitingRow = ValuationTable & { code: string; portfolio_name: string; nav_decimals: number }

/** Versions that wait, with their portfolio. */
export async function selectWaiting(db: Db, filter: PreviewFilter): Promise<WaitingRow[]> {
  if (filter.portfolioIds?.length === 0) return []
  return versions(db, filter)
    .where('v.state', 'in', filter.states ?? WAITING)
    .orderBy('v.date')
    .orderBy('p.code')
    .execute()
}

/** Shown versions that someone wants to take back, with their portfolio; another person has to agree. */
export async function selectAskedWithdrawals(db: Db, filter: PreviewFilter): Promise<WaitingRow[]> {
  if (filter.portfolioIds?.length === 0) return []
  return versions(db, filter)
    .where('v.state', '=', 'published')
    .where('v.withdrawal_asked_by', 'is not', null)
    .orderBy('v.withdrawal_asked_at')
    .orderBy('p.code')
    .execute()
}

function versions(db: Db, { portfolioIds, date }: PreviewFilter) {
  let query = db
    .selectFrom('valuation as v')
    .innerJoin('portfolio as p', 'p.id', 'v.portfolio_id')
    .selectAll('v')
    .select(['p.code', 'p.name as portfolio_name', 'p.nav_decimals'])
  if (portfolioIds) query = query.where('v.portfolio_id', 'in', portfolioIds)
  if (date) query = query.where('v.date', '=', date)
  return query
}

/** The clients who see each portfolio. */
export async function selectViewers(db: Db): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('client_portfolio')
    .select(['portfolio_id', 'client_id'])
    .orderBy('client_id')
    .execute()
  const viewers = new Map<string, string[]>()
  for (const row of rows) viewers.set(row.portfolio_id, [...(viewers.get(row.portfolio_id) ?? []), row.client_id])
  return viewers
}
