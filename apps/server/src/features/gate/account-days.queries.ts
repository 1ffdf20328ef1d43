/** The days of one account that have a valuation, each by its newest version. */
import type { Db } from '../../db/schema'
import type { ValuationTable } from '../days/days.table'

interface AskedDays {
  portfolioId: string
  before: string | undefined
  limit: number
}

/** The newest day first. */
export function selectNewestVersions(db: Db, { portfolioId, before, limit }: AskedDays): Promise<ValuationTable[]> {
  let query = db
    .selectFrom('valuation as v')
    .selectAll()
    .where('v.portfolio_id', '=', portfolioId)
    .where('v.version', '=', (e) =>
      e
        .selectFrom('valuation as newest')
        .select((of) => of.fn.max('newest.version').as('version'))
        .whereRef('newest.portfolio_id', '=', 'v.portfolio_id')
        .whereRef('newest.date', '=', 'v.date'),
    )
  if (before !== undefined) query = query.where('v.date', '<', before)
  return query.orderBy('v.date', 'desc').limit(limit).execute()
}

/** Which version of these days clients see. */
export async function selectShownVersions(
  db: Db,
  portfolioId: string,
  span: { from: string; to: string },
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('published_day')
    .select(['date', 'version'])
    .where('portfolio_id', '=', portfolioId)
    .where('date', '>=', span.from)
    .where('date', '<=', span.to)
    .execute()
  return new Map(rows.map(({ date, version }) => [date, version]))
}

/** How many findings of these days are open. */
export async function countOpenFindings(
  db: Db,
  portfolioId: string,
  span: { from: string; to: string },
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('finding')
    .select(['date', (e) => e.fn.countAll().as('n')])
    .where('portfolio_id', '=', portfolioId)
    .where('state', '=', 'open')
    .where('date', '>=', span.from)
    .where('date', '<=', span.to)
    .groupBy('date')
    .execute()
  return new Map(rows.map(({ date, n }) => [date, Number(n)]))
}

/** The nearest days before and after one that have a valuation. */
export async function selectNeighbours(db: Db, { portfolioId, date }: { portfolioId: string; date: string }) {
  const days = db.selectFrom('valuation').where('portfolio_id', '=', portfolioId)
  const before = await days
    .where('date', '<', date)
    .select((e) => e.fn.max<string | null>('date').as('date'))
    .executeTakeFirst()
  const after = await days
    .where('date', '>', date)
    .select((e) => e.fn.min<string | null>('date').as('date'))
    .executeTakeFirst()
  return { previousDate: before?.date ?? null, nextDate: after?.date ?? null }
}
