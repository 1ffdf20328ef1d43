/** Clients as staff find, read and keep them; what tells who somebody is comes masked (unmaskClient shows it whole). */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { date, instant, problem } from './fields'
import { staffEndpoints as places } from './staff-endpoints'
import { CLIENT_EDITORS, CLIENT_KEEPERS } from './staff-roles'

export const CLIENT_STATES = ['active', 'suspended', 'erased'] as const
export const CLIENT_FILTERS = [...CLIENT_STATES, 'without-accounts', 'never-signed-in'] as const
const COLUMNS = ['clientNo', 'createdAt', 'signedInAt'] as const

const portfolio = z.string().min(1).max(32)
const idType = z.enum(['id-card', 'passport', 'hk-macau-permit', 'taiwan-permit', 'social-credit-code'])
const reason = z.string().trim().min(4).max(200).describe('why; without personal data')
const params = z.object({ id: z.string().min(1).max(26) })

const client = z.object({
  id: z.string(),
  clientNo: z.string(),
  name: z.string().describe('masked'),
  idType: z.string(),
  idNumber: z.string().describe('masked'),
  phone: z.string().describe('masked'),
  state: z.enum(CLIENT_STATES),
  createdAt: instant,
  signedInAt: instant.nullable().describe('null: nobody ever came in as this client'),
})

const filters = z.object({
  text: z.string().trim().max(100).optional().describe('part of the number, or of code or name of an account'),
  state: z.enum(CLIENT_FILTERS).optional().describe('without-accounts: delegates are not among them'),
})

export const searchClients = defineEndpoint({
  ...places.searchClients,
  summary:
    'Clients, page by page; an adviser: of assigned accounts. A POST, so that what tells who somebody is stands in no address; such searches are limited for each person.',
  audience: 'staff',
  roles: CLIENT_KEEPERS,
  body: filters.extend({
    personal: z
      .string()
      .trim()
      .max(100)
      .optional()
      .describe('the whole name, or the last four signs of ID number or phone, or all of them'),
    sort: z.enum([...COLUMNS, '-clientNo', '-createdAt', '-signedInAt']).optional(),
    limit: z.int().min(1).max(200).optional().describe('50'),
    cursor: z.string().max(300).optional().describe('`next` of the page before'),
  }),
  status: 200,
  reply: z.object({
    items: z.array(client.extend({ accounts: z.array(z.string()).describe('codes of those owned now') })),
    next: z.string().nullable(),
    total: z.int(),
  }),
  errors: ['cursor-invalid', 'too-many-requests'],
})

export const exportClients = defineEndpoint({
  ...places.exportClients,
  summary: 'Clients as a CSV like the file of clients, masked; whole for a reason, audited, limited for each person.',
  audience: 'staff',
  roles: CLIENT_KEEPERS,
  body: filters.extend({ whole: z.boolean(), reason: reason.optional().describe('needed where whole') }),
  carries: 'download',
  status: 200,
  reply: z.string(),
  errors: ['export-too-large', 'too-many-requests'],
})

const span = z.object({
  from: date.nullable().describe('null: since ever'),
  until: date.nullable().describe('the last day; null: without end'),
})

export const readClient = defineEndpoint({
  ...places.readClient,
  summary: 'A client: accounts from when to when, who else sees them, sign-in. An adviser: of assigned accounts.',
  audience: 'staff',
  roles: CLIENT_KEEPERS,
  params,
  status: 200,
  reply: client.extend({
    suspendedAt: instant.nullable(),
    erasedAt: instant.nullable(),
    stoppedAt: instant.nullable().describe('since when codes are stopped'),
    secondFactorSince: instant
      .nullable()
      .describe('since when sign-in asks for an authenticator app; null: it does not'),
    sessions: z.array(z.object({ device: z.string().nullable(), since: instant, seenAt: instant })),
    devices: z.int().describe('browsers in which this client signed in'),
    passkeys: z.int().nullable().describe('how many; null: the house has them off'),
    consents: z.array(z.object({ kind: z.string(), version: z.string(), at: instant })),
    accounts: z.array(
      span.extend({ code: z.string(), name: z.string(), isOwned: z.boolean(), setBy: z.string().nullable() }),
    ),
    delegates: z
      .array(z.object({ portfolio: z.string(), name: z.string(), since: instant, until: date, hasEnded: z.boolean() }))
      .describe('who else sees or saw the accounts; names masked'),
    delegatedTo: z
      .array(z.object({ portfolio: z.string(), since: instant, until: date, hasEnded: z.boolean() }))
      .describe('accounts of others that this client sees or saw'),
    waiting: z
      .array(
        z.object({
          id: z.string(),
          kind: z.enum(['change-client', 'give-account', 'grant-delegate', 'reset-second-factor']),
          portfolios: z
            .array(z.string())
            .describe('the accounts that are to be seen; none: phone or ID number, or the second factor'),
          askedBy: z.string(),
          askedAt: instant,
        }),
      )
      .describe('what waits for a second person, of this client'),
  }),
})

