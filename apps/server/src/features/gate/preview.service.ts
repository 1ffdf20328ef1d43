/** What approving would change for whom: each waiting day beside the day before, the findings first, then the biggest movers. */
import type { listWaitingDays } from '@sma/contract/staff-gate'
import { payout } from '@sma/finance/checks/movement'
import { restatementSize, type RestatementBand } from '@sma/finance/checks/restatement'
import { absolute, divideRound, moneyText } from '@sma/finance/decimal'
import { ASSET_CLASSES, type AssetClass, type FundFacts } from '@sma/finance/facts'
import { classRows } from '@sma/finance/holdings/classes'
import { navText, sharesText } from '@sma/finance/numbers'
import type { z } from 'zod'
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { groupBy } from '../../group-by'
import { figuresOf, STANDING } from '../days/day-records.queries'
import type { DayFigures } from '../days/day-figures'
import type { ClientFlowTable, DayState, ValuationTable } from '../days/days.table'
import { rateOrNull } from '../days/reply-parts'
import { flowOf, inForce } from '../days/staged-rows.queries'
import { mayExplain } from '../findings/findings.service'
import type { FindingTable } from '../findings/findings.table'
import { fundsOn, selectFunds, type FundRow } from '../funds/fund-records.queries'
import {
  selectAskedWithdrawals,
  selectFindingsOf,
  selectFlowsUpTo,
  selectHoldingsOf,
  selectVersionsOf,
  selectViewers,
  selectWaiting,
  selectWaitingDates,
  type DayKey,
  type PreviewFilter,
  type WaitingRow,
} from './preview.queries'

/** Decimals as the API writes them (R-NUM-2). */
interface DayPreview {
  portfolioId: string
  code: string
  name: string
  date: string
  version: number
  stamp: string | null
  state: DayState
  /** Why a shown day would change; null on a first version. */
  reason: string | null
  broughtBy: string | null
  approvedBy: string | null
  netAssets: string
  unitNav: string
  shares: string
  /** The valuation before; null on the first day. */
  previous: { date: string; netAssets: string; unitNav: string } | null
  /** Change of net assets since then, flows included; null without one. */
  change: string | null
  /** Return of the adjusted NAV since then. */
  return: string | null
  classes: { assetClass: AssetClass; before: string | null; after: string | null }[]
  newPositions: Position[]
  closedPositions: Position[]
  /** What the day shows now, where it was shown before. */
  replaces: Replaced | null
  findings: PreviewFinding[]
  /** Who sees the account. */
  clientIds: string[]
}

interface Position {
  fundCode: string
  fundName: string
  /** Of the new day; of the day before where the position was closed. */
  marketValue: string
}

interface Replaced {
  version: number
  stamp: string | null
  state: DayState
  netAssets: string
  unitNav: string
  /** Change of the unit NAV, and what it amounts to. */
  navChange: string | null
  band: RestatementBand
}

export type PreviewFinding = Pick<
  FindingTable,
  'id' | 'origin' | 'severity' | 'state' | 'found' | 'expected' | 'note' | 'owner'
> & {
  check: string
  subject: string | null
  mayBeExplained: boolean
}

/** A waiting day and what orders it among the others. */
interface Weighed {
  row: WaitingRow
  previousRow: ValuationTable | undefined
  findings: FindingTable[]
  moveE8: bigint | null
}

interface Sides extends Weighed {
  after: DayFigures
  before: DayFigures | null
  /** Funds by code, with the classes of a day. */
  fundsOn(date: string): ReadonlyMap<string, FundFacts>
}

/** A part of what waits: so many days from a place in the order on; left out: a first thousand. */
interface PreviewPage {
  sort?: Query['sort']
  offset?: number | undefined
  limit?: number | undefined
}

type Query = z.output<typeof listWaitingDays.query>
type Counts = Pick<z.input<typeof listWaitingDays.reply>, 'total' | 'accounts' | 'clients' | 'quiet'>
type Page = Counts & { dates: string[]; days: DayPreview[] }

const PAGE = 1000

