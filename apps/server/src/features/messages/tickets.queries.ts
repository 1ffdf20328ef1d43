/** Messages as work of staff. */
import { expressionBuilder, type Expression, type SqlBool } from 'kysely'
import type { Db, Schema } from '../../db/schema'
import type { Place } from '../../place-cursor'
import type { MessageTable } from './messages.table'

/** Who asks: administrators see every message, advisers those of assigned accounts. */
export interface Answerer {
  staffId: string
  isAdministrator: boolean
  isAdviser: boolean
}

export interface TicketFilter {
  state: MessageTable['state']
  onlyMine: boolean
  portfolio: string | undefined
}

/** For conditions on a message, whatever it is joined with. */
const e = expressionBuilder<Schema & { m: MessageTable }, 'm'>()

const tickets = (db: Db) =>
  db
    .selectFrom('message as m')
    .innerJoin('portfolio as p', 'p.id', 'm.portfolio_id')
    .innerJoin('client as c', 'c.id', 'm.client_id')
    .select(['m.id', 'm.portfolio_id', 'm.client_id', 'm.text_enc', 'm.sent_at', 'm.state', 'm.due_at', 'm.handed_to'])
    .select(['p.code', 'p.name', 'c.name_enc'])

export type TicketRow = Awaited<ReturnType<typeof selectTickets>>[number]

/** Open ones by what is due first, others by what is newest. */
export function selectTickets(
  db: Db,
  { by, filter, after, count }: { by: Answerer; filter: TicketFilter; after: Place | null; count: number },
) {
  const isOpen = filter.state === 'open'
  const column = isOpen ? 'm.due_at' : 'm.sent_at'
  const direction = isOpen ? 'asc' : 'desc'
  const [beyond, from] = isOpen ? (['>', '>='] as const) : (['<', '<='] as const)
  return tickets(db)
    .where('m.state', '=', filter.state)
    .where(isSeen(by))
    .$if(filter.onlyMine, (q) => q.where(isMine(by)))
    .$if(filter.portfolio !== undefined, (q) => q.where('p.code', '=', filter.portfolio ?? ''))
    .$if(after !== null, (q) =>
      q
        .where(column, from, after?.at ?? '')
        .where((e) => e.or([e(column, beyond, after?.at ?? ''), e('m.id', beyond, after?.id ?? '')])),
    )
    .orderBy(column, direction)
    .orderBy('m.id', direction)
    .limit(count)
    .execute()
}

export function selectTicket(db: Db, id: string, by: Answerer) {
  return tickets(db).where('m.id', '=', id).where(isSeen(by)).executeTakeFirst()
}

/** Whatever their state, newest first. */
export function selectTicketsOf(db: Db, portfolioId: string, count: number) {
  return tickets(db)
    .where('m.portfolio_id', '=', portfolioId)
    .orderBy('m.sent_at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(count)
    .execute()
}

export function updateTicket(db: Db, id: string, change: Partial<Pick<MessageTable, 'state' | 'handed_to'>>) {
  return db.updateTable('message').set(change).where('id', '=', id).execute()
}

/** Open messages, of one of the staff or of all; overdue ones are due before `now`. */
export async function countOpen(db: Db, now: string, by: Answerer | null) {
  const row = await db
    .selectFrom('message as m')
    .select(({ fn, case: either }) => [
      fn.countAll<number | bigint>().as('open'),
      fn.count<number | bigint>(either().when('m.due_at', '<', now).then(1).end()).as('overdue'),
      fn.min('m.due_at').as('first_due'),
    ])
    .where('m.state', '=', 'open')
    .$if(by !== null, (q) => q.where(isMine(by as Answerer)))
    .executeTakeFirstOrThrow()
  const overdue = Number(row.overdue)
  return { open: Number(row.open), overdue, dueSince: overdue > 0 ? row.first_due : null, firstDue: row.first_due }
}

/** Advisers who are there, by account. */
export function selectAdvisers(db: Db, portfolioIds: readonly string[]) {
  if (portfolioIds.length === 0) return Promise.resolve([])
  return advisers(db).where('a.portfolio_id', 'in', portfolioIds).orderBy('s.login').execute()
}

const advisers = (db: Db) =>
  db
    .selectFrom('adviser_portfolio as a')
    .innerJoin('staff as s', 's.id', 'a.staff_id')
    .innerJoin('staff_role as r', 'r.staff_id', 's.id')
    .where('s.state', '=', 'active')
    .where('r.role', '=', 'adviser')
    .select(['a.portfolio_id', 's.id', 's.login'])

export function selectAdministrators(db: Db) {
  return db
    .selectFrom('staff as s')
    .innerJoin('staff_role as r', 'r.staff_id', 's.id')
    .where('s.state', '=', 'active')
    .where('r.role', '=', 'administrator')
    .select(['s.id', 's.login'])
    .orderBy('s.login')
    .execute()
}

function isSeen({ staffId, isAdministrator }: Answerer): Expression<SqlBool> {
  return isAdministrator ? e.val(1).$castTo<SqlBool>() : isAssigned(staffId)
}

const isAssigned = (staffId: string) =>
  e.exists(
    e
      .selectFrom('adviser_portfolio as own')
      .select('own.staff_id')
      .where('own.staff_id', '=', staffId)
      .whereRef('own.portfolio_id', '=', 'm.portfolio_id'),
  )

/** Handed to this person; or to nobody who could take it, and it is an adviser's of the account or, without any, an administrator's. */
function isMine({ staffId, isAdministrator, isAdviser }: Answerer): Expression<SqlBool> {
  const byDefault: Expression<SqlBool>[] = []
  if (isAdviser) byDefault.push(isAssigned(staffId))
  if (isAdministrator) byDefault.push(e.not(hasAdviser()))
  return e.or([e('m.handed_to', '=', staffId), e.and([e.not(hasHolder()), e.or(byDefault)])])
}

const hasAdviser = () =>
  e.exists(
    e
      .selectFrom('adviser_portfolio as a')
      .innerJoin('staff as s', 's.id', 'a.staff_id')
      .innerJoin('staff_role as r', 'r.staff_id', 's.id')
      .select('a.staff_id')
      .where('s.state', '=', 'active')
      .where('r.role', '=', 'adviser')
      .whereRef('a.portfolio_id', '=', 'm.portfolio_id'),
  )

/** Whom it was handed to is there and may still see it. */
const hasHolder = () =>
  e.exists(
    e
      .selectFrom('staff as h')
      .innerJoin('staff_role as hr', 'hr.staff_id', 'h.id')
      .leftJoin('adviser_portfolio as ha', (join) =>
        join.onRef('ha.staff_id', '=', 'h.id').onRef('ha.portfolio_id', '=', 'm.portfolio_id'),
      )
      .select('h.id')
      .whereRef('h.id', '=', 'm.handed_to')
      .where('h.state', '=', 'active')
      .where((o) =>
        o.or([
          o('hr.role', '=', 'administrator'),
          o.and([o('hr.role', '=', 'adviser'), o('ha.portfolio_id', 'is not', null)]),
        ]),
      ),
  )
