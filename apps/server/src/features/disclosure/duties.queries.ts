/** What duties are told from: accounts with their rules, what clients can read, events and marks; each read flat, and once. */
import type { Db } from '../../db/schema'
import type { DisclosureMarkTable, DutyKind } from './disclosure.table'

/** Every account by its code, and its own rule where it has one. */
export function selectDutyAccounts(db: Db) {
  return db
    .selectFrom('portfolio as p')
    .leftJoin('disclosure_rule as r', 'r.portfolio_id', 'p.id')
    .select(['p.id', 'p.code', 'p.name', 'p.strategy', 'p.launch_date', 'p.closed_on'])
    .select(['r.monthly', 'r.quarterly', 'r.annual', 'r.since'])
    .orderBy('p.code')
    .execute()
}

export type DutyAccount = Awaited<ReturnType<typeof selectDutyAccounts>>[number]

export function selectEvents(db: Db) {
  return db.selectFrom('disclosure_event').select(['portfolio_id', 'happened_on', 'due_on', 'title']).execute()
}

export function selectReportMarks(db: Db): Promise<DisclosureMarkTable[]> {
  return db.selectFrom('disclosure_mark').selectAll().where('kind', '!=', 'daily').execute()
}

/** A report that all clients, or those of a strategy, can read now. */
export interface BroadReport {
  id: string
  strategy: string | null
  report_kind: string | null
  report_period: string | null
  published_at: string | null
}

/** Few; what is for single accounts is read apart. */
export function selectBroadReports(db: Db, now: string): Promise<BroadReport[]> {
  return db
    .selectFrom('publication')
    .select(['id', 'strategy', 'report_kind', 'report_period', 'published_at'])
    .where('report_kind', 'is not', null)
    .where('audience', 'in', ['all', 'strategy'])
    .where('state', '=', 'released')
    .where('published_at', '<=', now)
    .orderBy('id')
    .execute()
}

type ReportKind = Exclude<DutyKind, 'daily'>

/** Reports of a kind for single accounts that clients can read now: told by one index, without their publications. */
const readable = (db: Db, { kind, now }: { kind: ReportKind; now: string }) =>
  db.selectFrom('publication_portfolio').where('report_kind', '=', kind).where('covers_from', '<=', now)

/** Accounts and periods of which there is one: tens of thousands of rows, and so no more of each than is needed. */
export function selectCovered(
  db: Db,
  { kind, now, portfolioIds }: { kind: ReportKind; now: string; portfolioIds: readonly string[] | null },
) {
  return readable(db, { kind, now })
    .select(['portfolio_id as id', 'report_period as period'])
    .$if(portfolioIds !== null, (query) => query.where('portfolio_id', 'in', portfolioIds ?? []))
    .execute()
}

/** Since when some of them are covered, and by what. */
export function selectCovers(
  db: Db,
  { kind, now, ...of }: { kind: ReportKind; now: string; portfolioIds: readonly string[]; periods: readonly string[] },
) {
  return readable(db, { kind, now })
    .select((e) => ['portfolio_id as id', 'report_period as period', e.fn.min('covers_from').as('at')])
    .select((e) => e.fn.min('publication_id').as('publication'))
    .where('report_period', 'in', of.periods)
    .where('portfolio_id', 'in', of.portfolioIds)
    .groupBy(['portfolio_id', 'report_period'])
    .execute()
}
