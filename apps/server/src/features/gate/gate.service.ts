/** People's acts on versions of days: approve, publish, withdraw. One transaction for each portfolio and day. */
import { setImmediate } from 'node:timers/promises'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { noteAuditHead, type Actor } from '../audit/audit.service'
import type { AuditAction } from '../audit/audit.table'
import {
  deletePublishedDay,
  lockPortfolio,
  raiseRevision,
  updateVersion,
  type VersionKey,
} from '../days/day-records.queries'
import type { ValuationTable } from '../days/days.table'
import { actedBy, inTransaction, openRun, type ImportRun } from '../days/import-run'
import { markPublished, publishVersion, type GateMode } from '../days/publish-day.service'
import { noteChangedDay } from '../days/note-change'
import { recheckDays } from '../days/recheck.service'
import { settleDay } from '../days/settle-day.service'
import { NO_NEWS } from '../days/settling'
import { releaseWaitingRows } from '../days/staged-rows.queries'
import { hasOpenBlock, selectImporters, selectVersion } from './gate.queries'

/** A version as someone saw it; `stamp` is new with each making of it, so that nobody acts on other figures than seen. */
export interface DayChoice extends VersionKey {
  stamp: string | null
}

/**
 * `asked`: noted, another person has to agree. `stale`: the version is not the one that was seen. `same-person`: who brought
 * the figures in, or gave the reason, may not approve them. `blocked`: a finding stands that must be resolved first.
 */
export type GateOutcome =
  | 'done'
  | 'asked'
  | 'not-found'
  | 'stale'
  | 'same-person'
  | 'blocked'
  | 'not-approved'
  | 'not-published'
  | 'reason-missing'

export interface GateDecision extends VersionKey {
  outcome: GateOutcome
}

interface Act {
  run: ImportRun
  db: Db
  actor: Actor
  choice: DayChoice
}

/** Approves checked versions, each by itself; the outcome says of each what became of it. */
export const approveDays = (deps: Deps, actor: Actor, choices: readonly DayChoice[]): Promise<GateDecision[]> =>
  decideEach(deps, actor, choices, approveDay)

/** Shows approved versions to clients. */
export const publishDays = (deps: Deps, actor: Actor, choices: readonly DayChoice[]): Promise<GateDecision[]> =>
  decideEach(deps, actor, choices, publishDay)

/** Takes a published day back. Where two people are asked for, the first call notes the wish and another person's does it. */
export const withdrawDay = (deps: Deps, actor: Actor, choice: DayChoice, reason: string): Promise<GateDecision[]> =>
  decideEach(deps, actor, [choice], (act) => withdraw(act, reason.trim()))

/** Drops the wish to withdraw a day. */
export const keepDay = (deps: Deps, actor: Actor, choice: DayChoice): Promise<GateDecision[]> =>
  decideEach(deps, actor, [choice], dropWish)

async function decideEach(
  deps: Deps,
  actor: Actor,
  choices: readonly DayChoice[],
  decide: (act: Act) => Promise<GateOutcome>,
): Promise<GateDecision[]> {
  const run = await openRun(deps, { ...actedBy(actor), publish: false, reason: null })
  const decisions: GateDecision[] = []
  for (const choice of choices) {
    const { portfolioId, date, version } = choice
    const outcome = await inTransaction(run, async (db) => {
      await lockPortfolio(db, portfolioId)
      return decide({ run, db, actor, choice })
    })
    decisions.push({ portfolioId, date, version, outcome })
    // The embedded database answers at once: without this turn nobody would be answered before the last day.
    await setImmediate()
  }
  await recheckDays(run)
  await noteAuditHead(deps)
  return decisions
}

const modeOf = ({ run }: Act): GateMode => run.deps.config.gate

