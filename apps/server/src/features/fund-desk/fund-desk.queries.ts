import type { DaySpan } from '@sma/finance/holdings/class-periods'
import { sql, type ExpressionBuilder } from 'kysely'
import type { Db, Schema } from '../../db/schema'
import type { FundTable } from '../funds/funds.table'

export interface FundFilter {
  /** Part of code or name, whatever its case. */
  text?: string
  /** `none`: without a class. */
  assetClass?: string
  /** The day of that class. */
  today: string
  /** Only these, where given. */
  codes?: readonly string[] | undefined
  after?: string
  limit: number
}

/** Nobody has said what the fund is, of any day. */
const hasNoClass = (e: ExpressionBuilder<Schema, 'fund'>) =>
  e.and([
    e('fund.asset_class', 'is', null),
    e.not(
      e.exists(
        e
          .selectFrom('fund_class as later')
          .select('later.class_from')
          .whereRef('later.fund_code', '=', 'fund.code')
          .where('later.asset_class', 'is not', null),
      ),
    ),
  ])

/** R-CLS-3 in SQL: the last class that has begun by the day, before all of them the fund's first. */
const classOfDay = (date: string) => (e: ExpressionBuilder<Schema, 'fund'>) =>
  e.fn.coalesce(
    e
      .selectFrom('fund_class as later')
      .select('later.asset_class')
      .whereRef('later.fund_code', '=', 'fund.code')
      .where('later.class_from', '<=', date)
      .where('later.asset_class', 'is not', null)
      .orderBy('later.class_from', 'desc')
      .limit(1),
    'fund.asset_class',
  )

/** By code. */
export async function selectFundPage(
  db: Db,
  { text, assetClass, today, codes, after, limit }: FundFilter,
): Promise<FundTable[]> {
  if (codes?.length === 0) return []
  const like = `%${(text ?? '').toLowerCase().replaceAll(/[!%_]/g, '!$&')}%`
  return db
    .selectFrom('fund')
    .selectAll()
    .$if(text !== undefined && text !== '', (q) =>
      q.where(
        sql<boolean>`(lower(code) like ${like} escape '!' or lower(name) like ${like} escape '!' or lower(short_name) like ${like} escape '!')`,
      ),
    )
    .$if(assetClass === 'none', (q) => q.where(hasNoClass))
    .$if(assetClass !== undefined && assetClass !== 'none', (q) => q.where(classOfDay(today), '=', assetClass ?? ''))
    .$if(codes !== undefined, (q) => q.where('code', 'in', codes ?? []))
    .$if(after !== undefined, (q) => q.where('code', '>', after ?? ''))
    .orderBy('code')
    .limit(limit)
    .execute()
}

export async function countUnclassified(db: Db): Promise<number> {
  const row = await db
    .selectFrom('fund')
    .select((e) => e.fn.countAll<number>().as('funds'))
    .where(hasNoClass)
    .executeTakeFirstOrThrow()
  return Number(row.funds)
}

export function selectFund(db: Db, code: string): Promise<FundTable | undefined> {
  return db.selectFrom('fund').selectAll().where('code', '=', code).executeTakeFirst()
}

/** What was replaced, newest first, with the name of the file that did it. */
export function selectFundChanges(db: Db, code: string) {
  return db
    .selectFrom('master_change as change')
    .leftJoin('source_file as file', 'file.id', 'change.source_file_id')
    .select(['field', 'date', 'old_value', 'new_value', 'changed_at', 'changed_by', 'reason'])
    .select(['change.source_file_id', 'file.name'])
    .where('subject', 'in', ['fund', 'fund-class'])
    .where('subject_id', '=', code)
    .orderBy('changed_at', 'desc')
    .orderBy('change.id', 'desc')
    .execute()
}

/** Published days of a span that hold the fund, by account, the most days first. */
export function selectDaysWithFund(db: Db, fundCode: string, { from, until }: DaySpan) {
  return db
    .selectFrom('holding as h')
    .innerJoin('published_day as day', (join) =>
      join
        .onRef('day.portfolio_id', '=', 'h.portfolio_id')
        .onRef('day.date', '=', 'h.date')
        .onRef('day.version', '=', 'h.version'),
    )
    .innerJoin('portfolio as p', 'p.id', 'h.portfolio_id')
    .select(['p.id', 'p.code', 'p.name'])
    .select((e) => [e.fn.countAll<number>().as('days'), e.fn.min('h.date').as('first'), e.fn.max('h.date').as('last')])
    .where('h.fund_code', '=', fundCode)
    .where('h.market_value_e4', '<>', 0n)
    .where('h.date', '>=', from)
    .$if(until !== null, (q) => q.where('h.date', '<', until ?? ''))
    .groupBy(['p.id', 'p.code', 'p.name'])
    .orderBy('days', 'desc')
    .orderBy('p.code')
    .execute()
}
