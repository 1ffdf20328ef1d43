/** Rows past their time, and rows of a client, as db/data-classes.ts says of each table. */
import { sql, type RawBuilder } from 'kysely'
import { KINDS, columnsOf, type CLIENT_TABLES, type EXPIRIES } from '../../db/data-classes'
import type { Db } from '../../db/schema'
import type { ClientTable } from '../clients/clients.table'

type TableExpiry = (typeof EXPIRIES)[number]

function isPast({ after, unless, blank }: TableExpiry, before: string): RawBuilder<unknown> {
  const stays = unless === undefined ? sql`1 = 1` : sql`${sql.ref(unless)} is null`
  const isThere = blank === undefined ? sql`1 = 1` : sql`${sql.ref(blank)} <> ''`
  return sql`${sql.ref(after)} < ${before} and ${stays} and ${isThere}`
}

/** How many, and the oldest instant among them. */
export async function countPast(db: Db, expiry: TableExpiry, before: string) {
  const { rows } = await sql<{ n: number; oldest: string | null }>`
    select count(*) as n, min(${sql.ref(expiry.after)}) as oldest from ${sql.table(expiry.table)}
    where ${isPast(expiry, before)}`.execute(db)
  return { rows: Number(rows[0]?.n ?? 0), oldest: rows[0]?.oldest ?? null }
}

/** Returns how many rows went, or were blanked. */
export async function removePast(db: Db, expiry: TableExpiry, before: string): Promise<number> {
  const past = isPast(expiry, before)
  const table = sql.table(expiry.table)
  const { numAffectedRows } = await (
    expiry.blank === undefined
      ? sql`delete from ${table} where ${past}`
      : sql`update ${table} set ${sql.ref(expiry.blank)} = '' where ${past}`
  ).execute(db)
  return Number(numAffectedRows ?? 0n)
}

type ClientPlace = (typeof CLIENT_TABLES)[number]
type OwnClient = Pick<ClientTable, 'id' | 'id_number_mac' | 'phone_mac'>

function isOf({ by }: ClientPlace, client: OwnClient): RawBuilder<unknown> {
  if (by === 'macs') return sql`id_number_mac = ${client.id_number_mac} and phone_mac = ${client.phone_mac}`
  return sql`${sql.ref(by)} = ${client.id}`
}

export async function countOfClient(db: Db, place: ClientPlace, client: OwnClient): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(place.table)} where ${isOf(place, client)}`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

export async function deleteOfClient(db: Db, place: ClientPlace, client: OwnClient): Promise<void> {
  await sql`delete from ${sql.table(place.table)} where ${isOf(place, client)}`.execute(db)
}

/** The rows of a client without what lets somebody in and what only finds a row. */
export async function selectOfClient(db: Db, place: ClientPlace, client: OwnClient) {
  const shown = columnsOf(place.table)
    .filter(({ kind }) => KINDS[kind].class !== 'C3' && kind !== 'lookup')
    .map(({ column }) => column)
  const { rows } = await sql<Record<string, string | number | null>>`
    select ${sql.join(shown.map((column) => sql.ref(column)))} from ${sql.table(place.table)}
    where ${isOf(place, client)}`.execute(db)
  return rows
}

export async function blankClient(db: Db, id: string, blank: Partial<ClientTable>): Promise<void> {
  await db.updateTable('client').set(blank).where('id', '=', id).execute()
}

export async function endDelegationsOf(db: Db, clientId: string, now: string): Promise<void> {
  await db
    .updateTable('delegation')
    .set({ ends_at: now })
    .where('delegate_id', '=', clientId)
    .where('ends_at', '>', now)
    .execute()
}

/** The accounts of a client, with the days that were shown. */
export function selectAccountsOf(db: Db, clientId: string) {
  return db
    .selectFrom('client_portfolio as owned')
    .innerJoin('portfolio as p', 'p.id', 'owned.portfolio_id')
    .leftJoin('published_day as day', 'day.portfolio_id', 'p.id')
    .select(['p.code', 'p.name', 'p.launch_date'])
    .select((e) => [e.fn.min('day.date').as('first'), e.fn.max('day.date').as('last')])
    .where('owned.client_id', '=', clientId)
    .groupBy(['p.code', 'p.name', 'p.launch_date'])
    .orderBy('p.code')
    .execute()
}

/** What the audit log says of a client, in its order; staff is a login, everybody else an id or a number. */
export function selectAuditOf(db: Db, { id, client_no }: Pick<ClientTable, 'id' | 'client_no'>) {
  return db
    .selectFrom('audit_event')
    .select(['at', 'actor_kind', 'actor_id', 'action', 'address', 'detail'])
    .where((e) =>
      e.or([
        e.and([e('object_kind', '=', 'client'), e('object_id', 'in', [id, client_no])]),
        e.and([e('actor_kind', '=', 'client'), e('actor_id', '=', id)]),
      ]),
    )
    .orderBy('seq')
    .execute()
}

/** What the house answered to a client's messages, in its order; by whom stays the house's. */
export function selectRepliesTo(db: Db, clientId: string) {
  return db
    .selectFrom('message_reply as r')
    .innerJoin('message as m', 'm.id', 'r.message_id')
    .select(['r.id', 'r.message_id', 'r.replied_at', 'r.text_enc'])
    .where('m.client_id', '=', clientId)
    .orderBy('r.id')
    .execute()
}

/** Received client files whose bytes may still be there. */
export function selectClientFiles(db: Db, receivedBefore: string) {
  return db
    .selectFrom('source_file')
    .select(['id', 'sha256', 'received_at'])
    .where('kind', '=', 'clients')
    .where('received_at', '<', receivedBefore)
    .orderBy('received_at')
    .execute()
}

export function selectWaitingPayloads(db: Db) {
  return db.selectFrom('staff_request').select(['id', 'payload_enc']).where('payload_enc', '<>', '').execute()
}

export async function dropPayload(db: Db, id: string, now: string): Promise<void> {
  await db
    .updateTable('staff_request')
    .set({ payload_enc: '', state: 'dropped', decided_by: 'system', decided_at: now })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}
