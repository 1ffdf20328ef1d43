/** A code is tried, a session lives and ends. */
import { placeOf } from '../../crypto/personal'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { shanghaiMinute } from '../../shanghai'
import type { ClientCaller, SignedInClient } from '../../http/callers'
import { appendAudit, noteAuditHead, type AuditEvent } from '../audit/audit.service'
import {
  endChallenge,
  insertMessage,
  selectAccess,
  selectClientName,
  selectClientsBySubject,
  takeTry,
} from './auth.queries'
import { codeMac, type SignInCounters } from './challenges.service'
import { deleteSession, insertSession, noteSignIn, updateSeen } from './client-sessions.queries'
import { insertDevice, insertNotice, moveDevices, touchDevice } from './devices.queries'
import type { Subject } from './limits.service'
import { noticeText, sealedMessage, type NoticeKind } from './messages.service'
import { closedSince, seenPortfolios } from '../portfolios/seen-portfolios.service'
import { isSame, newToken, tokenHash } from './secrets'
import type { Lane, StreakCounter } from './streaks.service'

export const MAX_TRIES = 5
export const IDLE_SECONDS = 15 * 60
export const SESSION_SECONDS = 8 * 3600
/** How often a use is written down. */
const SEEN_SECONDS = 60
/** So many failures before a success are worth a word to the client. */
const NOTICED_FAILURES = 5

/** The browser in which somebody signs in. */
export interface Arrival {
  /** The cookie of a browser in which someone signed in before. */
  deviceToken: string | undefined
  /** As the client will read it. */
  deviceName: string
  /** Where the request came from. */
  address: string
}

export interface CodeTry extends Arrival {
  challengeId: string
  code: string
  /** The cookie that came with the challenge. */
  browserToken: string | undefined
}

export interface ClientCard {
  /** Who signed in; no part of a reply. */
  clientId: string
  client: { name: string }
  portfolios: number
}

export interface Entry {
  token: string
  deviceToken: string
  card: ClientCard
}

export interface TryCounters extends SignInCounters {
  streaks: StreakCounter
}

/** A session for the right code; every failure is `code-invalid` and says no more. */
export async function signIn(deps: Deps, counters: TryCounters, attempt: CodeTry): Promise<Entry> {
  const lane = await passedLane(deps, counters, attempt)
  if (!lane) throw new AppError('code-invalid')
  const clients = await selectClientsBySubject(deps.db, lane)
  const [client] = clients
  if (!client || clients.length > 1) throw new AppError('code-invalid')
  const failures = await counters.streaks.end(lane)
  const opened = await deps.db
    .transaction()
    .execute((tx) => enter(tx, deps, { client, lane, failures, arrival: attempt }))
  await noteAuditHead(deps)
  return { ...opened, card: await clientCard(deps, { clientId: client.id }) }
}

/** Whose code this is; a wrong one counts against challenge, subject and house. */
async function passedLane(deps: Deps, counters: TryCounters, attempt: CodeTry): Promise<Lane | null> {
  const { challengeId, code, browserToken } = attempt
  if (browserToken === undefined) return null
  const now = deps.clock.now().toISOString()
  const browserHash = tokenHash(browserToken)
  const challenge = await takeTry(deps.db, { id: challengeId, browserHash, now, maxTries: MAX_TRIES })
  if (!challenge) return null
  const { id_number_mac: idNumberMac, phone_mac: phoneMac, device_id: deviceId } = challenge
  const lane = { idNumberMac, phoneMac, deviceId }
  const isLocked = (await counters.counter.secondsToWait([failuresOf(lane)])) > 0
  const isStopped = await counters.streaks.isStopped(lane)
  const digits = code.normalize('NFKC').replace(/\s/g, '')
  const isRight = isSame(codeMac(deps, challenge.id, digits), challenge.code_mac)
  if (!isRight) await countFailure(counters, lane)
  if (!isRight || isLocked || isStopped) return null
  return (await endChallenge(deps.db, challenge.id, now)) ? lane : null
}

const failuresOf = ({ idNumberMac, phoneMac, deviceId }: Lane): Subject =>
  deviceId === null
    ? { limit: 'failuresPerClient', value: `${idNumberMac} ${phoneMac}` }
    : { limit: 'failuresPerDevice', value: deviceId }

async function countFailure({ counter, streaks, house }: TryCounters, lane: Lane): Promise<void> {
  await counter.take([failuresOf(lane)])
  await streaks.add(lane)
  await house.add('failuresPerHouse')
}

interface Opening {
  client: { id: string; phone_enc: string }
  lane: Lane
  /** Wrong codes in a row before. */
  failures: number
  arrival: Arrival
  /** By what, where it was no code. */
  by?: 'passkey'
}

/**
 * The session, the device it is on, and word to the client where one of them is out of the ordinary; in the caller's transaction, as
 * its last step.
 */
