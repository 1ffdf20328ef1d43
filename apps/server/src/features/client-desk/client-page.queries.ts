/** One client and all that hangs on it, for the desk. `staffId` is set for an adviser, who sees assigned accounts alone. */
import { sql, type SqlBool } from 'kysely'
import type { Db } from '../../db/schema'
import type { ClientTable } from '../clients/clients.table'
import { isGrantOfOwners } from '../clients/ownership.queries'

interface Asked {
  clientId: string
  now: string
  staffId: string | null
}

const isAssigned = (staffId: string | null) =>
  staffId === null
    ? sql<SqlBool>`1 = 1`
    : sql<SqlBool>`exists (select 1 from adviser_portfolio as mine where mine.staff_id = ${staffId} and mine.portfolio_id = p.id)`

/** Accounts that a client owns or owned. */
export function selectAccounts(db: Db, { clientId, staffId }: Omit<Asked, 'now'>) {
  return db
    .selectFrom('portfolio as p')
    .innerJoin(ownedEver(db, clientId).as('ever'), 'ever.portfolio_id', 'p.id')
    .select(['p.id', 'p.code', 'p.name', 'ever.starts_at', 'ever.ends_at', 'ever.set_by'])
    .where(isAssigned(staffId))
    .orderBy('p.code')
    .execute()
}

const ownedEver = (db: Db, clientId: string) =>
  db.selectFrom('client_portfolio').selectAll().where('client_id', '=', clientId)

const DELEGATES = 100

/** Who sees or saw the accounts that this client owns or owned, newest first. */
export function selectDelegatesOf(db: Db, { clientId, now, staffId }: Asked) {
  return db
    .selectFrom('delegation as d')
    .innerJoin('portfolio as p', 'p.id', 'd.portfolio_id')
    .innerJoin('client as delegate', 'delegate.id', 'd.delegate_id')
    .select(['p.code', 'd.created_at', 'd.ends_at', 'delegate.id as delegate_id', 'delegate.name_enc'])
    .select(isGrantOfOwners('d', now).as('is_granted'))
    .where('d.portfolio_id', 'in', ownedEver(db, clientId).clearSelect().select('portfolio_id'))
    .where(isAssigned(staffId))
    .orderBy('d.id', 'desc')
    .limit(DELEGATES)
    .execute()
}

/** The accounts of others that this client sees or saw, newest first. */
export function selectDelegatedTo(db: Db, { clientId, now, staffId }: Asked) {
  return db
    .selectFrom('delegation as d')
    .innerJoin('portfolio as p', 'p.id', 'd.portfolio_id')
    .select(['p.code', 'd.created_at', 'd.ends_at', isGrantOfOwners('d', now).as('is_granted')])
    .where('d.delegate_id', '=', clientId)
    .where(isAssigned(staffId))
    .orderBy('d.id', 'desc')
    .limit(DELEGATES)
    .execute()
}

export async function countDevices(db: Db, clientId: string): Promise<number> {
  const row = await db
    .selectFrom('client_device')
    .select((e) => e.fn.countAll<number>().as('devices'))
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow()
  return Number(row.devices)
}

export function selectConsentsOf(db: Db, clientId: string) {
  return db
    .selectFrom('client_consent')
    .select(['kind', 'version', 'at'])
    .where('client_id', '=', clientId)
    .orderBy('at', 'desc')
    .orderBy('kind')
    .execute()
}

/** Since when codes are stopped; null where they go out. */
export async function selectStoppedAt(db: Db, client: Pick<ClientTable, 'id_number_mac' | 'phone_mac'>) {
  const row = await db
    .selectFrom('sign_in_streak')
    .select((e) => e.fn.min('stopped_at').as('since'))
    .where('id_number_mac', '=', client.id_number_mac)
    .where('phone_mac', '=', client.phone_mac)
    .executeTakeFirst()
  return row?.since ?? null
}

const EVENTS = 200

/** What the audit log says was done with a client or one of its accounts, newest first; the client's own sign-ins left out. */
export function selectEventsOf(db: Db, { id, client_no }: Pick<ClientTable, 'id' | 'client_no'>) {
  return db
    .selectFrom('audit_event as event')
    .leftJoin('portfolio as p', 'p.id', 'event.portfolio_id')
    .select(['event.seq', 'event.at', 'event.actor_id', 'event.action', 'event.detail', 'p.code'])
    .where('event.object_kind', '=', 'client')
    .where('event.object_id', 'in', [id, client_no])
    .where('event.actor_kind', '!=', 'client')
    .orderBy('event.seq', 'desc')
    .limit(EVENTS)
    .execute()
}

export function selectPortfolioByCode(db: Db, code: string) {
  return db.selectFrom('portfolio').select(['id', 'code']).where('code', '=', code).executeTakeFirst()
}

export async function selectPortfoliosByCodes(db: Db, codes: readonly string[]) {
  if (codes.length === 0) return []
  return db.selectFrom('portfolio').select(['id', 'code']).where('code', 'in', codes).execute()
}
