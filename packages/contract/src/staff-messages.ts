/** What clients write, as work: whose it is, until when, and what became of it. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { instant } from './fields'
import { messageText } from './messages'
import { staffEndpoints as places } from './staff-endpoints'
import { ANSWERERS } from './staff-roles'

const id = z.object({ id: z.string().min(1).max(26) })
const state = z.enum(['open', 'answered', 'archived'])

const ticket = z.object({
  id: z.string(),
  portfolio: z.object({ code: z.string(), name: z.string() }),
  client: z.object({ id: z.string(), name: z.string().describe('masked') }),
  text: z.string(),
  at: instant,
  state,
  dueAt: instant.describe('when it is to be answered by'),
  isOverdue: z.boolean(),
  owners: z
    .array(z.string())
    .describe(
      "whose it is: the person it was handed to, else the account's advisers; nobody named: the administrators'",
    ),
  isMine: z.boolean(),
  replies: z.array(z.object({ text: z.string(), at: instant, by: z.string() })),
})

export const listTickets = defineEndpoint({
  ...places.listTickets,
  summary:
    "Messages as work, the most urgent first among open ones, else the newest; an adviser's: of assigned accounts.",
  audience: 'staff',
  roles: ANSWERERS,
  query: z.object({
    state: state.default('open').optional(),
    mine: z.enum(['1']).optional().describe('only what is the caller’s to answer'),
    portfolio: z.string().max(32).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50).optional(),
    cursor: z.string().max(100).optional(),
  }),
  status: 200,
  reply: z.object({
    items: z.array(ticket),
    next: z.string().nullable(),
    open: z.int().describe("open ones of the caller's"),
    overdue: z.int(),
  }),
  errors: ['cursor-invalid'],
})

export const readTicket = defineEndpoint({
  ...places.readTicket,
  summary: 'One message, who may take it over, and what the account wrote before.',
  audience: 'staff',
  roles: ANSWERERS,
  params: id,
  status: 200,
  reply: z.object({
    ticket,
    candidates: z.array(z.string()).describe('logins of those it can be handed to'),
    earlier: z.array(ticket).describe('the newest ten of the account besides this one'),
  }),
})

export const answerMessage = defineEndpoint({
  ...places.answerMessage,
  summary: 'Answer a message; the client sees it at once.',
  audience: 'staff',
  roles: ANSWERERS,
  idempotent: true,
  params: id,
  body: z.object({ text: messageText }),
  status: 201,
  reply: ticket,
  errors: ['key-reused'],
})

export const handOverMessage = defineEndpoint({
  ...places.handOverMessage,
  summary: "Hand a message to an adviser of the account or an administrator; null: back to the account's advisers.",
  audience: 'staff',
  roles: ANSWERERS,
  params: id,
  body: z.object({ login: z.string().min(1).max(100).nullable() }),
  status: 200,
  reply: ticket,
})

export const archiveMessage = defineEndpoint({
  ...places.archiveMessage,
  summary: 'Put a message away, or (`isArchived` false) take it out again.',
  audience: 'staff',
  roles: ANSWERERS,
  params: id,
  body: z.object({ isArchived: z.boolean() }),
  status: 200,
  reply: ticket,
})

const template = z.object({ title: z.string().trim().min(1).max(60), text: messageText })

export const listReplyTemplates = defineEndpoint({
  ...places.listReplyTemplates,
  summary: 'Texts that replies can begin with.',
  audience: 'staff',
  roles: ANSWERERS,
  status: 200,
  reply: z.object({ templates: z.array(template.extend({ id: z.string() })) }),
})

export const addReplyTemplate = defineEndpoint({
  ...places.addReplyTemplate,
  summary: 'Keep a text that replies can begin with; without personal data.',
  audience: 'staff',
  roles: ANSWERERS,
  body: template,
  status: 201,
  reply: template.extend({ id: z.string() }),
})

export const setReplyTemplate = defineEndpoint({
  ...places.setReplyTemplate,
  summary: 'Write such a text anew; replies that began with it stay as they were sent.',
  audience: 'staff',
  roles: ANSWERERS,
  params: id,
  body: template,
  status: 200,
  reply: template.extend({ id: z.string() }),
})

export const removeReplyTemplate = defineEndpoint({
  ...places.removeReplyTemplate,
  summary: 'Remove such a text.',
  audience: 'staff',
  roles: ANSWERERS,
  params: id,
  status: 204,
  reply: z.null(),
})
