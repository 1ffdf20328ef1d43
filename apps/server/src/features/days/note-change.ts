/** Says that days were checked against something that is so no more; `recheckDays` looks at them again. */
import { addDays } from '@sma/finance/dates'
import type { Db } from '../../db/schema'
import { selectNextDay } from './day-records.queries'
import type { ImportRun } from './import-run'
import { insertRechecks, selectDaysHolding, selectDaysInHand } from './recheck.queries'

interface Change {
  portfolioId: string
  date: string
  /** The file that brought it; null where a person did. */
  sourceFileId: string | null
}

/**
 * The figures of a day changed: the next valuation day was checked against the former ones. In an import in order there is
 * none, and nothing is noted.
 */
export async function noteChangedDay(run: ImportRun, db: Db, { portfolioId, date, sourceFileId }: Change) {
  const next = await selectNextDay(db, portfolioId, date)
  if (next !== null) await note(run, db, [{ portfolio_id: portfolioId, date: next }], sourceFileId)
}

/** Transactions or flows of a day changed: they count for the first valuation day on or after it. */
export const noteChangedRows = (run: ImportRun, db: Db, change: Change): Promise<void> =>
  noteChangedDay(run, db, { ...change, date: addDays(change.date, -1) })

/** A class, the calendar or a tolerance changed: what is still in hand is judged anew, history is not. */
export async function noteJudgedAnew(
  run: ImportRun,
  db: Db,
  portfolioIds: readonly string[],
  sourceFileId: string | null,
): Promise<void> {
  await note(run, db, await selectDaysInHand(db, portfolioIds), sourceFileId)
}

/** Prices come from a NAV of the day or of a few trading days before (R-CHK-20). */
const PRICED_FROM_DAYS = 14
/** Further back than this from the newest NAV of a file, days are history. */
const IN_HAND_DAYS = 30

/** A fund's public NAVs came or changed: the days that hold it soon after are compared with them. */
export async function noteFundNavs(
  run: ImportRun,
  db: Db,
  { fundCode, dates, sourceFileId }: { fundCode: string; dates: readonly string[]; sourceFileId: string | null },
): Promise<void> {
  const [first, last] = [dates.toSorted()[0], dates.toSorted().at(-1)]
  if (first === undefined || last === undefined) return
  const oldest = addDays(last, -IN_HAND_DAYS)
  const span = { from: first > oldest ? first : oldest, to: addDays(last, PRICED_FROM_DAYS) }
  await note(run, db, await selectDaysHolding(db, fundCode, span), sourceFileId)
}

async function note(
  run: ImportRun,
  db: Db,
  days: readonly { portfolio_id: string; date: string }[],
  sourceFileId: string | null,
): Promise<void> {
  await insertRechecks(
    db,
    days.map((day) => ({ ...day, source_file_id: sourceFileId })),
  )
  for (const { portfolio_id, date } of days) run.noted.add(`${portfolio_id} ${date}`)
}
