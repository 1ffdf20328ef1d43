/** The second factor of a client: set up and turned off by the client alone, where the house offers it. */
import type { readSecondFactor } from '@sma/contract/second-factor'
import { maskPhone } from '@sma/contract/identity'
import type { z } from 'zod'
import { placeOf } from '../../crypto/personal'
import { newRecoveryCodes, typedCode } from '../../crypto/recovery-codes'
import { newTotpSecret, stepOf, totpUri } from '../../crypto/totp'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { appendAudit, noteAuditHead, type AuditEvent } from '../audit/audit.service'
import { deleteOtherSessionsOf } from '../auth/client-sessions.queries'
import { refuseTooMany, type LimitCounter } from '../auth/limits.service'
import { tellClient } from '../auth/notices.service'
import { tokenHash } from '../auth/secrets'
import { selectClient } from '../clients/client-records.queries'
import type { ClientTable } from '../clients/clients.table'
import { inForce } from '../settings/in-force'
import { placeOfSecret, proofOf, recoveryMac, secretOf } from './proof.service'
import {
  countRecoveryCodes,
  deleteFactor,
  insertFactor,
  insertRecoveryCodes,
  selectFactor,
  setFactor,
} from './second-factor.queries'

/** The client who asks, from which browser. */
export interface Own {
  clientId: string
  /** Of the session that asks. */
  token: string
  /** As the client will read it. */
  deviceName: string
  address: string
}

const isOffered = async (deps: Deps): Promise<boolean> => (await inForce(deps)).config.clientTotp === 'offered'

export async function secondFactorOf(deps: Deps, clientId: string): Promise<z.input<typeof readSecondFactor.reply>> {
  const setAt = (await selectFactor(deps.db, clientId))?.set_at ?? null
  return {
    offered: await isOffered(deps),
    setAt,
    recoveryCodes: setAt === null ? 0 : await countRecoveryCodes(deps.db, clientId),
  }
}

/** A new secret for the client's app, which counts once its first code has come. `issuer` is what the app calls the house. */
export async function beginSecondFactor(
  deps: Deps,
  clientId: string,
  issuer: string,
): Promise<{ secret: string; uri: string }> {
  if (!(await isOffered(deps))) throw new AppError('not-found')
  const client = await knownClient(deps.db, clientId)
  const secret = newTotpSecret()
  const id = deps.newId()
  const factor = { id, client_id: clientId, secret_enc: deps.keys.encrypt(secret, placeOfSecret(id)) }
  await deps.db.transaction().execute(async (tx) => {
    const known = await selectFactor(tx, clientId)
    if (known && known.set_at !== null) throw new AppError('totp-known')
    if (known) await deleteFactor(tx, clientId)
    await insertFactor(tx, { ...factor, begun_at: deps.clock.now().toISOString(), set_at: null, last_step: null })
  })
  const phone = deps.keys.decrypt(client.phone_enc, placeOf('client', 'phone', clientId))
  return { secret, uri: totpUri(secret, { login: maskPhone(phone), issuer }) }
}

/** The first code of the new secret makes it the second factor; returns recovery codes. Every other session of the client ends. */
export async function confirmSecondFactor(deps: Deps, own: Own, code: string): Promise<{ recoveryCodes: string[] }> {
  const { clientId } = own
  if (!(await isOffered(deps))) throw new AppError('not-found')
  const factor = await selectFactor(deps.db, clientId)
  if (!factor) throw new AppError('not-found')
  if (factor.set_at !== null) throw new AppError('totp-known')
  const now = deps.clock.now()
  const step = stepOf(secretOf(deps, factor), typedCode(code), now)
  if (step === null) throw new AppError('totp-invalid')
  const client = await knownClient(deps.db, clientId)
  const recoveryCodes = newRecoveryCodes()
  await deps.db.transaction().execute(async (tx) => {
    const isSet = await setFactor(tx, factor.id, { set_at: now.toISOString(), last_step: step })
    if (!isSet) throw new AppError('totp-known')
    const macs = recoveryCodes.map((one) => recoveryMac(deps, clientId, typedCode(one)))
    await insertRecoveryCodes(tx, clientId, macs)
    await deleteOtherSessionsOf(tx, clientId, tokenHash(own.token))
    await tellClient(tx, deps, client, { kind: 'totp-set', device: own.deviceName })
    await appendAudit(tx, deps, event(own, 'set-second-factor'))
  })
  await noteAuditHead(deps)
  return { recoveryCodes }
}

/** Turns it off, for a code of it. Throws not-found where there is none, totp-invalid, too-many-requests. */
export async function endSecondFactor(deps: Deps, counter: LimitCounter, { own, code }: { own: Own; code: string }) {
  const { clientId } = own
  // Counted before anything is compared: many at the same moment are no more than many in a row.
  const tries = { limit: 'failuresPerDevice', value: `second-factor ${clientId}` } as const
  if (((await selectFactor(deps.db, clientId))?.set_at ?? null) === null) throw new AppError('not-found')
  refuseTooMany(await counter.take([tries]))
  const proof = await proofOf(deps, clientId, code)
  if (proof.state !== 'right') throw new AppError('totp-invalid')
  const client = await knownClient(deps.db, clientId)
  await deps.db.transaction().execute(async (tx) => {
    if (!(await proof.use(tx))) throw new AppError('totp-invalid')
    await deleteFactor(tx, clientId)
    await tellClient(tx, deps, client, { kind: 'totp-off', device: own.deviceName })
    await appendAudit(tx, deps, event(own, 'end-second-factor'))
  })
  await noteAuditHead(deps)
}

const event = ({ clientId: id, address }: Own, action: AuditEvent['action']): AuditEvent => ({
  actor: { kind: 'client', id, address },
  action,
  object: { kind: 'client', id },
})

async function knownClient(db: Db, id: string): Promise<ClientTable> {
  const client = await selectClient(db, id)
  if (!client) throw new AppError('not-found')
  return client
}
