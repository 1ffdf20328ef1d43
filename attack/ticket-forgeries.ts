/** Good tickets of both forms, and tickets that somebody makes who lacks a key or breaks a rule. */
import { CompactEncrypt, SignJWT, type JWTPayload } from 'jose'
import { createCipheriv, createHmac } from 'node:crypto'
import type { Random } from '../apps/server/src/demo/random'
import { makeTicket, type newKeys } from '../apps/server/src/features/sso/make-ticket'
import { ANNA } from '../apps/server/src/testing/people'

export const ISSUER = 'https://www.example.com'
export const AUDIENCE = 'https://sma.example.com'
export const SM = { kid: 'sm-1', sm4: Buffer.alloc(16, 1), sm3: Buffer.alloc(32, 2) }

type Keys = Awaited<ReturnType<typeof newKeys>>

export interface Forger {
  /** Of the house, and of somebody else who chose the same names. */
  keys: Keys
  stranger: Keys
  random: Random
  /** Seconds since 1970. */
  now: number
}

let tickets = 0

const claims = ({ now }: Forger, change: object = {}): JWTPayload => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: `C${ANNA.phone}`,
  iat: now,
  exp: now + 60,
  jti: `ticket-${(tickets += 1)}`,
  ...change,
})

function smTicket(content: object, { kid, sm4, sm3 } = SM): string {
  const iv = Buffer.alloc(16, 3)
  const cipher = createCipheriv('sm4-cbc', sm4, iv)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()])
  const signed = `sm1.${kid}.${iv.toString('base64url')}.${sealed.toString('base64url')}`
  return `${signed}.${createHmac('sm3', sm3).update(signed).digest('base64url')}`
}

/** A fresh ticket of each form. */
export async function goodTickets(forger: Forger): Promise<['nested' | 'sm', string][]> {
  return [
    ['nested', await makeTicket(forger.keys.website, claims(forger))],
    ['sm', smTicket(claims(forger))],
  ]
}

/** Seals any text as the website would. */
const sealed = ({ keys }: Forger, text: string, header: object = {}): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT', kid: '2026-01', ...header })
    .encrypt(Buffer.from(keys.website.sealing.k, 'base64url'))

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

/** Claims that break a rule, each by a random amount. */
const WRONG_CLAIMS: Record<string, (forger: Forger) => object> = {
  'another issuer': ({ random }) => ({ iss: random.pick(['', `${ISSUER}/`, 'https://www.example.org', [ISSUER]]) }),
  'another audience': ({ random }) => ({ aud: random.pick(['', `${AUDIENCE} `, ISSUER, []]) }),
  nobody: ({ random }) => ({ sub: random.pick(['', 'C-nobody', ANNA.phone, `c${ANNA.phone}`, 0, null, {}]) }),
  'no number': ({ random }) =>
    random.pick([{ jti: undefined }, { jti: '' }, { jti: null }, { jti: 7 }, { jti: 'x'.repeat(129) }]),
  'too long a life': ({ now, random }) => ({ exp: now + random.integer(61, 100_000) }),
  'an end before its beginning': ({ now, random }) => ({ iat: now + 10, exp: now + 10 - random.integer(0, 1000) }),
  over: ({ now, random }) => {
    const ago = random.integer(31, 1_000_000)
    return { iat: now - ago - 59, exp: now - ago }
  },
  'not begun': ({ now, random }) => {
    const ahead = random.integer(31, 1_000_000)
    return { iat: now + ahead, exp: now + ahead + 30 }
  },
  'no times': ({ random }) => random.pick([{ iat: undefined }, { exp: undefined }, { iat: 'now' }, { exp: '2030' }]),
}

const byClaims = Object.fromEntries(
  Object.entries(WRONG_CLAIMS).flatMap(([kind, change]) => [
    [kind, (forger: Forger) => makeTicket(forger.keys.website, claims(forger, change(forger)))],
    [`${kind} (sm)`, async (forger: Forger) => smTicket(claims(forger, change(forger)))],
  ]),
)

export const FORGERIES: Record<string, (forger: Forger) => Promise<string>> = {
  ...byClaims,
  'all keys of somebody else': (forger) => makeTicket(forger.stranger.website, claims(forger)),
  'signed by somebody else': (forger) =>
    makeTicket({ ...forger.keys.website, signing: forger.stranger.website.signing }, claims(forger)),
  'sealed by somebody else': (forger) =>
    makeTicket({ ...forger.keys.website, sealing: forger.stranger.website.sealing }, claims(forger)),
  unsigned: (forger) => sealed(forger, `${encoded({ alg: 'none' })}.${encoded(claims(forger))}.`),
  'unsigned claims': (forger) => sealed(forger, JSON.stringify(claims(forger))),
  // Signed by a secret that everybody knows: the public key as text.
  'signed with the public key': async (forger) => {
    const known = JSON.stringify((forger.keys.server as { website: { keys: object[] } }).website.keys[0])
    const jwt = new SignJWT(claims(forger)).setProtectedHeader({ alg: 'HS256', kid: '2026-01' })
    return sealed(forger, await jwt.sign(new TextEncoder().encode(known)))
  },
  'other sm keys': async (forger) =>
    smTicket(claims(forger), { ...SM, sm3: Buffer.alloc(32, forger.random.integer(3, 255)) }),
  'unknown sm key': async (forger) => smTicket(claims(forger), { ...SM, kid: `sm-${forger.random.integer(2, 99)}` }),
}
