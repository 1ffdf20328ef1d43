/** What a client writes to the house, and what the house answers. */
import { z } from 'zod'
import { defineEndpoint } from './endpoint'
import { endpoints } from './endpoints'
import { codeParams, instant } from './fields'
import { MESSAGE_LENGTH } from './message-length'

export const messageText = z.string().trim().min(MESSAGE_LENGTH.min).max(MESSAGE_LENGTH.max)

const reply = z.object({
  text: z.string(),
  at: instant,
  by: z.string().describe('the house that answered, by its short name'),
})

const message = z.object({
  id: z.string(),
  text: z.string(),
  at: instant,
  reply: reply.nullable().describe('the newest reply'),
  replies: z.array(reply.extend({ isUnread: z.boolean() })).describe('all of them, oldest first'),
})

export const listMessages = defineEndpoint({
  ...endpoints.listMessages,
  summary: 'Messages of an account with their replies, newest first.',
  audience: 'owner',
  params: codeParams,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(20).optional(),
    cursor: z.string().max(100).optional(),
  }),
  status: 200,
  reply: z.object({
    items: z.array(message),
    next: z.string().nullable(),
    unread: z.int().describe('replies that this client has not seen; 0 for delegates'),
    mayWrite: z.boolean().describe('false for delegates, and for staff who look as the client'),
  }),
  errors: ['cursor-invalid'],
})

export const sendMessage = defineEndpoint({
  ...endpoints.sendMessage,
  summary: 'Write a message; with the same Idempotency-Key again the answer is the message that is there.',
  audience: 'owner',
  idempotent: true,
  params: codeParams,
  body: z.object({ text: messageText }),
  status: 201,
  reply: message,
  errors: ['key-reused', 'too-many-requests'],
})

export const markMessagesSeen = defineEndpoint({
  ...endpoints.markMessagesSeen,
  summary: 'Replies up to an instant have been seen.',
  audience: 'owner',
  params: codeParams,
  body: z.object({ until: instant.describe('`at` of the newest reply that was shown') }),
  status: 204,
  reply: z.null(),
})

export const streamMessages = defineEndpoint({
  ...endpoints.streamMessages,
  summary:
    'Server-sent events while the page is open: `message` where there is something new to read in GET messages; a comment line as heartbeat. ' +
    'Ends with the session, whose life it does not lengthen.',
  audience: 'owner',
  carries: 'stream',
  params: codeParams,
  status: 200,
  reply: z.null(),
  errors: ['too-many-requests'],
})
