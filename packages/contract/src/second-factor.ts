/** The second factor of a client at sign-in: codes of an authenticator app, where the house offers it. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { instant } from './fields'

/** A code of the app, or a recovery code, however it is typed. */
const totp = z.string().min(1).max(32)

export const readSecondFactor = defineEndpoint({
  ...endpoints.readSecondFactor,
  summary: 'Whether the own sign-in asks for a second factor, and whether one can be set up.',
  audience: 'client',
  status: 200,
  reply: z.object({
    offered: z.boolean().describe('the house lets clients set one up (setting clientTotp)'),
    setAt: instant.nullable().describe('null: none is asked for'),
    recoveryCodes: z.int().describe('how many are left'),
  }),
})

export const beginSecondFactor = defineEndpoint({
  ...endpoints.beginSecondFactor,
  summary: 'A new secret for an authenticator app; it counts once its first code has come.',
  audience: 'client',
  status: 200,
  reply: z.object({ secret: z.string(), uri: z.string().describe('what the QR code holds') }),
  errors: ['totp-known', 'sign-in-again'],
})

export const confirmSecondFactor = defineEndpoint({
  ...endpoints.confirmSecondFactor,
  summary: 'The first code of the new secret: from now on sign-in asks for it. Every other session of the client ends.',
  audience: 'client',
  body: z.object({ totp }),
  status: 200,
  reply: z.object({ recoveryCodes: z.array(z.string()).describe('shown this once; each serves once for a code') }),
  errors: ['totp-invalid', 'totp-known'],
})

export const endSecondFactor = defineEndpoint({
  ...endpoints.endSecondFactor,
  summary: 'Turn it off, for a code of the app or a recovery code.',
  audience: 'client',
  body: z.object({ totp }),
  status: 204,
  reply: z.null(),
  errors: ['totp-invalid', 'too-many-requests'],
})
