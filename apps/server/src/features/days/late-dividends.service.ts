/** Dividends that come after days which they concern were shown: told, and with a reason a restatement of these days (R-HLD-6). */
import { addDays } from '@sma/finance/dates'
import type { Db } from '../../db/schema'
import { groupBy } from '../../group-by'
import { selectDividends } from './book.queries'
import { lockPortfolio, selectPublishedBeside, selectVersions } from './day-records.queries'
import type { ImportRun } from './import-run'
import { renewDay } from './publish-day.service'
import { selectShownHolding } from './recheck.queries'
import { dividendAt, type SaidDividend } from './shown-dividends'

/** So far from an ex-date, the valuations before and after it are looked for: an account is valued once a month at least. */
const FURTHEST_DAYS = 62

interface LateDay {
  portfolioId: string
  date: string
  version: number
}

/**
 * The first published day on or after the ex-date of every account that held the fund then, where that day counts another
 * dividend than what is said now. With a reason such a day gets a version that counts it.
 */
export async function lateDividend(
  run: ImportRun,
  db: Db,
  { fundCode, date, reason }: { fundCode: string; date: string; reason: string | null },
): Promise<LateDay[]> {
  const said = (await selectDividends(db, [fundCode])).find((dividend) => dividend.date === date)
  if (!said) return []
  const span = { from: addDays(date, -FURTHEST_DAYS), to: addDays(date, FURTHEST_DAYS) }
  const holding = await selectShownHolding(db, fundCode, span)
  const late: LateDay[] = []
  for (const [portfolioId, held] of groupBy(holding, (day) => day.portfolio_id)) {
    if (reason !== null) await lockPortfolio(db, portfolioId)
    const day = await countingDay(db, portfolioId, said)
    const heldOn = new Set(held.map((row) => row.date))
    if (day && (heldOn.has(day.date) || (day.before !== null && heldOn.has(day.before))))
      late.push({ portfolioId, date: day.date, version: day.version })
  }
  if (reason !== null) for (const day of late) await renewDay(run, db, day, reason)
  return late
}

/** The first published day on or after the ex-date, with the one before that date; null where it counts what is said now. */
async function countingDay(db: Db, portfolioId: string, said: SaidDividend) {
  const day = await selectPublishedBeside(db, portfolioId, { date: said.date, side: 'on-or-after' })
  if (!day) return null
  const shown = (await selectVersions(db, portfolioId, day.date)).find(({ version }) => version === day.version)
  const instant = shown?.published_at ?? null
  if (instant === null || (dividendAt(said, instant) ?? 0n) === (said.dividendE8 ?? 0n)) return null
  const before = await selectPublishedBeside(db, portfolioId, { date: addDays(said.date, -1), side: 'on-or-before' })
  return { ...day, before: before?.date ?? null }
}
