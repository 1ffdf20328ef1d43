/**
 * A former client is erased: whatever tells who it was is blanked or removed, look-ups find nobody any more, and nothing
 * brings it back. What clients were shown, the audit log, and whose account it was stay under the number.
 */
import { randomBytes } from 'node:crypto'
import { placeOf } from '../../crypto/personal'
import { CLIENT_TABLES } from '../../db/data-classes'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import { kept } from './retention.service'
import { selectClientByNo } from '../clients/client-records.queries'
import type { ClientTable } from '../clients/clients.table'
import { endGrantsOf } from '../clients/ownership.queries'
import {
  blankClient,
  countOfClient,
  deleteOfClient,
  dropPayload,
  endDelegationsOf,
  selectClientFiles,
  selectWaitingPayloads,
} from './retention.queries'

export interface ErasureStep {
  what: string
  does: 'removed' | 'blanked' | 'ended' | 'stays'
  rows: number
}

/** Stands where name and numbers were: whoever reads the row needs no other case. */
const BLANK = '—'

async function requestsOf({ db, keys }: Deps, client: ClientTable): Promise<string[]> {
  const open = (column: string, sealed: string) => keys.decrypt(sealed, placeOf('client', column, client.id))
  const tells = [client.id, open('id_number', client.id_number_enc), open('phone', client.phone_enc)]
  const waiting = await selectWaitingPayloads(db)
  return waiting
    .filter(({ id, payload_enc }) => {
      const payload = keys.decrypt(payload_enc, placeOf('staff_request', 'payload', id))
      return tells.some((one) => payload.includes(JSON.stringify(one)))
    })
    .map(({ id }) => id)
}

const filesIn = async (deps: Deps) => kept(deps, await selectClientFiles(deps.db, deps.clock.now().toISOString()))

/** What an erasure would do; null where there is no such client, or it is erased already. */
export async function erasureSteps(deps: Deps, clientNo: string): Promise<ErasureStep[] | null> {
  const client = await selectClientByNo(deps.db, clientNo)
  if (!client || client.erased_at !== null) return null
  const steps: ErasureStep[] = []
  for (const place of CLIENT_TABLES)
    steps.push({ what: place.table, does: place.erasure, rows: await countOfClient(deps.db, place, client) })
  steps.push({ what: 'staff_request', does: 'blanked', rows: (await requestsOf(deps, client)).length })
  steps.push({ what: 'files of clients', does: 'removed', rows: (await filesIn(deps)).length })
  return steps
}

/** False where there is no such client, or it is erased already. */
export async function eraseClient(deps: Deps, actor: Actor, clientNo: string): Promise<boolean> {
  const client = await selectClientByNo(deps.db, clientNo)
  if (!client || client.erased_at !== null) return false
  const requests = await requestsOf(deps, client)
  await deps.db.transaction().execute(async (tx) => {
    const now = deps.clock.now().toISOString()
    for (const place of CLIENT_TABLES) if (place.erasure === 'removed') await deleteOfClient(tx, place, client)
    await endDelegationsOf(tx, client.id, now)
    await endGrantsOf(tx, { clientId: client.id, now })
    for (const id of requests) await dropPayload(tx, id, now)
    await blank(tx, deps, client)
    await appendAudit(tx, deps, { actor, action: 'erase-client', object: { kind: 'client', id: clientNo } })
  })
  // After the commit: a file that is gone cannot come back with a transaction that failed.
  for (const { sha256 } of await filesIn(deps)) await deps.files.remove(sha256)
  await noteAuditHead(deps)
  return true
}

async function blank(tx: Db, { keys, clock }: Deps, { id, suspended_at }: ClientTable): Promise<void> {
  const now = clock.now().toISOString()
  const seal = (column: string) => keys.encrypt(BLANK, placeOf('client', column, id))
  // No number and no phone has such a hash.
  const nobody = () => randomBytes(32).toString('hex')
  await blankClient(tx, id, {
    name_enc: seal('name'),
    id_number_enc: seal('id_number'),
    phone_enc: seal('phone'),
    id_number_mac: nobody(),
    phone_mac: nobody(),
    name_mac: null,
    id_number_tail_mac: null,
    phone_tail_mac: null,
    suspended_at: suspended_at ?? now,
    erased_at: now,
  })
}
