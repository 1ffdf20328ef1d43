/** Browsers in which clients signed in, and what clients were told about it. */
import type { Db } from '../../db/schema'
import type { Subject } from './auth.queries'
import type { ClientDeviceTable, ClientNoticeTable } from './auth.table'

/** The device of this cookie, if the client of this ID number and phone signed in there. */
export async function selectDeviceOf(db: Db, tokenHash: string, subject: Subject): Promise<string | null> {
  const device = await db
    .selectFrom('client_device as device')
    .innerJoin('client', 'client.id', 'device.client_id')
    .select('device.id')
    .where('device.token_hash', '=', tokenHash)
    .where('client.id_number_mac', '=', subject.idNumberMac)
    .where('client.phone_mac', '=', subject.phoneMac)
    .executeTakeFirst()
  return device?.id ?? null
}

/** Gives a browser its next cookie, for all who signed in there: an old one, wherever it lies, is worth nothing. */
export async function moveDevices(db: Db, from: string, to: string): Promise<void> {
  const known = await db.selectFrom('client_device').select('id').where('token_hash', '=', from).execute()
  // One by one by their keys: a range would lock the gaps that parallel sign-ins insert into.
  for (const { id } of known)
    await db.updateTable('client_device').set({ token_hash: to }).where('id', '=', id).execute()
}

/** Notes the use of a known device; null where this client never signed in there. */
export async function touchDevice(
  db: Db,
  { tokenHash, clientId, now }: { tokenHash: string; clientId: string; now: string },
): Promise<string | null> {
  const known = await db
    .selectFrom('client_device')
    .select('id')
    .where('token_hash', '=', tokenHash)
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  if (!known) return null
  await db.updateTable('client_device').set({ seen_at: now }).where('id', '=', known.id).execute()
  return known.id
}

export async function insertDevice(db: Db, device: ClientDeviceTable): Promise<void> {
  await db.insertInto('client_device').values(device).execute()
}

export async function deleteDevice(db: Db, id: string): Promise<void> {
  await db.deleteFrom('client_device').where('id', '=', id).execute()
}

export async function insertNotice(db: Db, notice: ClientNoticeTable): Promise<void> {
  await db.insertInto('client_notice').values(notice).execute()
}

/** Newest first. */
export function selectNotices(db: Db, clientId: string) {
  return db
    .selectFrom('client_notice')
    .select(['id', 'kind', 'device_name', 'at'])
    .where('client_id', '=', clientId)
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
}
