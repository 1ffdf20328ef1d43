import { normalIdNumber, normalPhone } from '@sma/contract/identity'
import type { ClientRecord } from '@sma/importers/records'
import { idNumberMac, phoneMac, placeOf } from '../../crypto/personal'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import {
  insertClient,
  replaceClientPortfolios,
  selectClientByNo,
  selectClientPortfolios,
  selectOtherClientNo,
  updateName,
} from './client-records.queries'
import type { ClientTable } from './clients.table'
import { identityOf, isSameIdentity, type IdentityChange } from './identity-change.service'

type Person = Pick<ClientRecord, 'clientNo' | 'name' | 'idType' | 'idNumber' | 'phone'>

export interface SavedClient {
  changed: boolean
  /** What the record says of phone or ID number, which two people decide; null where it says what is known. */
  held: IdentityChange | null
}

/** Inserts a client, or updates name and portfolios of the one with this number; null where that one was erased. */
export async function saveClient(
  deps: Deps,
  db: Db,
  record: Person,
  portfolioIds: string[],
): Promise<SavedClient | null> {
  const known = await selectClientByNo(db, record.clientNo)
  if (known && known.erased_at !== null) return null
  const id = known?.id ?? deps.newId()
  if (!known) await insertClient(db, sealed(deps, record, { id, createdAt: deps.clock.now().toISOString() }))
  const isNamed = known !== undefined && (await saveName(deps, db, known, record.name))
  const before = (await selectClientPortfolios(db, id)).sort().join()
  const wanted = [...new Set(portfolioIds)].sort()
  if (before !== wanted.join()) await replaceClientPortfolios(db, id, wanted)
  return {
    changed: !known || isNamed || before !== wanted.join(),
    held: known ? heldChange(deps, known, record) : null,
  }
}

/** Nothing is sealed anew where the name is still the same. */
async function saveName({ keys }: Deps, db: Db, { id, name_enc }: ClientTable, name: string): Promise<boolean> {
  const place = placeOf('client', 'name', id)
  if (keys.decrypt(name_enc, place) === name) return false
  await updateName(db, id, keys.encrypt(name, place))
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
export function otherClientNo({ keys }: Deps, db: Db, { clientNo, idNumber, phone }: ClientRecord) {
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
  }
}
