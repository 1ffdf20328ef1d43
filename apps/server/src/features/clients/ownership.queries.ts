/** Whose account it is, and from when to when: the one condition of every read of `client_portfolio`. */
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Db } from '../../db/schema'
import type { ClientPortfolioTable } from './clients.table'

/** True of the rows under this name that count at `now`: an ownership that has ended, or not begun, shows nothing to anybody. */
export const owns = (name: string, now: string | RawBuilder<string>): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.ref(`${name}.starts_at`)} <= ${now} and ${sql.ref(`${name}.ends_at`)} > ${now})`

/**
 * True of the rows of `delegation` under this name whose account belongs at `now` to everybody who owned it when they were
 * granted: a client's wish ends with that client's ownership, and none of them is kept with whose wish it was. Whoever owns
 * the account later never wished it, and the same client who owns it anew has not wished it again.
 */
export const isGrantOfOwners = (name: string, now: string | RawBuilder<string>): RawBuilder<SqlBool> => {
  const ownedThen = sql<SqlBool>`owner.portfolio_id = ${sql.ref(`${name}.portfolio_id`)}
    and ${owns('owner', sql.ref<string>(`${name}.created_at`))}`
  return sql<SqlBool>`(exists (select 1 from client_portfolio as owner where ${ownedThen} and owner.ends_at > ${now})
    and not exists (select 1 from client_portfolio as owner where ${ownedThen} and owner.ends_at <= ${now}))`
}

export type Ownership = Required<
  Pick<ClientPortfolioTable, 'client_id' | 'portfolio_id' | 'set_by'> & { starts_at: string; ends_at: string }
>

/** All of a client's, those too that do not count now, by code. */
export function selectOwnerships(db: Db, clientId: string) {
  return db
    .selectFrom('client_portfolio as owned')
    .innerJoin('portfolio as p', 'p.id', 'owned.portfolio_id')
    .selectAll('owned')
    .select(['p.code', 'p.name'])
    .where('owned.client_id', '=', clientId)
    .orderBy('p.code')
    .execute()
}

/** The row of this client and account becomes this one. */
export async function saveOwnership(db: Db, ownership: Ownership): Promise<void> {
  const { client_id, portfolio_id, ...rest } = ownership
  const result = await db
    .updateTable('client_portfolio')
    .set(rest)
    .where('client_id', '=', client_id)
    .where('portfolio_id', '=', portfolio_id)
    .executeTakeFirst()
  if (result.numUpdatedRows === 0n) await db.insertInto('client_portfolio').values(ownership).execute()
}

/** What was granted while this client owned the account, or any account, ends now. */
export async function endGrantsOf(
  db: Db,
  { clientId, portfolioId, now }: { clientId: string; portfolioId?: string; now: string },
): Promise<void> {
  await db
    .updateTable('delegation')
    .set({ ends_at: now })
    .where('ends_at', '>', now)
    .$if(portfolioId !== undefined, (q) => q.where('portfolio_id', '=', portfolioId ?? ''))
    .where(
      sql<SqlBool>`exists (select 1 from client_portfolio as owner where owner.client_id = ${clientId}
        and owner.portfolio_id = ${sql.ref('delegation.portfolio_id')} and ${owns('owner', sql.ref<string>('delegation.created_at'))})`,
    )
    .execute()
}
