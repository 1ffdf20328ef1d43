/** Name, ID number and phone of clients for staff: masked, or whole with a reason that the audit log keeps. */
import { maskIdNumber, maskName, maskPhone } from '@sma/contract/identity'
import { placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { CallingStaff } from '../../http/callers'
import { noteEvent, staffActor } from '../audit/audit.service'
import { refuseTooMany, type LimitCounter } from '../auth/limits.service'
import type { ClientTable } from '../clients/clients.table'
import { selectViewedPortfolios } from '../portfolios/seen.queries'
import { selectSealedClient, selectSealedOwners } from './views.queries'

function opened({ keys }: Deps, row: ClientTable) {
  const { id, client_no: clientNo, id_type: idType } = row
  const open = (column: string, sealed: string) => keys.decrypt(sealed, placeOf('client', column, id))
  const name = open('name', row.name_enc)
  return {
    id,
    clientNo,
    name,
    idType,
    idNumber: open('id_number', row.id_number_enc),
    phone: open('phone', row.phone_enc),
  }
}

export async function maskedClients(deps: Deps, portfolioId: string) {
  return (await selectSealedOwners(deps.db, portfolioId, deps.clock.now().toISOString())).map((row) => {
    const { name, idNumber, phone, ...rest } = opened(deps, row)
    return { ...rest, name: maskName(name), idNumber: maskIdNumber(idNumber), phone: maskPhone(phone) }
  })
}

/** A client of whom this person may see nothing is not there. What is shown was written to the audit log before. */
export async function unmask(
  deps: Deps,
  counter: LimitCounter,
  { staff, id, reason }: { staff: CallingStaff; id: string; reason: string },
) {
  const row = await selectSealedClient(deps.db, id)
  if (!row || !(await maySee(deps, staff, id))) throw new AppError('not-found')
  refuseTooMany(await counter.take([{ limit: 'unmaskingsPerPerson', value: staff.staffId }]))
  const object = { kind: 'client' as const, id }
  await noteEvent(deps, { actor: staffActor(staff), action: 'unmask-client', object, detail: { reason } })
  return opened(deps, row)
}

/** An adviser sees those who own an assigned account now. */
export async function maySee(
  deps: Pick<Deps, 'db' | 'clock'>,
  staff: CallingStaff,
  clientId: string,
): Promise<boolean> {
  if (staff.seesAll) return true
  const now = deps.clock.now().toISOString()
  const view = { clientId, staffId: staff.staffId, scope: 'assigned', now } as const
  return (await selectViewedPortfolios(deps.db, view)).length > 0
}
