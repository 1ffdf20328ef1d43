/** Accounts' days without a published value, rules, events and marks. */
import type { Db } from '../../db/schema'
import type { DisclosureEventTable, DisclosureMarkTable, DisclosureRuleTable, DutyKind } from './disclosure.table'

const MISSING_DAY = 'R-CHK-7'

/** Every account with the first and the newest day that has a valuation, shown or not, and whether its own rule asks for days. */
export function selectDailyAccounts(db: Db) {
  return db
    .selectFrom('portfolio as p')
    .leftJoin('disclosure_rule as r', 'r.portfolio_id', 'p.id')
    .select(['p.id', 'p.code', 'p.name', 'p.launch_date', 'p.closed_on', 'p.valuation_lag', 'r.daily', 'r.since'])
    .select((e) => [
      e
        .selectFrom('valuation as v')
        .select('v.date')
        .whereRef('v.portfolio_id', '=', 'p.id')
        .orderBy('v.date')
        .limit(1)
        .as('first_valued'),
      e
        .selectFrom('valuation as v')
        .select('v.date')
        .whereRef('v.portfolio_id', '=', 'p.id')
        .orderBy('v.date', 'desc')
        .limit(1)
        .as('last_valued'),
    ])
    .orderBy('p.code')
    .execute()
}

export type DailyAccount = Awaited<ReturnType<typeof selectDailyAccounts>>[number]

/** Days between valuations that have none (R-CHK-7); an explained one with what was said. */
export function selectMissingDays(db: Db) {
  return db
    .selectFrom('finding')
    .select(['portfolio_id', 'date', 'state', 'note'])
    .where('state', 'in', ['open', 'explained'])
    .where('check_id', '=', MISSING_DAY)
    .execute()
}

/** Days that have a valuation and show none. */
export function selectUnpublishedDays(db: Db) {
  return db
    .selectFrom('valuation as v')
    .leftJoin('published_day as shown', (join) =>
      join.onRef('shown.portfolio_id', '=', 'v.portfolio_id').onRef('shown.date', '=', 'v.date'),
    )
    .select(['v.portfolio_id', 'v.date'])
    .distinct()
    .where('v.state', 'in', ['held', 'checked', 'approved', 'withdrawn'])
    .where('shown.date', 'is', null)
    .execute()
}

export function selectDailyMarks(db: Db): Promise<DisclosureMarkTable[]> {
  return db.selectFrom('disclosure_mark').selectAll().where('kind', '=', 'daily').execute()
}

export function selectRules(db: Db) {
  return db
    .selectFrom('disclosure_rule as r')
    .leftJoin('portfolio as p', 'p.id', 'r.portfolio_id')
    .selectAll('r')
    .select(['p.code', 'p.name'])
    .orderBy('p.code')
    .execute()
}

/** The instant at which the house received its first file here; null before. */
export async function selectFirstReceived(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('source_file')
    .select((e) => e.fn.min('received_at').as('at'))
    .executeTakeFirst()
  return row?.at ?? null
}

/** Puts a rule in the place of the one before; null takes it away. */
export async function replaceRule(db: Db, id: string, rule: DisclosureRuleTable | null): Promise<void> {
  await db.deleteFrom('disclosure_rule').where('id', '=', id).execute()
  if (rule) await db.insertInto('disclosure_rule').values(rule).execute()
}

export function selectEvent(db: Db, portfolioId: string, happenedOn: string) {
  return db
    .selectFrom('disclosure_event')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('happened_on', '=', happenedOn)
    .executeTakeFirst()
}

export async function insertEvents(db: Db, rows: readonly DisclosureEventTable[]): Promise<void> {
  await db.insertInto('disclosure_event').values(rows).execute()
}

/** Whether there was one. */
export async function deleteEvent(db: Db, portfolioId: string, happenedOn: string): Promise<boolean> {
  const result = await db
    .deleteFrom('disclosure_event')
    .where('portfolio_id', '=', portfolioId)
    .where('happened_on', '=', happenedOn)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}

export async function insertMark(db: Db, row: DisclosureMarkTable): Promise<void> {
  await db.insertInto('disclosure_mark').values(row).execute()
}

/** Whether there was one. */
export async function deleteMark(
  db: Db,
  { portfolioId, kind, period }: { portfolioId: string; kind: DutyKind; period: string },
): Promise<boolean> {
  const result = await db
    .deleteFrom('disclosure_mark')
    .where('portfolio_id', '=', portfolioId)
    .where('kind', '=', kind)
    .where('period', '=', period)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}

export async function selectPortfolioIdsOf(db: Db, codes: readonly string[]) {
  if (codes.length === 0) return []
  return db.selectFrom('portfolio').select(['id', 'code']).where('code', 'in', codes).execute()
}