async function approveDay(act: Act): Promise<GateOutcome> {
  const row = await freshVersion(act, 'checked')
  if (typeof row === 'string') return row
  const { run, db, actor, choice } = act
  if (modeOf(act) !== 'single-person') {
    const importers = await selectImporters(db, choice)
    if (row.created_by === actor.id || importers.has(actor.id)) return 'same-person'
  }
  await updateVersion(db, choice, { state: 'approved', approved_at: nowOf(run), approved_by: actor.id })
  note(act, 'approve-day', { mode: modeOf(act) })
  return 'done'
}

async function publishDay(act: Act): Promise<GateOutcome> {
  const row = await freshVersion(act, 'approved')
  if (typeof row === 'string') return row
  const { run, db, actor, choice } = act
  await markPublished(db, choice, { row, now: nowOf(run), by: actor.id })
  await publishVersion(run, db, choice, { reason: row.reason, mode: modeOf(act) })
  return 'done'
}

/** The version as it was seen, with the checks run once more: what they look at may have changed since. */
async function freshVersion(act: Act, state: 'checked' | 'approved'): Promise<ValuationTable | GateOutcome> {
  const seen = await seenVersion(act)
  if (typeof seen === 'string') return seen
  if (seen.state === 'held') return 'blocked'
  if (seen.state !== state) return state === 'approved' && seen.state === 'checked' ? 'not-approved' : 'stale'
  const { run, db, choice } = act
  const portfolio = run.portfolios.find(({ id }) => id === choice.portfolioId)
  if (!portfolio) return 'not-found'
  await settleDay(run, db, { portfolio, date: choice.date }, NO_NEWS)
  if (await hasOpenBlock(db, choice)) return 'blocked'
  const now = await selectVersion(db, choice)
  return now?.stamp === choice.stamp && now.state === state ? now : 'stale'
}

async function seenVersion({ db, choice }: Act): Promise<ValuationTable | GateOutcome> {
  const row = await selectVersion(db, choice)
  if (!row) return 'not-found'
  return row.stamp === choice.stamp ? row : 'stale'
}

async function withdraw(act: Act, reason: string): Promise<GateOutcome> {
  const row = await seenVersion(act)
  if (typeof row === 'string') return row
  if (row.state !== 'published') return 'not-published'
  const { run, db, actor, choice } = act
  const isAgreed = modeOf(act) === 'single-person' || (row.withdrawal_asked_by ?? actor.id) !== actor.id
  const because = reason || row.withdrawal_reason
  if (!because) return 'reason-missing'
  const wish = { withdrawal_asked_at: nowOf(run), withdrawal_asked_by: actor.id, withdrawal_reason: because }
  if (!isAgreed) {
    await updateVersion(db, choice, wish)
    note(act, 'ask-withdrawal', { reason: because })
    return 'asked'
  }
  const asked = row.withdrawal_asked_by === null ? wish : {}
  await updateVersion(db, choice, {
    ...asked,
    state: 'withdrawn',
    withdrawn_at: nowOf(run),
    withdrawn_by: actor.id,
    withdrawal_reason: because,
  })
  await deletePublishedDay(db, choice)
  await releaseWaitingRows(db, choice)
  await raiseRevision(db, choice.portfolioId)
  await noteChangedDay(run, db, { portfolioId: choice.portfolioId, date: choice.date, sourceFileId: null })
  note(act, 'withdraw-day', { reason: because, mode: modeOf(act) })
  return 'done'
}

async function dropWish(act: Act): Promise<GateOutcome> {
  const row = await seenVersion(act)
  if (typeof row === 'string') return row
  if (row.state !== 'published' || row.withdrawal_asked_by === null) return 'not-published'
  const none = { withdrawal_asked_at: null, withdrawal_asked_by: null, withdrawal_reason: null }
  await updateVersion(act.db, act.choice, none)
  note(act, 'drop-withdrawal', {})
  return 'done'
}

const nowOf = (run: ImportRun): string => run.deps.clock.now().toISOString()

function note({ run, actor, choice }: Act, action: AuditAction, detail: Record<string, string>): void {
  const { portfolioId, date, version } = choice
  run.events.push({ actor, action, object: { kind: 'day', id: date }, portfolioId, detail: { version, ...detail } })
}
