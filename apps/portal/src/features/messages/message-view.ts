import type { Reply } from '@sma/contract/api'
import { MESSAGE_LENGTH } from '@sma/contract/message-length'

export type Message = Reply<'listMessages'>['items'][number]

/** Why a text cannot be sent as it stands. Blanks around it do not count; an empty box is not yet too short. */
export function lengthFault(text: string): 'empty' | 'too-short' | 'too-long' | null {
  const { length } = text.trim()
  if (length === 0) return 'empty'
  if (length < MESSAGE_LENGTH.min) return 'too-short'
  return length > MESSAGE_LENGTH.max ? 'too-long' : null
}

/** How many characters may still be written, once it is worth knowing. */
export function charactersLeft(text: string): number | null {
  const left = MESSAGE_LENGTH.max - text.trim().length
  return left <= MESSAGE_LENGTH.max / 10 ? left : null
}

/** When the newest of the replies came; null without any. */
export function newestReply(messages: readonly { replies: readonly { at: string }[] }[]): string | null {
  const instants = messages.flatMap(({ replies }) => replies.map(({ at }) => at))
  return instants.toSorted().at(-1) ?? null
}

/** Names one try to send: sent twice under it, a message is kept once. */
export function newSendKey(): string {
  // randomUUID needs https, which a house that tries the portal out may not have.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
