/** Transactions, flows and fees of one portfolio and day: compared by their place, staged, published where late. */
import { accumulatedFollowsDistributions, sharesFollowFlows } from '@sma/finance/checks/movement'
import type { Finding } from '@sma/finance/checks/checked-day'
import { fundsHaveClass } from '@sma/finance/checks/fund-rows'
import { addDays } from '@sma/finance/dates'
import type { FeeRecord, FlowRecord, TransactionRecord } from '@sma/importers/records'
import { cutText } from '../../cut-text'
import type { Db } from '../../db/schema'
import type { PortfolioRow } from '../portfolios/portfolio-records.queries'
import { figuresOf, selectPreviousDay, selectPublishedBeside, selectVersions } from './day-records.queries'
import type { ClientFlowTable, FeeAccrualTable, FundTransactionTable, RecordOrigin } from './days.table'
import { fundsOfDay, type ImportRun } from './import-run'
import { noteChangedRows } from './note-change'
import { publishLateRows, renewDay } from './publish-day.service'
import { keepFund } from './day-news.service'
import type { DayProblem, SettledDay } from './settling'
import {
  deleteStagedFees,
  deleteStagedRows,
  flowOf,
  inForce,
  insertFeeRow,
  insertFlowRows,
  insertTransactionRows,
  selectFeeRows,
  selectFlowRows,
  selectTransactionRows,
} from './staged-rows.queries'

export interface StagedDay {
  run: ImportRun
  db: Db
  portfolio: PortfolioRow
  date: string
  sourceFileId: string
}

const NOTHING: SettledDay = { state: 'imported', changed: false, problems: [] }

/**
 * Stages a day's transactions, compared by their place; other values at a published place wait for a reason. A transactions
 * file is in force instead of what O3.2's journal says of that day.
 */
export async function stageTransactions(day: StagedDay, records: TransactionRecord[]): Promise<SettledDay> {
  const { run, db, portfolio, date } = day
  const known = inForce(await selectTransactionRows(db, portfolio.id, { from: date, to: date }))
  const { own, others, isOutranked } = byOrigin(known, records)
  const byPlace = new Map(own.map((row) => [row.place, row]))
  const rows = records.map((record, index) => transactionRow(day, { record, index, old: byPlace.get(record.place) }))
  const saysTheSame = isSameList(rows, others, TRANSACTION_FIGURES)
  if (isOutranked) return saysTheSame ? NOTHING : outranked(rows, others)
  const changed = rows.filter((row) => !isSameTransaction(byPlace.get(row.place), row))
  if (changed.length === 0) return NOTHING
  const replaced = changed.flatMap((row) => byPlace.get(row.place) ?? [])
  const shown = [...replaced, ...(saysTheSame ? [] : others)].filter((row) => row.state === 'published')
  if (shown.length > 0 && run.options.reason === null) return reasonMissing(changed, shown)
  const restated = shown.length > 0 ? await firstShown(day) : null
  for (const record of records)
    await keepFund(run, db, {
      code: record.fundCode,
      name: record.fundName ?? record.fundCode,
      fileId: day.sourceFileId,
    })
  await deleteStagedRows(db, 'fund_transaction', stagedIds([...replaced, ...others]))
  await insertTransactionRows(db, waitingFor(restated, changed))
  await noteChangedRows(run, db, { portfolioId: portfolio.id, date, sourceFileId: day.sourceFileId })
  run.withTransactions.add(portfolio.id)
  const classless = fundsHaveClass(
    changed.map((row) => row.fund_code),
    fundsOfDay(run, date),
  )
  const isLate = (await firstShown(day)) !== null
  return finish(day, { restated, blocking: isLate ? classless : [] })
}

/**
 * Stages a day's flows; a flows file wins over O3.2's of that day (R-FLW-1). What a published day covers already alters returns
 * that clients were shown, so it waits for a reason like any restatement, unless it is history of before the first day.
 */
