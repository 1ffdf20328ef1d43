/** A code is tried, a session lives and ends. */
import { placeOf } from '../../crypto/personal'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { ClientCaller, SignedInClient } from '../../http/callers'
import { appendAudit, noteAuditHead, type AuditEvent } from '../audit/audit.service'
import { proofOf, type Proof } from '../second-factor/proof.service'
import { endChallenge, selectAccess, selectClientName, selectClientsBySubject, takeTry } from './auth.queries'
import type { NoticeKind } from './auth.table'
import { codeMac, type SignInCounters } from './challenges.service'
import { deleteSession, insertSession, noteSignIn, updateSeen } from './client-sessions.queries'
import { insertDevice, moveDevices, touchDevice } from './devices.queries'
import type { Subject } from './limits.service'
import { tellClient, type Told } from './notices.service'
import { closedSince, seenPortfolios } from '../portfolios/seen-portfolios.service'
import { isSame, newToken, tokenHash } from './secrets'
import type { Lane, StreakCounter } from './streaks.service'

export const MAX_TRIES = 5
export const IDLE_SECONDS = 15 * 60
export const SESSION_SECONDS = 8 * 3600
/** How long after a sign-in what guards the account may be added to. */
const FRESH_SECONDS = 10 * 60
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
  /** Of an authenticator app, or a recovery code: only clients who have set one up are asked for it. */
  totp?: string | undefined
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

/**
 * A session for the right code, and with the right second factor where the client has one; every failure is `code-invalid` and
 * says no more. Only after the right code it may be `totp-required`: nobody else learns who has a second factor.
 */
export async function signIn(deps: Deps, counters: TryCounters, attempt: CodeTry): Promise<Entry> {
  const lane = await rightLane(deps, counters, attempt)
  if (!lane) throw new AppError('code-invalid')
  const client = await onlyClient(deps, lane)
  const proof: Proof = client ? await proofOf(deps, client.id, attempt.totp) : { state: 'none-needed' }
  // The challenge stays open for what is left of its tries and of its time.
  if (proof.state === 'missing') throw new AppError('totp-required')
  if (proof.state === 'wrong') await countFailure(counters, lane)
  if (proof.state === 'wrong' || !(await isUsedNow(deps, attempt.challengeId, proof)) || !client)
    throw new AppError('code-invalid')
  const failures = await counters.streaks.end(lane)
  const by = proof.state === 'right' && proof.by === 'recovery-code' ? proof.by : undefined
  const opened = await deps.db
    .transaction()
    .execute((tx) => enter(tx, deps, { client, failures, arrival: attempt, by }))
  await noteAuditHead(deps)
  return { ...opened, card: await clientCard(deps, { clientId: client.id }) }
}

/** The one client whom this ID number and phone are of. */
async function onlyClient({ db }: Deps, lane: Lane) {
  const [client, other] = await selectClientsBySubject(db, lane)
  return other === undefined ? client : undefined
}

/** Uses up the code, and with it what was brought beside it: true for exactly one of all who try. */
async function isUsedNow({ db, clock }: Deps, challengeId: string, proof: Proof): Promise<boolean> {
  return db
    .transaction()
    .execute(
      async (tx) =>
        (await endChallenge(tx, challengeId, clock.now().toISOString())) &&
        (proof.state !== 'right' || (await proof.use(tx))),
    )
}

/** Whose code this is, which is not used up yet; a wrong one counts against challenge, subject and house. */
async function rightLane(deps: Deps, counters: TryCounters, attempt: CodeTry): Promise<Lane | null> {
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
  return isRight && !isLocked && !isStopped ? lane : null
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
  client: Told
  /** Wrong codes in a row before. */
  failures: number
  arrival: Arrival
  /** What stood in the place of the code, or of the authenticator app's. */
  by?: 'passkey' | 'recovery-code' | undefined
}

/**
 * The session, the device it is on, and word to the client where one of them is out of the ordinary; in the caller's transaction, as
 * its last step.
 */
export async function enter(tx: Db, deps: Deps, { client, failures, arrival, by }: Opening) {
  const at = deps.clock.now().toISOString()
  const deviceToken = newToken()
  const device = { tokenHash: tokenHash(deviceToken), clientId: client.id, now: at }
  if (arrival.deviceToken) await moveDevices(tx, tokenHash(arrival.deviceToken), device.tokenHash)
  const known = await touchDevice(tx, device)
  const id = known ?? deps.newId()
  const dates = { created_at: at, seen_at: at }
  if (!known) await insertDevice(tx, { id, client_id: client.id, token_hash: device.tokenHash, ...dates })
  const token = await openSession({ ...deps, db: tx }, client.id, { id, name: arrival.deviceName })
  const kind = by === 'recovery-code' ? by : noticeKind(known, failures)
  if (kind) await tellClient(tx, deps, client, { kind, device: arrival.deviceName })
  const event = signedIn(client.id, arrival.address, by ? { by } : {})
  if (by === 'recovery-code') await appendAudit(tx, deps, { ...event, action: 'use-recovery-code' })
  await appendAudit(tx, deps, event)
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
    client: {
      clientId: found.client_id,
      signedInAt: found.created_at,
      expiresAt: idleEnd < found.expires_at ? idleEnd : found.expires_at,
    },
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

/** Throws sign-in-again where the client came in a while ago: what outlives a session is not for whoever finds one open. */
export function mustBeFresh({ clock }: Deps, { signedInAt }: SignedInClient): void {
  const since = signedInAt === null ? Infinity : clock.now().getTime() - Date.parse(signedInAt)
  if (since > FRESH_SECONDS * 1000) throw new AppError('sign-in-again')
}

export async function clientCard(deps: Deps, client: Pick<SignedInClient, 'clientId' | 'viewer'>): Promise<ClientCard> {
  const { clientId } = client
  const { name_enc } = await selectClientName(deps.db, clientId)
  const name = deps.keys.decrypt(name_enc, placeOf('client', 'name', clientId))
  return { clientId, client: { name }, portfolios: (await seenPortfolios(deps, client)).length }
}

/** Ends the session of a token; one that is not there has ended already. */
export async function signOut({ db }: Deps, token: string | undefined): Promise<void> {
  if (token) await deleteSession(db, tokenHash(token))
}