/** Previews of what waits under the filter, in the order in which they are worth a look; the counts are of all of it. */
export async function previewDays(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { text, found, ...filter }: PreviewFilter & Pick<Query, 'text' | 'found'>,
  { sort = 'order', offset = 0, limit = PAGE }: PreviewPage = {},
): Promise<Page> {
  const viewers = await selectViewers(db, clock.now().toISOString())
  const all = await weigh(db, await selectWaiting(db, filter))
  const waiting = all.filter((one) => isNamed(one, text) && (found === undefined || FOUND[found](one)))
  const ordered = inOrder(waiting, sort, viewers)
  const days = await previewsOf(db, ordered.slice(offset, offset + limit), viewers)
  return { ...countsOf(waiting, viewers), dates: await selectWaitingDates(db), days }
}

const isNamed = ({ row }: Weighed, text = ''): boolean =>
  `${row.code} ${row.portfolio_name}`.toLowerCase().includes(text.trim().toLowerCase())

const FOUND: Record<NonNullable<Query['found']>, (one: Weighed) => boolean> = {
  with: ({ findings }) => findings.length > 0,
  without: ({ findings }) => findings.length === 0,
  restated: ({ row }) => row.shown_version !== null,
  quiet: ({ row, findings }) => findings.length === 0 && row.shown_version === null,
}

function countsOf(waiting: readonly Weighed[], viewers: Viewers): Counts {
  const portfolioIds = new Set(waiting.map(({ row }) => row.portfolio_id))
  const clients = new Set([...portfolioIds].flatMap((id) => viewers.get(id) ?? []))
  const quiet = waiting.filter(FOUND.quiet)
  const of = (state: DayState) => quiet.filter(({ row }) => row.state === state).length
  return {
    total: waiting.length,
    accounts: portfolioIds.size,
    clients: clients.size,
    quiet: { checked: of('checked'), approved: of('approved') },
  }
}

type Viewers = ReadonlyMap<string, readonly string[]>
type Column = 'code' | 'date' | 'netAssets' | 'return' | 'clients'

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const compareSize = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
/** What is not known comes before zero. */
const sizeOf = (value: bigint | null): bigint => (value === null ? -1n : absolute(value))
const changeOf = ({ row, previousRow }: Weighed): bigint | null =>
  previousRow ? row.net_assets_e4 - previousRow.net_assets_e4 : null

const COMPARE: Record<Column, (a: Weighed, b: Weighed, viewers: Viewers) => number> = {
  code: ({ row: a }, { row: b }) => compareText(a.code, b.code) || compareText(a.date, b.date),
  date: ({ row: a }, { row: b }) => compareText(a.date, b.date) || compareText(a.code, b.code),
  netAssets: (a, b) => compareSize(sizeOf(changeOf(a)), sizeOf(changeOf(b))),
  return: (a, b) => compareSize(sizeOf(a.moveE8), sizeOf(b.moveE8)),
  clients: ({ row: a }, { row: b }, viewers) =>
    (viewers.get(a.portfolio_id)?.length ?? 0) - (viewers.get(b.portfolio_id)?.length ?? 0),
}

/** Days that are equal in a column stay in the order in which they are worth a look. */
function inOrder(weighed: readonly Weighed[], sort: NonNullable<Query['sort']>, viewers: Viewers): Weighed[] {
  const ordered = byWeight(weighed)
  if (sort === 'order') return ordered
  const column = sort.replace('-', '') as Column
  const sign = sort.startsWith('-') ? -1 : 1
  return ordered.sort((a, b) => sign * COMPARE[column](a, b, viewers))
}

/** Most days that wait are of a few dates. */
function fundsByDay(funds: readonly FundRow[]): Sides['fundsOn'] {
  const days = new Map<string, ReadonlyMap<string, FundFacts>>()
  return (date) => {
    const known = days.get(date) ?? fundsOn(funds, date)
    days.set(date, known)
    return known
  }
}

/** Findings on top, then the biggest movers. */
function byWeight(weighed: readonly Weighed[]): Weighed[] {
  const keyed = weighed.map((one) => ({
    one,
    standing: Math.max(0, ...one.findings.map(weightOf)),
    move: absolute(one.moveE8 ?? 0n),
  }))
  keyed.sort(
    (left, right) => right.standing - left.standing || (left.move < right.move ? 1 : left.move > right.move ? -1 : 0),
  )
  return keyed.map(({ one }) => one)
}

