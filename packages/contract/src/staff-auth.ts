import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { STAFF_ROLES } from './staff-roles'

const password = z.string().min(1).max(256)

const card = z.object({
  login: z.string(),
  roles: z.array(z.enum(STAFF_ROLES)),
  mustChangePassword: z.boolean().describe('true: nothing else is answered before the password is changed'),
})

export const createStaffSession = defineEndpoint({
  ...places.createStaffSession,
  summary: 'Sign in as staff. Every failure is answered alike.',
  audience: 'public',
  body: z.object({ login: z.string().min(1).max(64), password }),
  status: 201,
  reply: card,
  errors: ['sign-in-failed', 'too-many-requests'],
})

export const readStaffSession = defineEndpoint({
  ...places.readStaffSession,
  summary: 'Which of the staff is signed in.',
  audience: 'staff',
  roles: STAFF_ROLES,
  beforePasswordChange: true,
  status: 200,
  reply: card.extend({ expiresAt: instant }),
})

export const deleteStaffSession = defineEndpoint({
  ...places.deleteStaffSession,
  summary: 'Sign out as staff.',
  audience: 'public',
  status: 204,
  reply: z.null(),
})

export const changeStaffPassword = defineEndpoint({
  ...places.changeStaffPassword,
  summary: 'Change the own password; every other session of the person ends.',
  audience: 'staff',
  roles: STAFF_ROLES,
  beforePasswordChange: true,
  body: z.object({ current: password, next: password }),
  status: 200,
  reply: card,
  errors: ['sign-in-failed', 'password-weak', 'too-many-requests'],
})
