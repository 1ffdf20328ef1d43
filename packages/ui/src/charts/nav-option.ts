import { axisBounds, axisNumber, axisPlaces, axisTooltip, pointedIndex, textStyle, wrapText } from './chart-parts'
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
  /** What is to be said of the day in particular; such a day carries a mark. */
  notes: readonly string[]
}

export interface NavChart {
  points: readonly NavPoint[]
  palette: Palette
  words: { portfolio: string; benchmark: string; axis: string }
  hasBenchmark: boolean
}

type Row = NavPoint | null

/** Points with an empty row where the data pauses longer than any holiday: gaps are gaps. */
export function rowsWithGaps(points: readonly NavPoint[]): Row[] {
  return runsOf(points).flatMap((run, index): Row[] => (index === 0 ? run : [null, ...run]))
}

function data(rows: readonly Row[], value: (point: NavPoint) => number | null): (string | number | null)[][] {
  let lastDate = rows[0]?.date ?? ''
  return rows.map((row) => {
    lastDate = row?.date ?? lastDate
    return [lastDate, row ? value(row) : null]
  })
}

function line(name: string, rows: readonly Row[], value: (point: NavPoint) => number | null): LineSeriesOption {
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

function tooltipText(chart: NavChart, rows: readonly Row[], params: unknown): string {
  const point = rows[pointedIndex(params) ?? -1]
  if (!point) return ''
  const lines = [point.date, `${chart.words.portfolio} ${point.portfolioText}`]
  if (chart.hasBenchmark) lines.push(`${chart.words.benchmark} ${point.benchmarkText}`)
  return [...lines, ...point.notes.flatMap((note) => wrapText(note, NOTE_LINES))].join('\n')
}

/** The rest of a long note stands in the list and the table under the chart. */
const NOTE_LINES = 4

/** The NAV curve: the portfolio strong, the benchmark thin, one tooltip for both. */
export function navOption(chart: NavChart): ChartOption {
  const { palette, words } = chart
  const rows = rowsWithGaps(chart.points)
  const text = textStyle(palette)
  const values = chart.points.flatMap((point) => [point.portfolio, point.benchmark])
  const places = axisPlaces(values)
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
  const marks: LineSeriesOption = {
    ...line('', rows, (point) => (point.notes.length > 0 ? point.portfolio : null)),
    showSymbol: true,
    showAllSymbol: true,
    symbolSize: 9,
    lineStyle: { width: 0 },
    itemStyle: { color: palette.paper, borderColor: palette.accent, borderWidth: 2 },
    silent: true,
    z: 4,
  }
  return {
    animation: false,
    grid: { left: 56, right: 8, top: 36, bottom: 32 },
    tooltip: axisTooltip(palette, (params) => tooltipText(chart, rows, params)),
    xAxis: {
      type: 'time',
      axisLabel: {
        ...text,
        hideOverlap: true,
        formatter: { year: '{yyyy}', month: '{yyyy}-{MM}', day: '{MM}-{dd}', hour: ' ' },
      },
      axisLine: { lineStyle: { color: palette.edge } },
      axisTick: { show: false },
      splitLine: { show: false },
      minInterval: 86_400_000,
    },
    yAxis: {
      type: 'value',
      scale: true,
      ...axisBounds(values),
      name: words.axis,
      nameTextStyle: { ...text, align: 'left', padding: [0, 0, 0, -56] },
      nameGap: 16,
      splitNumber: 4,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { ...text, formatter: (at: number) => axisNumber(at, places) },
    },
    series: [
      portfolio,
      ...(chart.hasBenchmark ? [benchmark] : []),
      ...(chart.points.some(({ notes }) => notes.length > 0) ? [marks] : []),
    ],
  }
}
