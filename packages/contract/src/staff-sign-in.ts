import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'

const roles = ['operator', 'administrator'] as const

export const listSignInStops = defineEndpoint({
  ...places.listSignInStops,
  summary:
    'Clients whose codes are stopped after too many wrong ones in a row; on devices of their own they may still sign in.',
  audience: 'staff',
  roles,
  status: 200,
  reply: z.object({ stops: z.array(z.object({ clientNo: z.string(), since: instant })) }),
})

export const clearSignInStop = defineEndpoint({
  ...places.clearSignInStop,
  summary: 'Let codes go out to a client again.',
  audience: 'staff',
  roles,
  body: z.object({ clientNo: z.string().min(1).max(64) }),
  status: 204,
  reply: z.null(),
  errors: ['not-found'],
})

export const listSuspensions = defineEndpoint({
  ...places.listSuspensions,
  summary: 'Clients who may not sign in for now, or were erased.',
  audience: 'staff',
  roles,
  status: 200,
  reply: z.object({
    suspensions: z.array(z.object({ clientNo: z.string(), since: instant, isErased: z.boolean() })),
  }),
})

export const setSuspension = defineEndpoint({
  ...places.setSuspension,
  summary: 'Let a client in no more, at once, or in again; with a reason, which the audit log keeps.',
  audience: 'staff',
  roles: ['administrator'],
  body: z.object({
    clientNo: z.string().min(1).max(64),
    suspended: z.boolean(),
    reason: z.string().trim().min(4).max(200).describe('why; without personal data'),
  }),
  status: 204,
  reply: z.null(),
  errors: ['not-found'],
})
