/** A day that was restated or withdrawn is what the next day was checked against: that day is looked at again. */
import type { Db } from '../../db/schema'
import { lockPortfolio, selectNextDay } from './day-records.queries'
import { inTransaction, type ImportRun } from './import-run'
import { NO_NEWS, settleDay } from './settle-day.service'

/** Runs the checks of the first valuation day after each changed one; what they find stands among the findings. */
export async function recheckNextDays(run: ImportRun): Promise<void> {
  for (const { portfolioId, date } of run.changedDays.splice(0))
    await inTransaction(run, async (db) => {
      await lockPortfolio(db, portfolioId)
      await recheckAfter(run, db, { portfolioId, date })
    })
}

/** The same within the transaction `db` that changed the day. */
export async function recheckAfter(run: ImportRun, db: Db, day: { portfolioId: string; date: string }): Promise<void> {
  const looking: ImportRun = { ...run, options: { ...run.options, publish: false, reason: null } }
  const portfolio = run.portfolios.find(({ id }) => id === day.portfolioId)
  const next = await selectNextDay(db, day.portfolioId, day.date)
  if (portfolio && next !== null) await settleDay(looking, db, { portfolio, date: next }, NO_NEWS)
}
