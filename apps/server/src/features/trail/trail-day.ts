/** The version that a trail is about, and what it takes from its own rows: figures as the files state them, and classes. */
import type { DayTrailFigure, FundTrailFigure } from '@sma/contract/staff-trail'
import { roundToCents } from '@sma/finance/decimal'
import { ASSET_CLASSES, type AssetClass, type ClassedAccount, type FundFacts } from '@sma/finance/facts'
import { classRows } from '@sma/finance/holdings/classes'
import type { ValuationFigure } from '@sma/importers/records'
import type { Db } from '../../db/schema'
import type { DayFigures, HoldingFigures } from '../days/day-figures'
import { figuresOf, selectHoldingRows, selectSources } from '../days/day-records.queries'
import { dayFigure, dayPlace, fundFigure, fundPlaces, type DaySources, type FundFigure } from '../days/day-sources'
import type { ValuationTable } from '../days/days.table'
import { COMPUTED, exactText, placed, shownText, unknownFigure } from './trail-parts'
import type { Kind, OpenedFigure, TrailPart } from './trail-parts'

export interface TrailDay {
  row: ValuationTable
  figures: DayFigures
  sources: DaySources | null
  navDecimals: number
}

export async function openDay(db: Db, row: ValuationTable, navDecimals: number): Promise<TrailDay> {
  const key = { portfolioId: row.portfolio_id, date: row.date, version: row.version }
  const figures = figuresOf(row, await selectHoldingRows(db, row.portfolio_id, row))
  return { row, figures, sources: await selectSources(db, key, figures), navDecimals }
}

/** The version that clients were shown at an instant (null: now); undefined where they were shown none. */
export function shownAt(versions: readonly ValuationTable[], instant: string | null): ValuationTable | undefined {
  if (instant === null) return versions.find(({ state }) => state === 'published')
  const last = versions.findLast(({ published_at }) => published_at !== null && published_at <= instant)
  return last && (last.withdrawn_at === null || last.withdrawn_at > instant) ? last : undefined
}

interface Stated<Name> {
  name: Name
  kind: Kind
  rule: string | null
}

export const STATED_DAY: Partial<Record<DayTrailFigure, Stated<ValuationFigure>>> = {
  'net-assets': { name: 'netAssets', kind: 'money', rule: null },
  'total-assets': { name: 'totalAssets', kind: 'money', rule: null },
  'total-liabilities': { name: 'totalLiabilities', kind: 'money', rule: null },
  shares: { name: 'shares', kind: 'shares', rule: null },
  'unit-nav': { name: 'unitNav', kind: 'nav', rule: 'R-NAV-1' },
  'accumulated-nav': { name: 'accumulatedNav', kind: 'nav', rule: null },
}

export const STATED_FUND: Partial<Record<FundTrailFigure, Stated<FundFigure>>> = {
  shares: { name: 'shares', kind: 'shares', rule: 'R-HLD-1' },
  'unit-nav': { name: 'unitNav', kind: 'nav', rule: 'R-HLD-1' },
  'market-value': { name: 'marketValue', kind: 'money', rule: 'R-HLD-1' },
  'source-cost': { name: 'sourceCost', kind: 'money', rule: null },
  'source-profit': { name: 'sourceProfit', kind: 'money', rule: null },
  'o32-cost': { name: 'o32Cost', kind: 'money', rule: null },
  'o32-profit': { name: 'o32Profit', kind: 'money', rule: null },
  'o32-market-value': { name: 'o32MarketValue', kind: 'money', rule: null },
}

export function statedDayFigure(day: TrailDay, { name, kind, rule }: Stated<ValuationFigure>): OpenedFigure {
  const value = dayFigure(day.figures, name)
  if (value === null) return unknownFigure(kind, rule, 'not-stated')
  const text = shownText(kind, value, day.navDecimals)
  return { kind, rule, value: text, reason: null, ...placed(dayPlace(day.sources, name)), parts: [] }
}

export const holdingOf = ({ figures }: TrailDay, code: string): HoldingFigures | undefined =>
  figures.holdings?.find(({ fundCode }) => fundCode === code)

export function statedFundFigure(day: TrailDay, code: string, { name, kind, rule }: Stated<FundFigure>): OpenedFigure {
  const holding = holdingOf(day, code)
  if (!holding) return soldOut(day, { name, kind, rule })
  const value = fundFigure(holding, name)
  if (value === null) return unknownFigure(kind, rule, 'not-stated')
  const rows = fundPlaces(day.sources, name, code)
  const opened = { kind, rule, value: shownText(kind, value), reason: null }
  // A NAV is that of each of its rows, not their sum.
  if (rows.length < 2 || kind === 'nav') return { ...opened, ...placed(rows[0] ?? null), parts: [] }
  const parts = rows.map(({ figures, ...place }): TrailPart => {
    const own = figures?.[name]
    const text = own === undefined ? null : exactText(kind, own)
    return { ...partOf(day, 'plus'), what: 'row', fundCode: code, kind, value: text, ...placed(place) }
  })
  return { ...opened, ...COMPUTED, parts }
}

