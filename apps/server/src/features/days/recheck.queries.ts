/** Days that have to be looked at again, written down with the change that made it so: a crash in between loses none. */
import type { Db } from '../../db/schema'
import type { DayRecheckTable } from './days.table'

/** Notes days; one that is noted already keeps its first cause. */
export async function insertRechecks(db: Db, days: readonly DayRecheckTable[]): Promise<void> {
  for (const day of days) {
    const known = await db
      .selectFrom('day_recheck')
      .select('date')
      .where('portfolio_id', '=', day.portfolio_id)
      .where('date', '=', day.date)
      .executeTakeFirst()
    if (!known) await db.insertInto('day_recheck').values(day).execute()
  }
}

export async function deleteRecheck(db: Db, day: { portfolioId: string; date: string }): Promise<void> {
  await db.deleteFrom('day_recheck').where('portfolio_id', '=', day.portfolioId).where('date', '=', day.date).execute()
}

/** The next day to look at, each account's days in order. */
export function selectNextRecheck(db: Db): Promise<DayRecheckTable | undefined> {
  return db.selectFrom('day_recheck').selectAll().orderBy('portfolio_id').orderBy('date').limit(1).executeTakeFirst()
}

/** Days of these accounts that are still in hand: those with findings that stand, those that wait, and the newest one. */
export async function selectDaysInHand(db: Db, portfolioIds: readonly string[]) {
  if (portfolioIds.length === 0) return []
  const found = await db
    .selectFrom('finding')
    .select(['portfolio_id', 'date'])
    .distinct()
    .where('state', '<>', 'resolved')
    .where('origin', '=', 'check')
    .where('check_id', '<>', 'R-CHK-7')
    .where('portfolio_id', 'in', portfolioIds)
    .execute()
  const waiting = await db
    .selectFrom('valuation')
    .select(['portfolio_id', 'date'])
    .where('state', 'in', ['held', 'checked', 'approved'])
    .where('portfolio_id', 'in', portfolioIds)
    .execute()
  const newest = await db
    .selectFrom('portfolio as p')
    .select(['p.id as portfolio_id'])
    .select((e) =>
      e
        .selectFrom('valuation as v')
        .select((of) => of.fn.max('v.date').as('date'))
        .whereRef('v.portfolio_id', '=', 'p.id')
        .where('v.state', '=', 'published')
        .as('date'),
    )
    .where('p.id', 'in', portfolioIds)
    .execute()
  const days = new Map<string, { portfolio_id: string; date: string }>()
  for (const { portfolio_id, date } of [...found, ...waiting, ...newest])
    if (date !== null) days.set(`${portfolio_id} ${date}`, { portfolio_id, date })
  return [...days.values()]
}

/** Days on which a fund stands in the newest figures, in a span. */
export function selectDaysHolding(db: Db, fundCode: string, span: { from: string; to: string }) {
  return db
    .selectFrom('holding')
    .select(['portfolio_id', 'date'])
    .distinct()
    .where('fund_code', '=', fundCode)
    .where('date', '>=', span.from)
    .where('date', '<=', span.to)
    .execute()
}

/** Published days of a span on which a fund is held, with shares. */
export function selectShownHolding(db: Db, fundCode: string, span: { from: string; to: string }) {
  return db
    .selectFrom('holding as h')
    .innerJoin('published_day as day', (join) =>
      join
        .onRef('day.portfolio_id', '=', 'h.portfolio_id')
        .onRef('day.date', '=', 'h.date')
        .onRef('day.version', '=', 'h.version'),
    )
    .select(['h.portfolio_id', 'h.date'])
    .where('h.fund_code', '=', fundCode)
    .where('h.date', '>=', span.from)
    .where('h.date', '<=', span.to)
    .where('h.shares_e4', '>', 0n)
    .execute()
}
