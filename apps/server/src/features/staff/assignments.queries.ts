/** Which accounts an adviser looks after. */
import type { Db } from '../../db/schema'

/** By person: the codes of their accounts. */
export function selectAssignments(db: Db) {
  return db
    .selectFrom('adviser_portfolio as own')
    .innerJoin('portfolio as p', 'p.id', 'own.portfolio_id')
    .select(['own.staff_id', 'p.code'])
    .orderBy('p.code')
    .execute()
}

export function selectPortfolioIds(db: Db, codes: readonly string[]) {
  return db
    .selectFrom('portfolio')
    .select(['id', 'code'])
    .where('code', 'in', [...codes, ''])
    .execute()
}

export async function replaceAssignments(db: Db, staffId: string, portfolioIds: readonly string[]): Promise<void> {
  await db.deleteFrom('adviser_portfolio').where('staff_id', '=', staffId).execute()
  for (const portfolio_id of portfolioIds)
    await db.insertInto('adviser_portfolio').values({ staff_id: staffId, portfolio_id }).execute()
}
