/** What one of the staff may not do alone: one asks, another confirms, and only then it is done. */
import type { StaffRole } from '@sma/contract/staff-roles'
import { placeOf } from '../../crypto/personal'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { SignedInStaff } from '../../http/callers'
import { appendAudit, noteAuditHead, staffActor, type Actor, type AuditEvent } from '../audit/audit.service'
import {
  decideRequest,
  insertRequest,
  selectWaitingRequest,
  selectWaitingRequests,
  selectWaitingRequestsOf,
} from './requests.queries'
import type { RequestKind, StaffRequestTable } from './requests.table'

const WAIT_DAYS = 7

/** What a confirmed request hands to the person who confirmed it: a link for a third one, or nothing. */
export interface Done {
  invitation: { login: string; token: string; expiresAt: string } | null
}

export interface TwoPersonAct<Payload> {
  /** Who may ask for it and confirm it. */
  roles: readonly StaffRole[]
  /** What the second person is shown: no more personal data than it takes to decide. */
  describe(payload: Payload): Record<string, string>
  /** `tx` is the transaction of the confirmation; the act writes its own event, which ends it. */
  run(tx: Db, act: { payload: Payload; actor: Actor; askedBy: string }): Promise<Done>
  /** What follows once the confirmation is committed. */
  after?(act: { payload: Payload; actor: Actor }): Promise<void>
}

// oxlint-disable-next-line typescript/no-explicit-any -- each kind has a payload of its own, read back as it was written
export type TwoPersonActs = Partial<Record<RequestKind, TwoPersonAct<any>>>

/** Keeps what is asked for until another confirms it. */
export async function askSecondPerson(
  deps: Deps,
  actor: Actor,
  { kind, payload }: { kind: RequestKind; payload: object },
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await appendAudit(tx, deps, await keepRequest(tx, deps, actor, { kind, payload }))
  })
  await noteAuditHead(deps)
}

/** The same in the caller's transaction, which has to end with the event that is returned. */
export async function keepRequest(
  tx: Db,
  deps: Deps,
  actor: Actor,
  { kind, payload }: { kind: RequestKind; payload: object },
): Promise<AuditEvent> {
  const id = deps.newId()
  const asked = { id, kind, asked_by: actor.id, asked_at: deps.clock.now().toISOString() }
  const payload_enc = deps.keys.encrypt(JSON.stringify(payload), placeOfPayload(id))
  await insertRequest(tx, { ...asked, payload_enc, state: 'waiting', decided_by: null, decided_at: null })
  return { actor, action: 'ask-second-person', object: { kind: 'request', id }, detail: { kind } }
}

/** What waits of one kind, as it was asked for. */
export async function waitingPayloads(tx: Db, deps: Deps, kind: RequestKind): Promise<unknown[]> {
  const rows = await selectWaitingRequests(tx, askedAfter(deps))
  return rows.filter((row) => row.kind === kind).map((row) => payloadOf(deps, row))
}

/** What waits and fits, with who asked for it when. */
export async function waitingThat<Fit>(deps: Deps, fits: (kind: RequestKind, payload: unknown) => Fit | null) {
  const rows = await selectWaitingRequests(deps.db, askedAfter(deps))
  return rows.flatMap((row) => {
    const fit = fits(row.kind, payloadOf(deps, row))
    return fit === null ? [] : [{ id: row.id, askedBy: row.asked_by, askedAt: row.asked_at, ...fit }]
  })
}

const placeOfPayload = (id: string) => placeOf('staff_request', 'payload', id)

const payloadOf = ({ keys }: Deps, { id, payload_enc }: StaffRequestTable): unknown =>
  JSON.parse(keys.decrypt(payload_enc, placeOfPayload(id)))

const askedAfter = ({ clock }: Pick<Deps, 'clock'>): string =>
  new Date(clock.now().getTime() - WAIT_DAYS * 86_400_000).toISOString()

const isFor = (act: TwoPersonAct<unknown> | undefined, staff: SignedInStaff): boolean =>
  act?.roles.some((role) => staff.roles.includes(role)) === true

