/** Writing side of a portfolio's days: versions, evidence, and what is published with them. */
import type { Db } from '../../db/schema'
import { accountsOf, accountsText, type DayFigures, type HoldingFigures } from './day-figures'
import { fundCodesOf, type DaySources } from './day-sources'
import type { DayState, HoldingTable, ValuationTable } from './days.table'
import type { EvidenceItem, EvidenceKind, EvidenceOrigin } from './evidence'
import { packSources, unpackSources } from './packed-sources'

/** Takes the portfolio's row for this transaction, so that two imports of one portfolio go one after the other. */
export async function lockPortfolio(db: Db, portfolioId: string): Promise<void> {
  await db
    .updateTable('portfolio')
    .set((e) => ({ revision: e.ref('revision') }))
    .where('id', '=', portfolioId)
    .execute()
}

export async function raiseRevision(db: Db, portfolioId: string): Promise<void> {
  await db
    .updateTable('portfolio')
    .set((e) => ({ revision: e('revision', '+', 1) }))
    .where('id', '=', portfolioId)
    .execute()
}

export async function selectEvidence(db: Db, portfolioId: string, date: string): Promise<EvidenceItem[]> {
  const rows = await db
    .selectFrom('day_evidence')
    .select(['kind', 'origin', 'payload', 'source_file_id'])
    .where('portfolio_id', '=', portfolioId)
    .where('date', '=', date)
    .execute()
  return rows.map((row) => ({
    kind: row.kind,
    origin: row.origin as EvidenceOrigin,
    payload: row.payload,
    sourceFileId: row.source_file_id,
  }))
}

export interface EvidenceKey {
  portfolioId: string
  date: string
  kind: EvidenceKind
  origin: EvidenceOrigin
}

export async function deleteEvidence(db: Db, key: EvidenceKey): Promise<void> {
  await db
    .deleteFrom('day_evidence')
    .where('portfolio_id', '=', key.portfolioId)
    .where('date', '=', key.date)
    .where('kind', '=', key.kind)
    .where('origin', '=', key.origin)
    .execute()
}

export async function insertEvidence(
  db: Db,
  key: EvidenceKey,
  item: { payload: string; hash: string; sourceFileId: string; receivedAt: string },
): Promise<void> {
  await db
    .insertInto('day_evidence')
    .values({
      portfolio_id: key.portfolioId,
      date: key.date,
      kind: key.kind,
      origin: key.origin,
      payload: item.payload,
      payload_hash: item.hash,
      source_file_id: item.sourceFileId,
      received_at: item.receivedAt,
    })
    .execute()
}

