import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { STAFF_ROLES } from './staff-roles'

const password = z.string().min(1).max(256)

const totp = z.string().max(16).describe('the six digits of the authenticator app, or a recovery code')

const card = z.object({
  login: z.string(),
  roles: z.array(z.enum(STAFF_ROLES)),
  mustChangePassword: z.boolean().describe('true: nothing else is answered before the password is changed'),
  mustSetTotp: z.boolean().describe('true: nothing else is answered before a second factor is set'),
  hasTotp: z.boolean(),
})

export const createStaffSession = defineEndpoint({
  ...places.createStaffSession,
  summary: 'Sign in as staff. Every failure is answered alike.',
  audience: 'public',
  body: z.object({ login: z.string().min(1).max(64), password, totp: totp.optional() }),
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

export const acceptInvitation = defineEndpoint({
  ...places.acceptInvitation,
  summary: 'Set the own password with the token of an invitation, which serves once; a session begins.',
  audience: 'public',
  body: z.object({ token: z.string().min(1).max(64), password }),
  status: 201,
  reply: card,
  errors: ['invitation-invalid', 'password-weak', 'too-many-requests'],
})

export const beginTotp = defineEndpoint({
  ...places.beginTotp,
  summary: 'A new secret for the authenticator app; replacing one needs a code of it. It counts once confirmed.',
  audience: 'staff',
  roles: STAFF_ROLES,
  beforePasswordChange: true,
  body: z.object({ totp: totp.optional() }),
  status: 200,
  reply: z.object({ secret: z.string(), uri: z.string() }),
  errors: ['totp-invalid', 'too-many-requests'],
})

export const confirmTotp = defineEndpoint({
  ...places.confirmTotp,
  summary:
    'The first code of the new secret: from now on it is the second factor. Every other session of the person ends.',
  audience: 'staff',
  roles: STAFF_ROLES,
  beforePasswordChange: true,
  body: z.object({ totp }),
  status: 200,
  reply: z.object({
    recoveryCodes: z.array(z.string()).describe('shown this once; each serves once in place of a code'),
  }),
  errors: ['totp-invalid'],
})

export const listStaffSessions = defineEndpoint({
  ...places.listStaffSessions,
  summary: 'The own sessions, newest first.',
  audience: 'staff',
  roles: STAFF_ROLES,
  status: 200,
  reply: z.object({
    sessions: z.array(
      z.object({
        id: z.string(),
        createdAt: instant,
        seenAt: instant,
        address: z.string().nullable(),
        browser: z.string().nullable(),
        isCurrent: z.boolean(),
      }),
    ),
  }),
})

export const endStaffSession = defineEndpoint({
  ...places.endStaffSession,
  summary: 'End one of the own sessions.',
  audience: 'staff',
  roles: STAFF_ROLES,
  params: z.object({ id: z.string().min(1).max(64) }),
  status: 204,
  reply: z.null(),
})
