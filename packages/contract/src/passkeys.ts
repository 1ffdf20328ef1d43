/** Passkeys of clients (WebAuthn): sign-in with one, and a client's own list. Where the house has them off, nothing of it is there (404). */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { instant } from './fields'

/** Bytes as base64url, as browsers and authenticators speak of them. */
const bytes = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w-]+$/)

const challenge = z.string().describe('base64url; valid for five minutes, once, in this browser')

export const createPasskeyChallenge = defineEndpoint({
  ...endpoints.createPasskeyChallenge,
  summary: 'Begin a sign-in with a passkey. Nothing is asked of who comes, and the answer speaks of nobody.',
  audience: 'public',
  status: 201,
  reply: z.object({ challenge, rpId: z.string() }),
  errors: ['not-found', 'too-many-requests'],
})

export const createPasskeySession = defineEndpoint({
  ...endpoints.createPasskeySession,
  summary: 'Sign in with what the authenticator answered. Whatever is wrong with it has one answer.',
  audience: 'public',
  body: z.object({
    id: bytes(1400),
    clientDataJSON: bytes(4000),
    authenticatorData: bytes(4000),
    signature: bytes(1400),
    userHandle: bytes(100),
  }),
  status: 201,
  reply: z.object({ client: z.object({ name: z.string() }), portfolios: z.int() }),
  errors: ['passkey-invalid', 'not-found', 'too-many-requests'],
})

export const listPasskeys = defineEndpoint({
  ...endpoints.listPasskeys,
  summary: 'The own passkeys, newest first.',
  audience: 'client',
  status: 200,
  reply: z.object({
    passkeys: z.array(
      z.object({
        id: z.string(),
        device: z.string().nullable().describe('where it was made: browser and system; null where not recognised'),
        createdAt: instant,
        usedAt: instant.nullable().describe('null: not yet'),
      }),
    ),
    most: z.int().describe('so many there may be'),
  }),
  errors: ['not-found'],
})

export const beginPasskey = defineEndpoint({
  ...endpoints.beginPasskey,
  summary: 'Begin to add a passkey: what the browser asks its authenticator for.',
  audience: 'client',
  status: 201,
  reply: z.object({
    challenge,
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string().describe('base64url'), name: z.string(), displayName: z.string() }),
    algorithms: z.array(z.int()).describe('of COSE, the preferred one first'),
    exclude: z.array(z.string()).describe('ids of the own passkeys: an authenticator keeps one'),
  }),
  errors: ['not-found', 'passkeys-full', 'sign-in-again', 'too-many-requests'],
})

export const addPasskey = defineEndpoint({
  ...endpoints.addPasskey,
  summary: 'Add the passkey that was made. The client is told by a text message.',
  audience: 'client',
  body: z.object({ id: bytes(1400), clientDataJSON: bytes(4000), attestationObject: bytes(20_000) }),
  status: 201,
  reply: z.object({ id: z.string() }),
  errors: ['not-found', 'passkey-unfit', 'passkeys-full', 'too-many-requests'],
})

export const removePasskey = defineEndpoint({
  ...endpoints.removePasskey,
  summary: 'Remove one of the own passkeys; nobody signs in with it any more.',
  audience: 'client',
  params: z.object({ id: z.string().max(26) }),
  status: 204,
  reply: z.null(),
  errors: ['not-found'],
})
