/** What staff enter by hand: material events, and duties that were met elsewhere. */
import type { addDisclosureEvent } from '@sma/contract/staff-disclosure'
import { eventDueOn } from '@sma/finance/calendar/duties'
import type { z } from 'zod'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { shanghaiDate } from '../../shanghai'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import {
  deleteEvent,
  deleteMark,
  insertEvents,
  insertMark,
  selectEvent,
  selectPortfolioIdsOf,
} from './disclosure.queries'
import type { DutyKind } from './disclosure.table'

interface Account {
  id: string
  code: string
}

interface Duty {
  kind: DutyKind
  period: string
}

const objectOf = ({ code }: Account, { kind, period }: Duty) =>
  ({ kind: 'disclosure', id: `${code} ${kind} ${period}` }) as const

/** A second note takes the place of the first. */
export async function markBy(
  deps: Deps,
  actor: Actor,
  { account, note, ...duty }: Duty & { account: Account; note: string },
): Promise<null> {
  await deps.db.transaction().execute(async (tx) => {
    await deleteMark(tx, { portfolioId: account.id, ...duty })
    const marked = { marked_at: deps.clock.now().toISOString(), marked_by: actor.id }
    await insertMark(tx, { portfolio_id: account.id, ...duty, note, ...marked })
    const event = { actor, action: 'mark-disclosed', object: objectOf(account, duty), detail: { note } } as const
    await appendAudit(tx, deps, { ...event, portfolioId: account.id })
  })
  await noteAuditHead(deps)
  return null
}

export async function unmarkBy(
  deps: Deps,
  actor: Actor,
  { account, ...duty }: Duty & { account: Account },
): Promise<null> {
  await deps.db.transaction().execute(async (tx) => {
    if (!(await deleteMark(tx, { portfolioId: account.id, ...duty }))) throw new AppError('not-found')
    const event = { actor, action: 'unmark-disclosed', object: objectOf(account, duty) } as const
    await appendAudit(tx, deps, { ...event, portfolioId: account.id })
  })
  await noteAuditHead(deps)
  return null
}

export async function addEventBy(
  deps: Deps,
  actor: Actor,
  { portfolios, happenedOn, title }: z.output<typeof addDisclosureEvent.body>,
): Promise<{ dueOn: string }> {
  const now = deps.clock.now()
  if (happenedOn > shanghaiDate(now)) throw new AppError('date-ahead')
  const codes = [...new Set(portfolios)]
  const dueOn = eventDueOn(happenedOn)
  await deps.db.transaction().execute(async (tx) => {
    const accounts = await selectPortfolioIdsOf(tx, codes)
    if (accounts.length < codes.length) throw new AppError('account-unknown')
    for (const { id } of accounts) if (await selectEvent(tx, id, happenedOn)) throw new AppError('event-known')
    const entered = { entered_at: now.toISOString(), entered_by: actor.id }
    const of = { happened_on: happenedOn, due_on: dueOn, title, ...entered }
    await insertEvents(
      tx,
      accounts.map(({ id }) => ({ portfolio_id: id, ...of })),
    )
    for (const account of accounts) {
      const object = objectOf(account, { kind: 'event', period: happenedOn })
      const event = { actor, action: 'add-disclosure-event', object, detail: { title } } as const
      await appendAudit(tx, deps, { ...event, portfolioId: account.id })
    }
  })
  await noteAuditHead(deps)
  return { dueOn }
}

export async function removeEventBy(
  deps: Deps,
  actor: Actor,
  { account, date }: { account: Account; date: string },
): Promise<null> {
  await deps.db.transaction().execute(async (tx) => {
    if (!(await deleteEvent(tx, account.id, date))) throw new AppError('not-found')
    const object = objectOf(account, { kind: 'event', period: date })
    const event = { actor, action: 'remove-disclosure-event', object } as const
    await appendAudit(tx, deps, { ...event, portfolioId: account.id })
  })
  await noteAuditHead(deps)
  return null
}
