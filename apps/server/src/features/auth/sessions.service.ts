/** A code is tried, a session lives and ends. */
import { placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { ClientCaller, SignedInClient } from '../../http/router'
import {
  deleteSession,
  endChallenge,
  insertSession,
  selectClientName,
  selectClientsBySubject,
  selectAccess,
  takeTry,
  updateSeen,
} from './auth.queries'
import { seenPortfolios } from '../portfolios/seen-portfolios.service'
import type { SignInChallengeTable } from './auth.table'
import { codeMac } from './challenges.service'
import type { LimitCounter } from './limits.service'
import { isSame, newToken, tokenHash } from './secrets'

const MAX_TRIES = 5
const IDLE_SECONDS = 15 * 60
const SESSION_SECONDS = 8 * 3600
/** How often a use is written down. */
const SEEN_SECONDS = 60

export interface CodeTry {
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

/** A session for the right code; every failure is `code-invalid` and says no more. */
export async function signIn(
  deps: Deps,
  counter: LimitCounter,
  attempt: CodeTry,
): Promise<{ token: string; card: ClientCard }> {
  const { db, clock } = deps
  const now = clock.now()
  const challenge = await passedChallenge(deps, counter, attempt)
  if (!challenge || !(await endChallenge(db, challenge.id, now.toISOString()))) throw new AppError('code-invalid')
  const clients = await selectClientsBySubject(db, {
    idNumberMac: challenge.id_number_mac,
    phoneMac: challenge.phone_mac,
  })
  const [client] = clients
  if (!client || clients.length > 1) throw new AppError('code-invalid')
  const token = newToken()
  await insertSession(db, {
    token_hash: tokenHash(token),
    client_id: client.id,
    created_at: now.toISOString(),
    seen_at: now.toISOString(),
    expires_at: new Date(now.getTime() + SESSION_SECONDS * 1000).toISOString(),
  })
  const expiresAt = new Date(now.getTime() + IDLE_SECONDS * 1000).toISOString()
  return { token, card: await clientCard(deps, { clientId: client.id, expiresAt }) }
}

/** The challenge whose code this is; a wrong one counts against challenge and subject. */
async function passedChallenge(
  deps: Deps,
  counter: LimitCounter,
  { challengeId, code, browserToken }: CodeTry,
): Promise<SignInChallengeTable | null> {
  if (browserToken === undefined) return null
  const challenge = await takeTry(deps.db, {
    id: challengeId,
    browserHash: tokenHash(browserToken),
    now: deps.clock.now().toISOString(),
    maxTries: MAX_TRIES,
  })
  if (!challenge) return null
  const failures = { limit: 'failuresPerClient', value: `${challenge.id_number_mac} ${challenge.phone_mac}` } as const
  const isLocked = (await counter.secondsToWait([failures])) > 0
  const digits = code.normalize('NFKC').replace(/\s/g, '')
  const isRight = isSame(codeMac(deps, challenge.id, digits), challenge.code_mac)
  if (!isRight) await counter.take([failures])
  return isRight && !isLocked ? challenge : null
}

/** Who the token's session belongs to, while it lives, and whether the portfolio is theirs; a use keeps the session alive. */
export async function findCaller(
  { db, clock }: Deps,
  token: string | undefined,
  code: string,
): Promise<ClientCaller | null> {
  if (!token) return null
  const now = clock.now()
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString()
  const hash = tokenHash(token)
  const [found] = await selectAccess(db, {
    tokenHash: hash,
    now: now.toISOString(),
    idleSince: ago(IDLE_SECONDS),
    code,
  })
  if (!found) return null
  if (found.seen_at <= ago(SEEN_SECONDS)) {
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

export async function clientCard(deps: Deps, client: SignedInClient): Promise<ClientCard> {
  const { clientId } = client
  const { name_enc } = await selectClientName(deps.db, clientId)
  const name = deps.keys.decrypt(name_enc, placeOf('client', 'name', clientId))
  return { clientId, client: { name }, portfolios: (await seenPortfolios(deps, client)).length }
}

/** Ends the session of a token; one that is not there has ended already. */
export async function signOut({ db }: Deps, token: string | undefined): Promise<void> {
  if (token) await deleteSession(db, tokenHash(token))
}
