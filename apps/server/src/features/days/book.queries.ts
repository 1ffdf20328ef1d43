/** Reads what is published of one portfolio, one index range by (portfolio_id, date) each; no other portfolio's rows are touched. */
import { builtOnce } from '../../db/built-once'
import type { Db } from '../../db/schema'
import { selectLaterClasses } from '../funds/fund-classes.queries'
import type { SaidDividend } from './shown-dividends'

const selectPortfolioRow = builtOnce({ portfolioId: '' }, (db, { portfolioId }) =>
  db
    .selectFrom('portfolio')
    .select(['code', 'name', 'strategy', 'launch_date', 'initial_assets_e4', 'initial_shares_e4'])
    .select(['benchmark', 'manager', 'nav_decimals', 'valuation_lag', 'revision'])
    .select(['state', 'liquidation_from', 'closed_on'])
    .where('id', '=', portfolioId),
)

export async function selectPortfolio(db: Db, portfolioId: string) {
  const [row] = await selectPortfolioRow(db, { portfolioId })
  if (!row) throw new Error('no such portfolio')
  return row
}

/** The published version of every day, in date order. */
export const selectValuations = builtOnce({ portfolioId: '' }, (db, { portfolioId }) =>
  publishedValuations(db).where('day.portfolio_id', '=', portfolioId).orderBy('day.date'),
)

/** The last two published days, the newest first. */
export const selectLastValuations = builtOnce({ portfolioId: '' }, (db, { portfolioId }) =>
  publishedValuations(db).where('day.portfolio_id', '=', portfolioId).orderBy('day.date', 'desc').limit(2),
)

export const VALUATION_COLUMNS = [
  'v.date',
  'v.version',
  'v.net_assets_e4',
  'v.shares_e4',
  'v.unit_nav_e8',
  'v.accumulated_nav_e8',
  'v.holdings_known',
  'v.management_payable_e4',
  'v.custodian_payable_e4',
  'v.audit_payable_e4',
  'v.performance_payable_e4',
  'v.dividend_receivable_e4',
  'v.classed_accounts',
  'v.reason',
  'v.published_at',
] as const

function publishedValuations(db: Db) {
  return db
    .selectFrom('published_day as day')
    .innerJoin('valuation as v', (join) =>
      join
        .onRef('v.portfolio_id', '=', 'day.portfolio_id')
        .onRef('v.date', '=', 'day.date')
        .onRef('v.version', '=', 'day.version'),
    )
    .select(VALUATION_COLUMNS)
}

/** When some days were shown for the first time. */
export function selectFirstShown(db: Db, portfolioId: string, dates: string[]) {
  return db
    .selectFrom('valuation')
    .select(['date', (e) => e.fn.min('published_at').as('at')])
    .where('portfolio_id', '=', portfolioId)
    .where('date', 'in', dates)
    .groupBy('date')
    .execute()
}

/** Days that were shown and taken back, in order. */
export const selectWithdrawn = builtOnce({ portfolioId: '' }, (db, { portfolioId }) =>
  db
    .selectFrom('valuation as v')
    .leftJoin('published_day as day', (join) =>
      join.onRef('day.portfolio_id', '=', 'v.portfolio_id').onRef('day.date', '=', 'v.date'),
    )
    .select('v.date')
    .where('v.state', '=', 'withdrawn')
    .where('v.portfolio_id', '=', portfolioId)
    .where('day.date', 'is', null)
    .groupBy('v.date')
    .orderBy('v.date'),
)

/** In date order, within a day as the source has them. */
export const selectTransactions = builtOnce({ portfolioId: '' }, (db, { portfolioId }) =>
  db
    .selectFrom('fund_transaction')
    .select(['date', 'fund_code', 'operation', 'amount_e4', 'shares_e4', 'price_e8', 'fee_e4'])
    .where('portfolio_id', '=', portfolioId)
    .where('state', '=', 'published')
    .orderBy('date')
    .orderBy('position')
    .orderBy('id'),
)

/** Flows after `after`: all of them after an empty text. */
export const selectFlows = builtOnce({ portfolioId: '', after: '' }, (db, { portfolioId, after }) =>
  db
    .selectFrom('client_flow')
    .select(['date', 'kind', 'amount_e4', 'shares_e4', 'unit_nav_e8'])
    .where('portfolio_id', '=', portfolioId)
    .where('date', '>', after)
    .where('state', '=', 'published')
    .orderBy('date')
    .orderBy('id'),
)

export const selectFees = builtOnce({ portfolioId: '' }, (db, { portfolioId }) =>
  db
    .selectFrom('fee_accrual')
    .select(['date', 'management_e4', 'custodian_e4', 'audit_e4', 'performance_e4', 'other_e4'])
    .where('portfolio_id', '=', portfolioId)
    .where('state', '=', 'published')
    .orderBy('date'),
)