export async function stageFlows(day: StagedDay, records: FlowRecord[]): Promise<SettledDay> {
  const { run, db, portfolio, date } = day
  const known = inForce(await selectFlowRows(db, portfolio.id, { from: date, to: date }))
  const { own, others, isOutranked } = byOrigin(known, records)
  const byPlace = new Map(own.map((row) => [row.place, row]))
  const rows = records.map((record) => flowRow(day, { record, old: byPlace.get(record.place) }))
  if (isOutranked) return isSameList(rows, others, FLOW_MONEY) ? NOTHING : outranked(rows, others)
  const changed = rows.filter((row) => !isSameFlow(byPlace.get(row.place), row))
  if (changed.length === 0) return NOTHING
  const replaced = changed.flatMap((row) => byPlace.get(row.place) ?? [])
  const shown = [...replaced, ...others].filter((row) => row.state === 'published')
  const isOther = !isSameList(rows, [...own, ...others], FLOW_MONEY)
  const replaces = isOther && shown.length > 0
  if (replaces && run.options.reason === null) return reasonMissing(changed, shown)
  const after = [...own.filter((row) => !rows.some((next) => next.place === row.place)), ...rows]
  const findings = await contradictions(day, after)
  if (findings.length > 0) return blocked(findings)
  const restates = replaces || (isOther && (await isCovered(day)))
  if (restates && run.options.reason === null) return reasonMissing(changed, shown)
  const restated = restates ? await firstShown(day) : null
  await deleteStagedRows(db, 'client_flow', stagedIds([...replaced, ...others]))
  await insertFlowRows(db, waitingFor(restated, changed))
  await noteChangedRows(run, db, { portfolioId: portfolio.id, date, sourceFileId: day.sourceFileId })
  return finish(day, { restated, blocking: [] })
}

/** Replaces a day's accrued fees as a whole; where a published day shows what FA's payables say of them, with a reason (R-FEE-2). */
export async function stageFees(day: StagedDay, record: FeeRecord): Promise<SettledDay> {
  const { run, db, portfolio, date } = day
  const known = await selectFeeRows(db, portfolio.id, date)
  const newest = known.at(-1)
  const row = feeRow(day, record, known)
  if (newest && isSameFee(newest, row)) return NOTHING
  const restates =
    known.some((old) => old.state === 'published') || (newest === undefined && (await showsAccruals(day)))
  if (restates && run.options.reason === null) return reasonMissing([], [])
  const restated = restates ? await firstShown(day) : null
  await deleteStagedFees(db, portfolio.id, date)
  await insertFeeRow(db, { ...row, waits_for: restated?.date ?? null })
  return finish(day, { restated, blocking: [] })
}

/** The first published day that shows what is dated on this one. */
async function firstShown({ db, portfolio, date }: StagedDay): Promise<{ date: string; version: number } | null> {
  return (await selectPublishedBeside(db, portfolio.id, { date, side: 'on-or-after' })) ?? null
}

const waitingFor = <T extends { waits_for: string | null }>(restated: { date: string } | null, rows: T[]): T[] =>
  rows.map((row) => ({ ...row, waits_for: restated?.date ?? null }))

/** Whether returns that were shown already run over the day: published days lie before it, and on or after it. */
async function isCovered(day: StagedDay): Promise<boolean> {
  const { db, portfolio, date } = day
  const before = await selectPublishedBeside(db, portfolio.id, { date: addDays(date, -1), side: 'on-or-before' })
  return before !== undefined && (await firstShown(day)) !== null
}

/** Whether the day is published and FA's payables tell what accrued on it. */
async function showsAccruals({ db, portfolio, date }: StagedDay): Promise<boolean> {
  const shown = (await selectVersions(db, portfolio.id, date)).findLast(({ state }) => state === 'published')
  if (!shown) return false
  return Object.values(figuresOf(shown, []).payables).some((payable) => payable !== null)
}

