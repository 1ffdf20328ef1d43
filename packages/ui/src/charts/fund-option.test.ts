import { expect, it } from 'vitest'
import { fundOption, markHeight, type FundDay } from './fund-option'
import type { Palette } from './palette'

const names = ['ink', 'soft', 'line', 'edge', 'sheet', 'paper', 'accent', 'rise', 'fall', 'font'] as const
const palette = Object.fromEntries(names.map((name) => [name, name])) as unknown as Palette

const day = (date: string, nav: number | null, ...trades: FundDay['trades']): FundDay => ({
  date,
  nav,
  navText: nav === null ? '—' : nav.toFixed(4),
  trades,
})
const bought = { side: 'in', text: '申购 300,000.00 元' } as const
const sold = { side: 'out', text: '赎回 50,000.00 份' } as const
const days = [
  day('2021-10-14', 2),
  day('2021-10-15', null, bought),
  day('2021-10-20', 2.1, sold),
  day('2021-11-15', 2.2),
]
const option = fundOption({ days, palette, words: { nav: '净值' } })
const series = Array.isArray(option.series) ? option.series : []

it('marks a transaction at the NAV of its day, else at the last one before, else at the next', () => {
  expect(days.map((_, index) => markHeight(days, index))).toEqual([2, 2, 2.1, 2.2])
  expect(markHeight([day('2021-10-13', null, bought), ...days], 0)).toBe(2)
  expect(markHeight([day('2021-10-13', null, bought)], 0)).toBeNull()
})

it('draws the NAV over holidays and leaves longer silences open; kinds that were not done are left out', () => {
  expect(series.map(({ name, data }) => [name, data])).toEqual([
    [
      '净值',
      [
        ['2021-10-14', 2],
        ['2021-10-20', 2.1],
        ['2021-10-20', null],
        ['2021-11-15', 2.2],
      ],
    ],
    [
      'in',
      [
        ['2021-10-14', null],
        ['2021-10-15', 2],
        ['2021-10-20', null],
        ['2021-11-15', null],
      ],
    ],
    [
      'out',
      [
        ['2021-10-14', null],
        ['2021-10-15', null],
        ['2021-10-20', 2.1],
        ['2021-11-15', null],
      ],
    ],
  ])
  expect(series.map((one) => ('symbolRotate' in one ? one.symbolRotate : 0))).toEqual([0, 0, 180])
})

it('says under the finger what was done, and a missing NAV as missing', () => {
  const tooltip = Array.isArray(option.tooltip) ? option.tooltip[0] : option.tooltip
  const text = tooltip?.formatter as unknown as (params: unknown) => string
  expect(text([{ dataIndex: 1, value: ['2021-10-15', 2] }])).toBe('2021-10-15\n净值 —\n申购 300,000.00 元')
  expect(text([{ dataIndex: 2, value: ['2021-10-20', 2.1] }])).toBe('2021-10-20\n净值 2.1000\n赎回 50,000.00 份')
  expect(text([])).toBe('')
})
