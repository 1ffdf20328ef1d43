/** Who else sees a client's accounts: delegates whom the client named, and the house's own people who looked. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { date, instant } from './fields'

export const listDelegates = defineEndpoint({
  ...endpoints.listDelegates,
  summary: 'Who may look at the own accounts by a grant of the client, and until when.',
  audience: 'client',
  status: 200,
  reply: z.object({
    delegates: z.array(
      z.object({ portfolio: z.string(), name: z.string().describe('masked'), since: instant, until: date }),
    ),
  }),
})

export const listAccesses = defineEndpoint({
  ...endpoints.listAccesses,
  summary:
    'Who of the house looked at the portal as this client, or took figures of the own accounts; the newest hundred.',
  audience: 'client',
  status: 200,
  reply: z.object({
    accesses: z.array(
      z.object({
        at: instant,
        by: z.string().describe('login of the member of staff'),
        what: z.enum(['view', 'export']),
        portfolio: z.string().nullable().describe('code of the account of an export'),
      }),
    ),
  }),
})

export const endClientView = defineEndpoint({
  ...endpoints.endClientView,
  summary: 'Staff: end looking as a client in this browser.',
  audience: 'public',
  status: 204,
  reply: z.null(),
})
