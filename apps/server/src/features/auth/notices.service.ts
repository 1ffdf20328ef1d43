/** What a client is told of the own sign-in, by text message and in the portal. */
import { placeOf } from '../../crypto/personal'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { shanghaiMinute } from '../../shanghai'
import type { ClientTable } from '../clients/clients.table'
import { insertMessage } from './auth.queries'
import type { NoticeKind } from './auth.table'
import { insertNotice } from './devices.queries'
import { noticeText, sealedMessage } from './messages.service'

/** Whom word is sent to. */
export type Told = Pick<ClientTable, 'id' | 'phone_enc' | 'id_number_mac' | 'phone_mac'>

/** In the caller's transaction. `device` as the client will read it; empty where there is none to name. */
export async function tellClient(
  tx: Db,
  deps: Deps,
  client: Told,
  { kind, device }: { kind: NoticeKind; device: string },
): Promise<void> {
  const now = deps.clock.now()
  await insertNotice(tx, { client_id: client.id, id: deps.newId(), kind, device_name: device, at: now.toISOString() })
  const phone = deps.keys.decrypt(client.phone_enc, placeOf('client', 'phone', client.id))
  const value = shanghaiMinute(now)
  const lane = { idNumberMac: client.id_number_mac, phoneMac: client.phone_mac, deviceId: null }
  await insertMessage(tx, sealedMessage(deps, 'notice', lane, { phone, text: noticeText(kind, value, device), value }))
}
