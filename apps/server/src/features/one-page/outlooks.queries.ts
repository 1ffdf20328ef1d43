import type { Db } from '../../db/schema'
import type { OutlookTable } from './outlooks.table'

/** Every version of an account, the newest day and version first; with `knownAt` those that were written by then. */
export function selectOutlooks(
  db: Db,
  { portfolioId, upTo, knownAt }: { portfolioId: string; upTo?: string; knownAt?: string | undefined },
): Promise<OutlookTable[]> {
  let rows = db.selectFrom('outlook').selectAll().where('portfolio_id', '=', portfolioId)
  if (upTo !== undefined) rows = rows.where('date', '<=', upTo)
  if (knownAt !== undefined) rows = rows.where('written_at', '<=', knownAt)
  return rows.orderBy('date', 'desc').orderBy('version', 'desc').execute()
}

export async function insertOutlook(db: Db, row: OutlookTable): Promise<void> {
  await db.insertInto('outlook').values(row).execute()
}

/** Accounts by code, all or those assigned to one of the staff. */
export function selectNamedPortfolios(db: Db, assignedTo: string | null) {
  const rows = db.selectFrom('portfolio as p').select(['p.id', 'p.code', 'p.name']).orderBy('p.code')
  if (assignedTo === null) return rows.execute()
  return rows
    .innerJoin('adviser_portfolio as own', 'own.portfolio_id', 'p.id')
    .where('own.staff_id', '=', assignedTo)
    .execute()
}

/** The versions of all accounts, the newest day and version first. */
export function selectAllOutlooks(db: Db): Promise<OutlookTable[]> {
  return db.selectFrom('outlook').selectAll().orderBy('date', 'desc').orderBy('version', 'desc').execute()
}
