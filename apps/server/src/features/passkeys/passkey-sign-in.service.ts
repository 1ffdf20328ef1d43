/** A client comes in with a passkey. Whatever is wrong has one answer, `passkey-invalid`; nothing is asked that could tell of a client. */
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { appendAudit, noteAuditHead } from '../audit/audit.service'
import { addressSubject } from '../auth/limits'
import { refuseTooMany, type LimitCounter, type Subject } from '../auth/limits.service'
import { isSame } from '../auth/secrets'
import { clientCard, enter, type Arrival, type Entry } from '../auth/sessions.service'
import { askedChallenge, newChallenge, useChallenge, type AskedChallenge } from './challenge'
import { credentialMac, publicKeyOf, userHandle } from './credential'
import { noteUse, selectPasskeyToTry, type PasskeyToTry } from './passkeys.queries'
import type { RelyingParty } from './relying-party'
import { verifiedCount, type Assertion } from './webauthn'

/** Throws too-many-requests. */
export async function beginPasskeySignIn(deps: Deps, counter: LimitCounter, address: string): Promise<AskedChallenge> {
  refuseTooMany(await counter.take([{ limit: 'passkeyTriesPerAddress', value: addressSubject(address) }]))
  return newChallenge(deps, 'sign-in')
}

export interface PasskeyTry {
  answer: Assertion
  /** The cookie that carries the challenge. */
  challengeToken: string | undefined
  party: RelyingParty
  arrival: Arrival
}

/** Throws passkey-invalid, too-many-requests. */
export async function signInByPasskey(deps: Deps, counter: LimitCounter, attempt: PasskeyTry): Promise<Entry> {
  const failures: Subject[] = [{ limit: 'passkeyFailuresPerAddress', value: addressSubject(attempt.arrival.address) }]
  refuseTooMany(await counter.secondsToWait(failures))
  const entry = await passed(deps, attempt)
  if (entry) return entry
  await counter.take(failures)
  throw new AppError('passkey-invalid')
}

async function passed(deps: Deps, attempt: PasskeyTry): Promise<Entry | null> {
  const { answer, challengeToken, party } = attempt
  const asked = askedChallenge(deps, challengeToken, 'sign-in')
  if (!asked) return null
  const passkey = await selectPasskeyToTry(deps.db, credentialMac(deps, answer.id))
  if (!passkey || !isSame(answer.userHandle, userHandle(deps, passkey.client_id))) return null
  const count = await verifiedCount(answer, publicKeyOf(deps, passkey), { challenge: asked.challenge, party })
  return count === null ? null : opened(deps, { asked, passkey, count, attempt })
}

interface Verified {
  asked: AskedChallenge
  passkey: PasskeyToTry
  count: number
  attempt: PasskeyTry
}

/** The challenge is used up, the use is noted and the session is there, all or nothing; a count that did not grow is written down instead. */
async function opened(deps: Deps, { asked, passkey, count, attempt }: Verified): Promise<Entry | null> {
  const { client_id: clientId } = passkey
  const { arrival } = attempt
  const tokens = await deps.db.transaction().execute(async (tx) => {
    if (!(await useChallenge(tx, asked))) return null
    if (!(await noteUse(tx, { id: passkey.id, count, now: deps.clock.now().toISOString() }))) {
      const actor = { kind: 'client' as const, id: clientId, address: arrival.address }
      const object = { kind: 'client' as const, id: clientId }
      await appendAudit(tx, deps, { actor, action: 'refuse-passkey', object, detail: { passkey: passkey.id } })
      return null
    }
    return enter(tx, deps, { client: { ...passkey, id: clientId }, failures: 0, arrival, by: 'passkey' })
  })
  await noteAuditHead(deps)
  return tokens && { ...tokens, card: await clientCard(deps, { clientId }) }
}
