import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { instant } from './fields'

export const createChallenge = defineEndpoint({
  ...endpoints.createChallenge,
  summary: 'Ask for a sign-in code. The answer is the same for everybody.',
  audience: 'public',
  body: z.object({
    idNumber: z.string().min(5).max(32),
    phone: z.string().min(5).max(20),
    proof: z
      .object({ token: z.string().min(1).max(200), answer: z.string().min(1).max(40) })
      .optional()
      .describe('the solution of a puzzle, after puzzle-required'),
  }),
  status: 202,
  reply: z.object({ challengeId: z.string(), expiresIn: z.int(), resendIn: z.int() }),
  errors: ['id-number-invalid', 'phone-invalid', 'puzzle-required', 'too-many-requests'],
})

export const readPuzzle = defineEndpoint({
  ...endpoints.readPuzzle,
  summary: 'The work that asking for a code takes while the house is under attack; null in quiet times.',
  audience: 'public',
  status: 200,
  reply: z.object({
    puzzle: z
      .object({
        token: z.string(),
        bits: z.int().describe('SHA-256 of `token:answer` has to begin with so many zero bits'),
      })
      .nullable(),
  }),
})

export const createSession = defineEndpoint({
  ...endpoints.createSession,
  summary: 'Sign in with the code. Only after the right one it may say that a second factor is asked for as well.',
  audience: 'public',
  body: z.object({
    challengeId: z.string().min(1).max(64),
    code: z.string().min(1).max(16),
    totp: z
      .string()
      .min(1)
      .max(32)
      .optional()
      .describe('after totp-required: a code of the authenticator app, or a recovery code'),
  }),
  status: 201,
  reply: z.object({ client: z.object({ name: z.string() }), portfolios: z.int() }),
  errors: ['code-invalid', 'totp-required'],
})

export const readSession = defineEndpoint({
  ...endpoints.readSession,
  summary: 'Who is signed in.',
  audience: 'client',
  inViews: true,
  status: 200,
  reply: z.object({
    client: z.object({ name: z.string() }),
    portfolios: z.int(),
    expiresAt: instant,
    consentDue: z.boolean(),
    viewer: z.string().optional().describe('login of the member of staff who looks as this client'),
  }),
})

export const deleteSession = defineEndpoint({
  ...endpoints.deleteSession,
  summary: 'Sign out.',
  audience: 'public',
  status: 204,
  reply: z.null(),
})

export const readSso = defineEndpoint({
  ...endpoints.readSso,
  summary: 'A ticket of the website named another client than the one signed in: masked names of both.',
  audience: 'public',
  status: 200,
  reply: z.object({ current: z.string().nullable(), next: z.string() }),
  errors: ['not-found'],
})

export const acceptSso = defineEndpoint({
  ...endpoints.acceptSso,
  summary: 'Go on as the client whom the ticket named.',
  audience: 'public',
  status: 201,
  reply: z.object({ client: z.object({ name: z.string() }), portfolios: z.int() }),
  errors: ['not-found'],
})

export const declineSso = defineEndpoint({
  ...endpoints.declineSso,
  summary: 'Stay signed in as before.',
  audience: 'public',
  status: 204,
  reply: z.null(),
})

const NOTICES = [
  'new-device',
  'after-failures',
  'passkey-added',
  'totp-set',
  'totp-off',
  'totp-reset',
  'recovery-code',
] as const
const device = z.string().nullable().describe('browser and system; null where they are not recognised')

export const listSessions = defineEndpoint({
  ...endpoints.listSessions,
  summary: 'Where the client is signed in, and what the client was told about sign-ins; newest first.',
  audience: 'client',
  status: 200,
  reply: z.object({
    sessions: z.array(z.object({ id: z.string(), device, createdAt: instant, seenAt: instant, current: z.boolean() })),
    notices: z.array(z.object({ id: z.string(), kind: z.enum(NOTICES), device, at: instant })),
  }),
})

export const deleteOwnSession = defineEndpoint({
  ...endpoints.deleteOwnSession,
  summary: 'End one of the own sessions; its browser is no longer known.',
  audience: 'client',
  params: z.object({ id: z.string().max(26) }),
  status: 204,
  reply: z.null(),
})

export const deleteOtherSessions = defineEndpoint({
  ...endpoints.deleteOtherSessions,
  summary: 'End all own sessions but this one.',
  audience: 'client',
  status: 204,
  reply: z.null(),
})
