/** Prices at which published days hold funds. */
import { sql } from 'kysely'
import type { Db } from '../../db/schema'
import type { SortedPlace } from '../../sorted-cursor'

const heldOnPublishedDays = (db: Db) =>
  db
    .selectFrom('holding as h')
    .innerJoin('published_day as day', (join) =>
      join
        .onRef('day.portfolio_id', '=', 'h.portfolio_id')
        .onRef('day.date', '=', 'h.date')
        .onRef('day.version', '=', 'h.version'),
    )
    .leftJoin('fund_nav as nav', (join) =>
      join
        .onRef('nav.fund_code', '=', 'h.fund_code')
        .on('nav.date', '=', (e) => e.fn.coalesce('h.price_date', 'h.date')),
    )
    .where('h.shares_e4', '<>', 0n)
    .where('h.unit_nav_e8', 'is not', null)

interface AskedPrices {
  /** Left out: of every fund. */
  fundCode?: string | undefined
  /** First and last day; left out: of every day. */
  from?: string | undefined
  to?: string | undefined
}

/**
 * Each price of a fund and a day once, the newest day first; those with a price date only where a NAV of that date is known that
 * is not the same to the last digit. Finance decides which of them differ.
 */
export function selectDoubtfulPrices(db: Db, { fundCode, from, to }: AskedPrices) {
  return heldOnPublishedDays(db)
    .select(['h.fund_code', 'h.date', 'h.price_date', 'h.unit_nav_e8'])
    .distinct()
    .where((e) => e.or([e('h.price_date', 'is', null), e('nav.unit_nav_e8', '<>', e.ref('h.unit_nav_e8'))]))
    .$if(fundCode !== undefined, (q) => q.where('h.fund_code', '=', fundCode ?? ''))
    .$if(from !== undefined, (q) => q.where('h.date', '>=', from ?? ''))
    .$if(to !== undefined, (q) => q.where('h.date', '<=', to ?? ''))
    .orderBy('h.date', 'desc')
    .execute()
}

/** NAVs of these funds from a day on. */
export async function selectNavsSince(db: Db, fundCodes: readonly string[], from: string) {
  if (fundCodes.length === 0) return []
  return db
    .selectFrom('fund_nav')
    .select(['fund_code', 'date', 'unit_nav_e8'])
    .where('fund_code', 'in', fundCodes)
    .where('date', '>=', from)
    .execute()
}

interface PriceOfDay {
  date: string
  priceE8: bigint
  priceDate: string | null
}

/** Who holds the fund at one of these prices: the newest day first, each by account's code, after a place where it is given. */
export async function selectHeldAt(
  db: Db,
  fundCode: string,
  { prices, after, limit }: { prices: readonly PriceOfDay[]; after: SortedPlace | null; limit: number },
) {
  if (prices.length === 0) return []
  const dates = [...new Set(prices.map(({ date }) => date))]
  return heldOnPublishedDays(db)
    .innerJoin('portfolio as p', 'p.id', 'h.portfolio_id')
    .select(['p.code', 'p.name', 'h.date', 'h.price_date', 'h.unit_nav_e8'])
    .where('h.fund_code', '=', fundCode)
    .where('h.date', 'in', dates)
    .where((e) =>
      e.or(
        prices.map(({ date, priceE8, priceDate }) =>
          e.and([
            e('h.date', '=', date),
            e('h.unit_nav_e8', '=', priceE8),
            priceDate === null ? e('h.price_date', 'is', null) : e('h.price_date', '=', priceDate),
          ]),
        ),
      ),
    )
    .$if(after !== null, (q) =>
      q.where((e) =>
        e.or([
          e('h.date', '<', after?.value ?? ''),
          e.and([e('h.date', '=', after?.value ?? ''), e('p.code', '>', after?.code ?? '')]),
        ]),
      ),
    )
    .orderBy('h.date', 'desc')
    .orderBy('p.code')
    .limit(limit)
    .execute()
}

const dated = sql<string>`coalesce(h.price_date, h.date)`

/** Prices of days of which no NAV is known, with the first file that brought each; the newest day first, then the lowest. */
export function selectPricesWithoutNav(
  db: Db,
  fundCode: string,
  { after, limit }: { after: { date: string; priceE8: bigint } | null; limit: number },
) {
  return heldOnPublishedDays(db)
    .innerJoin('valuation as v', (join) =>
      join
        .onRef('v.portfolio_id', '=', 'h.portfolio_id')
        .onRef('v.date', '=', 'h.date')
        .onRef('v.version', '=', 'h.version'),
    )
    .select((e) => [
      dated.as('date'),
      'h.unit_nav_e8',
      e.fn.count<number>('h.portfolio_id').distinct().as('accounts'),
      e.fn.min('v.source_file_id').as('file_id'),
      e.fn.max('h.price_date').as('price_date'),
    ])
    .where('h.fund_code', '=', fundCode)
    .where('nav.date', 'is', null)
    .$if(after !== null, (q) =>
      q.where((e) =>
        e.or([
          e(dated, '<', after?.date ?? ''),
          e.and([e(dated, '=', after?.date ?? ''), e('h.unit_nav_e8', '>', after?.priceE8 ?? 0n)]),
        ]),
      ),
    )
    .groupBy([dated, 'h.unit_nav_e8'])
    .orderBy('date', 'desc')
    .orderBy('h.unit_nav_e8')
    .limit(limit)
    .execute()
}

export async function selectFiles(db: Db, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db.selectFrom('source_file').select(['id', 'name', 'kind']).where('id', 'in', ids).execute()
}
