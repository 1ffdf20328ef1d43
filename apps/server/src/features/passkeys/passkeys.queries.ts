import type { Db } from '../../db/schema'
import type { ClientPasskeyTable } from './passkeys.table'

/** The passkey with this look-up hash, and the client whom it lets in; none while that client is suspended. */
export function selectPasskeyToTry(db: Db, credentialMac: string) {
  return db
    .selectFrom('client_passkey as passkey')
    .innerJoin('client', 'client.id', 'passkey.client_id')
    .select(['passkey.id', 'passkey.client_id', 'passkey.public_key_enc'])
    .select(['client.phone_enc', 'client.id_number_mac', 'client.phone_mac'])
    .where('passkey.credential_mac', '=', credentialMac)
    .where('client.suspended_at', 'is', null)
    .executeTakeFirst()
}

export type PasskeyToTry = NonNullable<Awaited<ReturnType<typeof selectPasskeyToTry>>>

/** Whether anybody has a passkey with this look-up hash. */
export async function isKnownCredential(db: Db, credentialMac: string): Promise<boolean> {
  const row = await db
    .selectFrom('client_passkey')
    .select('id')
    .where('credential_mac', '=', credentialMac)
    .executeTakeFirst()
  return row !== undefined
}

/** Newest first. */
export function selectPasskeysOf(db: Db, clientId: string): Promise<ClientPasskeyTable[]> {
  return db.selectFrom('client_passkey').selectAll().where('client_id', '=', clientId).orderBy('id', 'desc').execute()
}

export async function countPasskeysOf(db: Db, clientId: string): Promise<number> {
  const row = await db
    .selectFrom('client_passkey')
    .select((e) => e.fn.countAll<number>().as('passkeys'))
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow()
  return Number(row.passkeys)
}

export async function insertPasskey(db: Db, passkey: ClientPasskeyTable): Promise<void> {
  await db.insertInto('client_passkey').values(passkey).execute()
}

/** False where the count did not grow: one of two authenticators is a copy. One that counts nothing says 0 each time. */
export async function noteUse(
  db: Db,
  { id, count, now }: { id: string; count: number; now: string },
): Promise<boolean> {
  const result = await db
    .updateTable('client_passkey')
    .set({ sign_count: count, used_at: now })
    .where('id', '=', id)
    .where('sign_count', count === 0 ? '=' : '<', count)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** False where this client has none of this id. */
export async function deletePasskey(db: Db, { clientId, id }: { clientId: string; id: string }): Promise<boolean> {
  const result = await db
    .deleteFrom('client_passkey')
    .where('id', '=', id)
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}

/** Returns how many there were. */
export async function deletePasskeysOf(db: Db, clientId: string): Promise<number> {
  const result = await db.deleteFrom('client_passkey').where('client_id', '=', clientId).executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** True for the first answer to a challenge. */
export async function insertUsedChallenge(db: Db, tokenHash: string, expiresAt: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('used_passkey_challenge')
    .ignore()
    .values({ token_hash: tokenHash, expires_at: expiresAt })
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}