/** Whether O3.2 ever reported positions of this portfolio before the day. */
export async function hasO32Before(db: Db, portfolioId: string, date: string): Promise<boolean> {
  const row = await db
    .selectFrom('day_evidence')
    .select('date')
    .where('portfolio_id', '=', portfolioId)
    .where('kind', '=', 'o32-holdings')
    .where('date', '<', date)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Every version of a day, oldest first. */
export async function selectVersions(db: Db, portfolioId: string, date: string): Promise<ValuationTable[]> {
  return db
    .selectFrom('valuation')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('date', '=', date)
    .orderBy('version')
    .execute()
}

/** States of a version that says what the day's figures are, or will be once it is let through. */
export const STANDING: DayState[] = ['checked', 'approved', 'published']
/** All others. */
export const FALLEN: DayState[] = ['held', 'superseded', 'withdrawn']

/** The newest version of the last day before `date` that was neither held back nor taken back. */
export async function selectPreviousDay(
  db: Db,
  portfolioId: string,
  date: string,
): Promise<ValuationTable | undefined> {
  return db
    .selectFrom('valuation')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('date', '<', date)
    .where('state', 'in', STANDING)
    .orderBy('date', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Which of these days have figures that stand. */
export async function selectStandingDays(db: Db, portfolioId: string, dates: readonly string[]): Promise<string[]> {
  if (dates.length === 0) return []
  const rows = await db
    .selectFrom('valuation')
    .select('date')
    .distinct()
    .where('portfolio_id', '=', portfolioId)
    .where('date', 'in', dates)
    .where('state', 'in', STANDING)
    .execute()
  return rows.map((row) => row.date)
}

/** NAVs of the last days before `before` that stand, in date order. */
export async function selectEarlierNavs(db: Db, portfolioId: string, of: { before: string; count: number }) {
  const rows = await db
    .selectFrom('valuation')
    .select(['date', 'unit_nav_e8', 'accumulated_nav_e8'])
    .where('portfolio_id', '=', portfolioId)
    .where('date', '<', of.before)
    .where('state', 'in', STANDING)
    .orderBy('date', 'desc')
    .orderBy('version', 'desc')
    .limit(of.count * 2)
    .execute()
  const newest = rows.filter((row, index) => row.date !== rows[index - 1]?.date)
  return newest.slice(0, of.count).reverse()
}

/** The first day after `date` that has a version to be looked at; null where there is none. */
export async function selectNextDay(db: Db, portfolioId: string, date: string): Promise<string | null> {
  const row = await db
    .selectFrom('valuation')
    .select('date')
    .where('portfolio_id', '=', portfolioId)
    .where('date', '>', date)
    .where('state', 'in', [...STANDING, 'held'])
    .orderBy('date')
    .limit(1)
    .executeTakeFirst()
  return row?.date ?? null
}

/** Days of the portfolio up to one that have a valuation, whatever became of it, in order. */
export async function selectValuationDates(db: Db, portfolioId: string, upTo: string): Promise<string[]> {
  const rows = await db
    .selectFrom('valuation')
    .select('date')
    .distinct()
    .where('portfolio_id', '=', portfolioId)
    .where('date', '<=', upTo)
    .orderBy('date')
    .execute()
  return rows.map((row) => row.date)
}

/** The published day of the portfolio next to `date`: the first on or after it, or the last on or before it. */
export async function selectPublishedBeside(
  db: Db,
  portfolioId: string,
  place: { date: string; side: 'on-or-after' | 'on-or-before' },
): Promise<{ date: string; version: number } | undefined> {
  const after = place.side === 'on-or-after'
  return db
    .selectFrom('published_day')
    .select(['date', 'version'])
    .where('portfolio_id', '=', portfolioId)
    .where('date', after ? '>=' : '<=', place.date)
    .orderBy('date', after ? 'asc' : 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function selectHoldingRows(
  db: Db,
  portfolioId: string,
  day: { date: string; version: number },
): Promise<HoldingTable[]> {
  return db
    .selectFrom('holding')
    .selectAll()
    .where('portfolio_id', '=', portfolioId)
    .where('date', '=', day.date)
    .where('version', '=', day.version)
    .execute()
}

export interface VersionKey {
  portfolioId: string
  date: string
  version: number
}

/** Removes a version that was never published. */
export async function deleteCandidate(db: Db, key: VersionKey): Promise<void> {
  for (const table of ['valuation_source', 'holding', 'valuation'] as const) {
    await db
      .deleteFrom(table)
      .where('portfolio_id', '=', key.portfolioId)
      .where('date', '=', key.date)
      .where('version', '=', key.version)
      .execute()
  }
}

export type VersionMeta = Pick<
  ValuationTable,
  | 'state'
  | 'reason'
  | 'figures_hash'
  | 'source_file_id'
  | 'created_at'
  | 'created_by'
  | 'approved_at'
  | 'approved_by'
  | 'published_at'
  | 'published_by'
  | 'stamp'
>

/** A multi-row insert stays below the engines' limit of bound values. */
const HOLDINGS_AT_ONCE = 200

/** `sources` null: where the figures came from is not known. */
export interface VersionContent {
  figures: DayFigures
  sources: DaySources | null
}

export async function insertVersion(
  db: Db,
  key: VersionKey,
  { figures, sources }: VersionContent,
  meta: VersionMeta,
): Promise<void> {
  await db
    .insertInto('valuation')
    .values(valuationRow(key, figures, meta))
    .execute()
  const rows = (figures.holdings ?? []).map((holding) => holdingRow(key, holding))
  for (let from = 0; from < rows.length; from += HOLDINGS_AT_ONCE) {
    await db
      .insertInto('holding')
      .values(rows.slice(from, from + HOLDINGS_AT_ONCE))
      .execute()
  }
  if (sources)
    await db
      .insertInto('valuation_source')
      .values({ ...keyColumns(key), tables: packSources(sources, fundCodesOf(figures)) })
      .execute()
}

const keyColumns = ({ portfolioId, date, version }: VersionKey) => ({ portfolio_id: portfolioId, date, version })

/** Where the figures of a version came from; null for versions of before that was kept. */
export async function selectSources(db: Db, key: VersionKey, figures: DayFigures): Promise<DaySources | null> {
  const row = await db
    .selectFrom('valuation_source')
    .select('tables')
    .where('portfolio_id', '=', key.portfolioId)
    .where('date', '=', key.date)
    .where('version', '=', key.version)
    .executeTakeFirst()
  return row ? unpackSources(row.tables, fundCodesOf(figures)) : null
}

const valuationRow = (key: VersionKey, figures: DayFigures, meta: VersionMeta): ValuationTable => ({
  ...keyColumns(key),
  total_assets_e4: figures.totalAssetsE4,
  total_liabilities_e4: figures.totalLiabilitiesE4,
  net_assets_e4: figures.netAssetsE4,
  shares_e4: figures.sharesE4,
  unit_nav_e8: figures.unitNavE8,
  accumulated_nav_e8: figures.accumulatedNavE8,
  holdings_known: figures.holdings ? 1 : 0,
  management_payable_e4: figures.payables.managementE4,
  custodian_payable_e4: figures.payables.custodianE4,
  audit_payable_e4: figures.payables.auditE4,
  performance_payable_e4: figures.payables.performanceE4,
  dividend_receivable_e4: figures.dividendReceivableE4,
  classed_accounts: accountsText(figures),
  withdrawal_asked_at: null,
  withdrawal_asked_by: null,
  withdrawal_reason: null,
  withdrawn_at: null,
  withdrawn_by: null,
  ...meta,
})

const holdingRow = (key: VersionKey, holding: HoldingFigures): HoldingTable => ({
  ...keyColumns(key),
  fund_code: holding.fundCode,
  shares_e4: holding.sharesE4,
  unit_nav_e8: holding.unitNavE8,
  price_date: holding.priceDate,
  market_value_e4: holding.marketValueE4,
  source_cost_e4: holding.sourceCostE4,
  source_profit_e4: holding.sourceProfitE4,
  o32_cost_e4: holding.o32CostE4,
  o32_profit_e4: holding.o32ProfitE4,
  o32_market_value_e4: holding.o32MarketValueE4,
  dividend_receivable_e4: holding.dividendReceivableE4,
  source_row: holding.sourceRow,
})

/** A stored version as figures. */
export const figuresOf = (row: ValuationTable, holdings: HoldingTable[]): DayFigures => ({
  totalAssetsE4: row.total_assets_e4,
  totalLiabilitiesE4: row.total_liabilities_e4,
  netAssetsE4: row.net_assets_e4,
  sharesE4: row.shares_e4,
  unitNavE8: row.unit_nav_e8,
  accumulatedNavE8: row.accumulated_nav_e8,
  payables: {
    managementE4: row.management_payable_e4,
    custodianE4: row.custodian_payable_e4,
    auditE4: row.audit_payable_e4,
    performanceE4: row.performance_payable_e4,
  },
  dividendReceivableE4: row.dividend_receivable_e4,
  holdings: row.holdings_known === 1 ? holdings.map(holdingFiguresOf) : null,
  accounts: accountsOf(row.classed_accounts),
})

const holdingFiguresOf = (row: HoldingTable): HoldingFigures => ({
  fundCode: row.fund_code,
  sharesE4: row.shares_e4,
  unitNavE8: row.unit_nav_e8,
  priceDate: row.price_date,
  marketValueE4: row.market_value_e4,
  sourceCostE4: row.source_cost_e4,
  sourceProfitE4: row.source_profit_e4,
  o32CostE4: row.o32_cost_e4,
  o32ProfitE4: row.o32_profit_e4,
  o32MarketValueE4: row.o32_market_value_e4,
  dividendReceivableE4: row.dividend_receivable_e4,
  sourceRow: row.source_row,
})

/** Changes a version's state and what belongs to it. */
export async function updateVersion(
  db: Db,
  key: VersionKey,
  columns: Partial<Omit<ValuationTable, 'portfolio_id' | 'date' | 'version'>>,
): Promise<void> {
  await db
    .updateTable('valuation')
    .set(columns)
    .where('portfolio_id', '=', key.portfolioId)
    .where('date', '=', key.date)
    .where('version', '=', key.version)
    .execute()
}

/** The version that was shown before is shown no more. */
async function supersedeOlder(db: Db, key: VersionKey): Promise<void> {
  await db
    .updateTable('valuation')
    .set({ state: 'superseded' })
    .where('portfolio_id', '=', key.portfolioId)
    .where('date', '=', key.date)
    .where('version', '<', key.version)
    .where('state', '=', 'published')
    .execute()
}

/** Takes a day away from clients. */
export async function deletePublishedDay(db: Db, day: { portfolioId: string; date: string }): Promise<void> {
  await db
    .deleteFrom('published_day')
    .where('portfolio_id', '=', day.portfolioId)
    .where('date', '=', day.date)
    .execute()
}

/** Points clients to a version. */
export async function pointTo(db: Db, key: VersionKey): Promise<void> {
  if (key.version > 1) {
    await supersedeOlder(db, key)
    const { numUpdatedRows } = await db
      .updateTable('published_day')
      .set({ version: key.version })
      .where('portfolio_id', '=', key.portfolioId)
      .where('date', '=', key.date)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) return
  }
  await db
    .insertInto('published_day')
    .values({ portfolio_id: key.portfolioId, date: key.date, version: key.version })
    .execute()
}

export interface CandidateFilter {
  states: DayState[]
  portfolioIds: string[] | null
  date: string | null
}

/** Versions that wait, by portfolio and day. */
export async function selectCandidates(db: Db, filter: CandidateFilter): Promise<VersionKey[]> {
  if (filter.portfolioIds?.length === 0) return []
  let query = db.selectFrom('valuation').select(['portfolio_id', 'date', 'version']).where('state', 'in', filter.states)
  if (filter.portfolioIds) query = query.where('portfolio_id', 'in', filter.portfolioIds)
  if (filter.date) query = query.where('date', '=', filter.date)
  const rows = await query.orderBy('portfolio_id').orderBy('date').orderBy('version').execute()
  return rows.map((row) => ({ portfolioId: row.portfolio_id, date: row.date, version: row.version }))
}
