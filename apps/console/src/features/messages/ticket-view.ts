import type { Reply } from '@sma/contract/api'

export type Ticket = Reply<'listTickets'>['items'][number]

export const TICKET_STATES = ['open', 'answered', 'archived'] as const
/** Whose: what is for oneself to answer, or all that one sees. */
export const WHOSE = ['mine', 'all'] as const

/** Under one key a reply is kept once; each text has its own. */
export const newSendKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** A text with a template in it: in place of nothing, or below what is there. */
export const withTemplate = (text: string, template: string): string =>
  text.trim() === '' ? template : `${text.trimEnd()}\n${template}`
