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
