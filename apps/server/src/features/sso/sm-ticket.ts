/**
 * The second form of a ticket, for websites that work with the SM algorithms (`SMA_SSO_SM=1`):
 * `sm1.KID.IV.CIPHERTEXT.MAC`, each of the last three in base64url; SM4-CBC over the claims' JSON, then HMAC-SM3 over
 * everything before the last dot.
 */
import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import type { JWTPayload } from 'jose'
import type { SsoKeys } from './sso-keys'
import { assertInForce, claimsOf, refuse, TicketRefused, type TicketClaims, type TicketRules } from './ticket'

const MAX_TICKET = 4096
const IV_BYTES = 16

export const isSmTicket = (ticket: string): boolean => ticket.startsWith('sm1.')

/** The claims of an SM ticket in force. Throws `TicketRefused`. */
export function openSmTicket(ticket: string, keys: SsoKeys, rules: TicketRules): TicketClaims {
  const payload = openEnvelope(ticket, keys)
  assertInForce(payload, rules.now)
  if (payload.iss !== rules.issuer) refuse('issuer')
  if (payload.aud !== rules.audience) refuse('audience')
  return claimsOf(payload)
}

function openEnvelope(ticket: string, keys: SsoKeys): JWTPayload {
  const [form, kid, iv, ciphertext, mac, ...more] = ticket.length > MAX_TICKET ? [] : ticket.split('.')
  if (form !== 'sm1' || kid === undefined || more.length > 0) return refuse('malformed')
  const key = keys.sm(kid) ?? refuse('unknown-key')
  const expected = createHmac('sm3', key.sm3)
    .update(ticket.slice(0, ticket.lastIndexOf('.')))
    .digest()
  const found = canonical(mac)
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) return refuse('mac')
  const start = canonical(iv)
  if (start.length !== IV_BYTES) return refuse('malformed')
  try {
    const decipher = createDecipheriv('sm4-cbc', key.sm4, start)
    const text = Buffer.concat([decipher.update(canonical(ciphertext)), decipher.final()]).toString('utf8')
    const payload: unknown = JSON.parse(text)
    if (typeof payload !== 'object' || payload === null) return refuse('malformed')
    return payload as JWTPayload
  } catch (error) {
    throw new TicketRefused('malformed', { cause: error })
  }
}

/** Bytes of a part that is spelt in the one right way. */
function canonical(part: string | undefined): Buffer {
  const bytes = Buffer.from(part ?? '', 'base64url')
  return bytes.toString('base64url') === part ? bytes : refuse('malformed')
}