const keyOf = (row: { portfolio_id: string; date: string }): string => `${row.portfolio_id} ${row.date}`
const dayOf = (row: { portfolio_id: string; date: string }): DayKey => ({
  portfolioId: row.portfolio_id,
  date: row.date,
})

async function weigh(db: Db, waiting: WaitingRow[]): Promise<Weighed[]> {
  const before = waiting.flatMap((row) => (row.previous_date === null ? [] : { ...row, date: row.previous_date }))
  const versions = groupBy(await selectVersionsOf(db, before.map(dayOf)), keyOf)
  const spans = waiting.flatMap((row) =>
    row.previous_date === null ? [] : { ...dayOf(row), after: row.previous_date },
  )
  const flows = groupBy(await selectFlowsUpTo(db, spans), (row) => row.portfolio_id)
  const findings = groupBy(await selectFindingsOf(db, waiting.map(dayOf)), keyOf)
  return waiting.map((row) => {
    const candidates = versions.get(`${row.portfolio_id} ${row.previous_date}`) ?? []
    const previousRow = candidates.findLast(({ state }) => STANDING.includes(state))
    const moveE8 = moveOf(row, previousRow, flows.get(row.portfolio_id) ?? [])
    return { row, previousRow, moveE8, findings: findings.get(keyOf(row)) ?? [] }
  })
}

async function previewsOf(db: Db, weighed: Weighed[], viewers: Viewers): Promise<DayPreview[]> {
  const dayFunds = fundsByDay(await selectFunds(db))
  const days = weighed.map(({ row }) => dayOf(row))
  const before = weighed.flatMap(({ previousRow }) => (previousRow ? dayOf(previousRow) : []))
  const versions = groupBy(await selectVersionsOf(db, days), keyOf)
  const holdings = groupBy(await selectHoldingsOf(db, [...days, ...before]), versionKeyOf)
  const figures = (row: ValuationTable) => figuresOf(row, holdings.get(versionKeyOf(row)) ?? [])
  return weighed.map((one) => {
    const { row, previousRow, findings } = one
    const sides = { ...one, after: figures(row), before: previousRow ? figures(previousRow) : null, fundsOn: dayFunds }
    return {
      ...previewOf(sides),
      replaces: replacedBy(row, versions.get(keyOf(row)) ?? []),
      findings: findings.map(previewFinding),
      clientIds: [...(viewers.get(row.portfolio_id) ?? [])],
    }
  })
}

const versionKeyOf = (row: { portfolio_id: string; date: string; version: number }): string =>
  `${keyOf(row)} ${row.version}`

/** A shown day that one person wants to take back. */
interface AskedWithdrawal
  extends Pick<DayPreview, 'code' | 'name' | 'date' | 'version' | 'stamp' | 'netAssets' | 'unitNav' | 'clientIds'> {
  askedBy: string
  askedAt: string
  reason: string
}

/** Shown days whose withdrawal waits for another person, the oldest wish first. */
export async function askedWithdrawals(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  filter: PreviewFilter,
): Promise<AskedWithdrawal[]> {
  const viewers = await selectViewers(db, clock.now().toISOString())
  return (await selectAskedWithdrawals(db, filter)).map((row) => ({
    code: row.code,
    name: row.portfolio_name,
    date: row.date,
    version: row.version,
    stamp: row.stamp,
    netAssets: moneyText(row.net_assets_e4),
    unitNav: navText(row.unit_nav_e8, row.nav_decimals),
    askedBy: row.withdrawal_asked_by ?? '',
    askedAt: row.withdrawal_asked_at ?? '',
    reason: row.withdrawal_reason ?? '',
    clientIds: viewers.get(row.portfolio_id) ?? [],
  }))
}

/** Open and blocking first, open warnings next, explained ones last. */
const weightOf = ({ state, severity }: FindingTable): number =>
  state === 'explained' ? 1 : severity === 'review' ? 3 : 2

/** Return since the day before as a rate in E8: (NAV + distributions) / NAV before − 1 (R-NAV-2). */
function moveOf(row: WaitingRow, previous: ValuationTable | undefined, ownFlows: ClientFlowTable[]): bigint | null {
  if (!previous || previous.unit_nav_e8 <= 0n) return null
  const between = ownFlows.filter(({ date }) => date > previous.date && date <= row.date)
  const before = { ...figuresOf(previous, []), date: previous.date, holdings: null }
  const distributed = payout(figuresOf(row, []), before, inForce(between).map(flowOf))
  return divideRound((row.unit_nav_e8 + distributed - previous.unit_nav_e8) * 100_000_000n, previous.unit_nav_e8)
}