export async function enter(tx: Db, deps: Deps, { client, lane, failures, arrival, by }: Opening) {
  const at = deps.clock.now().toISOString()
  const deviceToken = newToken()
  const device = { tokenHash: tokenHash(deviceToken), clientId: client.id, now: at }
  if (arrival.deviceToken) await moveDevices(tx, tokenHash(arrival.deviceToken), device.tokenHash)
  const known = await touchDevice(tx, device)
  const id = known ?? deps.newId()
  const dates = { created_at: at, seen_at: at }
  if (!known) await insertDevice(tx, { id, client_id: client.id, token_hash: device.tokenHash, ...dates })
  const token = await openSession({ ...deps, db: tx }, client.id, { id, name: arrival.deviceName })
  const kind = noticeKind(known, failures)
  if (kind) {
    const notice = { client_id: client.id, id: deps.newId(), kind, device_name: arrival.deviceName, at }
    await insertNotice(tx, notice)
    await insertMessage(tx, noticeMessage(deps, kind, { client, lane, arrival }))
  }
  await appendAudit(tx, deps, signedIn(client.id, arrival.address, by ? { by } : {}))
  return { token, deviceToken }
}

const signedIn = (id: string, address: string, detail: AuditEvent['detail'] = {}): AuditEvent => ({
  actor: { kind: 'client', id, address },
  action: 'sign-in',
  object: { kind: 'client', id },
  detail,
})

/** A session of a client whom the company's website sent; returns its token. */
export async function openWebsiteSession(deps: Deps, clientId: string, address: string): Promise<string> {
  const token = await deps.db.transaction().execute(async (tx) => {
    const opened = await openSession({ ...deps, db: tx }, clientId, { id: null, name: '' })
    await appendAudit(tx, deps, signedIn(clientId, address, { by: 'website' }))
    return opened
  })
  await noteAuditHead(deps)
  return token
}

/** A new session of a client; returns its token. */
async function openSession(
  { db, clock, newId }: Pick<Deps, 'db' | 'clock' | 'newId'>,
  clientId: string,
  device: { id: string | null; name: string },
): Promise<string> {
  const token = newToken()
  const now = clock.now()
  await insertSession(db, {
    token_hash: tokenHash(token),
    id: newId(),
    client_id: clientId,
    device_id: device.id,
    device_name: device.name,
    created_at: now.toISOString(),
    seen_at: now.toISOString(),
    expires_at: new Date(now.getTime() + SESSION_SECONDS * 1000).toISOString(),
  })
  await noteSignIn(db, clientId, now.toISOString())
  return token
}

function noticeKind(knownDevice: string | null, failures: number): NoticeKind | null {
  if (failures >= NOTICED_FAILURES) return 'after-failures'
  return knownDevice === null ? 'new-device' : null
}

function noticeMessage(deps: Deps, kind: NoticeKind, { client, lane, arrival }: Omit<Opening, 'failures' | 'by'>) {
  const phone = deps.keys.decrypt(client.phone_enc, placeOf('client', 'phone', client.id))
  const value = shanghaiMinute(deps.clock.now())
  return sealedMessage(deps, 'notice', lane, { phone, text: noticeText(kind, value, arrival.deviceName), value })
}

/**
 * Who the token's session belongs to, while it lives, and whether the portfolio is theirs. A use keeps the session alive; what a
 * page does by itself (`isQuiet`) does not.
 */
export async function findCaller(
  deps: Deps,
  token: string | undefined,
  { code, isQuiet }: { code: string; isQuiet: boolean },
): Promise<ClientCaller | null> {
  if (!token) return null
  const { db, clock } = deps
  const now = clock.now()
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString()
  const hash = tokenHash(token)
  const [found] = await selectAccess(db, {
    tokenHash: hash,
    now: now.toISOString(),
    idleSince: ago(IDLE_SECONDS),
    code,
    closedSince: await closedSince(deps),
  })
  if (!found) return null
  if (!isQuiet && found.seen_at <= ago(SEEN_SECONDS)) {
    await updateSeen(db, hash, now.toISOString())
    found.seen_at = now.toISOString()
  }
  const idleEnd = new Date(Date.parse(found.seen_at) + IDLE_SECONDS * 1000).toISOString()
  return {
    client: { clientId: found.client_id, expiresAt: idleEnd < found.expires_at ? idleEnd : found.expires_at },
    portfolio: portfolioOf(found),
  }
}

function portfolioOf({
  id,
  code,
  revision,
  own_id,
}: Awaited<ReturnType<typeof selectAccess>>[number]): ClientCaller['portfolio'] {
  return id === null || code === null || revision === null ? null : { id, code, revision, isDelegated: own_id === null }
}

export async function clientCard(deps: Deps, client: Omit<SignedInClient, 'expiresAt'>): Promise<ClientCard> {
  const { clientId } = client
  const { name_enc } = await selectClientName(deps.db, clientId)
  const name = deps.keys.decrypt(name_enc, placeOf('client', 'name', clientId))
  return { clientId, client: { name }, portfolios: (await seenPortfolios(deps, client)).length }
}

/** Ends the session of a token; one that is not there has ended already. */
export async function signOut({ db }: Deps, token: string | undefined): Promise<void> {
  if (token) await deleteSession(db, tokenHash(token))
}
