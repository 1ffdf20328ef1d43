/** A code is asked for. Nothing here depends on whether a client is known: that is looked up when the message goes out. */
import { isAnyIdNumber, isPhone, normalPhone } from '@sma/contract/identity'
import { idNumberMac, phoneMac, placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { AppError, type FieldError } from '../../http/errors'
import { insertChallenge } from './auth.queries'
import { addressSubject, resendSeconds, type Limits } from './limits'
import type { LimitCounter, Subject } from './limits.service'
import { newCode, newToken, tokenHash } from './secrets'

export const CODE_SECONDS = 300

export interface ChallengeRequest {
  idNumber: string
  phone: string
  /** Where the request came from. */
  address: string
}

export interface Challenge {
  challengeId: string
  expiresIn: number
  resendIn: number
  /** For the cookie of the browser that asked. */
  browserToken: string
}

/** Throws id-number-invalid, phone-invalid, too-many-requests. */
export async function askForCode(
  deps: Deps,
  { limits, counter }: { limits: Limits; counter: LimitCounter },
  request: ChallengeRequest,
): Promise<Challenge> {
  checkForm(request)
  const idMac = idNumberMac(deps.keys, request.idNumber)
  const telMac = phoneMac(deps.keys, request.phone)
  const subjects: Subject[] = [
    { limit: 'codesPerAddress', value: addressSubject(request.address) },
    { limit: 'codesPerPhone', value: telMac },
    { limit: 'codesPerClient', value: `${idMac} ${telMac}` },
  ]
  // All are asked before any is counted: a request that is refused counts for nothing.
  const wait = (await counter.secondsToWait(subjects)) || (await counter.take(subjects))
  if (wait > 0) throw new AppError('too-many-requests', { retryAfterSeconds: wait })
  return storeChallenge(deps, { idMac, telMac, phone: normalPhone(request.phone), resendIn: resendSeconds(limits) })
}

function checkForm({ idNumber, phone }: ChallengeRequest): void {
  const fields: FieldError[] = []
  if (!isAnyIdNumber(idNumber)) fields.push({ field: 'idNumber', code: 'id-number-invalid' })
  if (!isPhone(phone)) fields.push({ field: 'phone', code: 'phone-invalid' })
  const [first] = fields
  if (first) throw new AppError(first.field === 'phone' ? 'phone-invalid' : 'id-number-invalid', { fields })
}

interface NewChallenge {
  idMac: string
  telMac: string
  phone: string
  resendIn: number
}

async function storeChallenge(deps: Deps, { idMac, telMac, phone, resendIn }: NewChallenge): Promise<Challenge> {
  const { db, clock, keys, newId } = deps
  const now = clock.now()
  const id = newId()
  const messageId = newId()
  const code = newCode()
  const browserToken = newToken()
  const subject = { id_number_mac: idMac, phone_mac: telMac, created_at: now.toISOString() }
  await insertChallenge(
    db,
    {
      ...subject,
      id,
      browser_hash: tokenHash(browserToken),
      code_mac: codeMac(deps, id, code),
      tries: 0,
      expires_at: new Date(now.getTime() + CODE_SECONDS * 1000).toISOString(),
      ended_at: null,
    },
    {
      ...subject,
      id: messageId,
      message_enc: keys.encrypt(JSON.stringify({ phone, code }), placeOf('code_message', 'message', messageId)),
      claimed_at: null,
    },
  )
  return { challengeId: id, expiresIn: CODE_SECONDS, resendIn, browserToken }
}

/** A code is kept keyed and bound to its challenge. */
export const codeMac = ({ keys }: Pick<Deps, 'keys'>, challengeId: string, code: string): string =>
  keys.mac('sign-in-code', `${challengeId}\0${code}`)
