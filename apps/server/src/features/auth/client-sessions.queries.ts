/** Signed-in browsers of clients. */
import type { Db } from '../../db/schema'
import type { ClientSessionTable } from './auth.table'

export async function insertSession(db: Db, session: ClientSessionTable): Promise<void> {
  await db.insertInto('client_session').values(session).execute()
}

/** Somebody came in as this client. */
export async function noteSignIn(db: Db, clientId: string, now: string): Promise<void> {
  await db.updateTable('client').set({ signed_in_at: now }).where('id', '=', clientId).execute()
}

export async function updateSeen(db: Db, tokenHash: string, now: string): Promise<void> {
  await db
    .updateTable('client_session')
    .set({ seen_at: now })
    .where('token_hash', '=', tokenHash)
    .where('seen_at', '<', now)
    .execute()
}

export async function deleteSession(db: Db, tokenHash: string): Promise<void> {
  await db.deleteFrom('client_session').where('token_hash', '=', tokenHash).execute()
}

/** All of a client but the one of this token. */
export async function deleteOtherSessionsOf(db: Db, clientId: string, tokenHash: string): Promise<void> {
  await db.deleteFrom('client_session').where('client_id', '=', clientId).where('token_hash', '!=', tokenHash).execute()
}

/** All that live of a client, newest first. */
export function selectSessionsOf(db: Db, clientId: string, at: { now: string; idleSince: string }) {
  return db
    .selectFrom('client_session')
    .select(['id', 'token_hash', 'device_id', 'device_name', 'created_at', 'seen_at'])
    .where('client_id', '=', clientId)
    .where('expires_at', '>', at.now)
    .where('seen_at', '>', at.idleSince)
    .orderBy('id', 'desc')
    .execute()
}
