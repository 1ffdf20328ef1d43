/** What staff see as a client. */
import type { Db } from '../../db/schema'
import { owns } from '../clients/ownership.queries'
import { isReadable } from '../portfolios/seen.queries'
import type { ClientViewTable } from './access.table'

export async function insertView(db: Db, view: ClientViewTable): Promise<void> {
  await db.insertInto('client_view').values(view).execute()
}

export async function deleteView(db: Db, tokenHash: string): Promise<void> {
  await db.deleteFrom('client_view').where('token_hash', '=', tokenHash).execute()
}

export async function deleteEndedViews(db: Db, now: string): Promise<void> {
  await db.deleteFrom('client_view').where('expires_at', '<', now).execute()
}

/** The view if it lives and its person may still sign in, with the portfolio of this code if both client and viewer may see it. */
export function selectView(
  db: Db,
  { tokenHash, now, code, closedSince }: { tokenHash: string; now: string; code: string; closedSince: string },
) {
  return db
    .selectFrom('client_view as view')
    .innerJoin('staff', 'staff.id', 'view.staff_id')
    .leftJoin('portfolio as p', (join) =>
      join
        .on('p.code', '=', code)
        .on(isReadable(closedSince))
        .on(({ exists, selectFrom }) =>
          exists(
            selectFrom('client_portfolio as owned')
              .select('owned.portfolio_id')
              .whereRef('owned.client_id', '=', 'view.client_id')
              .whereRef('owned.portfolio_id', '=', 'p.id')
              .where(owns('owned', now)),
          ),
        )
        .on(({ or, eb, exists, selectFrom }) =>
          or([
            eb('view.scope', '=', 'all'),
            exists(
              selectFrom('adviser_portfolio as mine')
                .select('mine.portfolio_id')
                .whereRef('mine.staff_id', '=', 'view.staff_id')
                .whereRef('mine.portfolio_id', '=', 'p.id'),
            ),
          ]),
        ),
    )
    .select(['view.client_id', 'view.staff_id', 'view.scope', 'view.expires_at', 'staff.login'])
    .select(['p.id', 'p.code', 'p.revision'])
    .where('view.token_hash', '=', tokenHash)
    .where('view.expires_at', '>', now)
    .where('staff.state', '=', 'active')
    .executeTakeFirst()
}

/** The clients who own an account. */
export function selectOwners(db: Db, portfolioId: string, now: string) {
  return db
    .selectFrom('client')
    .innerJoin('client_portfolio as owned', 'owned.client_id', 'client.id')
    .select(['client.id', 'client.name_enc'])
    .where('owned.portfolio_id', '=', portfolioId)
    .where(owns('owned', now))
    .orderBy('client.client_no')
    .execute()
}

export async function isClient(db: Db, id: string): Promise<boolean> {
  return (await db.selectFrom('client').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}

/** The clients who own an account, with all that is sealed. */
export function selectSealedOwners(db: Db, portfolioId: string, now: string) {
  return db
    .selectFrom('client')
    .innerJoin('client_portfolio as owned', 'owned.client_id', 'client.id')
    .selectAll('client')
    .where('owned.portfolio_id', '=', portfolioId)
    .where(owns('owned', now))
    .orderBy('client.client_no')
    .execute()
}

export function selectSealedClient(db: Db, id: string) {
  return db.selectFrom('client').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The newest views of a client, as they are chained in the audit log. */
export function selectViewEvents(db: Db, clientId: string, count: number) {
  return db
    .selectFrom('audit_event')
    .select(['seq', 'at', 'actor_id'])
    .where('object_kind', '=', 'client')
    .where('object_id', '=', clientId)
    .where('action', '=', 'view-as-client')
    .orderBy('seq', 'desc')
    .limit(count)
    .execute()
}

/** The newest exports of a client's accounts by people of the house. */
export function selectExportEvents(db: Db, { clientId, now, count }: { clientId: string; now: string; count: number }) {
  return db
    .selectFrom('audit_event as event')
    .innerJoin('client_portfolio as owned', 'owned.portfolio_id', 'event.portfolio_id')
    .innerJoin('portfolio', 'portfolio.id', 'event.portfolio_id')
    .select(['event.seq', 'event.at', 'event.actor_id', 'portfolio.code'])
    .where('owned.client_id', '=', clientId)
    .where(owns('owned', now))
    .where('event.action', '=', 'export-figures')
    .where('event.actor_kind', '=', 'staff')
    .orderBy('event.seq', 'desc')
    .limit(count)
    .execute()
}
