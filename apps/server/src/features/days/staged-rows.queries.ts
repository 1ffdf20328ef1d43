/** Transactions, flows and fees on their way through the gate: staged, published, superseded. */
import type { Flow, FlowKind, Operation, Transaction } from '@sma/finance/facts'
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Db, Schema } from '../../db/schema'
import type { ClientFlowTable, FeeAccrualTable, FundTransactionTable, RecordOrigin } from './days.table'

interface Span {
  from: string
  to: string
}

const PLACED_TABLES = ['fund_transaction', 'client_flow'] as const
type PlacedTable = (typeof PLACED_TABLES)[number]
const STAGED_TABLES = ['fund_transaction', 'client_flow', 'fee_accrual'] as const

export async function selectTransactionRows(db: Db, portfolioId: string, span: Span): Promise<FundTransactionTable[]> {
  return db
    .selectFrom('fund_transaction')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('date', '>=', span.from)
    .where('date', '<=', span.to)
    .where('state', '!=', 'superseded')
    .orderBy('date')
    .orderBy('position')
    .execute()
}

export async function selectFlowRows(db: Db, portfolioId: string, span: Span): Promise<ClientFlowTable[]> {
  return db
    .selectFrom('client_flow')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('date', '>=', span.from)
    .where('date', '<=', span.to)
    .where('state', '!=', 'superseded')
    .orderBy('date')
    .orderBy('place')
    .execute()
}

export async function selectFeeRows(db: Db, portfolioId: string, date: string): Promise<FeeAccrualTable[]> {
  return db
    .selectFrom('fee_accrual')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('date', '=', date)
    .where('state', '!=', 'superseded')
    .orderBy('version')
    .execute()
}

