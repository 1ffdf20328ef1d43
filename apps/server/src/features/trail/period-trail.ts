/** What the gain and the return of a shown day are made of: the valuation before, and the flows between. */
import { absolute, divideRound, roundToCents } from '@sma/finance/decimal'
import type { Flow } from '@sma/finance/facts'
import { pointAt, type NavPoint } from '@sma/finance/nav/nav-series'
import { dayFigures } from '@sma/finance/periods/period-figures'
import { dayIndex } from '../days/book'
import { selectVersions } from '../days/day-records.queries'
import type { ClientFlowTable } from '../days/days.table'
import type { ShownDay } from './fund-trail'
import { dayPart, openDay, shownAt, type TrailDay } from './trail-day'
import { COMPUTED, exactText, placed, shownText, unknownFigure } from './trail-parts'
import type { OpenedFigure, TrailPart } from './trail-parts'
import { selectShownFlows } from './trail.queries'

interface DayTrail {
  shown: ShownDay
  end: NavPoint
  base: NavPoint
  /** Null: the base is the launch. */
  before: TrailDay | null
  flows: readonly Flow[]
}

/** Gain, return, or the adjustment inside the return. */
export async function periodTrail(
  shown: ShownDay,
  figure: 'day-gain' | 'day-return' | 'adjustment',
): Promise<OpenedFigure> {
  const { series, calendar } = shown.book
  const { date } = shown.day.row
  const { gainE4, returnE8, reason } = dayFigures(series, calendar, date)
  const trail = await openTrail(shown)
  const [kind, rule] = figure === 'day-gain' ? (['money', 'R-PER-4'] as const) : (['rate', RULES[figure]] as const)
  if (!trail || gainE4 === null) return unknownFigure(kind, rule, reason ?? 'no-earlier-valuation')
  if (figure === 'adjustment') return adjustmentFigure(trail)
  if (figure === 'day-gain')
    return { kind, rule, value: shownText(kind, gainE4), reason: null, ...COMPUTED, parts: await gainParts(trail) }
  const value = returnE8 === null ? null : exactText(kind, returnE8)
  return { kind, rule, value, reason: value === null ? reason : null, ...COMPUTED, parts: returnParts(trail) }
}

const RULES = { 'day-return': 'R-RET-1', adjustment: 'R-NAV-2' } as const

async function openTrail(shown: ShownDay): Promise<DayTrail | null> {
  const { book, day, db, instant } = shown
  const index = dayIndex(book, day.row.date)
  const end = pointAt(book.series, index)
  const previous = pointAt(book.series, index - 1)
  if (!end) return null
  const row = previous && shownAt(await selectVersions(db, day.row.portfolio_id, previous.date), instant)
  if (previous && !row) return null
  const base = previous ?? book.series.launch
  const flows = book.series.flows.filter(({ date }) => date <= end.date && (!previous || date > base.date))
  return { shown, end, base, before: row ? await openDay(db, row, day.navDecimals) : null, flows }
}

/** R-PER-4: closing − opening − subscriptions + redemptions + distributions. */
async function gainParts(trail: DayTrail): Promise<TrailPart[]> {
  const flows = await flowParts(trail, ({ kind }) => kind !== 'performance-fee')
  return [dayPart(trail.shown.day, 'plus', 'net-assets'), basePart(trail, 'net-assets', 'minus'), ...flows]
}

function returnParts(trail: DayTrail): TrailPart[] {
  const { day } = trail.shown
  const { end, base } = trail
  const parts = [dayPart(day, 'plus', 'unit-nav'), basePart(trail, 'unit-nav', 'divided-by')]
  if (end.factor === base.factor) return parts
  const { date, version } = day.row
  const what = { role: 'times', what: 'figure', figure: 'adjustment', fundCode: null, operation: null } as const
  return [
    ...parts,
    { ...what, date, version, kind: 'rate', value: exactText('rate', adjustmentE8(trail)), ...COMPUTED },
  ]
}

const adjustmentE8 = ({ end, base }: DayTrail): bigint =>
  divideRound(
    end.factor.numerator * base.factor.denominator * 10n ** 8n,
    end.factor.denominator * base.factor.numerator,
  )

/** R-NAV-2: what was paid out, for how many shares, at which NAV. */
async function adjustmentFigure(trail: DayTrail): Promise<OpenedFigure> {
  const { day } = trail.shown
  const flows = await flowParts(trail, ({ kind }) => kind === 'distribution' || kind === 'performance-fee')
  const parts = [...flows, dayPart(day, 'operand', 'shares'), dayPart(day, 'operand', 'unit-nav')]
  return {
    kind: 'rate',
    rule: 'R-NAV-2',
    value: exactText('rate', adjustmentE8(trail)),
    reason: null,
    ...COMPUTED,
    parts: parts.map((part) => ({ ...part, role: 'operand' as const })),
  }
}

function basePart(
  { before, base, shown }: DayTrail,
  figure: 'net-assets' | 'unit-nav',
  role: 'minus' | 'divided-by',
): TrailPart {
  if (before) return dayPart(before, role, figure)
  const isMoney = figure === 'net-assets'
  const kind = isMoney ? 'money' : 'nav'
  const value = isMoney ? exactText('money', base.netAssetsE4) : shownText('nav', base.unitNavE8, shown.day.navDecimals)
  const what = { role, what: 'launch', figure: null, fundCode: null, operation: null, version: null } as const
  return { ...what, date: base.date, kind, value, ...COMPUTED }
}

async function flowParts(trail: DayTrail, isMeant: (flow: Flow) => boolean): Promise<TrailPart[]> {
  const { shown, before, end, base } = trail
  const { portfolio_id: portfolioId } = shown.day.row
  const span = { after: before ? base.date : '', upTo: end.date }
  const rows = await selectShownFlows(shown.db, { portfolioId, knownAt: shown.instant }, span)
  return trail.flows.filter(isMeant).map((flow): TrailPart => {
    const at = rows.findIndex((row) => isSame(row, flow))
    const [row] = at < 0 ? [] : rows.splice(at, 1)
    const place = row
      ? placed({ fileId: row.source_file_id, sheet: row.source_sheet, row: row.source_row, column: null })
      : ({ place: null, sourceReason: 'derived' } as const)
    return {
      role: flow.kind === 'subscription' ? 'minus' : 'plus',
      what: 'flow',
      figure: null,
      fundCode: null,
      operation: flow.kind,
      date: flow.date,
      version: row?.version ?? null,
      kind: 'money',
      value: exactText('money', roundToCents(absolute(flow.amountE4))),
      ...place,
    }
  })
}

const isSame = (row: ClientFlowTable, { date, kind, amountE4, sharesE4 }: Flow): boolean =>
  row.date === date && row.kind === kind && row.amount_e4 === amountE4 && row.shares_e4 === sharesE4
