/** What approving would change for whom: each waiting day beside the day before, the findings first, then the biggest movers. */
import { payout } from '@sma/finance/checks/movement'
import { restatementSize, type RestatementBand } from '@sma/finance/checks/restatement'
import { addDays } from '@sma/finance/dates'
import { absolute, divideRound, moneyText } from '@sma/finance/decimal'
import { ASSET_CLASSES, type AssetClass, type FundFacts } from '@sma/finance/facts'
import { classRows } from '@sma/finance/holdings/classes'
import { navText, sharesText } from '@sma/finance/numbers'
import type { Db } from '../../db/schema'
import { figuresOf, selectHoldingRows, selectPreviousDay, selectVersions } from '../days/day-records.queries'
import type { DayFigures } from '../days/day-figures'
import type { DayState, ValuationTable } from '../days/days.table'
import { rateOrNull } from '../days/reply-parts'
import { flowOf, inForce, selectFlowRows } from '../days/staged-rows.queries'
import { selectDayFindings } from '../findings/findings.queries'
import { mayExplain } from '../findings/findings.service'
import type { FindingTable } from '../findings/findings.table'
import { selectFunds } from '../funds/fund-records.queries'
import {
  selectAskedWithdrawals,
  selectViewers,
  selectWaiting,
  type PreviewFilter,
  type WaitingRow,
} from './preview.queries'

/** Decimals as the API writes them (R-NUM-2). */
export interface DayPreview {
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

interface Sides {
  row: WaitingRow
  after: DayFigures
  previousRow: ValuationTable | undefined
  before: DayFigures | null
  funds: ReadonlyMap<string, FundFacts>
}

/** Previews of all that waits under the filter, in the order in which they are worth a look. */
export async function previewDays(db: Db, filter: PreviewFilter): Promise<DayPreview[]> {
  const funds = new Map((await selectFunds(db)).map((fund) => [fund.code, fund]))
  const viewers = await selectViewers(db)
  const previews: { preview: DayPreview; move: bigint; standing: number }[] = []
  for (const row of await selectWaiting(db, filter)) {
    const sides = await readSides(db, row, funds)
    const moveE8 = await moveOf(db, sides)
    const findings = (await selectDayFindings(db, { portfolioId: row.portfolio_id, date: row.date })).filter(
      ({ state }) => state !== 'resolved',
    )
    const replaces = await replacedBy(db, row)
    const preview = { ...previewOf(sides, moveE8), replaces, findings: findings.map(previewFinding) }
    const standing = Math.max(0, ...findings.map(weightOf))
    const move = absolute(moveE8 ?? 0n)
    previews.push({ preview: { ...preview, clientIds: viewers.get(row.portfolio_id) ?? [] }, move, standing })
  }
  previews.sort(
    (left, right) => right.standing - left.standing || (left.move < right.move ? 1 : left.move > right.move ? -1 : 0),
  )
  return previews.map(({ preview }) => preview)
}

/** A shown day that one person wants to take back. */
interface AskedWithdrawal
  extends Pick<DayPreview, 'code' | 'name' | 'date' | 'version' | 'stamp' | 'netAssets' | 'unitNav' | 'clientIds'> {
  askedBy: string
  askedAt: string
  reason: string
}

/** Shown days whose withdrawal waits for another person, the oldest wish first. */
export async function askedWithdrawals(db: Db, filter: PreviewFilter): Promise<AskedWithdrawal[]> {
  const viewers = await selectViewers(db)
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

async function readSides(db: Db, row: WaitingRow, funds: ReadonlyMap<string, FundFacts>): Promise<Sides> {
  const after = figuresOf(row, await selectHoldingRows(db, row.portfolio_id, row))
  const previousRow = await selectPreviousDay(db, row.portfolio_id, row.date)
  const before = previousRow ? figuresOf(previousRow, await selectHoldingRows(db, row.portfolio_id, previousRow)) : null
  return { row, after, previousRow, before, funds }
}

/** Return since the day before as a rate in E8: (NAV + distributions) / NAV before − 1 (R-NAV-2). */
async function moveOf(db: Db, { row, after, previousRow, before }: Sides): Promise<bigint | null> {
  if (!previousRow || !before || before.unitNavE8 <= 0n) return null
  const span = { from: addDays(previousRow.date, 1), to: row.date }
  const flows = inForce(await selectFlowRows(db, row.portfolio_id, span)).map(flowOf)
  const distributed = payout(after, { ...before, date: previousRow.date }, flows)
  return divideRound((after.unitNavE8 + distributed - before.unitNavE8) * 100_000_000n, before.unitNavE8)
}

function previewOf(sides: Sides, moveE8: bigint | null): Omit<DayPreview, 'findings' | 'clientIds' | 'replaces'> {
  const { row, after, previousRow, before } = sides
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
    newPositions: positionsOnlyIn(after, before, sides.funds),
    closedPositions: before ? positionsOnlyIn(before, after, sides.funds) : [],
  }
}

function classesOf({ after, before, funds }: Sides): DayPreview['classes'] {
  const [now, then] = [ratiosOf(after, funds), before ? ratiosOf(before, funds) : null]
  return ASSET_CLASSES.map((assetClass, index) => ({
    assetClass,
    before: rateOrNull(then?.[index] ?? null),
    after: rateOrNull(now?.[index] ?? null),
  }))
}

/** Shares of net assets by class; null where holdings or a fund's class are missing. */
function ratiosOf(
  { netAssetsE4, holdings }: DayFigures,
  funds: ReadonlyMap<string, FundFacts>,
): (bigint | null)[] | null {
  if (!holdings || holdings.some(({ fundCode }) => !funds.get(fundCode)?.assetClass)) return null
  return classRows(netAssetsE4, holdings, funds).map(({ ratioE8 }) => ratioE8)
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
async function replacedBy(db: Db, row: WaitingRow): Promise<Replaced | null> {
  const versions = await selectVersions(db, row.portfolio_id, row.date)
  const shown = versions.findLast(({ state }) => state === 'published' || state === 'withdrawn')
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