const stagedIds = (rows: { id: string; state: string }[]): string[] =>
  rows.filter((row) => row.state === 'staged').map((row) => row.id)

/** Known rows of the records' own origin and of the other one; O3.2 is outranked where a neutral file speaks of the day. */
function byOrigin<T extends { origin: RecordOrigin }>(known: T[], records: { origin: RecordOrigin }[]) {
  const origin = records[0]?.origin ?? 'neutral'
  const others = known.filter((row) => row.origin !== origin)
  return {
    own: known.filter((row) => row.origin === origin),
    others,
    isOutranked: origin === 'o32' && others.length > 0,
  }
}

const outranked = (next: { place: string }[], inForceNow: { place: string }[]): SettledDay => ({
  ...NOTHING,
  problems: [{ kind: 'source-outranked', found: placesOf(next), expected: placesOf(inForceNow) }],
})

const placesOf = (rows: { place: string }[]): string | null => rows.map((row) => row.place).join(', ') || null

interface Staging {
  /** The published day that the rows restate. */
  restated: { date: string; version: number } | null
  blocking: Finding[]
}

/** Staged rows of a published day are published at once where that is asked for, under a new version where they restate. */
async function finish({ run, db, portfolio }: StagedDay, { restated, blocking }: Staging): Promise<SettledDay> {
  run.earliestStaged.delete(portfolio.id)
  if (blocking.length > 0) return { ...blocked(blocking), changed: true }
  const { publish, reason } = run.options
  const key = restated && { portfolioId: portfolio.id, ...restated }
  const renewed = key !== null && reason !== null && (await renewDay(run, db, key, reason))
  const published = publish && (await publishLateRows(run, db, portfolio.id))
  return { state: renewed || published ? 'published' : 'imported', changed: true, problems: [] }
}

const blocked = (findings: Finding[]): SettledDay => ({
  state: 'held',
  changed: false,
  problems: findings.map((finding): DayProblem => ({ kind: 'finding', finding, source: null })),
})

function reasonMissing(next: { place: string }[], shown: { place: string }[]): SettledDay {
  const problem: DayProblem = { kind: 'restatement-reason-missing', found: placesOf(next), expected: placesOf(shown) }
  return { state: 'held', changed: false, problems: [problem] }
}

/** R-CHK-10 and R-CHK-11 for flows that reach a published day late: they may not contradict what it shows. */
async function contradictions(day: StagedDay, flowsOfDay: ClientFlowTable[]): Promise<Finding[]> {
  const { db, portfolio, date } = day
  const shown = await firstShown(day)
  if (!shown) return []
  const previous = await selectPreviousDay(db, portfolio.id, shown.date)
  const version = (await selectVersions(db, portfolio.id, shown.date)).find((row) => row.version === shown.version)
  if (!previous || !version || date <= previous.date) return []
  const span = { from: addDays(previous.date, 1), to: shown.date }
  const others = inForce(await selectFlowRows(db, portfolio.id, span)).filter((row) => row.date !== date)
  const flows = [...others, ...flowsOfDay].map(flowOf)
  const before = { ...figuresOf(previous, []), date: previous.date, holdings: null }
  const checked = {
    ...figuresOf(version, []),
    date: shown.date,
    netAssetsAtCostE4: null,
    accounts: null,
    holdings: null,
    holdingsFrom: null,
  }
  return [
    ...sharesFollowFlows(checked, before, flows),
    ...accumulatedFollowsDistributions(checked, before, flows, portfolio.nav_decimals),
  ]
}

/** Spreadsheets allow 31; what else calls itself a workbook may not keep to it. */
const LONGEST_SHEET_NAME = 100

interface Placed<R, T> {
  record: R
  old: T | undefined
}

/** The version after a published row at the same place; a staged one is replaced under its own number. */
const nextVersion = (old: { version: number; state: string } | undefined): number =>
  old ? old.version + (old.state === 'published' ? 1 : 0) : 1

