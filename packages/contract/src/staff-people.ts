/** The house's own people, and what one of them may not do without a second. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { DECIDERS, STAFF_ROLES, type StaffRole } from './staff-roles'

const ADMINISTRATORS = ['administrator'] as const satisfies StaffRole[]

const login = z.string().regex(/^[a-z][a-z0-9._-]{1,31}$/)
const roles = z.array(z.enum(STAFF_ROLES)).min(1).max(STAFF_ROLES.length)
const loginParams = z.object({ login: z.string().min(1).max(64) })
const idParams = z.object({ id: z.string().min(1).max(26) })

const invitation = z
  .object({ login: z.string(), token: z.string(), expiresAt: instant })
  .nullable()
  .describe('shown this once: the link is /console/invitation#login:token')

const outcome = z.object({
  outcome: z.enum(['done', 'asked']).describe('asked: it waits for a second person'),
  invitation,
})

export const listPeople = defineEndpoint({
  ...places.listPeople,
  summary: 'Everybody of the house: roles, accounts, last use.',
  audience: 'staff',
  roles: ['administrator', 'auditor'],
  status: 200,
  reply: z.object({
    people: z.array(
      z.object({
        login: z.string(),
        state: z.enum(['active', 'invited', 'disabled']),
        roles: z.array(z.enum(STAFF_ROLES)),
        accounts: z.array(z.string()).describe('codes of the accounts assigned to an adviser'),
        hasTotp: z.boolean(),
        createdAt: instant,
        lastUsedAt: instant.nullable(),
      }),
    ),
  }),
})

export const invitePerson = defineEndpoint({
  ...places.invitePerson,
  summary: 'Invite a person by a link that serves once within 72 hours; an administrator takes two.',
  audience: 'staff',
  roles: ADMINISTRATORS,
  body: z.object({ login, roles }),
  status: 201,
  reply: outcome,
  errors: ['login-taken'],
})

export const setPersonRoles = defineEndpoint({
  ...places.setPersonRoles,
  summary: 'What a person may do; where administrators are concerned it takes two.',
  audience: 'staff',
  roles: ADMINISTRATORS,
  params: loginParams,
  body: z.object({ roles }),
  status: 200,
  reply: outcome,
  errors: ['other-person-needed'],
})

export const disablePerson = defineEndpoint({
  ...places.disablePerson,
  summary: 'Let a person in no more; their sessions end at once.',
  audience: 'staff',
  roles: ADMINISTRATORS,
  params: loginParams,
  status: 200,
  reply: outcome,
  errors: ['other-person-needed'],
})

export const askAccessReset = defineEndpoint({
  ...places.askAccessReset,
  summary: 'Ask to take password and second factor from a person, who gets a new link; it always takes two.',
  audience: 'staff',
  roles: ADMINISTRATORS,
  params: loginParams,
  status: 200,
  reply: outcome,
  errors: ['other-person-needed'],
})

export const assignAccounts = defineEndpoint({
  ...places.assignAccounts,
  summary: 'The accounts that an adviser sees.',
  audience: 'staff',
  roles: ADMINISTRATORS,
  params: loginParams,
  body: z.object({ accounts: z.array(z.string().min(1).max(32)).max(1000) }),
  status: 204,
  reply: z.null(),
})

export const listRequests = defineEndpoint({
  ...places.listRequests,
  summary: 'What waits for a second person, of what the caller may decide.',
  audience: 'staff',
  roles: DECIDERS,
  status: 200,
  reply: z.object({
    requests: z.array(
      z.object({
        id: z.string(),
        kind: z.enum([
          'invite',
          'reset-access',
          'set-roles',
          'grant-delegate',
          'change-client',
          'give-account',
          'change-setting',
          'reset-second-factor',
        ]),
        askedBy: z.string(),
        askedAt: instant,
        isOwn: z.boolean(),
        facts: z.record(z.string(), z.string()),
      }),
    ),
  }),
})

export const confirmRequest = defineEndpoint({
  ...places.confirmRequest,
  summary: 'Do what another person asked for.',
  audience: 'staff',
  roles: DECIDERS,
  params: idParams,
  status: 200,
  reply: z.object({ invitation }),
  errors: ['other-person-needed', 'login-taken', 'client-taken'],
})

export const dropRequest = defineEndpoint({
  ...places.dropRequest,
  summary: 'Drop what was asked for.',
  audience: 'staff',
  roles: DECIDERS,
  params: idParams,
  status: 204,
  reply: z.null(),
})
