import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { staffEndpoints as places } from './staff-endpoints'
import { CLIENT_EDITORS } from './staff-roles'

export const removeClientPasskeys = defineEndpoint({
  ...places.removeClientPasskeys,
  summary: 'Remove all passkeys of a client, whose phone is lost; the client signs in with a code and adds others.',
  audience: 'staff',
  roles: CLIENT_EDITORS,
  params: z.object({ id: z.string().min(1).max(26) }),
  body: z.object({ reason: z.string().trim().min(4).max(200).describe('why; without personal data') }),
  status: 204,
  reply: z.null(),
  errors: ['not-found'],
})
