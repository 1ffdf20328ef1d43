import { normalIdNumber, normalPhone } from '@sma/contract/identity'
import type { ClientRecord } from '@sma/importers/records'
import { idNumberMac, nameMac, phoneMac, placeOf, searchMacs } from '../../crypto/personal'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { noteClientChange, type Writing } from './client-changes.service'
import { insertClient, selectClientByNo, selectOtherClientNo, updateName } from './client-records.queries'
import type { ClientTable } from './clients.table'
import { identityOf, isSameIdentity, type IdentityChange } from './identity-change.service'
import { replaceAccounts } from './ownership.service'

type Person = Pick<ClientRecord, 'clientNo' | 'name' | 'idType' | 'idNumber' | 'phone'>

export interface SavedClient {
  changed: boolean
  /** Codes of accounts that stay as a person set them, whatever the record says. */
  kept: string[]
  /** What the record says of phone or ID number, which two people decide; null where it says what is known. */
  held: IdentityChange | null
}

/** What a record says, of which accounts, and who says it. */
interface Saying {
  record: Person
  accounts: readonly { id: string; code: string }[]
  source: Writing['source']
}

/** Inserts a client, or updates name and accounts of the one with this number; null where that one was erased. */
export async function saveClient(
  deps: Deps,
  db: Db,
  { record, accounts, source }: Saying,
): Promise<SavedClient | null> {
  const known = await selectClientByNo(db, record.clientNo)
  if (known && known.erased_at !== null) return null
  const id = known?.id ?? deps.newId()
  if (!known) await insertClient(db, sealed(deps, record, { id, createdAt: source.at }))
  const writing = { deps, db, clientId: id, source }
  const isNamed = known !== undefined && (await saveName(writing, known, record.name))
  const owned = await replaceAccounts(writing, accounts)
  return {
    changed: !known || isNamed || owned.changed,
    kept: owned.kept,
    held: known ? heldChange(deps, known, record) : null,
  }
}

/** True where it is another name; nothing is sealed anew where it is the same. */
export async function saveName(writing: Writing, { id, name_enc }: ClientTable, name: string): Promise<boolean> {
  const { keys } = writing.deps
  const place = placeOf('client', 'name', id)
  const before = keys.decrypt(name_enc, place)
  if (before === name) return false
  await updateName(writing.db, id, { name_enc: keys.encrypt(name, place), name_mac: nameMac(keys, name) })
  await noteClientChange(writing, { field: 'name', from: before, to: name })
  return true
}

function heldChange(deps: Deps, known: ClientTable, record: Person): IdentityChange | null {
  const before = identityOf(deps, known)
  const after = {
    idType: record.idType,
    idNumber: normalIdNumber(record.idNumber),
    phone: normalPhone(record.phone),
  }
  if (isSameIdentity(before, after)) return null
  return { client: known.id, clientNo: known.client_no, before, after, reason: '' }
}

/** The other client number of this person, if any: a sign-in that fits two clients is nobody's. */
export function otherClientNo(
  { keys }: Deps,
  db: Db,
  { clientNo, idNumber, phone }: Pick<ClientRecord, 'clientNo' | 'idNumber' | 'phone'>,
) {
  return selectOtherClientNo(db, {
    client_no: clientNo,
    id_number_mac: idNumberMac(keys, idNumber),
    phone_mac: phoneMac(keys, phone),
  })
}

function sealed(deps: Deps, record: Person, row: { id: string; createdAt: string }): ClientTable {
  const seal = (column: string, text: string) => deps.keys.encrypt(text, placeOf('client', column, row.id))
  return {
    id: row.id,
    client_no: record.clientNo,
    name_enc: seal('name', record.name),
    id_type: record.idType,
    id_number_enc: seal('id_number', normalIdNumber(record.idNumber)),
    id_number_mac: idNumberMac(deps.keys, record.idNumber),
    phone_enc: seal('phone', normalPhone(record.phone)),
    phone_mac: phoneMac(deps.keys, record.phone),
    created_at: row.createdAt,
    suspended_at: null,
    erased_at: null,
    signed_in_at: null,
    ...searchMacs(deps.keys, record),
  }
}
