/** Findings as rows: kept at each settling of a day, closed when their cause is gone, explained by people. */
import type { ProblemCode } from '@sma/contract/problem-codes'
import type { Finding } from '@sma/finance/checks/checked-day'
import { CHECK_SEVERITY, mayBeExplained, type CheckId } from '@sma/finance/checks/limits'
import { cutText } from '../../cut-text'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import {
  insertFindingEvents,
  insertFindings,
  selectDayFindings,
  selectFindingsOf,
  updateFinding,
  updateFindingStates,
} from './findings.queries'
import type { FindingEventTable, FindingOrigin, FindingTable } from './findings.table'

export interface FindingDay {
  portfolioId: string
  date: string
  origin: FindingOrigin
  /** The file that the day's figures come from. */
  sourceFileId: string | null
}

/** What a check of the day, or a file's reader, found. */
export type AnyFinding = Omit<Finding, 'check'> & { check: ProblemCode }

type FindingDeps = Pick<Deps, 'clock' | 'newId'>

/** A check finds a subject once a day; of two findings with one place the first stands. */
function byPlace(findings: readonly AnyFinding[]): Map<string, AnyFinding> {
  const places = new Map<string, AnyFinding>()
  for (const finding of findings) {
    const place = placeText(finding.check, finding.subject ?? '')
    if (!places.has(place)) places.set(place, finding)
  }
  return places
}

const placeText = (check: string, subject: string): string => `${check} ${subject}`
const isSame = (row: FindingTable, finding: AnyFinding): boolean =>
  row.found === cut(finding.found) && row.expected === cut(finding.expected)

const MAX_TEXT = 300
const cut = (text: string): string => cutText(text, MAX_TEXT)

/**
 * Writes what was found on a day by one origin, inside the transaction `db`: new findings are open, those not found again are
 * resolved, and an explained one stays explained as long as it says the same.
 */
export async function keepFindings(
  db: Db,
  deps: FindingDeps,
  day: FindingDay,
  findings: readonly AnyFinding[],
): Promise<void> {
  const known = await selectFindingsOf(db, day)
  if (known.length === 0 && findings.length === 0) return
  const now = deps.clock.now().toISOString()
  const rows = new Map(known.map((row) => [placeText(row.check_id, row.subject), row]))
  const found = byPlace(findings)
  const events: FindingEventTable[] = []
  for (const [place, finding] of found) {
    const row = rows.get(place)
    if (!row) {
      await insertFindings(db, [newFinding(deps.newId(), day, finding, now)])
      continue
    }
    const kind = changeOf(row, finding)
    if (kind) events.push(findingEvent(deps, row.id, { kind, by: null, note: cut(finding.found) }))
    await updateFinding(db, row.id, { ...seenAgain(row, finding), ...placeIn(day, finding), last_seen: now })
  }
  await insertFindingEvents(db, events)
  const gone = known.filter((row) => !found.has(placeText(row.check_id, row.subject)))
  await resolveFindings(db, deps, gone)
}

/** Closes findings whose cause is gone. */
export async function resolveFindings(db: Db, deps: FindingDeps, rows: readonly FindingTable[]): Promise<void> {
  const ids = rows.filter(({ state }) => state !== 'resolved').map(({ id }) => id)
  await updateFindingStates(db, ids, { state: 'resolved' })
  await insertFindingEvents(
    db,
    ids.map((id) => findingEvent(deps, id, { kind: 'resolved', by: null, note: null })),
  )
}

/** One line of a finding's history. */
export const findingEvent = (
  { clock, newId }: FindingDeps,
  findingId: string,
  what: Pick<FindingEventTable, 'kind' | 'by' | 'note'>,
): FindingEventTable => ({ id: newId(), finding_id: findingId, at: clock.now().toISOString(), ...what })

function changeOf(row: FindingTable, finding: AnyFinding): 'returned' | 'changed' | null {
  if (row.state === 'resolved') return 'returned'
  return isSame(row, finding) ? null : 'changed'
}

const placeIn = (day: FindingDay, { row, severity, found, expected }: AnyFinding) => ({
  severity,
  found: cut(found),
  expected: cut(expected),
  source_row: row,
  source_file_id: day.sourceFileId,
})

/** The explanation belongs to the figures that were explained: other figures are open again. */
function seenAgain(row: FindingTable, finding: AnyFinding): Pick<FindingTable, 'state'> {
  return { state: row.state === 'explained' && isSame(row, finding) ? 'explained' : 'open' }
}

/** A finding that nobody has said anything to. */
export const newFinding = (id: string, day: FindingDay, finding: AnyFinding, now: string): FindingTable => ({
  id,
  portfolio_id: day.portfolioId,
  date: day.date,
  origin: day.origin,
  check_id: finding.check,
  subject: finding.subject ?? '',
  ...placeIn(day, finding),
  state: 'open',
  owner: null,
  note: null,
  decided_by: null,
  decided_at: null,
  first_seen: now,
  last_seen: now,
})

/** The findings with those that a person has explained no longer blocking. */
export async function withDecisions(
  db: Db,
  day: { portfolioId: string; date: string },
  findings: readonly Finding[],
): Promise<Finding[]> {
  if (findings.every(({ severity }) => severity === 'warning')) return [...findings]
  const known = await selectFindingsOf(db, { ...day, origin: 'check' })
  const explained = new Map(
    known.filter((row) => row.state === 'explained').map((row) => [placeText(row.check_id, row.subject), row]),
  )
  return findings.map((finding) => {
    const row = explained.get(placeText(finding.check, finding.subject ?? ''))
    const stands = row && isSame(row, finding) && mayBeExplained(finding.check)
    return stands ? { ...finding, severity: 'warning' } : finding
  })
}

/** Findings of a day that stand open now and did not stand so, or said something else, among `before`. */
export async function openedSince(
  db: Db,
  day: { portfolioId: string; date: string },
  before: readonly FindingTable[],
): Promise<Finding[]> {
  const known = new Map(before.filter(({ state }) => state !== 'resolved').map((row) => [row.id, row]))
  return (await selectDayFindings(db, day))
    .filter((row) => row.state === 'open' && row.origin === 'check' && isCheck(row.check_id))
    .filter(({ id, found, expected }) => {
      const old = known.get(id)
      return !old || old.found !== found || old.expected !== expected
    })
    .map((row) => ({
      check: row.check_id as CheckId,
      severity: row.severity,
      subject: row.subject || null,
      row: row.source_row,
      found: row.found,
      expected: row.expected,
    }))
}

const isCheck = (id: string): boolean => id in CHECK_SEVERITY

/** Kinds without which a day has no figures at all: what stands in their way cannot be explained, it has to be mended. */
const VALUATION_ORIGINS: ReadonlySet<FindingOrigin> = new Set(['fa-valuation-sheet', 'fa-dump', 'valuations'])

/** Whether a person may settle a finding with a note. */
export function mayExplain({ origin, severity, check_id }: FindingTable): boolean {
  if (origin !== 'check') return !VALUATION_ORIGINS.has(origin)
  return severity === 'warning' || mayBeExplained(check_id as CheckId)
}
