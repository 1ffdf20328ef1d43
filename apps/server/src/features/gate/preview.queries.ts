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
  let query = db
    .selectFrom('valuation as v')
    .innerJoin('portfolio as p', 'p.id', 'v.portfolio_id')
    .selectAll('v')
    .select(['p.code', 'p.name as portfolio_name', 'p.nav_decimals'])
    .where('v.state', 'in', filter.states ?? WAITING)
  if (filter.portfolioIds) query = query.where('v.portfolio_id', 'in', filter.portfolioIds)
  if (filter.date) query = query.where('v.date', '=', filter.date)
  return query.orderBy('v.date').orderBy('p.code').execute()
}

/** How many clients see each portfolio. */
export async function countClients(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('client_portfolio')
    .select(['portfolio_id', (e) => e.fn.countAll().as('n')])
    .groupBy('portfolio_id')
    .execute()
  return new Map(rows.map((row) => [row.portfolio_id, Number(row.n)]))
}
