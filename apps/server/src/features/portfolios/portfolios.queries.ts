import { builtOnce } from '../../db/built-once'

/** The portfolios that a client owns, by code. */
export const selectClientPortfolios = builtOnce({ clientId: '' }, (db, { clientId }) =>
  db
    .selectFrom('client_portfolio as owned')
    .innerJoin('portfolio as p', 'p.id', 'owned.portfolio_id')
    .select(['p.id', 'p.revision'])
    .where('owned.client_id', '=', clientId)
    .orderBy('p.code'),
)
