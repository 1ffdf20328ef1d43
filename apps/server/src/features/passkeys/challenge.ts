/**
 * What an authenticator signs: the keyed hash of a cookie, so that it is right in the browser that asked and in no other. Nothing is kept
 * of a challenge but that it was answered; when it ends stands in the cookie, under the same hash.
 */
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { newToken, tokenHash } from '../auth/secrets'
import { insertUsedChallenge } from './passkeys.queries'

export const CHALLENGE_SECONDS = 300

/** What it is for: signing in, or adding to this client's passkeys. */
export type Purpose = 'sign-in' | `add ${string}`

type ChallengeDeps = Pick<Deps, 'keys' | 'clock'>

export interface AskedChallenge {
  /** Base64url, for the authenticator. */
  challenge: string
  /** For the cookie. */
  token: string
}

export function newChallenge(deps: ChallengeDeps, purpose: Purpose): AskedChallenge {
  const token = `${deps.clock.now().getTime() + CHALLENGE_SECONDS * 1000}.${newToken()}`
  return { challenge: challengeOf(deps, token, purpose), token }
}

/** What was asked for in the browser of this cookie; null where it is too late. */
export function askedChallenge(
  deps: ChallengeDeps,
  token: string | undefined,
  purpose: Purpose,
): AskedChallenge | null {
  if (token === undefined || !(endOf(token) > deps.clock.now().getTime())) return null
  return { challenge: challengeOf(deps, token, purpose), token }
}

/** True once for each challenge, in the transaction of what it is used for. */
export const useChallenge = (db: Db, { token }: AskedChallenge): Promise<boolean> =>
  insertUsedChallenge(db, tokenHash(token), new Date(endOf(token)).toISOString())

const endOf = (token: string): number => Number(token.split('.', 1)[0])

const challengeOf = ({ keys }: Pick<Deps, 'keys'>, token: string, purpose: Purpose): string =>
  Buffer.from(keys.mac('passkey-challenge', `${purpose}\0${token}`), 'hex').toString('base64url')
