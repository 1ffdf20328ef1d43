import { describe, expect, it } from 'vitest'
import { axisBounds, axisNumber, axisPlaces, tooltipPlace, wrapText } from './chart-parts'
import { navOption, nearestDay, rowsWithGaps, type NavPoint } from './nav-option'
import type { Palette } from './palette'
import { stagesOption, type StageBar } from './stages-option'

const palette: Palette = {
  ink: 'ink',
  soft: 'soft',
  line: 'line',
  edge: 'edge',
  sheet: 'sheet',
  paper: 'paper',
  accent: 'accent',
  rise: 'rise',
  fall: 'fall',
  font: 'font',
}

function point(date: string, portfolio: number): NavPoint {
  const missing = { benchmark: null, benchmarkText: '—', excessText: '—', drawdown: null, drawdownText: '—' }
  return { date, portfolio, portfolioText: portfolio.toFixed(4), ...missing, trades: [], notes: [] }
}

function stage(label: string, change: number | null, complete: boolean): StageBar {
  const changeText = change === null ? '—' : `${(change * 100).toFixed(2)}%`
  return {
    label,
    name: `${label} 全称`,
    date: '2021-11-23',
    change,
    changeText,
    nav: 1.0463,
    navText: '1.0463',
    complete,
  }
}

function textAt(option: ReturnType<typeof navOption>, dataIndex: number): string {
  const tooltip = Array.isArray(option.tooltip) ? option.tooltip[0] : option.tooltip
  const formatter = tooltip?.formatter
  if (typeof formatter !== 'function') throw new Error('no formatter')
  return String((formatter as (params: unknown) => unknown)([{ dataIndex }]))
}

describe('navOption', () => {
  const points = [point('2021-02-10', 1.01), point('2021-02-18', 1.02), point('2021-03-08', 1.03)]
  const words = { portfolio: '组合', benchmark: '基准', excess: '超额', drawdown: '回撤', axis: '净值' }

  it('leaves a hole where valuations are missing', () => {
    expect(rowsWithGaps(points).map((row) => row?.date ?? null)).toEqual([
      '2021-02-10',
      '2021-02-18',
      null,
      '2021-03-08',
    ])
  })

  it('draws the benchmark only where there is one', () => {
    const alone = navOption({ points, palette, words, hasBenchmark: false, width: 1000 })
    const both = navOption({ points, palette, words, hasBenchmark: true, width: 1000 })
    expect(alone.series).toHaveLength(1)
    expect(both.series).toHaveLength(2)
    expect(textAt(alone, 1)).toBe('2021-02-18\n组合 1.0200')
    expect(textAt(both, 3)).toBe('2021-03-08\n组合 1.0300\n基准 —\n超额 —')
    expect(textAt(both, 2)).toBe('')
  })
})

describe('rebalancing, drawdown and zoom', () => {
  const words = { portfolio: '组合', benchmark: '基准', excess: '超额', drawdown: '回撤', axis: '净值' }
  const plain = [point('2021-02-10', 1.25), point('2021-02-18', 1), point('2021-02-19', 1.1)]
  const seriesOf = (points: NavPoint[], width = 1000) => {
    const { series, dataZoom } = navOption({ points, palette, words, hasBenchmark: false, width })
    return { series: Array.isArray(series) ? series : [], zooms: Array.isArray(dataZoom) ? dataZoom : [] }
  }

  it('marks the days and says what was done, the first three of many', () => {
    const trades = ['申购 甲', '申购 乙', '申购 丙', '申购 丁', '申购 戊']
    const points = plain.map((one, at) => (at === 1 ? { ...one, trades } : one))
    const option = navOption({ points, palette, words, hasBenchmark: false, width: 1000 })
    expect(textAt(option, 1)).toBe('2021-02-18\n组合 1.0000\n申购 甲\n申购 乙\n申购 丙\n…')
    expect(seriesOf(points).series.at(-1)).toMatchObject({
      symbol: 'diamond',
      data: [
        ['2021-02-10', null],
        ['2021-02-18', 1],
        ['2021-02-19', null],
      ],
    })
  })

  it('shades from the curve up to its highest so far', () => {
    const points = plain.map((one, at) => ({ ...one, drawdown: [0, -0.2, -0.12][at] ?? 0, drawdownText: `${at}` }))
    const { series } = seriesOf(points)
    const shaded = series.filter((one) => 'stack' in one)
    expect(shaded).toHaveLength(2)
    const heights = (shaded[1] as { data: [string, number][] }).data.map(([, height]) => Number(height.toFixed(6)))
    expect(heights).toEqual([0, 0.25, 0.15])
    expect(textAt(navOption({ points, palette, words, hasBenchmark: false, width: 1000 }), 1)).toContain('回撤 1')
    expect(seriesOf(plain).series).toHaveLength(1)
  })

  it('zooms by slider and fingers; on a phone one finger reads', () => {
    expect(seriesOf(plain).zooms).toMatchObject([{ type: 'inside', moveOnMouseMove: true }, { type: 'slider' }])
    expect(seriesOf(plain, 350).zooms[0]).toMatchObject({ moveOnMouseMove: false })
    expect(seriesOf(plain.slice(0, 2)).zooms).toEqual([])
  })

  it('finds the marked day under a finger', () => {
    const days = ['2021-02-10', '2021-02-18']
    const at = (day: string, reachDays: number) => ({ at: Date.parse(day), reach: reachDays * 86_400_000 })
    expect(nearestDay(days, at('2021-02-16', 3))).toBe('2021-02-18')
    expect(nearestDay(days, at('2021-02-14', 3))).toBeNull()
    expect(nearestDay([], at('2021-02-14', 3))).toBeNull()
  })
})

