/**
 * Which accounts a client sees: the own ones, and those that another client's grant shows until it ends. One that was closed
 * before `closedSince` shows no more, nor does it in a view of the client.
 */
import { expressionBuilder, type Expression, type SqlBool } from 'kysely'
import { builtOnce } from '../../db/built-once'
import type { Db, Schema } from '../../db/schema'
import { isGrantOfOwners, owns } from '../clients/ownership.queries'

/** The account, joined as `p`, runs, or was closed on `closedSince` or later. */
export function isReadable(closedSince: string | Expression<string>): Expression<SqlBool> {
  const { or, eb } = expressionBuilder<{ p: Schema['portfolio'] }, 'p'>()
  return or([eb('p.closed_on', 'is', null), eb('p.closed_on', '>=', closedSince)])
}

/** By code. */
export const selectSeenPortfolios = builtOnce(
  { clientId: '', now: '', closedSince: '' },
  (db, { clientId, now, closedSince }) =>
    db
      .selectFrom((e) =>
        e
          .selectFrom('client_portfolio as owned')
          .select('owned.portfolio_id')
          .where('owned.client_id', '=', clientId)
          .where(owns('owned', now))
          .union(
            e
              .selectFrom('delegation')
              .select('portfolio_id')
              .where('delegate_id', '=', clientId)
              .where('ends_at', '>', now)
              .where(isGrantOfOwners('delegation', now)),
          )
          .as('seen'),
      )
      .innerJoin('portfolio as p', 'p.id', 'seen.portfolio_id')
      .select(['p.id', 'p.revision'])
      .where(isReadable(closedSince))
      .orderBy('p.code'),
)

export interface View {
  clientId: string
  staffId: string
  scope: 'all' | 'assigned'
}

/** The accounts of a client that one of the staff sees in a view: all of the client's own, or those assigned to the adviser. */
export function selectViewedPortfolios(
  db: Db,
  { clientId, staffId, scope, now, closedSince }: View & { now: string; closedSince?: string },
) {
  return db
    .selectFrom('client_portfolio as owned')
    .innerJoin('portfolio as p', 'p.id', 'owned.portfolio_id')
    .select(['p.id', 'p.revision'])
    .where('owned.client_id', '=', clientId)
    .where(owns('owned', now))
    .$if(closedSince !== undefined, (q) => q.where(isReadable(closedSince ?? '')))
    .$if(scope === 'assigned', (q) =>
      q.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('adviser_portfolio as mine')
            .select('mine.portfolio_id')
            .where('mine.staff_id', '=', staffId)
            .whereRef('mine.portfolio_id', '=', 'p.id'),
        ),
      ),
    )
    .orderBy('p.code')
    .execute()
}
