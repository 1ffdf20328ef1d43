/** Writing side of portfolios, their benchmarks and contacts. */
import type { Strategy } from '@sma/finance/facts'
import type { BenchmarkRecord, ContactRecord, PortfolioRecord } from '@sma/importers/records'
import type { Selectable } from 'kysely'
import type { Db } from '../../db/schema'
import { groupBy } from '../../group-by'
import { changesOf, insertChanges, knownFrom, type ChangeSource } from '../history/history.queries'
import type { PortfolioAliasTable, PortfolioContactTable, PortfolioTable } from './portfolios.table'

export type MasterRow = Omit<Selectable<PortfolioTable>, 'strategy'> & { strategy: Strategy }

/** A portfolio as imports see it, with all that stands for it in files. */
export type PortfolioRow = MasterRow & { aliases: readonly PortfolioAliasTable[] }

export async function selectPortfolios(db: Db): Promise<PortfolioRow[]> {
  const rows = await db.selectFrom('portfolio').selectAll().orderBy('code').execute()
  const aliases = groupBy(await db.selectFrom('portfolio_alias').selectAll().execute(), (row) => row.portfolio_id)
  return rows.map((row) => ({ ...row, strategy: row.strategy as Strategy, aliases: aliases.get(row.id) ?? [] }))
}

const DEFAULT_LAG = 1
export const DEFAULT_NAV_DECIMALS = 4

const RUNNING = { state: 'running', liquidation_from: null, closed_on: null } as const

/** A file that says nothing of the state leaves it and its dates as they are. */
function stateOf(record: PortfolioRecord, known: PortfolioRow | undefined) {
  if (record.state !== null)
    return { state: record.state, liquidation_from: record.liquidationFrom, closed_on: record.closedOn }
  const { state, liquidation_from, closed_on } = known ?? RUNNING
  return { state, liquidation_from, closed_on }
}

const columnsOf = (record: PortfolioRecord, known: PortfolioRow | undefined) => ({
  name: record.name,
  strategy: record.strategy,
  launch_date: record.launchDate,
  initial_assets_e4: record.initialAssetsE4,
  initial_shares_e4: record.initialSharesE4,
  benchmark: record.benchmark,
  manager: record.manager,
  valuation_lag: record.valuationLag ?? DEFAULT_LAG,
  nav_decimals: record.navDecimals ?? DEFAULT_NAV_DECIMALS,
  o32_fund_no: record.o32FundNo,
  fa_ledger_no: record.faLedgerNo,
  fa_name: record.faName,
  ...stateOf(record, known),
})

/** What a record would change of a portfolio, column by column as texts; all that it says of one that is not there yet. */
export function portfolioDifferences(
  record: PortfolioRecord,
  known: PortfolioRow | undefined,
): { column: string; from: string | null; to: string | null }[] {
  const columns = columnsOf(record, known)
  const before = known ?? Object.fromEntries(Object.keys(columns).map((column) => [column, null]))
  const changes = changesOf<object>({ subject: 'portfolio', id: known?.id ?? '' }, before, columns)
  return changes.map(({ field, old_value, new_value }) => ({ column: field, from: old_value, to: new_value }))
}

/** Inserts or updates by code; returns whether anything changed. A change raises the revision. */
export async function savePortfolio(
  db: Db,
  record: PortfolioRecord,
  known: PortfolioRow | undefined,
  source: ChangeSource,
): Promise<boolean> {
  const columns = columnsOf(record, known)
  if (!known) {
    await db
      .insertInto('portfolio')
      .values({ id: source.newId(), code: record.code, ...columns, revision: 1, ...knownFrom(source) })
      .execute()
    return true
  }
  const changes = changesOf({ subject: 'portfolio', id: known.id }, known, columns)
  if (changes.length === 0) return false
  await insertChanges(db, source, changes)
  await db
    .updateTable('portfolio')
    .set((e) => ({ ...columns, revision: e('revision', '+', 1) }))
    .where('id', '=', known.id)
    .execute()
  return true
}

