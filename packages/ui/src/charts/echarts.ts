/** The only file that imports ECharts. It is reached through a dynamic import when a chart comes into view. */
import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts'
import {
  GridComponent,
  DataZoomComponent,
  MarkLineComponent,
  TooltipComponent,
  type DataZoomComponentOption,
  type GridComponentOption,
  type MarkLineComponentOption,
  type TooltipComponentOption,
} from 'echarts/components'
import { init, use, type ComposeOption, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | DataZoomComponentOption
  | GridComponentOption
  | TooltipComponentOption
  | MarkLineComponentOption
>
export type { BarSeriesOption, LineSeriesOption }

use([BarChart, LineChart, DataZoomComponent, GridComponent, TooltipComponent, MarkLineComponent, CanvasRenderer])

export function openChart(element: HTMLElement): EChartsType {
  return init(element, null, { renderer: 'canvas' })
}
