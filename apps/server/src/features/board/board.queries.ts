import type { Db } from '../../db/schema'

/** Every portfolio with its newest published day and the newest day that has a valuation, up to a day. */
export function selectBoardPortfolios(db: Db, upTo: string) {
  return (
    db
      .selectFrom('portfolio as p')
      .select(['p.id', 'p.code', 'p.name', 'p.launch_date', 'p.valuation_lag', 'p.closed_on'])
      // Not as maxima: MySQL would read every day of each account for them.
      .select((e) => [
        e
          .selectFrom('published_day as shown')
          .select('shown.date')
          .whereRef('shown.portfolio_id', '=', 'p.id')
          .where('shown.date', '<=', upTo)
          .orderBy('shown.date', 'desc')
          .limit(1)
          .as('last_published'),
        e
          .selectFrom('valuation as v')
          .select('v.date')
          .whereRef('v.portfolio_id', '=', 'p.id')
          .where('v.state', '<>', 'withdrawn')
          .where('v.date', '<=', upTo)
          .orderBy('v.date', 'desc')
          .limit(1)
          .as('last_valued'),
      ])
      .orderBy('p.code')
      .execute()
  )
}

/** Days of accounts, found by the accounts: no index begins with the date. */
interface Asked {
  portfolioIds: readonly string[]
  dates: readonly string[]
}

/** All versions of these days, oldest first. */
export function selectStates(db: Db, { portfolioIds, dates }: Asked) {
  if (portfolioIds.length === 0 || dates.length === 0) return Promise.resolve([])
  return db
    .selectFrom('valuation')
    .select(['portfolio_id', 'date', 'state'])
    .where('portfolio_id', 'in', portfolioIds)
    .where('date', 'in', dates)
    .orderBy('version')
    .execute()
}

/** What the files said of these days. */
export function selectSources(db: Db, { portfolioIds, dates }: Asked) {
  if (portfolioIds.length === 0 || dates.length === 0) return Promise.resolve([])
  return db
    .selectFrom('day_evidence')
    .select(['portfolio_id', 'date', 'kind'])
    .where('portfolio_id', 'in', portfolioIds)
    .where('date', 'in', dates)
    .execute()
}

/** Days up to one that wait for a person, by portfolio. */
export function selectWaiting(db: Db, upTo: string) {
  return db
    .selectFrom('valuation')
    .select((e) => ['portfolio_id', e.fn.countAll<number>().as('days')])
    .where('state', 'in', ['held', 'checked', 'approved'])
    .where('date', '<=', upTo)
    .groupBy('portfolio_id')
    .execute()
}

/** Open findings of days up to one, by portfolio. */
export function selectOpenFindings(db: Db, upTo: string) {
  return db
    .selectFrom('finding')
    .select((e) => ['portfolio_id', e.fn.countAll<number>().as('findings')])
    .where('state', '=', 'open')
    .where('date', '<=', upTo)
    .groupBy('portfolio_id')
    .execute()
}

/** Of these days, those whose valuation a file's reader held back and nothing has settled since. */
export function selectHeldByReaders(db: Db, dates: readonly string[]) {
  if (dates.length === 0) return Promise.resolve([])
  return db
    .selectFrom('finding')
    .select(['portfolio_id', 'date'])
    .distinct()
    .where('origin', 'in', ['fa-valuation-sheet', 'fa-dump', 'valuations'])
    .where('state', '=', 'open')
    .where('date', 'in', dates)
    .execute()
}

/** How many files received in a span of time were held or rejected, and when the first of them came. */
export function countRefusedFiles(db: Db, span: { from: string; before: string }) {
  return db
    .selectFrom('source_file')
    .select((e) => ['status', e.fn.countAll<number>().as('files'), e.fn.min('received_at').as('first')])
    .where('status', 'in', ['held', 'rejected'])
    .where('received_at', '>=', span.from)
    .where('received_at', '<', span.before)
    .groupBy('status')
    .execute()
}

const WAITING = ['held', 'checked', 'approved'] as const

/** Days that wait for a person by how far they have come, and since when the oldest does. */
export async function countWaitingStates(db: Db) {
  const rows = await db
    .selectFrom('valuation')
    .select((e) => ['state', e.fn.countAll<number>().as('days'), e.fn.min('created_at').as('first')])
    .where('state', 'in', WAITING)
    .groupBy('state')
    .execute()
  return WAITING.flatMap((state) => rows.filter((row) => row.state === state).map((row) => ({ ...row, state })))
}

/** Open findings by severity, and when the oldest was first seen. */
export function countOpenFindings(db: Db) {
  return db
    .selectFrom('finding')
    .select((e) => ['severity', e.fn.countAll<number>().as('findings'), e.fn.min('first_seen').as('first')])
    .where('state', '=', 'open')
    .groupBy('severity')
    .orderBy('severity')
    .execute()
}