export async function hasTransactions(db: Db, portfolioId: string): Promise<boolean> {
  const row = await db
    .selectFrom('fund_transaction')
    .select('id')
    .where('portfolio_id', '=', portfolioId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

interface PlacedRow {
  date: string
  place: string
  origin: RecordOrigin
  version: number
}

/**
 * What is in force: where a staged correction stands beside the published row of its place, the correction; where a neutral
 * file speaks of a day, none of O3.2's rows of that day.
 */
export function inForce<T extends PlacedRow>(rows: readonly T[]): T[] {
  const neutral = new Set(rows.filter((row) => row.origin === 'neutral').map((row) => row.date))
  const newest = new Map<string, T>()
  for (const row of rows) {
    if (row.origin === 'o32' && neutral.has(row.date)) continue
    const key = `${row.date} ${row.place}`
    const other = newest.get(key)
    if (!other || other.version < row.version) newest.set(key, row)
  }
  return [...newest.values()]
}

export const transactionOf = (row: FundTransactionTable): Transaction => ({
  date: row.date,
  fundCode: row.fund_code,
  operation: row.operation as Operation,
  amountE4: row.amount_e4,
  sharesE4: row.shares_e4,
  priceE8: row.price_e8,
  feeE4: row.fee_e4,
})

export const flowOf = (row: ClientFlowTable): Flow => ({
  date: row.date,
  kind: row.kind as FlowKind,
  amountE4: row.amount_e4,
  sharesE4: row.shares_e4,
  unitNavE8: row.unit_nav_e8,
})

const ROWS_AT_ONCE = 200

export async function insertTransactionRows(db: Db, rows: FundTransactionTable[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await db
      .insertInto('fund_transaction')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute()
}

export async function insertFlowRows(db: Db, rows: ClientFlowTable[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await db
      .insertInto('client_flow')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute()
}

export async function insertFeeRow(db: Db, row: FeeAccrualTable): Promise<void> {
  await db.insertInto('fee_accrual').values(row).execute()
}

/** Removes staged rows that nobody saw. */
export async function deleteStagedRows(db: Db, table: PlacedTable, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await db.deleteFrom(table).where('id', 'in', ids).where('state', '=', 'staged').execute()
}

export async function deleteStagedFees(db: Db, portfolioId: string, date: string): Promise<void> {
  await db
    .deleteFrom('fee_accrual')
    .where('portfolio_id', '=', portfolioId)
    .where('date', '=', date)
    .where('state', '=', 'staged')
    .execute()
}

/** The earliest date of the portfolio's staged rows; null where none waits. */
export async function selectEarliestStaged(db: Db, portfolioId: string): Promise<string | null> {
  const dates: string[] = []
  for (const table of STAGED_TABLES) {
    const row = await db
      .selectFrom(table)
      .select('date')
      .where('portfolio_id', '=', portfolioId)
      .where('state', '=', 'staged')
      .orderBy('date')
      .limit(1)
      .executeTakeFirst()
    if (row) dates.push(row.date)
  }
  return dates.sort()[0] ?? null
}

/** Staged rows of a portfolio that are shown together, and when. */
interface Released extends Span {
  /** Rows that restate a day are among them where it is this one or a later one; null: none that restate. */
  restated: string | null
  at: string
}

/** Which staged rows a release takes with it. */
const isReleased =
  ({ portfolioId, from, to, restated }: Released & { portfolioId: string }) =>
  (e: ExpressionBuilder<Schema, (typeof STAGED_TABLES)[number]>): Expression<SqlBool> =>
    e.and([
      e('portfolio_id', '=', portfolioId),
      e('date', '>=', from),
      e('date', '<=', to),
      e('state', '=', 'staged'),
      restated === null
        ? e('waits_for', 'is', null)
        : e.or([e('waits_for', 'is', null), e('waits_for', '>=', restated)]),
    ])

/**
 * Publishes what is staged in the span; a published row at the same place is superseded, and O3.2's rows of a day for which
 * a neutral file now speaks. Returns whether anything was published.
 */
export async function publishStagedRows(db: Db, portfolioId: string, span: Released): Promise<boolean> {
  const release = { portfolioId, ...span }
  let published = 0n
  for (const table of PLACED_TABLES) await supersedeOutranked(db, table, release)
  for (const table of STAGED_TABLES) {
    await supersedePlaces(db, table, release)
    const { numUpdatedRows } = await db
      .updateTable(table)
      .set({ state: 'published', published_at: span.at, waits_for: null })
      .where(isReleased(release))
      .executeTakeFirst()
    published += numUpdatedRows
  }
  return published > 0n
}

/** Rows of a day that is shown no more wait for no version of it. */
export async function releaseWaitingRows(db: Db, day: { portfolioId: string; date: string }): Promise<void> {
  for (const table of STAGED_TABLES)
    await db
      .updateTable(table)
      .set({ waits_for: null })
      .where('portfolio_id', '=', day.portfolioId)
      .where('state', '=', 'staged')
      .where('waits_for', '=', day.date)
      .execute()
}

type Release = Released & { portfolioId: string }

async function supersedeOutranked(db: Db, table: PlacedTable, release: Release): Promise<void> {
  const days = await db
    .selectFrom(table)
    .select('date')
    .distinct()
    .where(isReleased(release))
    .where('origin', '=', 'neutral')
    .execute()
  if (days.length === 0) return
  await db
    .updateTable(table)
    .set({ state: 'superseded', superseded_at: release.at })
    .where('portfolio_id', '=', release.portfolioId)
    .where(
      'date',
      'in',
      days.map(({ date }) => date),
    )
    .where('state', '=', 'published')
    .where('origin', '=', 'o32')
    .execute()
}

async function supersedePlaces(db: Db, table: (typeof STAGED_TABLES)[number], release: Release): Promise<void> {
  const corrections = await db
    .selectFrom(table)
    .selectAll()
    .where(isReleased(release))
    .where('version', '>', 1)
    .execute()
  for (const row of corrections) {
    let update = db
      .updateTable(table)
      .set({ state: 'superseded', superseded_at: release.at })
      .where('portfolio_id', '=', row.portfolio_id)
      .where('date', '=', row.date)
      .where('version', '<', row.version)
      .where('state', '=', 'published')
    if ('place' in row) update = update.where('place', '=', row.place)
    if ('origin' in row) update = update.where('origin', '=', row.origin)
    await update.execute()
  }
}
