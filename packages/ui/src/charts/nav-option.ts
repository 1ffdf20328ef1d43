import { axisTooltip, navAxes, pointedIndex, wrapText } from './chart-parts'
import type { ChartOption, LineSeriesOption } from './echarts'
import type { Palette } from './palette'
import { runsOf } from './sparkline'

/** One valuation: numbers for pixels, texts as they are printed. */
export interface NavPoint {
  date: string
  portfolio: number
  portfolioText: string
  benchmark: number | null
  benchmarkText: string
  excessText: string
  /** How far it stands below its highest so far; null where that is not shown. */
  drawdown: number | null
  drawdownText: string
  /** What was bought and sold up to this day since the one before; such a day carries a mark. */
  trades: readonly string[]
  /** What is to be said of the day in particular; such a day carries a mark too. */
  notes: readonly string[]
}

export interface NavChart {
  points: readonly NavPoint[]
  palette: Palette
  words: { portfolio: string; benchmark: string; excess: string; drawdown: string; axis: string }
  hasBenchmark: boolean
  /** Width of the drawing in pixels: where there is little, one finger reads and two fingers zoom. */
  width: number
}

type Row = NavPoint | null

/** Points with an empty row where the data pauses longer than any holiday: gaps are gaps. */
export function rowsWithGaps(points: readonly NavPoint[]): Row[] {
  return runsOf(points).flatMap((run, index): Row[] => (index === 0 ? run : [null, ...run]))
}

type Value = (point: NavPoint) => number | null

function data(rows: readonly Row[], value: Value): (string | number | null)[][] {
  let lastDate = rows[0]?.date ?? ''
  return rows.map((row) => {
    lastDate = row?.date ?? lastDate
    return [lastDate, row ? value(row) : null]
  })
}

function line(name: string, rows: readonly Row[], value: Value): LineSeriesOption {
  return {
    type: 'line',
    name,
    data: data(rows, value),
    showSymbol: rows.length === 1,
    symbol: 'circle',
    symbolSize: 5,
    connectNulls: false,
    animation: false,
  }
}

/** The rest of a long note, and of many trades, stands in the list and the table under the chart. */
const NOTE_LINES = 4
const TRADE_LINES = 4

function tooltipText({ words, hasBenchmark }: NavChart, rows: readonly Row[], params: unknown): string {
  const point = rows[pointedIndex(params) ?? -1]
  if (!point) return ''
  const lines = [point.date, `${words.portfolio} ${point.portfolioText}`]
  if (hasBenchmark) lines.push(`${words.benchmark} ${point.benchmarkText}`, `${words.excess} ${point.excessText}`)
  if (point.drawdown !== null) lines.push(`${words.drawdown} ${point.drawdownText}`)
  const { trades } = point
  const shown = trades.length > TRADE_LINES ? [...trades.slice(0, TRADE_LINES - 1), '…'] : trades
  lines.push(...shown.flatMap((trade) => wrapText(trade, 1)))
  return [...lines, ...point.notes.flatMap((note) => wrapText(note, NOTE_LINES))].join('\n')
}

/** Marks of their own on the portfolio's line, which keep their size whatever is zoomed. */
function marks(
  rows: readonly Row[],
  isMarked: (point: NavPoint) => boolean,
  look: Pick<LineSeriesOption, 'symbol' | 'symbolSize' | 'itemStyle' | 'z'>,
): LineSeriesOption[] {
  if (!rows.some((row) => row !== null && isMarked(row))) return []
  const at = line('', rows, (point) => (isMarked(point) ? point.portfolio : null))
  return [{ ...at, showSymbol: true, showAllSymbol: true, lineStyle: { width: 0 }, silent: true, ...look }]
}

/** The room between the curve and its highest so far: an area upon an unseen line. */
function drawdownArea(rows: readonly Row[], { soft }: Palette): LineSeriesOption[] {
  if (!rows.some((row) => row !== null && row.drawdown !== null)) return []
  const unseen = { stack: 'drawdown', lineStyle: { width: 0 }, showSymbol: false, silent: true, z: 1 }
  const missing: Value = ({ portfolio, drawdown }) =>
    drawdown === null ? null : portfolio / (1 + drawdown) - portfolio
  return [
    { ...line('', rows, ({ portfolio }) => portfolio), ...unseen },
    { ...line('', rows, missing), ...unseen, areaStyle: { color: soft, opacity: 0.22 } },
  ]
}

