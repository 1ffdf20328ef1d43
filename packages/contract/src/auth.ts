import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { instant } from './fields'

export const createChallenge = defineEndpoint({
  ...endpoints.createChallenge,
  summary: 'Ask for a sign-in code. The answer is the same for everybody.',
  audience: 'public',
  body: z.object({ idNumber: z.string().min(5).max(32), phone: z.string().min(5).max(20) }),
  status: 202,
  reply: z.object({ challengeId: z.string(), expiresIn: z.int(), resendIn: z.int() }),
  errors: ['id-number-invalid', 'phone-invalid', 'too-many-requests'],
})

export const createSession = defineEndpoint({
  ...endpoints.createSession,
  summary: 'Sign in with the code.',
  audience: 'public',
  body: z.object({ challengeId: z.string().min(1).max(64), code: z.string().min(1).max(16) }),
  status: 201,
  reply: z.object({ client: z.object({ name: z.string() }), portfolios: z.int() }),
  errors: ['code-invalid'],
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