export const selectBenchmark = builtOnce({ portfolioId: '' }, (db, { portfolioId }) =>
  db.selectFrom('benchmark_value').select(['date', 'value_e8']).where('portfolio_id', '=', portfolioId).orderBy('date'),
)

/** What the benchmark is made of, in the order of their days. */
export const selectBenchmarkSets = builtOnce({ portfolioId: '' }, (db, { portfolioId }) =>
  db
    .selectFrom('benchmark_set')
    .select(['valid_from', 'components'])
    .where('portfolio_id', '=', portfolioId)
    .where('removed_at', 'is', null)
    .orderBy('valid_from'),
)

export const selectHoldings = builtOnce(
  { portfolioId: '', date: '', version: 0 },
  (db, { portfolioId, date, version }) =>
    db
      .selectFrom('holding')
      .select(['fund_code', 'shares_e4', 'unit_nav_e8', 'price_date', 'market_value_e4', 'source_cost_e4'])
      .select(['source_profit_e4', 'o32_cost_e4', 'o32_profit_e4', 'o32_market_value_e4', 'dividend_receivable_e4'])
      .where('portfolio_id', '=', portfolioId)
      .where('date', '=', date)
      .where('version', '=', version),
)

/** One fund's NAV in every version of every day that holds it. */
export const selectFundHoldings = builtOnce({ portfolioId: '', fundCode: '' }, (db, { portfolioId, fundCode }) =>
  db
    .selectFrom('valuation as v')
    .innerJoin('holding as h', (join) =>
      join
        .onRef('h.portfolio_id', '=', 'v.portfolio_id')
        .onRef('h.date', '=', 'v.date')
        .onRef('h.version', '=', 'v.version'),
    )
    .select(['h.date', 'h.version', 'h.unit_nav_e8', 'h.price_date'])
    .where('v.portfolio_id', '=', portfolioId)
    .where('h.fund_code', '=', fundCode)
    .orderBy('h.date'),
)

/** A fund's public NAVs, in date order. */
export function selectPublicNavs(db: Db, fundCode: string) {
  return db
    .selectFrom('fund_nav')
    .select(['date', 'unit_nav_e8'])
    .where('fund_code', '=', fundCode)
    .orderBy('date')
    .execute()
}

/** With the classes that they have from a day on. */
export async function selectFunds(db: Db, codes: string[]) {
  const rows = await db
    .selectFrom('fund')
    .select(['code', 'name', 'asset_class', 'price_lag'])
    .where('code', 'in', codes)
    .execute()
  const later = await selectLaterClasses(db, codes)
  return rows.map((row) => ({ ...row, laterClasses: later.get(row.code) ?? [] }))
}

/** Only rows with a dividend: the index on it keeps the other NAVs out. */
function selectDividendRows(db: Db, codes: string[]) {
  return db
    .selectFrom('fund_nav')
    .select(['fund_code', 'date', 'dividend_e8', 'known_since'])
    .where('fund_code', 'in', codes)
    .where('dividend_e8', '>', 0n)
    .execute()
}

/** What dividends were said to be before, the newest change first, with what they are now. */
function selectDividendChanges(db: Db, codes: string[]) {
  return db
    .selectFrom('master_change as c')
    .innerJoin('fund_nav as n', (join) => join.onRef('n.fund_code', '=', 'c.subject_id').onRef('n.date', '=', 'c.date'))
    .select(['n.fund_code', 'n.date', 'n.dividend_e8', 'n.known_since', 'c.old_value', 'c.changed_at'])
    .where('c.subject', '=', 'fund-nav')
    .where('c.subject_id', 'in', codes)
    .where('c.field', '=', 'dividend_e8')
    .orderBy('c.changed_at', 'desc')
    .orderBy('c.id', 'desc')
    .execute()
}

/** Dividends of some funds, also those that were taken back, by fund and ex-date, with all that was ever said of them. */
export async function selectDividends(db: Db, codes: string[]): Promise<SaidDividend[]> {
  const said = new Map<string, SaidDividend>()
  const keep = (row: Awaited<ReturnType<typeof selectDividendRows>>[number]): SaidDividend => {
    const key = `${row.fund_code} ${row.date}`
    const kept = said.get(key) ?? saidDividend(row)
    said.set(key, kept)
    return kept
  }
  for (const row of await selectDividendRows(db, codes)) keep(row)
  for (const row of await selectDividendChanges(db, codes))
    keep(row).before.push({
      dividendE8: row.old_value === null ? null : BigInt(row.old_value),
      until: row.changed_at,
    })
  return [...said.values()].sort((left, right) => (left.date < right.date ? -1 : 1))
}

const saidDividend = (row: Awaited<ReturnType<typeof selectDividendRows>>[number]): SaidDividend => ({
  fundCode: row.fund_code,
  date: row.date,
  dividendE8: row.dividend_e8,
  knownSince: row.known_since,
  before: [],
})

export function selectCalendarDays(db: Db) {
  return db.selectFrom('calendar_day').select(['date', 'is_trading_day']).orderBy('date').execute()
}
