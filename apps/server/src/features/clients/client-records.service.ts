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
  updateClient,
} from './client-records.queries'
import type { ClientTable } from './clients.table'

type Person = Pick<ClientRecord, 'clientNo' | 'name' | 'idType' | 'idNumber' | 'phone'>

/** Inserts or updates a client by number and replaces the list of portfolios; returns whether anything changed. */
export async function saveClient(deps: Deps, db: Db, record: Person, portfolioIds: string[]): Promise<boolean> {
  const known = await selectClientByNo(db, record.clientNo)
  const id = known?.id ?? deps.newId()
  if (!known) await insertClient(db, sealed(deps, record, { id, createdAt: deps.clock.now().toISOString() }))
  const isNew = !known || !isSame(deps, known, record)
  if (known && isNew) await updateClient(db, sealed(deps, record, { id, createdAt: known.created_at }))
  const before = (await selectClientPortfolios(db, id)).sort().join()
  const wanted = [...new Set(portfolioIds)].sort()
  if (before !== wanted.join()) await replaceClientPortfolios(db, id, wanted)
  return isNew || before !== wanted.join()
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
  }
}

/** Nothing is sealed anew where the person is still the same. */
function isSame(deps: Deps, known: ClientTable, record: Person): boolean {
  return (
    known.id_type === record.idType &&
    known.id_number_mac === idNumberMac(deps.keys, record.idNumber) &&
    known.phone_mac === phoneMac(deps.keys, record.phone) &&
    deps.keys.decrypt(known.name_enc, placeOf('client', 'name', known.id)) === record.name
  )
}
