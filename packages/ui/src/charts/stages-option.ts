import { axisBounds, axisNumber, axisPlaces, axisTooltip, pointedIndex, TEXT_SIZE, textStyle } from './chart-parts'
import type { ChartOption } from './echarts'
import type { Palette } from './palette'

/** One bucket: numbers for pixels, texts as they are printed. */
export interface StageBar {
  /** What stands on the axis. */
  label: string
  /** What tooltip and table call it. */
  name: string
  date: string
  change: number | null
  changeText: string
  nav: number | null
  navText: string
  complete: boolean
}

export interface StagesChart {
  stages: readonly StageBar[]
  palette: Palette
  words: { change: string; nav: string; incomplete: string }
  /** Width of the drawing in pixels, which decides whether direct labels fit. */
  width: number
}

/** Room that "+12.34%" or "1.0463" needs beside its neighbour. */
const LABEL_WIDTH = 58
const SIDES = { left: 56, right: 8 }

function fitsLabels({ stages, width }: StagesChart): boolean {
  return (width - SIDES.left - SIDES.right) / Math.max(1, stages.length) >= LABEL_WIDTH
}

function barItem(stage: StageBar, { palette }: StagesChart) {
  const colour = (stage.change ?? 0) < 0 ? palette.fall : palette.rise
  return {
    value: stage.change,
    label: { position: (stage.change ?? 0) < 0 ? ('bottom' as const) : ('top' as const) },
    itemStyle: stage.complete
      ? { color: colour }
      : { color: palette.sheet, borderColor: colour, borderType: 'dashed' as const, borderWidth: 1 },
  }
}

function tooltipText(chart: StagesChart, params: unknown): string {
  const stage = chart.stages[pointedIndex(params) ?? -1]
  if (!stage) return ''
  const { change, nav, incomplete } = chart.words
  const head = stage.complete ? stage.name : `${stage.name} ${incomplete}`
  return [head, stage.date, `${change} ${stage.changeText}`, `${nav} ${stage.navText}`].join('\n')
}

function series(chart: StagesChart): ChartOption['series'] {
  const { palette, stages } = chart
  const show = fitsLabels(chart)
  const label = { show, color: palette.ink, fontSize: TEXT_SIZE, fontFamily: palette.font }
  return [
    {
      type: 'line',
      name: chart.words.nav,
      xAxisIndex: 0,
      yAxisIndex: 0,
      data: stages.map((stage) => stage.nav),
      connectNulls: false,
      showSymbol: show || stages.length === 1,
      symbol: 'circle',
      symbolSize: 5,
      lineStyle: { color: palette.accent, width: 2 },
      itemStyle: { color: palette.accent },
      label: {
        ...label,
        position: 'top',
        backgroundColor: palette.paper,
        padding: [1, 3],
        formatter: ({ dataIndex }) => stages[dataIndex]?.navText ?? '',
      },
      animation: false,
    },
    {
      type: 'bar',
      name: chart.words.change,
      xAxisIndex: 1,
      yAxisIndex: 1,
      data: stages.map((stage) => barItem(stage, chart)),
      barMaxWidth: 48,
      barCategoryGap: '24%',
      label: { ...label, formatter: ({ dataIndex }) => stages[dataIndex]?.changeText ?? '' },
      animation: false,
    },
  ]
}

/** Bars of change below, the accumulated NAV as a line above, on one time axis: two panes, so that no label meets another. */
export function stagesOption(chart: StagesChart): ChartOption {
  const { palette, stages } = chart
  const labels = stages.map((stage) => stage.label)
  const show = fitsLabels(chart)
  const text = textStyle(palette)
  const navPlaces = axisPlaces(stages.map((stage) => stage.nav))
  const category = { type: 'category' as const, data: labels, axisTick: { show: false } }
  const value = { type: 'value' as const, splitLine: { lineStyle: { color: palette.line } }, axisLabel: text }
  const name = { nameTextStyle: { ...text, align: 'left' as const, padding: [0, 0, 0, -56] }, nameGap: 16 }
  return {
    animation: false,
    grid: [
      { ...SIDES, top: 40, height: '28%' },
      { ...SIDES, top: '54%', bottom: 32 },
    ],
    tooltip: axisTooltip(palette, (params) => tooltipText(chart, params)),
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    xAxis: [
      { ...category, gridIndex: 0, axisLabel: { show: false }, axisLine: { lineStyle: { color: palette.line } } },
      {
        ...category,
        gridIndex: 1,
        position: 'bottom',
        axisLabel: { ...text, hideOverlap: true },
        axisLine: { onZero: true, lineStyle: { color: palette.edge } },
      },
    ],
    yAxis: [
      {
        ...value,
        ...name,
        gridIndex: 0,
        scale: true,
        ...axisBounds(stages.map((stage) => stage.nav)),
        splitNumber: 2,
        name: chart.words.nav,
        axisLabel: { ...text, formatter: (at: number) => axisNumber(at, navPlaces) },
        boundaryGap: show ? ['10%', '25%'] : ['5%', '5%'],
      },
      {
        ...value,
        ...name,
        gridIndex: 1,
        splitNumber: 3,
        ...axisBounds(stages.map((stage) => stage.change)),
        name: chart.words.change,
        axisLabel: { ...text, formatter: (at: number) => `${axisNumber(at * 100, 1)}%` },
        boundaryGap: ['12%', '12%'],
      },
    ],
    series: series(chart),
  }
}
