/** R-CHK-7: trading days between an account's first and newest valuation that have none, one finding a day. */
import { tradingDaysAreValued } from '@sma/finance/checks/missing-days'
import type { Db } from '../../db/schema'
import {
  insertFindingEvents,
  insertFindings,
  selectFindingsOfCheck,
  updateFindingStates,
} from '../findings/findings.queries'
import { findingEvent, newFinding, resolveFindings } from '../findings/findings.service'
import { selectValuationDates } from './day-records.queries'
import type { ImportRun } from './import-run'

/** Opens a finding for each missing day and resolves those of days that have come; what was acknowledged stays so. */
export async function keepMissingDays(run: ImportRun, db: Db, portfolioId: string): Promise<void> {
  const dates = await selectValuationDates(db, portfolioId, run.today)
  const missing = new Map(tradingDaysAreValued(dates, run.calendar).map((finding) => [finding.expected, finding]))
  const known = await selectFindingsOfCheck(db, portfolioId, 'R-CHK-7')
  if (missing.size === 0 && known.length === 0) return
  const now = run.deps.clock.now().toISOString()
  const idsOf = (rows: typeof known) => rows.map(({ id }) => id)
  const returned = known.filter((row) => row.state === 'resolved' && missing.has(row.date))
  const gone = known.filter((row) => row.state !== 'resolved' && !missing.has(row.date))
  await updateFindingStates(db, idsOf(returned), { state: 'open', last_seen: now })
  const again = { kind: 'returned', by: null, note: null } as const
  await insertFindingEvents(
    db,
    returned.map(({ id }) => findingEvent(run.deps, id, again)),
  )
  await resolveFindings(db, run.deps, gone)
  const told = new Set(known.map(({ date }) => date))
  const fresh = [...missing].filter(([date]) => !told.has(date))
  await insertFindings(
    db,
    fresh.map(([date, finding]) =>
      newFinding(run.deps.newId(), { portfolioId, date, origin: 'check', sourceFileId: null }, finding, now),
    ),
  )
}
