import type { Db } from '../../db/schema'
import { groupBy } from '../../group-by'
import { owns } from '../clients/ownership.queries'
import { FALLEN, type VersionKey } from '../days/day-records.queries'
import type { ClientFlowTable, DayState, HoldingTable, ValuationTable } from '../days/days.table'
import type { FindingTable } from '../findings/findings.table'

export interface PreviewFilter {
  /** Left out: every portfolio. */
  portfolioIds?: string[] | undefined
  /** Left out: every day. */
  date?: string | undefined
  /** Left out: all that waits. */
  states?: DayState[] | undefined
}

const WAITING: DayState[] = ['held', 'checked', 'approved']
/** What clients see, or saw. */
const SHOWN: DayState[] = ['published', 'withdrawn']

type NamedVersion = ValuationTable & { code: string; portfolio_name: string; nav_decimals: number }
export type WaitingRow = NamedVersion & { previous_date: string | null; shown_version: number | null }

/** Versions that wait, with their portfolio and the day before that stands. */
export async function selectWaiting(db: Db, filter: PreviewFilter): Promise<WaitingRow[]> {
  if (filter.portfolioIds?.length === 0) return []
  return versions(db, filter)
    .select((e) =>
      e
        .selectFrom('valuation as b')
        .select('b.date')
        .whereRef('b.portfolio_id', '=', 'v.portfolio_id')
        .whereRef('b.date', '<', 'v.date')
        // Of states that do not stand: asked for those that do, SQLite would sort all days of an account by its index of states.
        .where('b.state', 'not in', FALLEN)
        .orderBy('b.date', 'desc')
        .limit(1)
        .as('previous_date'),
    )
    .select((e) =>
      e
        .selectFrom('valuation as s')
        .select('s.version')
        .whereRef('s.portfolio_id', '=', 'v.portfolio_id')
        .whereRef('s.date', '=', 'v.date')
        .where('s.state', 'in', SHOWN)
        .orderBy('s.version', 'desc')
        .limit(1)
        .as('shown_version'),
    )
    .where('v.state', 'in', filter.states ?? WAITING)
    .orderBy('v.date')
    .orderBy('p.code')
    .execute()
}

/** Every day that waits, newest first. */
export async function selectWaitingDates(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('valuation')
    .select('date')
    .distinct()
    .where('state', 'in', WAITING)
    .orderBy('date', 'desc')
    .execute()
  return rows.map(({ date }) => date)
}

/** Shown versions that someone wants to take back, with their portfolio; another person has to agree. */
export async function selectAskedWithdrawals(db: Db, filter: PreviewFilter): Promise<NamedVersion[]> {
  if (filter.portfolioIds?.length === 0) return []
  return versions(db, filter)
    .where('v.state', '=', 'published')
    .where('v.withdrawal_asked_at', '>', '')
    .orderBy('v.withdrawal_asked_at')
    .orderBy('p.code')
    .execute()
}

function versions(db: Db, { portfolioIds, date }: PreviewFilter) {
  let query = db
    .selectFrom('valuation as v')
    .innerJoin('portfolio as p', 'p.id', 'v.portfolio_id')
    .selectAll('v')
    .select(['p.code', 'p.name as portfolio_name', 'p.nav_decimals'])
  if (portfolioIds) query = query.where('v.portfolio_id', 'in', portfolioIds)
  if (date) query = query.where('v.date', '=', date)
  return query
}

/** The clients who see each portfolio, or the one named. */
export async function selectViewers(db: Db, now: string, portfolioId?: string): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('client_portfolio as owned')
    .select(['portfolio_id', 'client_id'])
    .where(owns('owned', now))
    .$if(portfolioId !== undefined, (query) => query.where('portfolio_id', '=', portfolioId ?? ''))
    .orderBy('client_id')
    .execute()
  const viewers = groupBy(rows, (row) => row.portfolio_id)
  return new Map([...viewers].map(([portfolioId, seen]) => [portfolioId, seen.map((row) => row.client_id)]))
}

export type DayKey = Omit<VersionKey, 'version'>

const PORTFOLIOS_AT_ONCE = 500

/** Asks for the days of one date together: in the morning hundreds of portfolios wait with the same one. */
async function byDate<T>(
  days: readonly DayKey[],
  ask: (date: string, portfolioIds: string[]) => Promise<T[]>,
): Promise<T[]> {
  const rows: T[] = []
  for (const [date, same] of groupBy(days, (day) => day.date)) {
    const ids = same.map(({ portfolioId }) => portfolioId)
    for (let from = 0; from < ids.length; from += PORTFOLIOS_AT_ONCE)
      rows.push(...(await ask(date, ids.slice(from, from + PORTFOLIOS_AT_ONCE))))
  }
  return rows
}

/** Every version of these days, oldest first. */
export const selectVersionsOf = (db: Db, days: readonly DayKey[]): Promise<ValuationTable[]> =>
  byDate(days, (date, ids) =>
    db
      .selectFrom('valuation')
      .selectAll()
      .where('portfolio_id', 'in', ids)
      .where('date', '=', date)
      .orderBy('version')
      .execute(),
  )

/** Holdings of every version of these days. */
export const selectHoldingsOf = (db: Db, days: readonly DayKey[]): Promise<HoldingTable[]> =>
  byDate(days, (date, ids) =>
    db.selectFrom('holding').selectAll().where('portfolio_id', 'in', ids).where('date', '=', date).execute(),
  )

/** What the checks found on these days and still stands or was explained. */
export const selectFindingsOf = (db: Db, days: readonly DayKey[]): Promise<FindingTable[]> =>
  byDate(days, (date, ids) =>
    db
      .selectFrom('finding')
      .selectAll()
      .where('portfolio_id', 'in', ids)
      .where('date', '=', date)
      .where('state', '!=', 'resolved')
      .orderBy('check_id')
      .orderBy('subject')
      .execute(),
  )

/** Flows after each portfolio's day before, up to its day, in order. */
export async function selectFlowsUpTo(
  db: Db,
  days: readonly (DayKey & { after: string })[],
): Promise<ClientFlowTable[]> {
  const after = new Map(days.map((day) => [`${day.portfolioId} ${day.date}`, day.after]))
  return byDate(days, async (date, ids) => {
    const first = ids.map((id) => after.get(`${id} ${date}`) ?? date).sort()[0] ?? date
    return db
      .selectFrom('client_flow')
      .selectAll()
      .where('portfolio_id', 'in', ids)
      .where('date', '>', first)
      .where('date', '<=', date)
      .where('state', '!=', 'superseded')
      .orderBy('date')
      .orderBy('place')
      .execute()
  })
}
