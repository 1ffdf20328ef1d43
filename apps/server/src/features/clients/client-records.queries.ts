/** Writing side of clients. Personal data arrives here sealed; see client-records.service.ts. */
import type { Db } from '../../db/schema'
import type { ClientTable } from './clients.table'

export async function selectClientByNo(db: Db, clientNo: string): Promise<ClientTable | undefined> {
  return db.selectFrom('client').selectAll().where('client_no', '=', clientNo).executeTakeFirst()
}

/** The other client number under which this person stands already. */
export async function selectOtherClientNo(
  db: Db,
  client: Pick<ClientTable, 'client_no' | 'id_number_mac' | 'phone_mac'>,
): Promise<string | null> {
  const other = await db
    .selectFrom('client')
    .select('client_no')
    .where('id_number_mac', '=', client.id_number_mac)
    .where('phone_mac', '=', client.phone_mac)
    .where('client_no', '!=', client.client_no)
    .executeTakeFirst()
  return other?.client_no ?? null
}

export function selectClient(db: Db, id: string): Promise<ClientTable | undefined> {
  return db.selectFrom('client').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function insertClient(db: Db, client: ClientTable): Promise<void> {
  await db.insertInto('client').values(client).execute()
}

type Name = Pick<ClientTable, 'name_enc' | 'name_mac'>

export async function updateName(db: Db, id: string, name: Name): Promise<void> {
  await db.updateTable('client').set(name).where('id', '=', id).execute()
}

type Tails = Pick<ClientTable, 'id_number_tail_mac' | 'phone_tail_mac'>
type Identity = Tails & Pick<ClientTable, 'id_type' | 'id_number_enc' | 'id_number_mac' | 'phone_enc' | 'phone_mac'>

export async function updateIdentity(db: Db, id: string, identity: Identity): Promise<void> {
  await db.updateTable('client').set(identity).where('id', '=', id).execute()
}

/** Nobody is signed in as this client any more, no passkey lets in, and every browser is a new one. */
export async function endSignIns(db: Db, clientId: string): Promise<void> {
  for (const table of ['client_session', 'client_device', 'client_view', 'sso_pending', 'client_passkey'] as const)
    await db.deleteFrom(table).where('client_id', '=', clientId).execute()
}

type SearchMacs = Pick<ClientTable, 'name_mac' | 'id_number_tail_mac' | 'phone_tail_mac'>

export function selectWithoutSearchMacs(db: Db, limit: number) {
  return db
    .selectFrom('client')
    .select(['id', 'name_enc', 'id_number_enc', 'phone_enc'])
    .where('name_mac', 'is', null)
    .where('erased_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Not where somebody else has written them meanwhile, or erased the client. */
export async function fillSearchMacs(db: Db, id: string, macs: SearchMacs): Promise<void> {
  await db
    .updateTable('client')
    .set(macs)
    .where('id', '=', id)
    .where('name_mac', 'is', null)
    .where('erased_at', 'is', null)
    .execute()
}

export async function updateSuspension(db: Db, id: string, suspendedAt: string | null): Promise<void> {
  await db.updateTable('client').set({ suspended_at: suspendedAt }).where('id', '=', id).execute()
}

/** Latest first. */
export function selectSuspended(db: Db) {
  return db
    .selectFrom('client')
    .select(['client_no', 'suspended_at', 'erased_at'])
    .where('suspended_at', 'is not', null)
    .orderBy('suspended_at', 'desc')
    .orderBy('client_no')
    .limit(500)
    .execute()
}
