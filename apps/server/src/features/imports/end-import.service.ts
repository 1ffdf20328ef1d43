/** The end of an import: days that waited for one of its files, days to be looked at again, and what each file came to. */
import type { Problem } from '@sma/importers/records'
import { lockPortfolio, selectCandidates } from '../days/day-records.queries'
import { earliestStaged, inTransaction } from '../days/import-run'
import { publishLateRows } from '../days/publish-day.service'
import { recheckDays } from '../days/recheck.service'
import { settleDay } from '../days/settle-day.service'
import { NO_NEWS } from '../days/settling'
import { outcomeOf, problemsOf } from './apply-days.service'
import type { Importing } from './importing'
import type { DayReport } from './report'

/** Days that waited for what has now come are settled again, in the order of their dates. */
export async function settleHeldDays({ run, touched, applied }: Importing): Promise<void> {
  const { db } = run.deps
  const files = [...applied]
  for (const { portfolioId, date } of await selectCandidates(db, {
    states: ['held'],
    portfolioIds: [...touched],
    date: null,
  })) {
    const portfolio = run.portfolios.find((row) => row.id === portfolioId)
    if (!portfolio) continue
    const settled = await inTransaction(run, async (tx) => {
      await lockPortfolio(tx, portfolioId)
      return settleDay(run, tx, { portfolio, date }, NO_NEWS)
    })
    if (settled.state === 'held') continue
    const outcome = outcomeOf({ portfolio: portfolio.code, portfolioId, date }, settled)
    const key = `${portfolioId} ${date}`
    const concerned = files.filter((file) => file.days.get(key)?.problems.length)
    const last = files.at(-1)
    for (const file of concerned.length > 0 || !last ? concerned : [last]) file.days.set(key, outcome)
  }
  if (!run.options.publish) return
  for (const portfolioId of touched) {
    if ((await earliestStaged(run, db, portfolioId)) === null) continue
    await inTransaction(run, async (tx) => {
      await lockPortfolio(tx, portfolioId)
      await publishLateRows(run, tx, portfolioId)
    })
  }
}

/** Days that were checked against what has changed; what is found stands in the report of the file that brought the change. */
export async function recheckLaterDays({ run, files, applied }: Importing): Promise<void> {
  const last = [...applied].at(-1)
  for (const { portfolio, date, sourceFileId, problems } of await recheckDays(run)) {
    const day = { portfolio: portfolio.code, portfolioId: portfolio.id, date }
    const file = files.find(({ id }) => id === sourceFileId) ?? last
    if (!file) continue
    const told = new Set([...file.days.values()].flatMap((own) => own.problems.map(textOf)))
    file.rechecked.push(...problemsOf(day, problems).filter((item) => !told.has(textOf(item))))
  }
}

const textOf = ({ code, date, found, expected }: Problem): string => [code, date, found, expected].join(' ')

/** What was only staged takes the state that its day has come to in this import. */
export function showFinalStates({ files }: Importing): void {
  const final = new Map<string, DayReport['state']>()
  for (const file of files)
    for (const [key, day] of file.days)
      if (day.state === 'published' || (isWaiting(day.state) && !final.has(key))) final.set(key, day.state)
  for (const file of files)
    for (const [key, day] of file.days) if (day.state === 'imported') day.state = final.get(key) ?? 'imported'
}

const isWaiting = (state: DayReport['state']): boolean => state === 'checked' || state === 'approved'