/** How many requests of others wait for this person, and since when the oldest does. */
export async function countForDecider(
  deps: Pick<Deps, 'db' | 'clock'>,
  acts: TwoPersonActs,
  staff: SignedInStaff,
): Promise<{ count: number; since: string | null }> {
  const rows = await selectWaitingRequests(deps.db, askedAfter(deps))
  const waiting = rows.filter(({ kind, asked_by }) => asked_by !== staff.login && isFor(acts[kind], staff))
  return { count: waiting.length, since: waiting[0]?.asked_at ?? null }
}

/** The requests that this person may decide, or asked for. */
export async function waitingRequests(deps: Deps, acts: TwoPersonActs, staff: SignedInStaff) {
  const rows = await selectWaitingRequests(deps.db, askedAfter(deps))
  return rows
    .filter(({ kind }) => isFor(acts[kind], staff))
    .map((row) => ({
      id: row.id,
      kind: row.kind,
      askedBy: row.asked_by,
      askedAt: row.asked_at,
      isOwn: row.asked_by === staff.login,
      facts: acts[row.kind]?.describe(payloadOf(deps, row)) ?? {},
    }))
}

async function decidable(deps: Deps, acts: TwoPersonActs, { staff, id }: { staff: SignedInStaff; id: string }) {
  const row = await selectWaitingRequest(deps.db, id, askedAfter(deps))
  const act = row && acts[row.kind]
  if (!row || !act) throw new AppError('not-found')
  if (!isFor(act, staff)) throw new AppError('role-missing')
  return { row, act }
}

/** Does what another person asked for. */
export async function confirmRequest(
  deps: Deps,
  acts: TwoPersonActs,
  choice: { staff: SignedInStaff; id: string },
): Promise<Done> {
  const { row, act } = await decidable(deps, acts, choice)
  const actor = staffActor(choice.staff)
  if (row.asked_by === actor.id) throw new AppError('other-person-needed')
  const payload = payloadOf(deps, row)
  const done = await deps.db.transaction().execute(async (tx) => {
    await decide(tx, deps, { id: row.id, state: 'done', actor })
    return act.run(tx, { payload, actor, askedBy: row.asked_by })
  })
  await noteAuditHead(deps)
  await act.after?.({ payload, actor })
  return done
}

async function decide(
  tx: Db,
  { clock }: Deps,
  { id, state, actor }: { id: string; state: 'done' | 'dropped'; actor: Actor },
): Promise<void> {
  const decision = { state, decided_by: actor.id, decided_at: clock.now().toISOString() }
  if (!(await decideRequest(tx, id, decision))) throw new AppError('not-found')
}

/** Drops a request, one's own or another's. */
export async function dropRequest(
  deps: Deps,
  acts: TwoPersonActs,
  choice: { staff: SignedInStaff; id: string },
): Promise<void> {
  const { row } = await decidable(deps, acts, choice)
  const actor = staffActor(choice.staff)
  await deps.db.transaction().execute(async (tx) => {
    await decide(tx, deps, { id: row.id, state: 'dropped', actor })
    await appendAudit(tx, deps, dropped(actor, row))
  })
  await noteAuditHead(deps)
}

const dropped = (
  actor: Actor,
  { id, kind, asked_by }: Pick<StaffRequestTable, 'id' | 'kind' | 'asked_by'>,
): AuditEvent => ({
  actor,
  action: 'drop-request',
  object: { kind: 'request', id },
  detail: { kind, askedBy: asked_by },
})

/** Drops all that a person asked for, whose access or roles are taken: nobody confirms what that person could not ask for any more. */
export async function dropRequestsOf(tx: Db, deps: Deps, actor: Actor, login: string): Promise<void> {
  const waiting = await selectWaitingRequestsOf(tx, login)
  for (const { id } of waiting) await decide(tx, deps, { id, state: 'dropped', actor })
  for (const one of waiting) await appendAudit(tx, deps, dropped(actor, { ...one, asked_by: login }))
}
