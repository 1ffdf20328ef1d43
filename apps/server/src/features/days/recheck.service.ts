/** What a day was checked against has changed: the day is looked at again, whatever its state. Nothing is unpublished by it. */
import type { Db } from '../../db/schema'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'
import { selectDayFindings } from '../findings/findings.queries'
import { openedSince } from '../findings/findings.service'
import type { FindingTable } from '../findings/findings.table'
import { lockPortfolio, selectNextDay } from './day-records.queries'
import { inTransaction, type ImportRun } from './import-run'
import { deleteRecheck, insertRechecks, selectNextRecheck } from './recheck.queries'
import { settleDay } from './settle-day.service'
import { NO_NEWS, type SettledDay } from './settling'

/** What looking again at a day brought up that was not known. */
export interface RecheckedDay {
  portfolio: PortfolioRow
  date: string
  /** The file that made it necessary. */
  sourceFileId: string | null
  problems: SettledDay['problems']
}

/** So many days on from what changed, and no further, is gone on where each brings other findings. */
const FURTHEST = 5

/**
 * Checks every day again that is noted, also those that a run before this one left; the earliest first, as one may note the
 * next. Where other findings stand than before, the next valuation is looked at too: some checks reach further back than a day.
 */
export async function recheckDays(run: ImportRun): Promise<RecheckedDay[]> {
  const looking: ImportRun = { ...run, options: { ...run.options, publish: false, reason: null } }
  const rechecked: RecheckedDay[] = []
  const steps = new Map<string, number>()
  for (let due = await selectNextRecheck(run.deps.db); due; due = await selectNextRecheck(run.deps.db)) {
    const { portfolio_id: portfolioId, date, source_file_id: sourceFileId } = due
    const portfolio = run.portfolios.find(({ id }) => id === portfolioId)
    const step = (steps.get(`${portfolioId} ${date}`) ?? 0) + 1
    const problems = await inTransaction(looking, async (db) => {
      await lockPortfolio(db, portfolioId)
      await deleteRecheck(db, { portfolioId, date })
      if (!portfolio) return []
      const look = await lookAgain(looking, db, { portfolio, date })
      const next = look.differs && step < FURTHEST ? await selectNextDay(db, portfolioId, date) : null
      if (next !== null) {
        await insertRechecks(db, [{ portfolio_id: portfolioId, date: next, source_file_id: sourceFileId }])
        steps.set(`${portfolioId} ${next}`, step)
      }
      return look.problems
    })
    if (portfolio) rechecked.push({ portfolio, date, sourceFileId, problems })
  }
  return rechecked
}

/** What was found that was not known, and whether other findings stand than before. */
async function lookAgain(
  run: ImportRun,
  db: Db,
  day: { portfolio: PortfolioRow; date: string },
): Promise<{ problems: SettledDay['problems']; differs: boolean }> {
  const place = { portfolioId: day.portfolio.id, date: day.date }
  const before = await selectDayFindings(db, place)
  await settleDay(run, db, day, NO_NEWS)
  const opened = await openedSince(db, place, before)
  const differs = opened.length > 0 || standing(await selectDayFindings(db, place)) !== standing(before)
  return { problems: opened.map((finding) => ({ kind: 'finding', finding, source: null })), differs }
}

const standing = (findings: readonly FindingTable[]): number =>
  findings.filter(({ state }) => state !== 'resolved').length
