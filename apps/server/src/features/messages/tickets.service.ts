/** Clients' messages as work: nothing is without an owner, every act is in the audit log. */
import { maskName } from '@sma/contract/identity'
import type { listTickets } from '@sma/contract/staff-messages'
import type { z } from 'zod'
import { placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { CallingStaff } from '../../http/callers'
import { pageOf, placeOfCursor } from '../../place-cursor'
import { appendAudit, noteAuditHead, staffActor } from '../audit/audit.service'
import type { AuditAction } from '../audit/audit.table'
import { insertReply, selectReplies, selectReplyBySendKey } from './messages.queries'
import { openText, sealText } from './messages.service'
import {
  countOpen,
  selectAdministrators,
  selectAdvisers,
  selectTicket,
  selectTickets,
  selectTicketsOf,
  updateTicket,
  type Answerer,
  type TicketRow,
} from './tickets.queries'

const PAGE = 50
const EARLIER = 10

export type AnsweringStaff = Pick<CallingStaff, 'staffId' | 'login' | 'roles' | 'address'>

const answerer = ({ staffId, roles }: AnsweringStaff): Answerer => ({
  staffId,
  isAdministrator: roles.includes('administrator'),
  isAdviser: roles.includes('adviser'),
})

export async function ticketsPage(deps: Deps, staff: AnsweringStaff, query: z.output<typeof listTickets.query>) {
  const { state = 'open', mine, portfolio, limit = PAGE, cursor } = query
  const by = answerer(staff)
  const filter = { state, onlyMine: mine === '1', portfolio }
  const rows = await selectTickets(deps.db, { by, filter, after: placeOfCursor(cursor), count: limit + 1 })
  const placeIn = ({ due_at, sent_at, id }: TicketRow) => ({ at: state === 'open' ? due_at : sent_at, id })
  const { page, next } = pageOf(rows, limit, placeIn)
  const { open, overdue } = await countOpen(deps.db, deps.clock.now().toISOString(), by)
  return { items: await shown(deps, staff, page), next, open, overdue }
}

export async function ticketPage(deps: Deps, staff: AnsweringStaff, id: string) {
  const row = await known(deps, staff, id)
  const others = await selectTicketsOf(deps.db, row.portfolio_id, EARLIER + 1)
  const [ticket, ...earlier] = await shown(deps, staff, [
    row,
    ...others.filter((other) => other.id !== id).slice(0, EARLIER),
  ])
  if (!ticket) throw new AppError('not-found')
  return { ticket, candidates: (await candidates(deps, row.portfolio_id)).map(({ login }) => login), earlier }
}

/** What waits for an answer: of administrators all, of advisers what is theirs. */
export function openMessagesOf({ db, clock }: Pick<Deps, 'db' | 'clock'>, staff: AnsweringStaff) {
  const by = answerer(staff)
  return countOpen(db, clock.now().toISOString(), by.isAdministrator ? null : by)
}

/** A message that this person does not see is not there. */
async function known(deps: Deps, staff: AnsweringStaff, id: string): Promise<TicketRow> {
  const row = await selectTicket(deps.db, id, answerer(staff))
  if (!row) throw new AppError('not-found')
  return row
}

/** Who could answer for an account: its advisers and the administrators. */
async function candidates({ db }: Deps, portfolioId: string): Promise<{ id: string; login: string }[]> {
  const all = [...(await selectAdvisers(db, [portfolioId])), ...(await selectAdministrators(db))]
  return [...new Map(all.map(({ id, login }) => [id, { id, login }])).values()]
}

async function shown(deps: Deps, staff: AnsweringStaff, rows: readonly TicketRow[]) {
  const now = deps.clock.now().toISOString()
  const replies = await selectReplies(
    deps.db,
    rows.map(({ id }) => id),
  )
  const advisers = await selectAdvisers(deps.db, [...new Set(rows.map(({ portfolio_id }) => portfolio_id))])
  const administrators = await selectAdministrators(deps.db)
  return rows.map((row) => {
    const own = advisers.filter(({ portfolio_id }) => portfolio_id === row.portfolio_id)
    const holder = [...own, ...administrators].find(({ id }) => id === row.handed_to)
    const owners = holder ? [holder] : own
    const isNobodys = owners.length === 0 && staff.roles.includes('administrator')
    return {
      id: row.id,
      portfolio: { code: row.code, name: row.name },
      client: { id: row.client_id, name: nameOf(deps, row) },
      text: openText(deps, 'message', row),
      at: row.sent_at,
      state: row.state,
      dueAt: row.due_at,
      isOverdue: row.state === 'open' && row.due_at < now,
      owners: owners.map(({ login }) => login),
      isMine: isNobodys || owners.some(({ id }) => id === staff.staffId),
      replies: replies
        .filter(({ message_id }) => message_id === row.id)
        .map((reply) => ({ text: openText(deps, 'message_reply', reply), at: reply.replied_at, by: reply.login })),
    }
  })
}

const nameOf = ({ keys }: Deps, { client_id, name_enc }: TicketRow): string =>
  maskName(keys.decrypt(name_enc, placeOf('client', 'name', client_id)))

/** Returns the ticket, and whose page has something new. */
export async function answer(
  deps: Deps,
  staff: AnsweringStaff,
  { id, text, sendKey }: { id: string; text: string; sendKey: string | null },
) {
  const row = await known(deps, staff, id)
  if (!(await answeredBefore(deps, { id, text, sendKey }))) {
    try {
      await keepReply(deps, staff, { row, text, sendKey })
    } catch (error) {
      const isDouble = deps.database.isConflict(error) && (await answeredBefore(deps, { id, text, sendKey }))
      if (!isDouble) throw error
    }
    await noteAuditHead(deps)
  }
  return { ticket: await ticketOf(deps, staff, id), portfolioId: row.portfolio_id }
}

async function keepReply(
  deps: Deps,
  staff: AnsweringStaff,
  { row, text, sendKey }: { row: TicketRow; text: string; sendKey: string | null },
): Promise<void> {
  const replyId = deps.newId()
  await deps.db.transaction().execute(async (tx) => {
    await insertReply(tx, {
      id: replyId,
      message_id: row.id,
      staff_id: staff.staffId,
      text_enc: sealText(deps, 'message_reply', replyId, text),
      replied_at: deps.clock.now().toISOString(),
      send_key: sendKey,
    })
    await updateTicket(tx, row.id, { state: 'answered' })
    await note(tx, deps, { staff, action: 'answer-message', row })
  })
}

async function answeredBefore(
  deps: Deps,
  { id, text, sendKey }: { id: string; text: string; sendKey: string | null },
): Promise<boolean> {
  const reply = sendKey === null ? undefined : await selectReplyBySendKey(deps.db, sendKey)
  if (!reply) return false
  if (reply.message_id !== id || openText(deps, 'message_reply', reply) !== text) throw new AppError('key-reused')
  return true
}

/** To one of those who could answer, or back to the account's advisers. */
export async function handOver(deps: Deps, staff: AnsweringStaff, { id, login }: { id: string; login: string | null }) {
  const row = await known(deps, staff, id)
  const to = login === null ? null : (await candidates(deps, row.portfolio_id)).find((one) => one.login === login)
  if (to === undefined) throw new AppError('request-invalid', { fields: [{ field: 'login', code: 'not-in-list' }] })
  await deps.db.transaction().execute(async (tx) => {
    await updateTicket(tx, id, { handed_to: to?.id ?? null })
    await note(tx, deps, { staff, action: 'hand-over-message', row, detail: { to: login } })
  })
  await noteAuditHead(deps)
  return ticketOf(deps, staff, id)
}

/** Out of the way, or back to where its replies say it is. */
export async function archive(
  deps: Deps,
  staff: AnsweringStaff,
  { id, isArchived }: { id: string; isArchived: boolean },
) {
  const row = await known(deps, staff, id)
  if (isArchived !== (row.state === 'archived')) {
    const hasReply = (await selectReplies(deps.db, [id])).length > 0
    const state = isArchived ? 'archived' : hasReply ? 'answered' : 'open'
    await deps.db.transaction().execute(async (tx) => {
      await updateTicket(tx, id, { state })
      await note(tx, deps, { staff, action: isArchived ? 'archive-message' : 'unarchive-message', row })
    })
    await noteAuditHead(deps)
  }
  return ticketOf(deps, staff, id)
}

async function ticketOf(deps: Deps, staff: AnsweringStaff, id: string) {
  const [ticket] = await shown(deps, staff, [await known(deps, staff, id)])
  if (!ticket) throw new AppError('not-found')
  return ticket
}

interface Act {
  staff: AnsweringStaff
  action: AuditAction
  row: TicketRow
  detail?: Record<string, string | null>
}

const note = (tx: Deps['db'], deps: Deps, { staff, action, row, detail }: Act): Promise<void> =>
  appendAudit(tx, deps, {
    actor: staffActor(staff),
    action,
    object: { kind: 'message', id: row.id },
    portfolioId: row.portfolio_id,
    detail,
  })
