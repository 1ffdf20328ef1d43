/** A client's own passkeys: listed, added, removed; and removed by staff, all at once. */
import { maskName, maskPhone } from '@sma/contract/identity'
import type { addPasskey, beginPasskey, listPasskeys } from '@sma/contract/passkeys'
import type { z } from 'zod'
import { placeOf } from '../../crypto/personal'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import { refuseTooMany, type LimitCounter } from '../auth/limits.service'
import { tellClient } from '../auth/notices.service'
import { selectClient } from '../clients/client-records.queries'
import type { ClientTable } from '../clients/clients.table'
import { askedChallenge, newChallenge, useChallenge } from './challenge'
import { credentialIdOf, credentialMac, sealed, userHandle } from './credential'
import { deletePasskey, deletePasskeysOf, insertPasskey, isKnownCredential, selectPasskeysOf } from './passkeys.queries'
import type { RelyingParty } from './relying-party'
import { ALGORITHMS, madeCredential, type Credential, type NewCredential } from './webauthn'

const MOST_PASSKEYS = 10

export async function passkeysOf({ db }: Deps, clientId: string): Promise<z.input<typeof listPasskeys.reply>> {
  const passkeys = await selectPasskeysOf(db, clientId)
  return {
    passkeys: passkeys.map(({ id, device_name, created_at, used_at }) => ({
      id,
      device: device_name || null,
      createdAt: created_at,
      usedAt: used_at,
    })),
    most: MOST_PASSKEYS,
  }
}

interface Beginning {
  clientId: string
  party: RelyingParty
  /** What the authenticator calls us. */
  house: string
}

/** Throws passkeys-full, too-many-requests. */
export async function beginAdding(
  deps: Deps,
  counter: LimitCounter,
  { clientId, party, house }: Beginning,
): Promise<{ token: string; reply: z.input<typeof beginPasskey.reply> }> {
  refuseTooMany(await counter.secondsToWait([additionsOf(clientId)]))
  const passkeys = await selectPasskeysOf(deps.db, clientId)
  if (passkeys.length >= MOST_PASSKEYS) throw new AppError('passkeys-full')
  const client = await ownClient(deps.db, clientId)
  const { challenge, token } = newChallenge(deps, `add ${clientId}`)
  const reply = {
    challenge,
    rp: { id: party.id, name: house },
    user: { id: userHandle(deps, clientId), ...masked(deps, client) },
    algorithms: ALGORITHMS,
    exclude: passkeys.map((row) => credentialIdOf(deps, row)),
  }
  return { token, reply }
}

/** What the browser shows where several passkeys fit; it may be kept in a cloud, so that it says no more than the house's staff see. */
function masked({ keys }: Deps, { id, name_enc, phone_enc }: ClientTable) {
  const open = (column: string, value: string) => keys.decrypt(value, placeOf('client', column, id))
  return { name: maskPhone(open('phone', phone_enc)), displayName: maskName(open('name', name_enc)) }
}

const additionsOf = (clientId: string) => ({ limit: 'passkeysPerClient' as const, value: clientId })

async function ownClient(db: Db, clientId: string): Promise<ClientTable> {
  const client = await selectClient(db, clientId)
  if (!client) throw new AppError('not-signed-in')
  return client
}

export interface Addition {
  clientId: string
  answer: NewCredential
  challengeToken: string | undefined
  party: RelyingParty
  deviceName: string
  address: string
}

/** Throws passkey-unfit, passkeys-full, too-many-requests. */
export async function addOwnPasskey(
  deps: Deps,
  counter: LimitCounter,
  addition: Addition,
): Promise<z.input<typeof addPasskey.reply>> {
  const { clientId, answer, challengeToken, party } = addition
  const asked = askedChallenge(deps, challengeToken, `add ${clientId}`)
  const credential = asked && (await madeCredential(answer, { challenge: asked.challenge, party }))
  if (!credential) throw new AppError('passkey-unfit')
  refuseTooMany(await counter.secondsToWait([additionsOf(clientId)]))
  const id = await deps.db.transaction().execute(async (tx) => {
    if (!(await useChallenge(tx, asked))) throw new AppError('passkey-unfit')
    return keepPasskey(tx, deps, { credential, addition })
  })
  await counter.take([additionsOf(clientId)])
  await noteAuditHead(deps)
  return { id }
}

/** The passkey, word to the client that there is one, and the event. Two at once want the same slot: the later one is asked again. */
async function keepPasskey(
  tx: Db,
  deps: Deps,
  { credential, addition }: { credential: Credential; addition: Addition },
): Promise<string> {
  const { clientId, deviceName, address } = addition
  const mac = credentialMac(deps, credential.id)
  if (await isKnownCredential(tx, mac)) throw new AppError('passkey-unfit')
  const taken = new Set((await selectPasskeysOf(tx, clientId)).map(({ slot }) => slot))
  const slot = Array.from({ length: MOST_PASSKEYS }, (_, at) => at).find((at) => !taken.has(at))
  if (slot === undefined) throw new AppError('passkeys-full')
  const id = deps.newId()
  const at = deps.clock.now().toISOString()
  await insertPasskey(tx, {
    id,
    client_id: clientId,
    slot,
    credential_mac: mac,
    credential_id_enc: sealed(deps, 'credential_id', { id, value: credential.id }),
    public_key_enc: sealed(deps, 'public_key', { id, value: credential.publicKey }),
    sign_count: credential.count,
    device_name: deviceName,
    created_at: at,
    used_at: null,
  })
  // It outlives the session that added it: the client hears of it on the phone, whoever added it.
  await tellClient(tx, deps, await ownClient(tx, clientId), { kind: 'passkey-added', device: deviceName })
  const actor = { kind: 'client' as const, id: clientId, address }
  const object = { kind: 'client' as const, id: clientId }
  await appendAudit(tx, deps, { actor, action: 'add-passkey', object, detail: { passkey: id } })
  return id
}

/** Throws not-found, also for another client's. */
export async function removeOwnPasskey(
  deps: Deps,
  { clientId, id, address }: { clientId: string; id: string; address: string },
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    if (!(await deletePasskey(tx, { clientId, id }))) throw new AppError('not-found')
    const actor = { kind: 'client' as const, id: clientId, address }
    const object = { kind: 'client' as const, id: clientId }
    await appendAudit(tx, deps, { actor, action: 'remove-passkey', object, detail: { passkey: id } })
  })
  await noteAuditHead(deps)
}

/** All of a client, for a reason; throws not-found. */
export async function removePasskeysBy(
  deps: Deps,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const client = await selectClient(tx, id)
    if (!client || client.erased_at !== null) throw new AppError('not-found')
    const removed = await deletePasskeysOf(tx, id)
    if (removed === 0) return
    const object = { kind: 'client' as const, id: client.client_no }
    await appendAudit(tx, deps, { actor, action: 'remove-passkeys', object, detail: { removed, reason } })
  })
  await noteAuditHead(deps)
}
