import { maskIdNumber, maskName, maskPhone } from '@sma/contract/identity'
import { placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import type { ClientTable } from '../clients/clients.table'

/** What tells who a client is, opened. */
export function openedClient({ keys }: Pick<Deps, 'keys'>, row: ClientTable) {
  const open = (column: string, sealed: string) => keys.decrypt(sealed, placeOf('client', column, row.id))
  return {
    name: open('name', row.name_enc),
    idNumber: open('id_number', row.id_number_enc),
    phone: open('phone', row.phone_enc),
  }
}

const stateOf = ({ erased_at, suspended_at }: ClientTable) => {
  if (erased_at !== null) return 'erased' as const
  return suspended_at === null ? ('active' as const) : ('suspended' as const)
}

/** A client as staff see one in a list. */
export function maskedClient(deps: Pick<Deps, 'keys'>, row: ClientTable) {
  const { name, idNumber, phone } = openedClient(deps, row)
  return {
    id: row.id,
    clientNo: row.client_no,
    name: maskName(name),
    idType: row.id_type,
    idNumber: maskIdNumber(idNumber),
    phone: maskPhone(phone),
    state: stateOf(row),
    createdAt: row.created_at,
    signedInAt: row.signed_in_at,
  }
}
