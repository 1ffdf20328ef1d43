import { builtOnce } from '../../db/built-once'
import type { Db } from '../../db/schema'
import { isGrantOfOwners, owns } from '../clients/ownership.queries'
import { isReadable } from '../portfolios/seen.queries'
import type { CodeMessageTable, SignInChallengeTable } from './auth.table'

export interface Subject {
  idNumberMac: string
  phoneMac: string
}

/** Ends the older challenges of the same subject and device, stores the new one and queues its message: all or nothing. */
export async function insertChallenge(
  db: Db,
  challenge: SignInChallengeTable,
  message: CodeMessageTable,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const live = await trx
      .selectFrom('sign_in_challenge')
      .select('id')
      .where('id_number_mac', '=', challenge.id_number_mac)
      .where('phone_mac', '=', challenge.phone_mac)
      // Whoever asks elsewhere for the client's code ends none that the client asked for on the own device.
      .where('device_id', challenge.device_id === null ? 'is' : '=', challenge.device_id)
      .where('ended_at', 'is', null)
      .orderBy('id')
      .execute()
    // One by one by their keys: a range would lock the gaps that parallel requests insert into.
    for (const { id } of live) await endChallenge(trx, id, challenge.created_at)
    await trx.insertInto('sign_in_challenge').values(challenge).execute()
    await insertMessage(trx, message)
  })
}

export async function insertMessage(db: Db, message: CodeMessageTable): Promise<void> {
  await db.insertInto('code_message').values(message).execute()
}

export interface Try {
  id: string
  browserHash: string
  now: string
  maxTries: number
}

/** Counts one try of a live challenge of this browser; null where there is none or its tries are used up. */
export async function takeTry(db: Db, { id, browserHash, now, maxTries }: Try): Promise<SignInChallengeTable | null> {
  const result = await db
    .updateTable('sign_in_challenge')
    .set((column) => ({ tries: column('tries', '+', 1) }))
    .where('id', '=', id)
    .where('browser_hash', '=', browserHash)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('tries', '<', maxTries)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) return null
  const challenge = await db.selectFrom('sign_in_challenge').selectAll().where('id', '=', id).executeTakeFirst()
  return challenge ?? null
}

/** True for exactly one of all who try to use it. */
export async function endChallenge(db: Db, id: string, now: string): Promise<boolean> {
  const result = await db
    .updateTable('sign_in_challenge')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** The clients with this ID number and phone who may sign in; at most two, as one is what is hoped for. */
export function selectClientsBySubject(db: Db, { idNumberMac, phoneMac }: Subject) {
  return db
    .selectFrom('client')
    .select(['id', 'name_enc', 'phone_enc', 'id_number_mac', 'phone_mac'])
    .where('id_number_mac', '=', idNumberMac)
    .where('phone_mac', '=', phoneMac)
    .where('suspended_at', 'is', null)
    .limit(2)
    .execute()
}

/**
 * The session if it lives (not past its end, and used after `idleSince`), and with it the portfolio of this code if its client
 * owns that, or may look at it by a grant, and it shows still: not seen and not there are one and the same answer. One statement, as every request asks for both.
 */
export const selectAccess = builtOnce(
  { tokenHash: '', now: '', idleSince: '', code: '', closedSince: '' },
  (db, { tokenHash, now, idleSince, code, closedSince }) =>
    db
      .selectFrom('client_session as session')
      .innerJoin('client', 'client.id', 'session.client_id')
      .leftJoin('portfolio as p', (join) =>
        join
          .on('p.code', '=', code)
          .on(isReadable(closedSince))
          .on(({ or, exists, selectFrom }) =>
            or([
              exists(
                selectFrom('client_portfolio as owned')
                  .select('owned.portfolio_id')
                  .whereRef('owned.client_id', '=', 'session.client_id')
                  .whereRef('owned.portfolio_id', '=', 'p.id')
                  .where(owns('owned', now)),
              ),
              exists(
                selectFrom('delegation as granted')
                  .select('granted.id')
                  .whereRef('granted.delegate_id', '=', 'session.client_id')
                  .whereRef('granted.portfolio_id', '=', 'p.id')
                  .where('granted.ends_at', '>', now)
                  .where(isGrantOfOwners('granted', now)),
              ),
            ]),
          ),
      )
      .leftJoin('client_portfolio as own', (join) =>
        join
          .onRef('own.client_id', '=', 'session.client_id')
          .onRef('own.portfolio_id', '=', 'p.id')
          .on(owns('own', now)),
      )
      .select(['session.client_id', 'session.created_at', 'session.seen_at', 'session.expires_at'])
      .select(['p.id', 'p.code', 'p.revision', 'own.portfolio_id as own_id'])
      .where('session.token_hash', '=', tokenHash)
      .where('session.expires_at', '>', now)
      .where('session.seen_at', '>', idleSince)
      .where('client.suspended_at', 'is', null),
)

export function selectClientName(db: Db, clientId: string) {
  return db.selectFrom('client').select('name_enc').where('id', '=', clientId).executeTakeFirstOrThrow()
}

/** Messages that wait, oldest first: never claimed, or claimed by someone who did not finish. */
export function selectDueMessages(db: Db, claimedBefore: string): Promise<CodeMessageTable[]> {
  return db
    .selectFrom('code_message')
    .selectAll()
    .where((column) => column.or([column('claimed_at', 'is', null), column('claimed_at', '<', claimedBefore)]))
    .orderBy('id')
    .limit(50)
    .execute()
}

/** True for one of all workers that want this message. */
export async function claimMessage(db: Db, { id, claimed_at }: CodeMessageTable, now: string): Promise<boolean> {
  const result = await db
    .updateTable('code_message')
    .set({ claimed_at: now })
    .where('id', '=', id)
    .where('claimed_at', claimed_at === null ? 'is' : '=', claimed_at)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function deleteMessage(db: Db, id: string): Promise<void> {
  await db.deleteFrom('code_message').where('id', '=', id).execute()
}
