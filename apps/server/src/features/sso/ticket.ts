/**
 * A ticket of the company's website: who signs in, said by the website (JWS, ES256) and sealed for us (JWE, dir, A256GCM).
 * One algorithm at each place; everything else is refused before any key is tried.
 */
import { compactDecrypt, jwtVerify, type JWTPayload } from 'jose'
import type { SsoKeys } from './sso-keys'

const SECONDS_OF_LIFE = 60
const SECONDS_OF_SKEW = 30
const MAX_TICKET = 4096
const MAX_ID = 128

/** Why a ticket was refused; it goes to the log, never to the caller. */
export class TicketRefused extends Error {}

export interface TicketClaims {
  /** The client number (`client_no`). */
  sub: string
  iss: string
  jti: string
}

export interface TicketRules {
  issuer: string
  audience: string
  now: Date
}

/** The claims of a ticket in force. Throws `TicketRefused`. */
export async function openTicket(ticket: string, keys: SsoKeys, rules: TicketRules): Promise<TicketClaims> {
  try {
    assertCanonical(ticket, 5)
    const { plaintext, protectedHeader } = await compactDecrypt(
      ticket,
      ({ kid }) => keys.encryption(kid ?? '') ?? refuse('unknown-key'),
      { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
    )
    if (protectedHeader.cty?.toUpperCase() !== 'JWT') refuse('not-nested')
    return await openSigned(new TextDecoder().decode(plaintext), keys, rules)
  } catch (error) {
    throw error instanceof TicketRefused ? error : refusedBecause(error)
  }
}

async function openSigned(jws: string, keys: SsoKeys, { issuer, audience, now }: TicketRules): Promise<TicketClaims> {
  assertCanonical(jws, 3)
  const { payload } = await jwtVerify(jws, keys.signature, {
    algorithms: ['ES256'],
    issuer,
    audience,
    clockTolerance: SECONDS_OF_SKEW,
    currentDate: now,
    maxTokenAge: SECONDS_OF_LIFE,
    requiredClaims: ['iss', 'aud', 'sub', 'iat', 'exp', 'jti'],
  })
  return claimsOf(payload)
}

/** The claims, where each is there and the life is short; also those of the other envelope come through here. */
export function claimsOf({ sub, iss, jti, iat, exp }: JWTPayload): TicketClaims {
  if (!isId(sub) || !isId(iss) || !isId(jti)) return refuse('claim-invalid')
  if (typeof iat !== 'number' || typeof exp !== 'number' || exp <= iat || exp - iat > SECONDS_OF_LIFE)
    return refuse('life-too-long')
  return { sub, iss, jti }
}

/** Whether now lies in the life of a ticket, with some leeway for clocks that differ. */
export function assertInForce({ iat, exp }: JWTPayload, now: Date): void {
  const seconds = now.getTime() / 1000
  if (typeof iat !== 'number' || iat > seconds + SECONDS_OF_SKEW) refuse('from-the-future')
  if (typeof exp !== 'number' || exp <= seconds - SECONDS_OF_SKEW) refuse('expired')
}

const isId = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= MAX_ID

/**
 * Base64url has spellings that decode to the same bytes (unused bits of the last character): only one of them is a ticket,
 * so that no second one passes for another.
 */
function assertCanonical(text: string, parts: number): void {
  if (text.length > MAX_TICKET) refuse('too-long')
  const found = text.split('.')
  if (found.length !== parts) refuse('malformed')
  if (found.some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part)) refuse('malformed')
}

export function refuse(reason: string): never {
  throw new TicketRefused(reason)
}

/** The library's code is a name of a rule, never a value of the ticket. */
function refusedBecause(error: unknown): TicketRefused {
  const { code } = error as { code?: unknown }
  return new TicketRefused(typeof code === 'string' ? code : 'malformed', { cause: error })
}
