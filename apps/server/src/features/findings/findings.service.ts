/** Findings of the checks as rows: kept at each settling of a day, closed when their cause is gone, explained by people. */
import type { Finding } from '@sma/finance/checks/checked-day'
import { mayBeExplained } from '@sma/finance/checks/limits'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { insertFindings, selectDayFindings, updateFinding, updateFindingStates } from './findings.queries'
import type { FindingTable } from './findings.table'

export interface FindingDay {
  portfolioId: string
  date: string
  /** The file that the day's figures come from. */
  sourceFileId: string | null
}

/** A check finds a subject once a day; of two findings with one place the first stands. */
function byPlace(findings: readonly Finding[]): Map<string, Finding> {
  const places = new Map<string, Finding>()
  for (const finding of findings) {
    const place = placeText(finding.check, finding.subject ?? '')
    if (!places.has(place)) places.set(place, finding)
  }
  return places
}

const placeText = (check: string, subject: string): string => `${check} ${subject}`
const isSame = (row: FindingTable, finding: Finding): boolean =>
  row.found === cut(finding.found) && row.expected === cut(finding.expected)

const MAX_TEXT = 300
const cut = (text: string): string => text.slice(0, MAX_TEXT)

/**
 * Writes what the checks found on a day, inside the transaction `db`: new ones are open, those not found again are resolved,
 * and an explained one stays explained as long as it says the same.
 */
export async function keepFindings(
  db: Db,
  deps: Pick<Deps, 'clock' | 'newId'>,
  day: FindingDay,
  findings: readonly Finding[],
): Promise<void> {
  const known = await selectDayFindings(db, day)
  if (known.length === 0 && findings.length === 0) return
  const now = deps.clock.now().toISOString()
  const rows = new Map(known.map((row) => [placeText(row.check_id, row.subject), row]))
  const found = byPlace(findings)
  for (const [place, finding] of found) {
    const row = rows.get(place)
    if (row) await updateFinding(db, row.id, { ...seenAgain(row, finding), ...placeIn(day, finding), last_seen: now })
    else await insertFindings(db, [newFinding(deps.newId(), day, finding, now)])
  }
  const gone = known.filter((row) => row.state !== 'resolved' && !found.has(placeText(row.check_id, row.subject)))
  await updateFindingStates(
    db,
    gone.map(({ id }) => id),
    { state: 'resolved' },
  )
}

const placeIn = (day: FindingDay, { row, severity, found, expected }: Finding) => ({
  severity,
  found: cut(found),
  expected: cut(expected),
  source_row: row,
  source_file_id: day.sourceFileId,
})

/** The explanation belongs to the figures that were explained: other figures are open again. */
function seenAgain(row: FindingTable, finding: Finding): Pick<FindingTable, 'state'> {
  return { state: row.state === 'explained' && isSame(row, finding) ? 'explained' : 'open' }
}

/** A finding that nobody has said anything to. */
export const newFinding = (id: string, day: FindingDay, finding: Finding, now: string): FindingTable => ({
  id,
  portfolio_id: day.portfolioId,
  date: day.date,
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
  const known = await selectDayFindings(db, day)
  const explained = new Map(
    known.filter((row) => row.state === 'explained').map((row) => [placeText(row.check_id, row.subject), row]),
  )
  return findings.map((finding) => {
    const row = explained.get(placeText(finding.check, finding.subject ?? ''))
    const stands = row && isSame(row, finding) && mayBeExplained(finding.check)
    return stands ? { ...finding, severity: 'warning' } : finding
  })
}