export async function raiseRevisions(db: Db, portfolioIds: string[]): Promise<void> {
  if (portfolioIds.length === 0) return
  await db
    .updateTable('portfolio')
    .set((e) => ({ revision: e('revision', '+', 1) }))
    .where('id', 'in', portfolioIds)
    .execute()
}

export async function raiseAllRevisions(db: Db): Promise<void> {
  await db
    .updateTable('portfolio')
    .set((e) => ({ revision: e('revision', '+', 1) }))
    .execute()
}

/** The benchmark's values of some days in E8. */
export async function selectBenchmarkValues(
  db: Db,
  portfolioId: string,
  dates: string[],
): Promise<Map<string, bigint>> {
  const rows = await db
    .selectFrom('benchmark_value')
    .select(['date', 'value_e8'])
    .where('portfolio_id', '=', portfolioId)
    .where('date', 'in', dates)
    .execute()
  return new Map(rows.map((row) => [row.date, row.value_e8]))
}

const BENCHMARKS_AT_ONCE = 300

/** Inserts or replaces benchmark values of one portfolio; returns whether anything changed. */
export async function saveBenchmark(
  db: Db,
  portfolioId: string,
  records: BenchmarkRecord[],
  source: ChangeSource,
): Promise<boolean> {
  const rows = await db.selectFrom('benchmark_value').selectAll().where('portfolio_id', '=', portfolioId).execute()
  const known = new Map(rows.map((row) => [row.date, row]))
  const next = [...new Map(records.map((record) => [record.date, record.valueE8]))]
  const changed = next.filter(([date, value]) => known.get(date)?.value_e8 !== value)
  const replaced = changed.map(([date]) => date).filter((date) => known.has(date))
  const changes = changed.flatMap(([date, value_e8]) => {
    const row = known.get(date)
    return row ? changesOf({ subject: 'benchmark-value', id: portfolioId, date }, row, { value_e8 }) : []
  })
  await insertChanges(db, source, changes)
  for (let from = 0; from < replaced.length; from += BENCHMARKS_AT_ONCE)
    await db
      .deleteFrom('benchmark_value')
      .where('portfolio_id', '=', portfolioId)
      .where('date', 'in', replaced.slice(from, from + BENCHMARKS_AT_ONCE))
      .execute()
  const values = changed.map(([date, value_e8]) => ({
    portfolio_id: portfolioId,
    ...knownFrom(source),
    ...known.get(date),
    date,
    value_e8,
  }))
  for (let from = 0; from < values.length; from += BENCHMARKS_AT_ONCE)
    await db
      .insertInto('benchmark_value')
      .values(values.slice(from, from + BENCHMARKS_AT_ONCE))
      .execute()
  return changed.length > 0
}

/** Inserts or replaces the portfolio's contact, what it said before is kept; returns whether anything changed. */
export async function saveContact(
  db: Db,
  portfolioId: string,
  record: ContactRecord,
  source: ChangeSource,
): Promise<boolean> {
  const { name, company, mobile, telephone, email, address } = record
  const columns = { name, company, mobile, telephone, email, address }
  const known = await selectContact(db, portfolioId)
  if (!known) {
    await db
      .insertInto('portfolio_contact')
      .values({ portfolio_id: portfolioId, ...columns, ...knownFrom(source) })
      .execute()
    return true
  }
  const changes = changesOf({ subject: 'contact', id: portfolioId }, known, columns)
  if (changes.length === 0) return false
  await insertChanges(db, source, changes)
  await db.updateTable('portfolio_contact').set(columns).where('portfolio_id', '=', portfolioId).execute()
  return true
}

export function selectContact(db: Db, portfolioId: string): Promise<PortfolioContactTable | undefined> {
  return db.selectFrom('portfolio_contact').selectAll().where('portfolio_id', '=', portfolioId).executeTakeFirst()
}
