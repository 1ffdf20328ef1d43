/** Messages as clients write and read them. Texts are sealed: they are about people and their money. */
import type { listMessages } from '@sma/contract/messages'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import type { z } from 'zod'
import { placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { pageOf, placeOfCursor } from '../../place-cursor'
import { refuseTooMany, type LimitCounter } from '../auth/limits.service'
import { selectCalendarDays } from '../funds/fund-records.queries'
import { dueAt } from './due'
import {
  countUnread,
  insertMessage,
  saveSeen,
  selectMessageBySendKey,
  selectMessages,
  selectReplies,
  selectSeenUntil,
} from './messages.queries'
import { inForce } from '../settings/in-force'
import type { MessageTable } from './messages.table'

const PAGE = 20
/** After whatever instant there is. */
const ALWAYS = '9'

/** Clients know the house, and none of its people by a login: `house` says whose replies they are. */
export interface Desk extends Deps {
  house(): Promise<string>
}

/** Who reads: `isOwner` is false for delegates, and for staff who look as the client. */
export interface Reader {
  clientId: string
  portfolioId: string
  isOwner: boolean
}

type Sealed = 'message' | 'message_reply'

export const sealText = ({ keys }: Pick<Deps, 'keys'>, table: Sealed, id: string, text: string): string =>
  keys.encrypt(text, placeOf(table, 'text', id))

export const openText = ({ keys }: Pick<Deps, 'keys'>, table: Sealed, row: { id: string; text_enc: string }): string =>
  keys.decrypt(row.text_enc, placeOf(table, 'text', row.id))

/** One page, newest first; what of the replies is unread, only an owner is told. */
export async function messagesPage(
  deps: Desk,
  reader: Reader,
  { limit = PAGE, cursor }: z.output<typeof listMessages.query>,
) {
  const { db } = deps
  const { portfolioId, isOwner } = reader
  const rows = await selectMessages(db, { portfolioId, after: placeOfCursor(cursor), count: limit + 1 })
  const { page, next } = pageOf(rows, limit, ({ sent_at, id }) => ({ at: sent_at, id }))
  const seenUntil = isOwner ? await selectSeenUntil(db, reader.clientId, portfolioId) : ALWAYS
  return {
    items: await shown(deps, page, seenUntil),
    next,
    unread: isOwner ? await countUnread(db, portfolioId, seenUntil) : 0,
    mayWrite: isOwner,
  }
}

async function shown(desk: Desk, rows: readonly MessageTable[], seenUntil: string | null) {
  const replies = await selectReplies(
    desk.db,
    rows.map(({ id }) => id),
  )
  const by = await desk.house()
  return rows.map((row) => {
    const own = replies
      .filter(({ message_id }) => message_id === row.id)
      .map((reply) => ({
        text: openText(desk, 'message_reply', reply),
        at: reply.replied_at,
        by,
        isUnread: reply.replied_at > (seenUntil ?? ''),
      }))
    const text = openText(desk, 'message', row)
    return { id: row.id, text, at: row.sent_at, reply: own.at(-1) ?? null, replies: own }
  })
}

export interface Writing {
  clientId: string
  portfolioId: string
  text: string
  sendKey: string | null
}

/** Keeps a message, once for a send key; it is work for staff from then on. */
export async function sendMessage(deps: Desk, counter: LimitCounter, writing: Writing) {
  const known = await sentBefore(deps, writing)
  if (known) return known
  refuseTooMany(await counter.take([{ limit: 'messagesPerClient', value: writing.clientId }]))
  try {
    return await keepMessage(deps, writing)
  } catch (error) {
    // The second half of a double click: the first half's message is there by now.
    const meanwhile = deps.database.isConflict(error) ? await sentBefore(deps, writing) : null
    if (meanwhile) return meanwhile
    throw error
  }
}

async function keepMessage(deps: Desk, { clientId, portfolioId, text, sendKey }: Writing) {
  const now = deps.clock.now()
  const id = deps.newId()
  const calendar = tradingCalendar(await selectCalendarDays(deps.db))
  const message: MessageTable = {
    id,
    portfolio_id: portfolioId,
    client_id: clientId,
    text_enc: sealText(deps, 'message', id, text),
    sent_at: now.toISOString(),
    send_key: sendKey,
    state: 'open',
    due_at: dueAt(now, (await inForce(deps)).config.replyWithin, calendar),
    handed_to: null,
  }
  await insertMessage(deps.db, message)
  return { id, text, at: message.sent_at, reply: null, replies: [] }
}

/** What was sent under this key already; refuses a key that stood for another message. */
async function sentBefore(deps: Desk, { clientId, portfolioId, text, sendKey }: Writing) {
  const row = sendKey === null ? undefined : await selectMessageBySendKey(deps.db, sendKey)
  if (!row) return null
  if (row.portfolio_id !== portfolioId || openText(deps, 'message', row) !== text) throw new AppError('key-reused')
  const [message] = await shown(deps, [row], await selectSeenUntil(deps.db, clientId, portfolioId))
  return message ?? null
}

/** Replies up to an instant count as seen; nothing that lies ahead does. */
export async function markSeen(
  deps: Deps,
  { clientId, portfolioId, until }: { clientId: string; portfolioId: string; until: string },
): Promise<void> {
  const now = deps.clock.now().getTime()
  const seen = { clientId, portfolioId, until: new Date(Math.min(Date.parse(until), now)).toISOString() }
  await saveSeen(deps.db, seen).catch((error: unknown) => {
    // Two pages of the same client at once.
    if (deps.database.isConflict(error)) return saveSeen(deps.db, seen)
    throw error
  })
}
