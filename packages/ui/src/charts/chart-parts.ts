/** What the curve and the bars share: tooltip and axis styles. The tooltip is drawn on the canvas, as the CSP forbids style attributes in markup. */
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

/** The first data index under the pointer, of what ECharts hands to a formatter. */
export function pointedIndex(params: unknown): number | null {
  const first: unknown = Array.isArray(params) ? params[0] : params
  if (typeof first !== 'object' || first === null) return null
  const { dataIndex } = first as { dataIndex?: unknown }
  return typeof dataIndex === 'number' ? dataIndex : null
}
