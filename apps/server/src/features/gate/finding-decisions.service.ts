/** What people say to findings: an explanation, an owner, or that it is open after all. */
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { noteAuditHead, type Actor } from '../audit/audit.service'
import type { AuditAction } from '../audit/audit.table'
import { lockPortfolio } from '../days/day-records.queries'
import { actedBy, actorOf, inTransaction, openRun, type ImportRun } from '../days/import-run'
import { NO_NEWS, settleDay } from '../days/settle-day.service'
import { selectFinding, updateFinding } from '../findings/findings.queries'
import type { FindingTable } from '../findings/findings.table'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'
import { previewFinding } from './preview.service'

/** A finding as someone saw it: an explanation of other figures than those seen would explain nothing. */
export interface FindingChoice {
  id: string
  found: string
  expected: string
}

/** `must-be-resolved`: the check states what must hold, so that no explanation lets it pass. */
type FindingOutcome = 'done' | 'not-found' | 'stale' | 'must-be-resolved' | 'note-missing'

export interface FindingDecision {
  id: string
  outcome: FindingOutcome
}

type Decide = (
  row: FindingTable,
  now: string,
) => { columns: Partial<FindingTable>; action: AuditAction } | FindingOutcome

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
    if (!previewFinding(row).mayBeExplained) return 'must-be-resolved'
    const action = row.check_id === 'R-CHK-7' ? 'acknowledge-finding' : 'explain-finding'
    return { columns: { state: 'explained', note: text, decided_by: actor.id, decided_at: now }, action }
  })
}

/** Takes an explanation back. */
export async function reopenFindings(
  deps: Deps,
  actor: Actor,
  choices: readonly FindingChoice[],
): Promise<FindingDecision[]> {
  return decideEach(deps, actor, choices, (row) =>
    row.state === 'explained' ? { columns: { state: 'open' }, action: 'reopen-finding' } : 'stale',
  )
}

/** Says who looks into findings; null: nobody. */
export async function assignFindings(
  deps: Deps,
  actor: Actor,
  choices: readonly FindingChoice[],
  owner: string | null,
): Promise<FindingDecision[]> {
  return decideEach(deps, actor, choices, () => ({ columns: { owner }, action: 'assign-finding' }))
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
  if (row.check_id !== 'R-CHK-7' && decision.columns.state)
    await settleDay(run, db, { portfolio, date: row.date }, NO_NEWS)
  run.events.push({
    actor: actorOf(run),
    action: decision.action,
    object: { kind: 'finding', id: row.id },
    portfolioId: row.portfolio_id,
    detail: { check: row.check_id, date: row.date, subject: row.subject, note: decision.columns.note ?? null },
  })
  return 'done'
}
