import type { Db } from '../../db/schema'

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

/** The account of this code, if it is assigned to this person. */
export function selectAssignedPortfolio(db: Db, { code, staffId }: { code: string; staffId: string }) {
  return db
    .selectFrom('portfolio as p')
    .innerJoin('adviser_portfolio as own', 'own.portfolio_id', 'p.id')
    .select(['p.id', 'p.code', 'p.revision'])
    .where('p.code', '=', code)
    .where('own.staff_id', '=', staffId)
    .executeTakeFirst()
}

/** The accounts assigned to this person, by code. */
export function selectAssignedPortfolios(db: Db, staffId: string) {
  return db
    .selectFrom('portfolio as p')
    .innerJoin('adviser_portfolio as own', 'own.portfolio_id', 'p.id')
    .select(['p.id', 'p.revision'])
    .where('own.staff_id', '=', staffId)
    .orderBy('p.code')
    .execute()
}
