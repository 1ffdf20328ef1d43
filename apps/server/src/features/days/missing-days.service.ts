/** R-CHK-7: trading days between an account's first and newest valuation that have none, one finding a day. */
import { tradingDaysAreValued } from '@sma/finance/checks/missing-days'
import type { Finding } from '@sma/finance/checks/checked-day'
import type { Db } from '../../db/schema'
import {
  insertFindingEvents,
  insertFindings,
  selectFindingsOfCheck,
  updateFindingStates,
} from '../findings/findings.queries'
import { findingEvent, newFinding, resolveFindings } from '../findings/findings.service'
import type { FindingTable } from '../findings/findings.table'
import { lockPortfolio, selectValuationDates } from './day-records.queries'
import { inTransaction, type ImportRun } from './import-run'

/** Opens a finding for each missing day and resolves those of days that have come; what was acknowledged stays so. */
export async function keepMissingDays(run: ImportRun, portfolioId: string): Promise<void> {
  // Nearly always there is nothing to write, and a transaction is dearer than the question.
  if (isEmpty(await changesOf(run, run.deps.db, portfolioId))) return
  await inTransaction(run, async (db) => {
    await lockPortfolio(db, portfolioId)
    await write(run, db, { portfolioId, changes: await changesOf(run, db, portfolioId) })
  })
}

interface Changes {
  returned: FindingTable[]
  gone: FindingTable[]
  fresh: [date: string, finding: Finding][]
}

const isEmpty = (changes: Changes): boolean => Object.values(changes).every((rows: unknown[]) => rows.length === 0)

async function changesOf(run: ImportRun, db: Db, portfolioId: string): Promise<Changes> {
  const dates = await selectValuationDates(db, portfolioId, run.today)
  const closedOn = run.portfolios.find(({ id }) => id === portfolioId)?.closed_on
  const findings = tradingDaysAreValued(dates, run.calendar, closedOn)
  const missing = new Map(findings.map((finding) => [finding.expected, finding]))
  const known = await selectFindingsOfCheck(db, portfolioId, 'R-CHK-7')
  const told = new Set(known.map(({ date }) => date))
  return {
    returned: known.filter((row) => row.state === 'resolved' && missing.has(row.date)),
    gone: known.filter((row) => row.state !== 'resolved' && !missing.has(row.date)),
    fresh: [...missing].filter(([date]) => !told.has(date)),
  }
}

async function write(run: ImportRun, db: Db, of: { portfolioId: string; changes: Changes }): Promise<void> {
  const { portfolioId, changes } = of
  const now = run.deps.clock.now().toISOString()
  const idsOf = (rows: FindingTable[]) => rows.map(({ id }) => id)
  await updateFindingStates(db, idsOf(changes.returned), { state: 'open', last_seen: now })
  const again = { kind: 'returned', by: null, note: null } as const
  await insertFindingEvents(
    db,
    changes.returned.map(({ id }) => findingEvent(run.deps, id, again)),
  )
  await resolveFindings(db, run.deps, changes.gone)
  await insertFindings(
    db,
    changes.fresh.map(([date, finding]) =>
      newFinding(run.deps.newId(), { portfolioId, date, origin: 'check', sourceFileId: null }, finding, now),
    ),
  )
}
