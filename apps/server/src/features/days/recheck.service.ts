/** What a day was checked against has changed: the day is looked at again, whatever its state. Nothing is unpublished by it. */
import type { Db } from '../../db/schema'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'
import { selectDayFindings } from '../findings/findings.queries'
import { openedSince } from '../findings/findings.service'
import { lockPortfolio } from './day-records.queries'
import { inTransaction, type ImportRun } from './import-run'
import { deleteRecheck, selectNextRecheck } from './recheck.queries'
import { NO_NEWS, settleDay, type SettledDay } from './settle-day.service'

/** What looking again at a day brought up that was not known. */
export interface RecheckedDay {
  portfolio: PortfolioRow
  date: string
  /** The file that made it necessary. */
  sourceFileId: string | null
  problems: SettledDay['problems']
}

/** Checks every day again that is noted, also those that a run before this one left; the earliest first, as one may note the next. */
export async function recheckDays(run: ImportRun): Promise<RecheckedDay[]> {
  const looking: ImportRun = { ...run, options: { ...run.options, publish: false, reason: null } }
  const rechecked: RecheckedDay[] = []
  for (let due = await selectNextRecheck(run.deps.db); due; due = await selectNextRecheck(run.deps.db)) {
    const { portfolio_id: portfolioId, date, source_file_id: sourceFileId } = due
    const portfolio = run.portfolios.find(({ id }) => id === portfolioId)
    const problems = await inTransaction(looking, async (db) => {
      await lockPortfolio(db, portfolioId)
      await deleteRecheck(db, { portfolioId, date })
      return portfolio ? lookAgain(looking, db, { portfolio, date }) : []
    })
    if (portfolio) rechecked.push({ portfolio, date, sourceFileId, problems })
  }
  return rechecked
}

async function lookAgain(
  run: ImportRun,
  db: Db,
  day: { portfolio: PortfolioRow; date: string },
): Promise<SettledDay['problems']> {
  const place = { portfolioId: day.portfolio.id, date: day.date }
  const before = await selectDayFindings(db, place)
  await settleDay(run, db, day, NO_NEWS)
  return (await openedSince(db, place, before)).map((finding) => ({ kind: 'finding', finding, source: null }))
}
