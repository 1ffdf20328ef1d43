import type { Db } from '../../db/schema'

/** Every portfolio with its newest published day and the newest day that has a valuation. */
export function selectBoardPortfolios(db: Db) {
  return db
    .selectFrom('portfolio as p')
    .select(['p.id', 'p.code', 'p.name', 'p.launch_date', 'p.valuation_lag'])
    .select((e) => [
      e
        .selectFrom('published_day as shown')
        .select((of) => of.fn.max('shown.date').as('date'))
        .whereRef('shown.portfolio_id', '=', 'p.id')
        .as('last_published'),
      e
        .selectFrom('valuation as v')
        .select((of) => of.fn.max('v.date').as('date'))
        .whereRef('v.portfolio_id', '=', 'p.id')
        .where('v.state', '<>', 'withdrawn')
        .as('last_valued'),
    ])
    .orderBy('p.code')
    .execute()
}

/** All versions of these days, oldest first. */
export function selectStates(db: Db, dates: readonly string[]) {
  if (dates.length === 0) return Promise.resolve([])
  return db
    .selectFrom('valuation')
    .select(['portfolio_id', 'date', 'state'])
    .where('date', 'in', dates)
    .orderBy('version')
    .execute()
}

/** What the files said of these days. */
export function selectSources(db: Db, dates: readonly string[]) {
  if (dates.length === 0) return Promise.resolve([])
  return db.selectFrom('day_evidence').select(['portfolio_id', 'date', 'kind']).where('date', 'in', dates).execute()
}

/** Days that wait for a person, by portfolio. */
export function selectWaiting(db: Db) {
  return db
    .selectFrom('valuation')
    .select((e) => ['portfolio_id', e.fn.countAll<number>().as('days')])
    .where('state', 'in', ['held', 'checked', 'approved'])
    .groupBy('portfolio_id')
    .execute()
}
