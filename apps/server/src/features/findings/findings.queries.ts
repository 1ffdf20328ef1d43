import type { Db } from '../../db/schema'
import type { FindingEventTable, FindingOrigin, FindingTable } from './findings.table'

interface DayPlace {
  portfolioId: string
  date: string
}

export async function selectDayFindings(db: Db, { portfolioId, date }: DayPlace): Promise<FindingTable[]> {
  return db
    .selectFrom('finding')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('date', '=', date)
    .orderBy('check_id')
    .orderBy('subject')
    .execute()
}

/** The findings of one origin on a day. */
export async function selectFindingsOf(
  db: Db,
  { portfolioId, date, origin }: DayPlace & { origin: FindingOrigin },
): Promise<FindingTable[]> {
  return db
    .selectFrom('finding')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('date', '=', date)
    .where('origin', '=', origin)
    .execute()
}

/** Days that a file's reader held back, and nothing has settled since. */
export async function selectDaysWithFileFindings(db: Db) {
  return db
    .selectFrom('finding')
    .select(['portfolio_id', 'date', 'origin'])
    .distinct()
    .where('origin', '<>', 'check')
    .where('state', '<>', 'resolved')
    .execute()
}

export async function selectFinding(db: Db, id: string): Promise<FindingTable | undefined> {
  return db.selectFrom('finding').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Findings of one check of a portfolio, whatever their day. */
export async function selectFindingsOfCheck(db: Db, portfolioId: string, check: string): Promise<FindingTable[]> {
  return db
    .selectFrom('finding')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('check_id', '=', check)
    .execute()
}

const ROWS_AT_ONCE = 100

export async function insertFindings(db: Db, findings: FindingTable[]): Promise<void> {
  for (let from = 0; from < findings.length; from += ROWS_AT_ONCE)
    await db
      .insertInto('finding')
      .values(findings.slice(from, from + ROWS_AT_ONCE))
      .execute()
}

export async function updateFindingStates(
  db: Db,
  ids: string[],
  columns: Pick<FindingTable, 'state'> & Partial<Pick<FindingTable, 'last_seen'>>,
): Promise<void> {
  for (let from = 0; from < ids.length; from += ROWS_AT_ONCE)
    await db
      .updateTable('finding')
      .set(columns)
      .where('id', 'in', ids.slice(from, from + ROWS_AT_ONCE))
      .execute()
}

export async function updateFinding(db: Db, id: string, columns: Partial<FindingTable>): Promise<void> {
  await db.updateTable('finding').set(columns).where('id', '=', id).execute()
}

export async function insertFindingEvents(db: Db, events: FindingEventTable[]): Promise<void> {
  for (let from = 0; from < events.length; from += ROWS_AT_ONCE)
    await db
      .insertInto('finding_event')
      .values(events.slice(from, from + ROWS_AT_ONCE))
      .execute()
}

/** What happened to these findings, oldest first. */
export async function selectFindingEvents(db: Db, findingIds: readonly string[]): Promise<FindingEventTable[]> {
  if (findingIds.length === 0) return []
  return db.selectFrom('finding_event').selectAll().where('finding_id', 'in', findingIds).orderBy('id').execute()
}

export interface FindingFilter {
  states?: FindingTable['state'][] | undefined
  portfolioId?: string | undefined
  date?: string | undefined
  check?: string | undefined
  severity?: FindingTable['severity'] | undefined
  /** Null: nobody's. */
  owner?: string | null | undefined
  /** Rows after this one, by day (newest first) and id. */
  after?: { date: string; id: string } | undefined
  limit: number
}

export type FindingRow = FindingTable & { code: string; portfolio_name: string }

/** Findings with their portfolio's code, the newest day first. */
export async function selectFindings(db: Db, filter: FindingFilter): Promise<FindingRow[]> {
  let query = db
    .selectFrom('finding as f')
    .innerJoin('portfolio as p', 'p.id', 'f.portfolio_id')
    .selectAll('f')
    .select(['p.code', 'p.name as portfolio_name'])
  if (filter.states) query = query.where('f.state', 'in', filter.states)
  if (filter.portfolioId) query = query.where('f.portfolio_id', '=', filter.portfolioId)
  if (filter.date) query = query.where('f.date', '=', filter.date)
  if (filter.check) query = query.where('f.check_id', '=', filter.check)
  if (filter.severity) query = query.where('f.severity', '=', filter.severity)
  if (filter.owner === null) query = query.where('f.owner', 'is', null)
  else if (filter.owner) query = query.where('f.owner', '=', filter.owner)
  const { after } = filter
  if (after)
    query = query.where((e) =>
      e.or([e('f.date', '<', after.date), e.and([e('f.date', '=', after.date), e('f.id', '>', after.id)])]),
    )
  return query.orderBy('f.date', 'desc').orderBy('f.id').limit(filter.limit).execute()
}

/** How many findings stand in each state, for the whole house. */
export async function countFindings(db: Db): Promise<Map<FindingTable['state'], number>> {
  const rows = await db
    .selectFrom('finding')
    .select(['state', (e) => e.fn.countAll().as('n')])
    .groupBy('state')
    .execute()
  return new Map(rows.map((row) => [row.state, Number(row.n)]))
}