/** Below this width it is a phone: a finger on the curve reads it. */
const DESK_WIDTH = 600

/** Many marks on a narrow chart are small ones, so that the curve is seen between them. */
function markSize({ points, width }: NavChart): number {
  const marked = points.filter(({ trades }) => trades.length > 0).length
  return Math.max(5, Math.min(9, Math.round(width / 3 / Math.max(1, marked))))
}

function series(chart: NavChart, rows: readonly Row[]): LineSeriesOption[] {
  const { palette, words } = chart
  const portfolio: LineSeriesOption = {
    ...line(words.portfolio, rows, (point) => point.portfolio),
    lineStyle: { color: palette.accent, width: 2.25 },
    itemStyle: { color: palette.accent },
    z: 3,
  }
  const benchmark: LineSeriesOption = {
    ...line(words.benchmark, rows, (point) => point.benchmark),
    lineStyle: { color: palette.soft, width: 1 },
    itemStyle: { color: palette.soft },
  }
  const traded = { color: palette.accent, borderColor: palette.paper, borderWidth: 1 }
  const corrected = { color: palette.paper, borderColor: palette.accent, borderWidth: 2 }
  return [
    portfolio,
    ...(chart.hasBenchmark ? [benchmark] : []),
    ...drawdownArea(rows, palette),
    ...marks(rows, ({ trades }) => trades.length > 0, {
      symbol: 'diamond',
      symbolSize: markSize(chart),
      itemStyle: traded,
      z: 4,
    }),
    ...marks(rows, ({ notes }) => notes.length > 0, { symbol: 'circle', symbolSize: 9, itemStyle: corrected, z: 5 }),
  ]
}

const SLIDER_HEIGHT = 28
/** A few days, in milliseconds. */
const LEAST_ZOOM = 4 * 86_400_000

/** Pinch, drag and the slider; the wheel alone scrolls the page. */
function zoom({ palette, width, points }: NavChart): ChartOption['dataZoom'] {
  if (points.length < 3) return []
  return [
    {
      type: 'inside',
      zoomOnMouseWheel: 'ctrl',
      moveOnMouseMove: width >= DESK_WIDTH,
      preventDefaultMouseMove: false,
      minValueSpan: LEAST_ZOOM,
    },
    {
      type: 'slider',
      height: SLIDER_HEIGHT,
      bottom: 4,
      minValueSpan: LEAST_ZOOM,
      showDetail: false,
      brushSelect: false,
      borderColor: palette.line,
      backgroundColor: 'transparent',
      fillerColor: `${palette.soft}22`,
      dataBackground: { lineStyle: { color: palette.edge, width: 1 }, areaStyle: { opacity: 0 } },
      selectedDataBackground: { lineStyle: { color: palette.accent, width: 1 }, areaStyle: { opacity: 0 } },
      handleStyle: { color: palette.sheet, borderColor: palette.edge },
      moveHandleSize: 0,
    },
  ]
}

/** The NAV curve: the portfolio strong, the benchmark thin, one tooltip for both; it can be zoomed. */
export function navOption(chart: NavChart): ChartOption {
  const { palette, words } = chart
  const rows = rowsWithGaps(chart.points)
  const values = chart.points.flatMap((point) => [point.portfolio, point.benchmark])
  const zooms = zoom(chart)
  const hasZoom = Array.isArray(zooms) && zooms.length > 0
  return {
    animation: false,
    grid: { left: 56, right: 8, top: 36, bottom: hasZoom ? 32 + SLIDER_HEIGHT + 8 : 32 },
    tooltip: axisTooltip(palette, (params) => tooltipText(chart, rows, params)),
    dataZoom: zooms,
    ...navAxes(palette, values, words.axis),
    series: series(chart, rows),
  }
}

/** The marked day nearest to a place on the time axis, if it is within the reach of a finger. */
export function nearestDay(days: readonly string[], { at, reach }: { at: number; reach: number }): string | null {
  const away = (day: string) => Math.abs(Date.parse(day) - at)
  const [first, ...others] = days
  if (first === undefined) return null
  const nearest = others.reduce((best, day) => (away(day) < away(best) ? day : best), first)
  return away(nearest) <= reach ? nearest : null
}
