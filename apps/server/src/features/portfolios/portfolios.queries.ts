import type { Db } from '../../db/schema'

/** The portfolios that a client owns, by code. */
export function selectClientPortfolios(db: Db, clientId: string) {
  return db
    .selectFrom('client_portfolio as owned')
    .innerJoin('portfolio as p', 'p.id', 'owned.portfolio_id')
    .select(['p.id', 'p.revision'])
    .where('owned.client_id', '=', clientId)
    .orderBy('p.code')
    .execute()
}
