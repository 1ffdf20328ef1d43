/** Writes published rows straight into the tables, for tests of what reads them. Decimals as text, as people write them. */
import { parseE4, parseE8 } from '@sma/finance/decimal'
import type { FlowKind, FundClass, Operation } from '@sma/finance/facts'
import { ulid } from 'ulid'
import type { Db } from '../db/schema'

export interface TestPortfolio {
  id: string
  code: string
}

interface PortfolioInput {
  code: string
  launchDate: string
  initialAssets?: string
  initialShares?: string
  benchmark?: string
  navDecimals?: number
  /** Clients who own it. */
  clients?: string[]
}

const e4 = (text: string | null | undefined): bigint | null => (text == null ? null : exact(parseE4(text), text))
const e8 = (text: string | null | undefined): bigint | null => (text == null ? null : exact(parseE8(text), text))

function exact(value: bigint | null, text: string): bigint {
  if (value === null) throw new Error(`"${text}" is no decimal`)
  return value
}

const money = (text: string): bigint => exact(parseE4(text), text)

/** A client with this id; what signs in is of no interest here. */
export async function addClient(db: Db, id: string): Promise<void> {
  const sealed = { name_enc: '-', id_number_enc: '-', phone_enc: '-' }
  const hashes = { id_number_mac: id.padEnd(64, '0'), phone_mac: id.padEnd(64, '0') }
  const row = { id, client_no: id, id_type: 'id-card', created_at: '2026-01-05T01:00:00.000Z', ...sealed, ...hashes }
  await db.insertInto('client').values(row).execute()
}

export async function addPortfolio(db: Db, input: PortfolioInput): Promise<TestPortfolio> {
  const id = ulid()
  const initialAssets = money(input.initialAssets ?? '1000000')
  const row = {
    id,
    code: input.code,
    name: `示例${input.code}`,
    strategy: 'balanced',
    launch_date: input.launchDate,
    initial_assets_e4: initialAssets,
    initial_shares_e4: e4(input.initialShares) ?? initialAssets,
    benchmark: input.benchmark ?? null,
    manager: '投资经理',
    valuation_lag: 1,
    nav_decimals: input.navDecimals ?? 4,
    o32_fund_no: null,
    fa_ledger_no: null,
    fa_name: null,
    revision: 1,
  }
  await db.insertInto('portfolio').values(row).execute()
  for (const clientId of input.clients ?? [])
    await db.insertInto('client_portfolio').values({ client_id: clientId, portfolio_id: id }).execute()
  return { id, code: input.code }
}

export async function addFund(db: Db, code: string, name: string, assetClass: FundClass | null): Promise<void> {
  await db.insertInto('fund').values({ code, name, asset_class: assetClass, kind: null, price_lag: 1 }).execute()
}

