import type { Db } from '../../db/schema'
import { selectVersions } from '../days/day-records.queries'
import type { ValuationTable } from '../days/days.table'

/** The versions of a day that clients had been shown by an instant, oldest first, each in the state that it had then. */
export async function selectShownBy(
  db: Db,
  { portfolioId, date, knownAt }: { portfolioId: string; date: string; knownAt: string },
): Promise<ValuationTable[]> {
  const shown = (await selectVersions(db, portfolioId, date)).filter((row) => isBy(row.published_at, knownAt))
  return shown.map((row, index) => asOf(row, { knownAt, isLast: index === shown.length - 1 }))
}

const isBy = (instant: string | null, knownAt: string): boolean => instant !== null && instant <= knownAt

const NOT_ASKED = { withdrawal_asked_at: null, withdrawal_asked_by: null, withdrawal_reason: null }
const NOT_WITHDRAWN = { withdrawn_at: null, withdrawn_by: null }

function asOf(row: ValuationTable, { knownAt, isLast }: { knownAt: string; isLast: boolean }): ValuationTable {
  if (isBy(row.withdrawn_at, knownAt)) return row
  const asked = isBy(row.withdrawal_asked_at, knownAt) ? {} : NOT_ASKED
  return { ...row, ...NOT_WITHDRAWN, ...asked, state: isLast ? 'published' : 'superseded' }
}
