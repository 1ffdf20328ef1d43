import type { Db } from '../../db/schema'
import type { SsoPendingTable, SsoTicketTable } from './sso.table'

/** True for exactly one of all who bring the same ticket. */
export async function takeTicket(db: Db, ticket: SsoTicketTable): Promise<boolean> {
  try {
    await db.insertInto('sso_ticket').values(ticket).execute()
    return true
  } catch (error) {
    const used = await db.selectFrom('sso_ticket').select('id').where('id', '=', ticket.id).executeTakeFirst()
    if (used) return false
    throw error
  }
}

/** A suspended client is none. */
export function selectClientByNo(db: Db, clientNo: string) {
  return db
    .selectFrom('client')
    .select('id')
    .where('client_no', '=', clientNo)
    .where('suspended_at', 'is', null)
    .executeTakeFirst()
}

export async function insertPending(db: Db, pending: SsoPendingTable): Promise<void> {
  await db.insertInto('sso_pending').values(pending).execute()
}

export function selectPending(db: Db, tokenHash: string, now: string) {
  return db
    .selectFrom('sso_pending')
    .select('client_id')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

/** True for exactly one of all who use it. */
export async function deletePending(db: Db, tokenHash: string): Promise<boolean> {
  const result = await db.deleteFrom('sso_pending').where('token_hash', '=', tokenHash).executeTakeFirst()
  return result.numDeletedRows === 1n
}