/** What every publication does last. */
export async function raiseRevision(db: Db, { id }: TestPortfolio): Promise<void> {
  await db
    .updateTable('portfolio')
    .set((e) => ({ revision: e('revision', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

async function sourceFile(db: Db): Promise<string> {
  const known = await db.selectFrom('source_file').select('id').executeTakeFirst()
  if (known) return known.id
  const id = ulid()
  const received = { received_at: '2026-01-05T01:00:00.000Z', received_by: 'test', report: null }
  const row = { id, sha256: '0'.repeat(64), name: 'rows.csv', size: 1, kind: null, status: 'applied' as const }
  await db
    .insertInto('source_file')
    .values({ ...row, ...received })
    .execute()
  return id
}

interface HoldingInput {
  fund: string
  shares: string
  nav: string | null
  value: string
  cost?: string
  profit?: string
  priceDate?: string
}

interface DayInput {
  date: string
  net: string
  shares: string
  nav: string
  accumulated?: string | null
  version?: number
  /** Left out: the day is published without holdings. */
  holdings?: HoldingInput[]
  payables?: { management?: string; custodian?: string; audit?: string; performance?: string }
}

export async function publishDay(db: Db, portfolio: TestPortfolio, day: DayInput): Promise<void> {
  const version = day.version ?? 1
  const key = { portfolio_id: portfolio.id, date: day.date, version }
  await db
    .insertInto('valuation')
    .values({ ...key, ...valuationRow(day), source_file_id: await sourceFile(db) })
    .execute()
  if (version > 1)
    await db
      .updateTable('published_day')
      .set({ version })
      .where('portfolio_id', '=', portfolio.id)
      .where('date', '=', day.date)
      .execute()
  else await db.insertInto('published_day').values(key).execute()
  for (const holding of day.holdings ?? [])
    await db
      .insertInto('holding')
      .values({ ...key, ...holdingRow(holding) })
      .execute()
  await raiseRevision(db, portfolio)
}

function valuationRow(day: DayInput) {
  return {
    state: 'published' as const,
    reason: null,
    total_assets_e4: null,
    total_liabilities_e4: null,
    net_assets_e4: money(day.net),
    shares_e4: money(day.shares),
    unit_nav_e8: exact(parseE8(day.nav), day.nav),
    accumulated_nav_e8: e8(day.accumulated === undefined ? day.nav : day.accumulated),
    holdings_known: day.holdings ? 1 : 0,
    management_payable_e4: e4(day.payables?.management),
    custodian_payable_e4: e4(day.payables?.custodian),
    audit_payable_e4: e4(day.payables?.audit),
    performance_payable_e4: e4(day.payables?.performance),
    dividend_receivable_e4: null,
    figures_hash: '0'.repeat(64),
    created_at: '2026-01-05T01:00:00.000Z',
    published_at: '2026-01-05T01:00:00.000Z',
    published_by: 'test',
    created_by: 'test',
    approved_at: '2026-01-05T01:00:00.000Z',
    approved_by: 'test',
    stamp: null,
  }
}

function holdingRow({ fund, shares, nav, value, cost, profit, priceDate }: HoldingInput) {
  return {
    fund_code: fund,
    shares_e4: money(shares),
    unit_nav_e8: e8(nav),
    price_date: priceDate ?? null,
    market_value_e4: money(value),
    source_cost_e4: e4(cost),
    source_profit_e4: e4(profit),
    o32_cost_e4: null,
    o32_profit_e4: null,
    o32_market_value_e4: null,
    dividend_receivable_e4: null,
    source_row: null,
  }
}

interface TransactionInput {
  date: string
  fund: string
  operation: Operation
  amount?: string
  shares?: string
  price?: string
  fee?: string
  state?: 'staged' | 'published' | 'superseded'
}

/** In the order given, which is the source's within each day. */
export async function addTransactions(db: Db, portfolio: TestPortfolio, rows: TransactionInput[]): Promise<void> {
  const source_file_id = await sourceFile(db)
  for (const [position, row] of rows.entries())
    await db
      .insertInto('fund_transaction')
      .values({
        id: ulid(),
        portfolio_id: portfolio.id,
        date: row.date,
        place: ulid(),
        version: 1,
        state: row.state ?? 'published',
        origin: 'neutral',
        position,
        fund_code: row.fund,
        operation: row.operation,
        amount_e4: e4(row.amount),
        shares_e4: e4(row.shares),
        price_e8: e8(row.price),
        fee_e4: e4(row.fee),
        source_file_id,
        source_row: position + 2,
      })
      .execute()
  await raiseRevision(db, portfolio)
}

interface FlowInput {
  date: string
  kind: FlowKind
  amount: string
  shares?: string
  nav?: string
}

export async function addFlow(db: Db, portfolio: TestPortfolio, flow: FlowInput): Promise<void> {
  await db
    .insertInto('client_flow')
    .values({
      id: ulid(),
      portfolio_id: portfolio.id,
      date: flow.date,
      place: ulid(),
      version: 1,
      state: 'published',
      origin: 'neutral',
      kind: flow.kind,
      amount_e4: money(flow.amount),
      shares_e4: e4(flow.shares),
      unit_nav_e8: e8(flow.nav),
      fee_e4: null,
      source_file_id: await sourceFile(db),
      source_row: 2,
    })
    .execute()
  await raiseRevision(db, portfolio)
}

interface FeeInput {
  date: string
  management?: string
  custodian?: string
  audit?: string
  performance?: string
  other?: string
}

export async function addFee(db: Db, portfolio: TestPortfolio, fee: FeeInput): Promise<void> {
  await db
    .insertInto('fee_accrual')
    .values({
      portfolio_id: portfolio.id,
      date: fee.date,
      version: 1,
      state: 'published',
      management_e4: e4(fee.management),
      custodian_e4: e4(fee.custodian),
      audit_e4: e4(fee.audit),
      performance_e4: e4(fee.performance),
      other_e4: e4(fee.other),
      source_file_id: await sourceFile(db),
      source_row: 2,
    })
    .execute()
  await raiseRevision(db, portfolio)
}

export async function addBenchmark(db: Db, { id }: TestPortfolio, values: Record<string, string>): Promise<void> {
  for (const [date, value] of Object.entries(values))
    await db
      .insertInto('benchmark_value')
      .values({ portfolio_id: id, date, value_e8: exact(parseE8(value), value) })
      .execute()
}