function previewOf(sides: Sides): Omit<DayPreview, 'findings' | 'clientIds' | 'replaces'> {
  const { row, after, previousRow, before, moveE8 } = sides
  const nav = (valueE8: bigint) => navText(valueE8, row.nav_decimals)
  return {
    portfolioId: row.portfolio_id,
    code: row.code,
    name: row.portfolio_name,
    date: row.date,
    version: row.version,
    stamp: row.stamp,
    state: row.state,
    reason: row.reason,
    broughtBy: row.created_by,
    approvedBy: row.approved_by,
    netAssets: moneyText(after.netAssetsE4),
    unitNav: nav(after.unitNavE8),
    shares: sharesText(after.sharesE4),
    previous:
      previousRow && before
        ? { date: previousRow.date, netAssets: moneyText(before.netAssetsE4), unitNav: nav(before.unitNavE8) }
        : null,
    change: before ? moneyText(after.netAssetsE4 - before.netAssetsE4) : null,
    return: rateOrNull(moveE8),
    classes: classesOf(sides),
    newPositions: positionsOnlyIn(after, before, sides.fundsOn(sides.row.date)),
    closedPositions: before ? positionsOnlyIn(before, after, sides.fundsOn(sides.row.date)) : [],
  }
}

function classesOf({ row, previousRow, after, before, fundsOn }: Sides): DayPreview['classes'] {
  const now = ratiosOf(after, fundsOn(row.date))
  const then = before && previousRow ? ratiosOf(before, fundsOn(previousRow.date)) : null
  return ASSET_CLASSES.map((assetClass, index) => ({
    assetClass,
    before: rateOrNull(then?.[index] ?? null),
    after: rateOrNull(now?.[index] ?? null),
  }))
}

/** Shares of net assets by class; null where holdings or a fund's class are missing. */
function ratiosOf(
  { netAssetsE4, holdings, accounts }: DayFigures,
  funds: ReadonlyMap<string, FundFacts>,
): (bigint | null)[] | null {
  if (!holdings || holdings.some(({ fundCode }) => !funds.get(fundCode)?.assetClass)) return null
  return classRows(netAssetsE4, holdings, funds, accounts ?? []).map(({ ratioE8 }) => ratioE8)
}

/** Funds held on one day and not on the other; none where either day's holdings are not known. */
function positionsOnlyIn(day: DayFigures, other: DayFigures | null, funds: ReadonlyMap<string, FundFacts>): Position[] {
  if (!day.holdings || !other?.holdings) return []
  const held = new Set(other.holdings.filter(({ sharesE4 }) => sharesE4 !== 0n).map(({ fundCode }) => fundCode))
  return day.holdings
    .filter(({ fundCode, sharesE4 }) => sharesE4 !== 0n && !held.has(fundCode))
    .map(({ fundCode, marketValueE4 }) => ({
      fundCode,
      fundName: funds.get(fundCode)?.name ?? fundCode,
      marketValue: moneyText(marketValueE4),
    }))
}

/** The version that the waiting one would take the place of, and how far its NAV stands from it. */
function replacedBy(row: WaitingRow, versions: ValuationTable[]): Replaced | null {
  const shown = versions.findLast(({ version }) => version === row.shown_version)
  if (!shown) return null
  const { changeE8, band } = restatementSize(shown.unit_nav_e8, row.unit_nav_e8)
  return {
    version: shown.version,
    stamp: shown.stamp,
    state: shown.state,
    netAssets: moneyText(shown.net_assets_e4),
    unitNav: navText(shown.unit_nav_e8, row.nav_decimals),
    navChange: rateOrNull(changeE8),
    band,
  }
}

export const previewFinding = (row: FindingTable): PreviewFinding => ({
  id: row.id,
  check: row.check_id,
  origin: row.origin,
  // Of a file's finding the row and column stand in their own places.
  subject: row.origin === 'check' ? row.subject || null : null,
  severity: row.severity,
  state: row.state,
  mayBeExplained: mayExplain(row),
  found: row.found,
  expected: row.expected,
  note: row.note,
  owner: row.owner,
})