describe('corrected days', () => {
  const words = { portfolio: '组合', benchmark: '基准', excess: '超额', drawdown: '回撤', axis: '净值' }

  it('carry a mark at their NAV, and say why under the finger', () => {
    const points = [point('2021-02-10', 1.01), { ...point('2021-02-18', 1.02), notes: ['已更正', '原因：补记利息'] }]
    const option = navOption({ points, palette, words, hasBenchmark: false, width: 1000 })
    const marks = (Array.isArray(option.series) ? option.series : []).at(-1)
    expect(marks).toMatchObject({
      data: [
        ['2021-02-10', null],
        ['2021-02-18', 1.02],
      ],
      silent: true,
    })
    expect(textAt(option, 1)).toBe('2021-02-18\n组合 1.0200\n已更正\n原因：补记利息')
    expect(textAt(option, 0)).toBe('2021-02-10\n组合 1.0100')
  })

  it('break long words into lines that a phone has room for, and leave the rest to the list', () => {
    expect(wrapText('补记利息', 4)).toEqual(['补记利息'])
    expect(wrapText('估'.repeat(19), 4)).toEqual(['估'.repeat(18), '估'])
    expect(wrapText('a'.repeat(37), 4)).toEqual(['a'.repeat(36), 'a'])
    expect(wrapText('估'.repeat(40), 2)).toEqual(['估'.repeat(18), `${'估'.repeat(18)}…`])
  })
})

describe('stagesOption', () => {
  const words = { change: '涨跌幅', nav: '累计净值', incomplete: '未满期' }
  const stages = [stage('2020-H2', 0.0235, true), stage('2021-H1', 0.0231, true), stage('2021-H2', -0.0008, false)]

  it('labels bars directly only where they fit', () => {
    const wide = JSON.stringify(stagesOption({ stages, palette, words, width: 800 }).series)
    const narrow = JSON.stringify(stagesOption({ stages, palette, words, width: 200 }).series)
    expect(wide).toContain('"show":true')
    expect(narrow).not.toContain('"show":true')
  })

  it('draws falls downwards in their colour and unfinished stages as outlines', () => {
    const option = stagesOption({ stages, palette, words, width: 800 })
    const bars = Array.isArray(option.series) ? option.series[1] : undefined
    expect(bars?.data).toEqual([
      { value: 0.0235, label: { position: 'top' }, itemStyle: { color: 'rise' } },
      { value: 0.0231, label: { position: 'top' }, itemStyle: { color: 'rise' } },
      {
        value: -0.0008,
        label: { position: 'bottom' },
        itemStyle: { color: 'sheet', borderColor: 'fall', borderType: 'dashed', borderWidth: 1 },
      },
    ])
    expect(textAt(option, 2)).toBe('2021-H2 全称 未满期\n2021-11-23\n涨跌幅 -0.08%\n累计净值 1.0463')
  })
})

it('keeps the tooltip beside the finger and inside the chart', () => {
  expect(tooltipPlace(40, 130, 350)).toEqual([52, 0])
  expect(tooltipPlace(300, 130, 350)).toEqual([158, 0])
  expect(tooltipPlace(100, 300, 350)).toEqual([0, 0])
})

describe('axis labels', () => {
  it('take as many digits as the span needs', () => {
    expect(axisPlaces([1, 1.2])).toBe(2)
    expect(axisPlaces([1.02, 1.05])).toBe(3)
    expect(axisPlaces([1.0463, 1.0483, null])).toBe(4)
    expect(axisPlaces([1])).toBe(3)
    expect(axisPlaces([1, 1])).toBe(3)
  })

  it('leave a little room around a single value', () => {
    expect(axisBounds([1, null, 1])).toEqual({ min: 0.99, max: 1.01 })
    expect(axisBounds([1, 1.2])).toEqual({})
    expect(axisBounds([])).toEqual({})
  })

  it('carry the minus sign of the figures', () => {
    expect(axisNumber(-1, 1)).toBe('−1.0')
  })
})