/** R-HLD-7: a fund that the day does not hold has no shares and no value, and the rest is not stated. */
function soldOut({ figures }: TrailDay, { name, kind, rule }: Stated<FundFigure>): OpenedFigure {
  if (!figures.holdings) return unknownFigure(kind, rule, 'holdings-unavailable')
  const isNothing = name === 'shares' || name === 'marketValue'
  if (!isNothing) return unknownFigure(kind, 'R-HLD-7', 'sold-out')
  return { kind, rule: 'R-HLD-7', value: shownText(kind, 0n), reason: null, ...COMPUTED, parts: [] }
}

const partOf = ({ row }: TrailDay, role: TrailPart['role']) => ({
  role,
  figure: null,
  fundCode: null,
  operation: null,
  date: row.date,
  version: row.version,
})

/** A figure of the day as an operand: it opens in its turn. */
export function dayPart(day: TrailDay, role: TrailPart['role'], figure: DayTrailFigure): TrailPart {
  const stated = STATED_DAY[figure]
  if (!stated) throw new Error(`${figure} is stated by no file`)
  const value = dayFigure(day.figures, stated.name)
  const { kind } = stated
  const text = value === null ? null : kind === 'nav' ? shownText(kind, value, day.navDecimals) : exactText(kind, value)
  return {
    ...partOf(day, role),
    what: 'figure',
    figure,
    kind,
    value: text,
    ...placed(dayPlace(day.sources, stated.name)),
  }
}

/** A fund's figure as an operand. */
export function fundPart(
  day: TrailDay,
  role: TrailPart['role'],
  { code, figure }: { code: string; figure: FundTrailFigure },
): TrailPart {
  const opening: TrailPart = {
    ...partOf(day, role),
    what: 'figure',
    figure: `fund:${code}:${figure}`,
    fundCode: code,
    kind: 'money',
    value: null,
    ...COMPUTED,
  }
  const stated = STATED_FUND[figure]
  const holding = holdingOf(day, code)
  if (!stated || !holding) return opening
  const value = fundFigure(holding, stated.name)
  const { kind } = stated
  const [place, ...others] = fundPlaces(day.sources, stated.name, code)
  const text = value === null ? null : exactText(kind, figure === 'market-value' ? roundToCents(value) : value)
  return { ...opening, kind, value: text, ...(others.length > 0 ? COMPUTED : placed(place ?? null)) }
}

/** The balance of a level-1 account that counts to a class. */
const accountPart = (day: TrailDay, role: TrailPart['role'], { code, marketValueE4 }: ClassedAccount): TrailPart => ({
  ...partOf(day, role),
  what: 'row',
  fundCode: code,
  kind: 'money',
  value: exactText('money', roundToCents(marketValueE4)),
  ...COMPUTED,
})

/** R-CLS-1: a class is the sum of its funds and accounts; cash is what they all leave of net assets. */
export function classFigure(
  day: TrailDay,
  assetClass: AssetClass,
  funds: ReadonlyMap<string, FundFacts>,
): OpenedFigure {
  const rule = 'R-CLS-1'
  const { holdings, netAssetsE4, accounts } = day.figures
  if (!holdings) return unknownFigure('money', rule, 'holdings-unavailable')
  const valued = holdings.filter(({ marketValueE4 }) => roundToCents(marketValueE4) !== 0n)
  if (valued.some(({ fundCode }) => !funds.get(fundCode)?.assetClass))
    return unknownFigure('money', rule, 'fund-class-missing')
  const value =
    classRows(netAssetsE4, holdings, funds, accounts ?? [])[ASSET_CLASSES.indexOf(assetClass)]?.marketValueE4 ?? 0n
  const isCash = assetClass === 'cash'
  const own = valued.filter(({ fundCode }) => isCash || funds.get(fundCode)?.assetClass === assetClass)
  const parts = own
    .sort((left, right) => (left.fundCode < right.fundCode ? -1 : 1))
    .map(({ fundCode: code }) => fundPart(day, isCash ? 'minus' : 'plus', { code, figure: 'market-value' }))
  const classed = (accounts ?? [])
    .filter((account) => account.assetClass !== 'cash' && (isCash || account.assetClass === assetClass))
    .map((account) => accountPart(day, isCash ? 'minus' : 'plus', account))
  return {
    kind: 'money',
    rule,
    value: shownText('money', value),
    reason: null,
    ...COMPUTED,
    parts: [...(isCash ? [dayPart(day, 'plus', 'net-assets')] : []), ...parts, ...classed],
  }
}
