import type { Reply } from '@sma/contract/api'
import { instantText } from '../files/files-view'

export type Ticket = Reply<'listTickets'>['items'][number]

export const TICKET_STATES = ['open', 'answered', 'archived'] as const
/** Whose: what is for oneself to answer, or all that one sees. */
export const WHOSE = ['mine', 'all'] as const

/** When an answer is due: a limit in trading days ends with a day in Shanghai and is shown as that day, one in hours as a time. */
export function answerBy(dueAt: string): { unit: 'day' | 'time'; at: string } {
  const at = instantText(dueAt)
  if (!at.endsWith(' 00:00')) return { unit: 'time', at }
  return { unit: 'day', at: instantText(new Date(Date.parse(dueAt) - 1).toISOString()).slice(0, 10) }
}

/** Under one key a reply is kept once; each text has its own. */
export const newSendKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** A text with a template in it: in place of nothing, or below what is there. */
export const withTemplate = (text: string, template: string): string =>
  text.trim() === '' ? template : `${text.trimEnd()}\n${template}`
