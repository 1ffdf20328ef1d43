/** A day that was restated or withdrawn is what the next day was checked against: that day is looked at again. */
import { lockPortfolio, selectNextDay } from './day-records.queries'
import { inTransaction, type ImportRun } from './import-run'
import { NO_NEWS, settleDay } from './settle-day.service'

/** Runs the checks of the first valuation day after each changed one; what they find stands among the findings. */
export async function recheckNextDays(run: ImportRun): Promise<void> {
  const looking: ImportRun = { ...run, options: { ...run.options, publish: false, reason: null } }
  for (const { portfolioId, date } of run.changedDays.splice(0)) {
    const portfolio = run.portfolios.find(({ id }) => id === portfolioId)
    if (!portfolio) continue
    await inTransaction(looking, async (db) => {
      await lockPortfolio(db, portfolioId)
      const next = await selectNextDay(db, portfolioId, date)
      if (next !== null) await settleDay(looking, db, { portfolio, date: next }, NO_NEWS)
    })
  }
}
