/** Who sees which client's accounts: delegates of clients, and staff who look as a client. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { date, instant } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { CLIENT_KEEPERS, CLIENT_VIEWERS, DECIDERS } from './staff-roles'

/** As a document states them. */
const idType = z.enum(['id-card', 'passport', 'hk-macau-permit', 'taiwan-permit', 'social-credit-code'])
const idNumber = z.string().min(5).max(32)
const phone = z.string().min(5).max(20)
const portfolio = z.string().min(1).max(32)

export const listViewableClients = defineEndpoint({
  ...places.listViewableClients,
  summary: 'The clients of an account as whom the caller may look; an adviser: of assigned accounts.',
  audience: 'staff',
  roles: CLIENT_VIEWERS,
  query: z.object({ portfolio }),
  status: 200,
  reply: z.object({ clients: z.array(z.object({ id: z.string(), name: z.string().describe('masked') })) }),
})

const person = z.object({
  id: z.string(),
  clientNo: z.string(),
  name: z.string(),
  idType: z.string(),
  idNumber: z.string(),
  phone: z.string(),
})

export const listAccountClients = defineEndpoint({
  ...places.listAccountClients,
  summary: 'The clients of an account, names and numbers masked; an adviser: of assigned accounts.',
  audience: 'staff',
  roles: CLIENT_KEEPERS,
  query: z.object({ portfolio }),
  status: 200,
  reply: z.object({ clients: z.array(person) }),
})

export const unmaskClient = defineEndpoint({
  ...places.unmaskClient,
  summary: 'A client with name and numbers whole, for a reason; audited, and limited for each person.',
  audience: 'staff',
  roles: CLIENT_KEEPERS,
  params: z.object({ id: z.string().min(1).max(26) }),
  body: z.object({ reason: z.string().trim().min(4).max(200).describe('why; without personal data') }),
  status: 200,
  reply: person,
  errors: ['too-many-requests'],
})

export const askClientChange = defineEndpoint({
  ...places.askClientChange,
  summary:
    'Ask to change what a client signs in by; another confirms, the old and the new phone are told, and all sessions end.',
  audience: 'staff',
  roles: DECIDERS,
  params: z.object({ id: z.string().min(1).max(26) }),
  body: z.object({
    idType: idType.optional(),
    idNumber: idNumber.optional(),
    phone: phone.optional(),
    reason: z.string().trim().min(4).max(200).describe('where the written wish is kept; without personal data'),
  }),
  status: 202,
  reply: z.null(),
  errors: ['id-number-invalid', 'phone-invalid', 'client-taken'],
})

export const askSecondFactorReset = defineEndpoint({
  ...places.askSecondFactorReset,
  summary:
    "Ask to take a client's second factor away, for one who lost app and recovery codes; another confirms, all sessions end, and the client is told.",
  audience: 'staff',
  roles: DECIDERS,
  params: z.object({ id: z.string().min(1).max(26) }),
  body: z.object({
    reason: z.string().trim().min(4).max(200).describe('how the client was made sure of; without personal data'),
  }),
  status: 202,
  reply: z.null(),
})

export const beginClientView = defineEndpoint({
  ...places.beginClientView,
  summary:
    'Look at the portal as a client, for 30 minutes and without changing anything; the client sees that it was done.',
  audience: 'staff',
  roles: CLIENT_VIEWERS,
  body: z.object({ client: z.string().min(1).max(26) }),
  status: 204,
  reply: z.null(),
})

export const listDelegations = defineEndpoint({
  ...places.listDelegations,
  summary: 'Delegates whom clients named, those that have ended too; newest first.',
  audience: 'staff',
  roles: [...DECIDERS, 'auditor'],
  query: z.object({ portfolio: portfolio.optional() }),
  status: 200,
  reply: z.object({
    delegations: z.array(
      z.object({
        id: z.string(),
        portfolio: z.string(),
        name: z.string().describe('masked'),
        grantedBy: z.string(),
        confirmedBy: z.string(),
        since: instant,
        until: date,
        hasEnded: z.boolean(),
      }),
    ),
  }),
})

export const askDelegation = defineEndpoint({
  ...places.askDelegation,
  summary: "Ask to let a person look at accounts, on the client's written wish; another confirms.",
  audience: 'staff',
  roles: DECIDERS,
  body: z.object({
    portfolios: z.array(portfolio).min(1).max(50),
    name: z.string().trim().min(1).max(100),
    idType,
    idNumber,
    phone,
    until: date.describe('the last day'),
    wish: z.string().trim().min(1).max(200).describe('where the written wish is kept'),
  }),
  status: 202,
  reply: z.null(),
  errors: ['id-number-invalid', 'phone-invalid', 'date-invalid'],
})

export const endDelegation = defineEndpoint({
  ...places.endDelegation,
  summary: 'End what a delegate sees, at the next request.',
  audience: 'staff',
  roles: DECIDERS,
  params: z.object({ id: z.string().min(1).max(26) }),
  status: 204,
  reply: z.null(),
})
