/** What people say to findings: an explanation, an owner, or that it is open after all. */
import { FIGURE_READERS } from '@sma/contract/staff-roles'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { noteAuditHead, type Actor } from '../audit/audit.service'
import type { AuditAction } from '../audit/audit.table'
import { lockPortfolio } from '../days/day-records.queries'
import { actedBy, actorOf, inTransaction, openRun, type ImportRun } from '../days/import-run'
import { recheckDays } from '../days/recheck.service'
import { settleDay } from '../days/settle-day.service'
import { NO_NEWS } from '../days/settling'
import { insertFindingEvents, selectFinding, updateFinding } from '../findings/findings.queries'
import { findingEvent, mayExplain } from '../findings/findings.service'
import type { FindingEventTable, FindingTable } from '../findings/findings.table'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'
import { selectActiveStaff } from '../staff/staff.queries'

/** A finding as someone saw it: an explanation of other figures than those seen would explain nothing. */
export interface FindingChoice {
  id: string
  found: string
  expected: string
}

/**
 * `must-be-resolved`: the check states what must hold, so that no explanation lets it pass. `owner-unknown`: nobody of the
 * active staff who reads findings signs in under that name.
 */
type FindingOutcome = 'done' | 'not-found' | 'stale' | 'must-be-resolved' | 'note-missing' | 'owner-unknown'

export interface FindingDecision {
  id: string
  outcome: FindingOutcome
}

type Decide = (row: FindingTable, now: string) => Decided | FindingOutcome

interface Decided {
  columns: Partial<FindingTable>
  action: AuditAction
  event: Pick<FindingEventTable, 'kind' | 'note'>
}

/** Explains findings with one note; a missing day is thereby acknowledged for good (R-CHK-7). Their days are looked at again. */
export async function explainFindings(
  deps: Deps,
  actor: Actor,
  choices: readonly FindingChoice[],
  note: string,
): Promise<FindingDecision[]> {
  const text = note.trim()
  return decideEach(deps, actor, choices, (row, now) => {
    if (text === '') return 'note-missing'
    if (row.state === 'resolved') return 'stale'
    if (!mayExplain(row)) return 'must-be-resolved'
    const action = row.check_id === 'R-CHK-7' ? 'acknowledge-finding' : 'explain-finding'
    const columns: Decided['columns'] = { state: 'explained', note: text, decided_by: actor.id, decided_at: now }
    return { columns, action, event: { kind: 'explained', note: text } }
  })
}

/** Takes an explanation back. */
export async function reopenFindings(
  deps: Deps,
  actor: Actor,
  choices: readonly FindingChoice[],
): Promise<FindingDecision[]> {
  const event = { kind: 'reopened', note: null } as const
  return decideEach(deps, actor, choices, (row) =>
    row.state === 'explained' ? { columns: { state: 'open' }, action: 'reopen-finding', event } : 'stale',
  )
}

/** Says who of the staff looks into findings; null: nobody. */
export async function assignFindings(
  deps: Deps,
  actor: Actor,
  choices: readonly FindingChoice[],
  owner: string | null,
): Promise<FindingDecision[]> {
  const isKnown = owner === null || (await findingOwners(deps)).includes(owner)
  const event = { kind: 'assigned', note: owner } as const
  return decideEach(deps, actor, choices, () =>
    isKnown ? { columns: { owner }, action: 'assign-finding', event } : 'owner-unknown',
  )
}

/** Login names of the active staff who read findings: who can be asked to look into one. */
export async function findingOwners({ db }: Pick<Deps, 'db'>): Promise<string[]> {
  return (await selectActiveStaff(db, FIGURE_READERS)).map(({ login }) => login)
}

async function decideEach(
  deps: Deps,
  actor: Actor,
  choices: readonly FindingChoice[],
  decide: Decide,
): Promise<FindingDecision[]> {
  const run = await openRun(deps, { ...actedBy(actor), publish: false, reason: null })
  const decisions: FindingDecision[] = []
  for (const choice of choices) {
    const seen = await selectFinding(deps.db, choice.id)
    const portfolio = run.portfolios.find(({ id }) => id === seen?.portfolio_id)
    const outcome = portfolio
      ? await inTransaction(run, (db) => decideOne({ run, db, portfolio }, choice, decide))
      : 'not-found'
    decisions.push({ id: choice.id, outcome })
  }
  await recheckDays(run)
  await noteAuditHead(deps)
  return decisions
}

async function decideOne(
  { run, db, portfolio }: { run: ImportRun; db: Db; portfolio: PortfolioRow },
  choice: FindingChoice,
  decide: Decide,
): Promise<FindingOutcome> {
  await lockPortfolio(db, portfolio.id)
  const row = await selectFinding(db, choice.id)
  if (!row || row.found !== choice.found || row.expected !== choice.expected) return 'stale'
  const decision = decide(row, run.deps.clock.now().toISOString())
  if (typeof decision === 'string') return decision
  await updateFinding(db, row.id, decision.columns)
  const event = { ...decision.event, by: run.options.by }
  await insertFindingEvents(db, [findingEvent(run.deps, row.id, event)])
  if (row.origin === 'check' && row.check_id !== 'R-CHK-7' && decision.columns.state)
    await settleDay(run, db, { portfolio, date: row.date }, NO_NEWS)
  run.events.push({
    actor: actorOf(run),
    action: decision.action,
    object: { kind: 'finding', id: row.id },
    portfolioId: row.portfolio_id,
    detail: { check: row.check_id, date: row.date, subject: row.subject, note: decision.event.note },
  })
  return 'done'
}
