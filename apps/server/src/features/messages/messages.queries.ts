import type { Db } from '../../db/schema'
import type { Place } from '../../place-cursor'
import type { MessageReplyTable, MessageTable } from './messages.table'

/** Of one account, newest first. */
export function selectMessages(
  db: Db,
  { portfolioId, after, count }: { portfolioId: string; after: Place | null; count: number },
): Promise<MessageTable[]> {
  return db
    .selectFrom('message')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .$if(after !== null, (q) =>
      q
        .where('sent_at', '<=', after?.at ?? '')
        .where((e) => e.or([e('sent_at', '<', after?.at ?? ''), e('id', '<', after?.id ?? '')])),
    )
    .orderBy('sent_at', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
    .execute()
}

/** Oldest first, with who wrote them. */
export function selectReplies(db: Db, messageIds: readonly string[]) {
  if (messageIds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('message_reply as r')
    .innerJoin('staff as s', 's.id', 'r.staff_id')
    .select(['r.id', 'r.message_id', 'r.text_enc', 'r.replied_at', 's.login'])
    .where('r.message_id', 'in', messageIds)
    .orderBy('r.replied_at')
    .orderBy('r.id')
    .execute()
}

export function selectMessageBySendKey(db: Db, sendKey: string): Promise<MessageTable | undefined> {
  return db.selectFrom('message').selectAll().where('send_key', '=', sendKey).executeTakeFirst()
}

export function selectReplyBySendKey(db: Db, sendKey: string): Promise<MessageReplyTable | undefined> {
  return db.selectFrom('message_reply').selectAll().where('send_key', '=', sendKey).executeTakeFirst()
}

export async function insertMessage(db: Db, message: MessageTable): Promise<void> {
  await db.insertInto('message').values(message).execute()
}

export async function insertReply(db: Db, reply: MessageReplyTable): Promise<void> {
  await db.insertInto('message_reply').values(reply).execute()
}

/** Up to when this client has seen the replies; null: none of them yet. */
export async function selectSeenUntil(db: Db, clientId: string, portfolioId: string): Promise<string | null> {
  const row = await db
    .selectFrom('message_seen')
    .select('seen_until')
    .where('client_id', '=', clientId)
    .where('portfolio_id', '=', portfolioId)
    .executeTakeFirst()
  return row?.seen_until ?? null
}

export async function countUnread(db: Db, portfolioId: string, seenUntil: string | null): Promise<number> {
  const { unread } = await db
    .selectFrom('message_reply as r')
    .innerJoin('message as m', 'm.id', 'r.message_id')
    .select(({ fn }) => fn.countAll<number | bigint>().as('unread'))
    .where('m.portfolio_id', '=', portfolioId)
    .where('r.replied_at', '>', seenUntil ?? '')
    .executeTakeFirstOrThrow()
  return Number(unread)
}

/** Never back: a page that was opened before may say it later. */
export async function saveSeen(
  db: Db,
  { clientId, portfolioId, until }: { clientId: string; portfolioId: string; until: string },
): Promise<void> {
  const known = await selectSeenUntil(db, clientId, portfolioId)
  if (known === null) {
    const row = { client_id: clientId, portfolio_id: portfolioId, seen_until: until }
    await db.insertInto('message_seen').values(row).execute()
    return
  }
  await db
    .updateTable('message_seen')
    .set({ seen_until: until })
    .where('client_id', '=', clientId)
    .where('portfolio_id', '=', portfolioId)
    .where('seen_until', '<', until)
    .execute()
}

/** Changes with every message and every reply of an account: none of them is ever removed. */
export async function countDialogue(db: Db, portfolioId: string): Promise<string> {
  const { messages, replies } = await db
    .selectFrom('message as m')
    .leftJoin('message_reply as r', 'r.message_id', 'm.id')
    .select(({ fn }) => [
      fn.count<number | bigint>('m.id').distinct().as('messages'),
      fn.count<number | bigint>('r.id').as('replies'),
    ])
    .where('m.portfolio_id', '=', portfolioId)
    .executeTakeFirstOrThrow()
  return `${messages} ${replies}`
}
