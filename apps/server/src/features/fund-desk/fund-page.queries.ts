/** What the page of one fund shows besides what it is said to be. */
import type { Db } from '../../db/schema'

/** Names in files that are not the fund's own, by when they were first seen. */
export function selectAliases(db: Db, code: string) {
  return db
    .selectFrom('fund_alias as alias')
    .innerJoin('fund', 'fund.code', 'alias.fund_code')
    .leftJoin('source_file as file', 'file.id', 'alias.source_file_id')
    .select(['alias.name', 'alias.first_seen_at', 'alias.source_file_id', 'file.name as file_name'])
    .where('alias.fund_code', '=', code)
    .whereRef('alias.name', '<>', 'fund.name')
    .orderBy('alias.first_seen_at')
    .orderBy('alias.name')
    .execute()
}

export async function countNavs(db: Db, code: string): Promise<number> {
  const row = await db
    .selectFrom('fund_nav')
    .select((e) => e.fn.countAll<number>().as('navs'))
    .where('fund_code', '=', code)
    .executeTakeFirstOrThrow()
  return Number(row.navs)
}

interface HolderPage {
  after?: string | undefined
  limit: number
}

/** Accounts that hold the fund on their last published day, by code. */
export function selectHolders(db: Db, fundCode: string, { after, limit }: HolderPage) {
  return db
    .selectFrom('portfolio as p')
    .innerJoin('published_day as day', (join) =>
      join.onRef('day.portfolio_id', '=', 'p.id').on('day.date', '=', (e) =>
        // Not as a maximum: MySQL would read every day of each account for it.
        e
          .selectFrom('published_day as last')
          .select('last.date')
          .whereRef('last.portfolio_id', '=', 'p.id')
          .orderBy('last.date', 'desc')
          .limit(1),
      ),
    )
    .innerJoin('holding as h', (join) =>
      join
        .onRef('h.portfolio_id', '=', 'day.portfolio_id')
        .onRef('h.date', '=', 'day.date')
        .onRef('h.version', '=', 'day.version'),
    )
    .select(['p.code', 'p.name', 'h.date', 'h.shares_e4', 'h.unit_nav_e8', 'h.price_date', 'h.market_value_e4'])
    .where('h.fund_code', '=', fundCode)
    .where('h.shares_e4', '<>', 0n)
    .$if(after !== undefined, (q) => q.where('p.code', '>', after ?? ''))
    .orderBy('p.code')
    .limit(limit)
    .execute()
}
