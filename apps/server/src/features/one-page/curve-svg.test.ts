import { describe, expect, it } from 'vitest'
import { curveSvg, ticksOf, type CurvePicture } from './curve-svg'

const colours = { portfolio: '#123456', benchmark: '#654321' }
const drawn = (picture: Omit<CurvePicture, 'colours'>) => curveSvg({ ...picture, colours })
const round = (values: number[]) => values.map((value) => Number(value.toFixed(6)))
const paths = (svg: string) => [...svg.matchAll(/<path d="([^"]*)" fill="none"/g)].map((match) => match[1])

describe('the curve on paper', () => {
  it('stands between round values', () => {
    expect(round(ticksOf(0.9811, 1.0311))).toEqual([0.98, 0.99, 1, 1.01, 1.02, 1.03, 1.04])
    expect(round(ticksOf(1, 1))).toEqual([0.98, 0.99, 1, 1.01, 1.02])
    expect(round(ticksOf(0.8, 2.6))).toEqual([0.5, 1, 1.5, 2, 2.5, 3])
  })

  it('draws the benchmark only where there is one, with gaps where it has no value', () => {
    const dates = ['2021-01-04', '2021-01-05', '2021-01-06']
    const portfolio = [1, 1.1, 1.2]
    const marks = new Set<string>()
    expect(paths(drawn({ dates, portfolio, benchmark: null, marks }))).toHaveLength(1)
    const [benchmark] = paths(drawn({ dates, portfolio, benchmark: [1, null, 1.05], marks }))
    expect(benchmark?.match(/M[\d. ]+h0/g)).toHaveLength(2)
    const both = drawn({ dates, portfolio, benchmark: [1, null, 1.05], marks })
    expect([...both.matchAll(/fill="none" stroke="([^"]*)"/g)].map((match) => match[1])).toEqual(['#654321', '#123456'])
  })

  it('breaks off where the data pauses, and marks rebalancing days', () => {
    const dates = ['2021-01-04', '2021-01-05', '2021-03-01']
    const svg = drawn({ dates, portfolio: [1, 1.1, 1.2], benchmark: null, marks: new Set(['2021-01-05']) })
    expect(paths(svg)[0]?.match(/M/g)).toHaveLength(2)
    expect(svg.match(/<circle[^>]*stroke="#123456"/g)).toHaveLength(1)
  })

  it('shows a single day as a dot, and nothing of nothing', () => {
    const one = drawn({ dates: ['2021-01-04'], portfolio: [1], benchmark: null, marks: new Set() })
    expect(paths(one)[0]).toBe('M173.00 79.00h0')
    expect(one.match(/2021-01-04/g)).toHaveLength(1)
    expect(drawn({ dates: [], portfolio: [], benchmark: null, marks: new Set() })).not.toContain('path')
  })
})
