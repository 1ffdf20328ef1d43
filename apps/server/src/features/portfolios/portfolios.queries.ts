import { builtOnce } from '../../db/built-once'
import type { Db } from '../../db/schema'

/** The portfolios that a client owns, by code. */
export const selectClientPortfolios = builtOnce({ clientId: '' }, (db, { clientId }) =>
  db
    .selectFrom('client_portfolio as owned')
    .innerJoin('portfolio as p', 'p.id', 'owned.portfolio_id')
    .select(['p.id', 'p.revision'])
    .where('owned.client_id', '=', clientId)
    .orderBy('p.code'),
)

/** Every portfolio of the house, by code. */
export function selectAllPortfolios(db: Db) {
  return db.selectFrom('portfolio').select(['id', 'revision']).orderBy('code').execute()
}

/** Every portfolio that the house had at an instant, by code. */
export function selectPortfoliosBy(db: Db, knownAt: string) {
  return db
    .selectFrom('portfolio')
    .select(['id', 'revision'])
    .where((e) => e.or([e('known_since', 'is', null), e('known_since', '<=', knownAt)]))
    .orderBy('code')
    .execute()
}

export function selectPortfolioByCode(db: Db, code: string) {
  return db.selectFrom('portfolio').select(['id', 'code', 'revision']).where('code', '=', code).executeTakeFirst()
}
