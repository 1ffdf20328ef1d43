/** A code is asked for. Nothing here depends on whether a client is known: that is looked up when the message goes out. */
import { isAnyIdNumber, isPhone, normalPhone } from '@sma/contract/identity'
import { idNumberMac, phoneMac } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { AppError, type FieldError } from '../../http/errors'
import { insertChallenge, type Subject as Person } from './auth.queries'
import { selectDeviceOf } from './devices.queries'
import type { HouseCounter } from './house.service'
import { addressSubject, resendSeconds, type Limits } from './limits'
import { refuseTooMany, type LimitCounter, type Subject } from './limits.service'
import { CODE_SECONDS, codeText, sealedMessage } from './messages.service'
import { isSolved, type Proof } from './puzzle.service'
import { newCode, newToken, tokenHash } from './secrets'
import type { Lane } from './streaks.service'

export interface ChallengeRequest {
  idNumber: string
  phone: string
  /** Where the request came from. */
  address: string
  /** The cookie of a browser in which someone signed in before. */
  deviceToken: string | undefined
  /** The solution of a puzzle, while the house asks for one. */
  proof: Proof | undefined
}

export interface Challenge {
  challengeId: string
  expiresIn: number
  resendIn: number
  /** For the cookie of the browser that asked. */
  browserToken: string
}

export interface SignInCounters {
  limits: Limits
  counter: LimitCounter
  house: HouseCounter
}

/** Throws id-number-invalid, phone-invalid, puzzle-required, too-many-requests. */
export async function askForCode(deps: Deps, counters: SignInCounters, request: ChallengeRequest): Promise<Challenge> {
  checkForm(request)
  const person = {
    idNumberMac: idNumberMac(deps.keys, request.idNumber),
    phoneMac: phoneMac(deps.keys, request.phone),
  }
  const lane = { ...person, deviceId: await deviceOf(deps, request.deviceToken, person) }
  if (lane.deviceId === null) await checkPuzzle(deps, counters.house, request.proof)
  const subjects = subjectsOf(lane, request.address)
  // All are asked before any is counted: a request that is refused counts for nothing.
  const wait = (await counters.counter.secondsToWait(subjects)) || (await counters.counter.take(subjects))
  refuseTooMany(wait)
  const { challengeId, browserToken } = await storeChallenge(deps, lane, normalPhone(request.phone))
  return { challengeId, expiresIn: CODE_SECONDS, resendIn: resendSeconds(counters.limits), browserToken }
}

function checkForm({ idNumber, phone }: ChallengeRequest): void {
  const fields: FieldError[] = []
  if (!isAnyIdNumber(idNumber)) fields.push({ field: 'idNumber', code: 'id-number-invalid' })
  if (!isPhone(phone)) fields.push({ field: 'phone', code: 'phone-invalid' })
  const [first] = fields
  if (first) throw new AppError(first.field === 'phone' ? 'phone-invalid' : 'id-number-invalid', { fields })
}

/** Without a cookie nothing is looked up, with one always: whose ID number it is shows only to a browser of that client. */
async function deviceOf({ db }: Deps, token: string | undefined, person: Person): Promise<string | null> {
  return token ? selectDeviceOf(db, tokenHash(token), person) : null
}

/** While the house is under attack a browser that nobody signed in with has to work first. */
async function checkPuzzle(deps: Deps, house: HouseCounter, proof: Proof | undefined): Promise<void> {
  if ((await house.reached('failuresPerHouse')) === 0) return
  if (!proof || !(await isSolved(deps, proof))) throw new AppError('puzzle-required')
}

function subjectsOf({ idNumberMac, phoneMac: telMac, deviceId }: Lane, address: string): Subject[] {
  const own: Subject[] =
    deviceId === null
      ? [
          { limit: 'codesPerPhone', value: telMac },
          { limit: 'codesPerClient', value: `${idNumberMac} ${telMac}` },
        ]
      : [{ limit: 'codesPerDevice', value: deviceId }]
  return [{ limit: 'codesPerAddress', value: addressSubject(address) }, ...own]
}

async function storeChallenge(deps: Deps, lane: Lane, phone: string) {
  const { db, clock, newId } = deps
  const now = clock.now()
  const challengeId = newId()
  const code = newCode()
  const browserToken = newToken()
  await insertChallenge(
    db,
    {
      id: challengeId,
      id_number_mac: lane.idNumberMac,
      phone_mac: lane.phoneMac,
      device_id: lane.deviceId,
      browser_hash: tokenHash(browserToken),
      code_mac: codeMac(deps, challengeId, code),
      tries: 0,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + CODE_SECONDS * 1000).toISOString(),
      ended_at: null,
    },
    sealedMessage(deps, 'code', lane, { phone, text: codeText(code), value: code }),
  )
  return { challengeId, browserToken }
}

/** A code is kept keyed and bound to its challenge. */
export const codeMac = ({ keys }: Pick<Deps, 'keys'>, challengeId: string, code: string): string =>
  keys.mac('sign-in-code', `${challengeId}\0${code}`)