function transactionRow(
  day: StagedDay,
  { record, index, old }: Placed<TransactionRecord, FundTransactionTable> & { index: number },
): FundTransactionTable {
  return {
    id: day.run.deps.newId(),
    portfolio_id: day.portfolio.id,
    date: day.date,
    place: record.place,
    version: nextVersion(old),
    state: 'staged',
    waits_for: null,
    origin: record.origin,
    position: index + 1,
    fund_code: record.fundCode,
    operation: record.operation,
    amount_e4: record.amountE4,
    shares_e4: record.sharesE4,
    price_e8: record.priceE8,
    fee_e4: record.feeE4,
    source_file_id: day.sourceFileId,
    source_row: record.source.row,
    source_sheet: record.source.sheet === null ? null : cutText(record.source.sheet, LONGEST_SHEET_NAME),
    published_at: null,
    superseded_at: null,
  }
}

function flowRow(day: StagedDay, { record, old }: Placed<FlowRecord, ClientFlowTable>): ClientFlowTable {
  return {
    id: day.run.deps.newId(),
    portfolio_id: day.portfolio.id,
    date: day.date,
    place: record.place,
    version: nextVersion(old),
    state: 'staged',
    waits_for: null,
    origin: record.origin,
    kind: record.flowKind,
    amount_e4: record.amountE4,
    shares_e4: record.sharesE4,
    unit_nav_e8: record.unitNavE8,
    fee_e4: record.feeE4,
    source_file_id: day.sourceFileId,
    source_row: record.source.row,
    source_sheet: record.source.sheet === null ? null : cutText(record.source.sheet, LONGEST_SHEET_NAME),
    published_at: null,
    superseded_at: null,
  }
}

function feeRow(day: StagedDay, record: FeeRecord, known: FeeAccrualTable[]): FeeAccrualTable {
  const published = known.filter((row) => row.state === 'published').at(-1)
  return {
    portfolio_id: day.portfolio.id,
    date: day.date,
    version: (published?.version ?? 0) + 1,
    state: 'staged',
    waits_for: null,
    management_e4: record.managementE4,
    custodian_e4: record.custodianE4,
    audit_e4: record.auditE4,
    performance_e4: record.performanceE4,
    other_e4: record.otherE4,
    source_file_id: day.sourceFileId,
    source_row: record.source.row,
    published_at: null,
    superseded_at: null,
  }
}

const TRANSACTION_FIGURES = ['fund_code', 'operation', 'amount_e4', 'shares_e4', 'price_e8', 'fee_e4'] as const
const FLOW_FIGURES = ['kind', 'amount_e4', 'shares_e4', 'unit_nav_e8', 'fee_e4'] as const
/** What a flow says of the account. */
const FLOW_MONEY = ['kind', 'amount_e4', 'shares_e4'] as const
const FEE_FIGURES = ['management_e4', 'custodian_e4', 'audit_e4', 'performance_e4', 'other_e4'] as const

const isSameTransaction = (old: FundTransactionTable | undefined, next: FundTransactionTable): boolean =>
  old !== undefined && TRANSACTION_FIGURES.every((key) => old[key] === next[key])

const isSameFlow = (old: ClientFlowTable | undefined, next: ClientFlowTable): boolean =>
  old !== undefined && FLOW_FIGURES.every((key) => old[key] === next[key])

const isSameFee = (old: FeeAccrualTable, next: FeeAccrualTable): boolean =>
  FEE_FIGURES.every((key) => old[key] === next[key])

/** Whether two lists have equal figures, whatever their order. */
function isSameList<T>(left: T[], right: T[], figures: readonly (keyof T)[]): boolean {
  const words = (rows: T[]) => rows.map((row) => figures.map((key) => String(row[key])).join(' ')).sort()
  return words(left).join() === words(right).join()
}
