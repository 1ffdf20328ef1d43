import { axisTooltip, navAxes } from './chart-parts'
import type { ChartOption, LineSeriesOption } from './echarts'
import type { Palette } from './palette'
import { LONGEST_PAUSE_DAYS } from './sparkline'
import { dayNumber } from '../format/dates'

export const TRADE_SIDES = ['in', 'out', 'income'] as const
/** What a transaction does: money goes into the fund, comes out of it, or is its income. */
export type TradeSide = (typeof TRADE_SIDES)[number]

/** One day of a fund: its NAV, and what was done on it. */
export interface FundDay {
  date: string
  /** Null on a day of a transaction for which no NAV is known. */
  nav: number | null
  navText: string
  trades: readonly { side: TradeSide; text: string }[]
}

export interface FundChart {
  days: readonly FundDay[]
  palette: Palette
  words: { nav: string }
}

/** Where a day's mark stands: at its NAV, else at the last one before, else at the next. */
export function markHeight(days: readonly FundDay[], index: number): number | null {
  const before = days.slice(0, index + 1).findLast(({ nav }) => nav !== null)
  return before?.nav ?? days.slice(index).find(({ nav }) => nav !== null)?.nav ?? null
}

type Point = [string, number | null]

/** Only known NAVs, joined over holidays and broken where the data pauses for longer. */
function curve(days: readonly FundDay[]): Point[] {
  const points: Point[] = []
  let last: string | null = null
  for (const { date, nav } of days) {
    if (nav === null) continue
    if (last !== null && dayNumber(date) - dayNumber(last) > LONGEST_PAUSE_DAYS) points.push([last, null])
    points.push([date, nav])
    last = date
  }
  return points
}

const SYMBOLS: Record<TradeSide, Pick<LineSeriesOption, 'symbol' | 'symbolRotate' | 'symbolSize'>> = {
  in: { symbol: 'triangle', symbolSize: 11 },
  out: { symbol: 'triangle', symbolRotate: 180, symbolSize: 11 },
  income: { symbol: 'diamond', symbolSize: 11 },
}

function marks(chart: FundChart, side: TradeSide): LineSeriesOption {
  const { days, palette } = chart
  const data = days.map((day, index): Point => {
    const isMarked = day.trades.some((trade) => trade.side === side)
    return [day.date, isMarked ? markHeight(days, index) : null]
  })
  const filled = { in: palette.accent, out: palette.paper, income: palette.soft }[side]
  return {
    type: 'line',
    name: side,
    data,
    showSymbol: true,
    showAllSymbol: true,
    ...SYMBOLS[side],
    lineStyle: { width: 0 },
    itemStyle: { color: filled, borderColor: side === 'income' ? palette.soft : palette.accent, borderWidth: 1.5 },
    animation: false,
    z: 4,
  }
}

function tooltipText({ days, words }: FundChart, params: unknown): string {
  const date = pointedDate(params)
  const day = days.find((candidate) => candidate.date === date)
  if (!day) return ''
  return [day.date, `${words.nav} ${day.navText}`, ...day.trades.map(({ text }) => text)].join('\n')
}

/** The day under the pointer: series differ in length, so the point itself says it. */
function pointedDate(params: unknown): string | null {
  const first: unknown = Array.isArray(params) ? params[0] : params
  if (typeof first !== 'object' || first === null) return null
  const { value } = first as { value?: unknown }
  return Array.isArray(value) ? String(value[0]) : null
}

/** A fund's NAV with our purchases, sales and income marked on it. */
export function fundOption(chart: FundChart): ChartOption {
  const { days, palette, words } = chart
  const values = days.map(({ nav }) => nav)
  const points = curve(days)
  return {
    animation: false,
    grid: { left: 56, right: 12, top: 36, bottom: 32 },
    tooltip: axisTooltip(palette, (params) => tooltipText(chart, params)),
    ...navAxes(palette, values, words.nav),
    series: [
      {
        type: 'line',
        name: words.nav,
        data: points,
        showSymbol: points.length === 1,
        symbol: 'circle',
        symbolSize: 5,
        connectNulls: false,
        lineStyle: { color: palette.soft, width: 1.75 },
        itemStyle: { color: palette.soft },
        animation: false,
        z: 3,
      },
      ...TRADE_SIDES.filter((side) => days.some(({ trades }) => trades.some((trade) => trade.side === side))).map(
        (side) => marks(chart, side),
      ),
    ],
  }
}
