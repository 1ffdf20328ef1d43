/** What the curve and the bars share: tooltip and axis styles. The tooltip is drawn on the canvas, as the CSP forbids style attributes in markup. */
import { MINUS } from '../format/decimal-text'
import type { ChartOption } from './echarts'
import type { Palette } from './palette'

export const TEXT_SIZE = 12

export function textStyle(palette: Palette) {
  return { color: palette.soft, fontSize: TEXT_SIZE, fontFamily: palette.font }
}

export function axisTooltip(palette: Palette, text: (params: unknown) => string): ChartOption['tooltip'] {
  return {
    trigger: 'axis',
    renderMode: 'richText',
    confine: true,
    position: (...[point, , , , size]) => tooltipPlace(point[0], size.contentSize[0], size.viewSize[0]),
    backgroundColor: palette.sheet,
    borderColor: palette.edge,
    borderWidth: 1,
    padding: [8, 12],
    shadowBlur: 0,
    shadowColor: 'transparent',
    transitionDuration: 0,
    textStyle: { color: palette.ink, fontSize: 13, fontFamily: palette.font, lineHeight: 20 },
    axisPointer: { type: 'line', lineStyle: { color: palette.edge, type: 'solid' } },
    formatter: text,
  }
}

const AWAY = 12

/** Where the tooltip stands: at the top, beside the finger that it follows, never under it. */
export function tooltipPlace(pointer: number, width: number, viewWidth: number): [number, number] {
  const right = pointer + AWAY
  const left = right + width > viewWidth ? pointer - AWAY - width : right
  return [Math.max(0, left), 0]
}

/** Halves of a Chinese character that a line of the tooltip holds: two thirds of a phone. */
const LINE = 36

/** Text in lines that a phone has room for, at most so many, as the canvas does not break them itself. */
export function wrapText(text: string, most: number): string[] {
  const lines = ['']
  let width = 0
  for (const sign of text.replaceAll('\n', ' ')) {
    const own = sign > '\u2e7f' ? 2 : 1
    if (width + own > LINE) {
      if (lines.length === most) return [...lines.slice(0, -1), `${lines.at(-1)}…`]
      lines.push('')
      width = 0
    }
    lines[lines.length - 1] += sign
    width += own
  }
  return lines
}

/** Digits that tell neighbouring axis labels apart: two for wide spans, up to four for a quiet day, three around a single value. */
export function axisPlaces(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null)
  const span = Math.max(...known) - Math.min(...known)
  if (span > 0.05) return 2
  return span > 0.005 || span === 0 || known.length === 0 ? 3 : 4
}

const LEAST_SPAN = 0.01

/** Bounds of an axis where all values are the same, which ECharts would give a span of the value's own size. */
export function axisBounds(values: readonly (number | null)[]): { min?: number; max?: number } {
  const known = values.filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  return low === high ? { min: low - LEAST_SPAN, max: low + LEAST_SPAN } : {}
}

/** An axis label with the minus sign that the figures carry. */
export function axisNumber(at: number, places: number): string {
  return at.toFixed(places).replace('-', MINUS)
}

/** The first data index under the pointer, of what ECharts hands to a formatter. */
export function pointedIndex(params: unknown): number | null {
  const first: unknown = Array.isArray(params) ? params[0] : params
  if (typeof first !== 'object' || first === null) return null
  const { dataIndex } = first as { dataIndex?: unknown }
  return typeof dataIndex === 'number' ? dataIndex : null
}

/** Days from left to right, NAVs from bottom to top: the axes of a curve, `name` above the upright one. */
export function navAxes(palette: Palette, values: readonly (number | null)[], name: string) {
  const text = textStyle(palette)
  const places = axisPlaces(values)
  return {
    xAxis: {
      type: 'time' as const,
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
      type: 'value' as const,
      scale: true,
      ...axisBounds(values),
      name: name,
      nameTextStyle: { ...text, align: 'left' as const, padding: [0, 0, 0, -56] },
      nameGap: 16,
      splitNumber: 4,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { ...text, formatter: (at: number) => axisNumber(at, places) },
    },
  }
}
