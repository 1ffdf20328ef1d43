/**
 * Phone and ID number are what a client signs in by: whoever changes them could become the client. Staff ask, or a file of
 * clients does, and another person confirms; the old and the new number are told, and every session ends.
 */
import {
  isIdNumber,
  isPhone,
  maskIdNumber,
  maskPhone,
  normalIdNumber,
  normalPhone,
  type IdType,
} from '@sma/contract/identity'
import { DECIDERS } from '@sma/contract/staff-roles'
import { idNumberMac, phoneMac, placeOf, tailMacs } from '../../crypto/personal'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { shanghaiMinute } from '../../shanghai'
import { appendAudit, type Actor } from '../audit/audit.service'
import { insertMessage } from '../auth/auth.queries'
import { changedText, sealedMessage } from '../auth/messages.service'
import { askSecondPerson, type TwoPersonAct } from '../requests/requests.service'
import { noteClientChange } from './client-changes.service'
import { endSignIns, selectClient, selectOtherClientNo, updateIdentity } from './client-records.queries'
import type { ClientTable } from './clients.table'

export interface Identity {
  idType: string
  idNumber: string
  phone: string
}

/** What waits for the second person. */
export interface IdentityChange {
  client: string
  clientNo: string
  before: Identity
  after: Identity
  /** Where the client's wish, or the file, is found. */
  reason: string
}

export function identityOf({ keys }: Pick<Deps, 'keys'>, row: ClientTable): Identity {
  const open = (column: string, sealed: string) => keys.decrypt(sealed, placeOf('client', column, row.id))
  return {
    idType: row.id_type,
    idNumber: open('id_number', row.id_number_enc),
    phone: open('phone', row.phone_enc),
  }
}

export interface IdentityWish {
  id: string
  idType?: IdType | undefined
  idNumber?: string | undefined
  phone?: string | undefined
  reason: string
}

/** Throws not-found, id-number-invalid, phone-invalid, client-taken; request-invalid where nothing would change. */
export async function askIdentityChange(deps: Deps, actor: Actor, wish: IdentityWish): Promise<void> {
  const row = await selectClient(deps.db, wish.id)
  if (!row || row.erased_at !== null) throw new AppError('not-found')
  const before = identityOf(deps, row)
  const after = {
    idType: wish.idType ?? before.idType,
    idNumber: wish.idNumber === undefined ? before.idNumber : normalIdNumber(wish.idNumber),
    phone: wish.phone === undefined ? before.phone : normalPhone(wish.phone),
  }
  checkIdentity(after)
  if (isSameIdentity(before, after)) throw new AppError('request-invalid')
  await refuseTaken(deps.db, deps, { clientNo: row.client_no, after })
  const payload: IdentityChange = { client: row.id, clientNo: row.client_no, before, after, reason: wish.reason }
  await askSecondPerson(deps, actor, { kind: 'change-client', payload })
}

function checkIdentity({ idType, idNumber, phone }: Identity): void {
  if (!isIdNumber(idType as IdType, idNumber))
    throw new AppError('id-number-invalid', { fields: [{ field: 'idNumber', code: 'id-number-invalid' }] })
  if (!isPhone(phone)) throw new AppError('phone-invalid', { fields: [{ field: 'phone', code: 'phone-invalid' }] })
}

export const isSameIdentity = (a: Identity, b: Identity): boolean =>
  a.idType === b.idType && a.idNumber === b.idNumber && a.phone === b.phone

/** A sign-in that fits two clients is nobody's. */
async function refuseTaken(
  db: Db,
  { keys }: Pick<Deps, 'keys'>,
  { clientNo, after }: { clientNo: string; after: Identity },
): Promise<void> {
  const macs = { id_number_mac: idNumberMac(keys, after.idNumber), phone_mac: phoneMac(keys, after.phone) }
  if ((await selectOtherClientNo(db, { client_no: clientNo, ...macs })) !== null) throw new AppError('client-taken')
}

/** What the second person compares with the client's paper, and what then happens. */
export function changeClientAct(deps: Deps): TwoPersonAct<IdentityChange> {
  return {
    roles: DECIDERS,
    describe: ({ clientNo, before, after, reason }) => ({
      client: clientNo,
      ...(before.idNumber === after.idNumber
        ? {}
        : { oldIdNumber: maskIdNumber(before.idNumber), newIdNumber: maskIdNumber(after.idNumber) }),
      ...(before.phone === after.phone ? {} : { oldPhone: maskPhone(before.phone), newPhone: maskPhone(after.phone) }),
      reason,
    }),
    async run(tx, { payload, actor, askedBy }) {
      await change(tx, deps, { payload, actor, askedBy })
      return { invitation: null }
    },
  }
}

async function change(
  tx: Db,
  deps: Deps,
  { payload, actor, askedBy }: { payload: IdentityChange; actor: Actor; askedBy: string },
): Promise<void> {
  const { client: id, clientNo, after } = payload
  const row = await selectClient(tx, id)
  if (!row || row.erased_at !== null) throw new AppError('not-found')
  await refuseTaken(tx, deps, { clientNo, after })
  const before = identityOf(deps, row)
  const macs = { idNumberMac: idNumberMac(deps.keys, after.idNumber), phoneMac: phoneMac(deps.keys, after.phone) }
  const seal = (column: string, text: string) => deps.keys.encrypt(text, placeOf('client', column, id))
  await updateIdentity(tx, id, {
    id_type: after.idType,
    id_number_enc: seal('id_number', after.idNumber),
    id_number_mac: macs.idNumberMac,
    phone_enc: seal('phone', after.phone),
    phone_mac: macs.phoneMac,
    ...tailMacs(deps.keys, after),
  })
  const source = { at: deps.clock.now().toISOString(), by: actor.id, fileId: null }
  for (const field of ['idType', 'idNumber', 'phone'] as const)
    if (before[field] !== after[field])
      await noteClientChange({ deps, db: tx, clientId: id, source }, { field, from: before[field], to: after[field] })
  await endSignIns(tx, id)
  const value = shanghaiMinute(deps.clock.now())
  for (const phone of new Set([before.phone, after.phone])) {
    const message = { phone, text: changedText(value), value }
    // Under the new numbers, by which the worker finds the client.
    await insertMessage(tx, sealedMessage(deps, 'notice', { ...macs, deviceId: null }, message))
  }
  const detail = {
    phone: before.phone !== after.phone,
    idNumber: before.idNumber !== after.idNumber,
    askedBy,
    reason: payload.reason,
  }
  await appendAudit(tx, deps, { actor, action: 'change-client', object: { kind: 'client', id: clientNo }, detail })
}