export const readClientHistory = defineEndpoint({
  ...places.readClientHistory,
  summary: 'What was said of a client before, masked, and what was done; newest first.',
  audience: 'staff',
  roles: CLIENT_EDITORS,
  params,
  status: 200,
  reply: z.object({
    changes: z.array(
      z.object({
        field: z.enum(['name', 'idType', 'idNumber', 'phone', 'account']),
        from: z.string().nullable(),
        to: z.string().nullable(),
        at: instant,
        by: z.string(),
        file: z.string().nullable().describe('name of the file; null: by hand'),
      }),
    ),
    events: z.array(
      z.object({
        seq: z.int(),
        at: instant,
        by: z.string(),
        action: z.string(),
        portfolio: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    ),
  }),
})

const outcome = z.enum(['done', 'asked']).describe('asked: accounts wait for a second person')

export const addClient = defineEndpoint({
  ...places.addClient,
  summary:
    'A new client, who owns these accounts from today on: at once where one person may decide alone (setting gate), else once another confirms.',
  audience: 'staff',
  roles: CLIENT_EDITORS,
  body: z.object({
    clientNo: z.string().trim().min(1).max(64),
    name: z.string().trim().min(1).max(100),
    idType,
    idNumber: z.string().min(5).max(32),
    phone: z.string().min(5).max(20),
    portfolios: z.array(portfolio).max(50),
  }),
  status: 201,
  reply: z.object({ id: z.string(), outcome }),
  errors: ['client-no-taken', 'client-taken', 'id-number-invalid', 'phone-invalid', 'portfolio-unknown'],
})

export const renameClient = defineEndpoint({
  ...places.renameClient,
  summary: 'Another name. Phone and ID number take two (askClientChange).',
  audience: 'staff',
  roles: CLIENT_EDITORS,
  params,
  body: z.object({ name: z.string().trim().min(1).max(100), reason }),
  status: 204,
  reply: z.null(),
})

const accountParams = params.extend({ portfolio })

export const setClientAccount = defineEndpoint({
  ...places.setClientAccount,
  summary:
    'From when to when a client owns an account, and sees it. Days that the client would see anew wait for a second person, unless one may decide alone (setting gate). Files of clients no longer change it.',
  audience: 'staff',
  roles: CLIENT_EDITORS,
  params: accountParams,
  body: span.extend({ reason }),
  status: 200,
  reply: z.object({ outcome }),
  errors: ['range-invalid'],
})

export const endClientAccount = defineEndpoint({
  ...places.endClientAccount,
  summary: 'A client owns an account no longer: nothing of it is shown from the next request on.',
  audience: 'staff',
  roles: CLIENT_EDITORS,
  params: accountParams,
  body: z.object({ reason }),
  status: 204,
  reply: z.null(),
})

const clientField = z.enum(['name', 'idType', 'idNumber', 'phone', 'accounts'])

const differing = z.object({
  clientNo: z.string(),
  name: z.string().describe('masked'),
  fields: z.array(
    z.object({
      field: clientField,
      from: z.string().nullable().describe('masked'),
      to: z.string().describe('masked'),
      waits: z.boolean().describe('changes only once another person has confirmed'),
    }),
  ),
})

export const compareClients = defineEndpoint({
  ...places.compareClients,
  summary:
    'What a file of clients would add and change, field by field and masked; nothing of it is kept. Counted like a search.',
  audience: 'staff',
  roles: CLIENT_EDITORS,
  carries: 'upload',
  status: 200,
  reply: z.object({
    isClients: z.boolean().describe('false: the file is of another kind, or cannot be read'),
    seen: z.string().describe('names this comparison; the import is asked for with it'),
    added: z.array(differing),
    changed: z.array(differing),
    same: z.int().describe('rows that say what stands there'),
    problems: z.array(problem),
  }),
  errors: ['upload-invalid', 'too-many-requests'],
})

export const importClients = defineEndpoint({
  ...places.importClients,
  summary: 'Import a file of clients that was compared; 409 where it would do something else by now.',
  audience: 'staff',
  roles: CLIENT_EDITORS,
  carries: 'upload',
  query: z.object({ seen: z.string().min(1).max(64).describe('of the comparison') }),
  status: 200,
  reply: z.object({ file: z.string().describe('its id in the ledger'), added: z.int(), changed: z.int() }),
  errors: ['upload-invalid', 'version-changed', 'storage-full'],
})
