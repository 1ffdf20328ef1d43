import type { NavPoint } from '@sma/ui/charts/nav-option'
import { describe, expect, it } from 'vitest'
import { newestDays, tradeCounts, withDrawdown, withTrades, type RebalancingDay } from './curve-view'

const point = (date: string): NavPoint => ({
  date,
  portfolio: 1,
  portfolioText: '1.0000',
  benchmark: null,
  benchmarkText: '—',
  excessText: '—',
  drawdown: null,
  drawdownText: '—',
  trades: [],
  notes: [],
})

const trade = (operation: RebalancingDay['transactions'][number]['operation'], fundName: string) => ({
  no: 1,
  date: '2021-01-05',
  fundCode: '110011',
  fundName,
  operation,
  amount: '100.00',
  shares: '100.00',
  price: '1.0000',
  fee: '0.00',
})

const DAYS: RebalancingDay[] = [
  { date: '2021-01-05', markDate: '2021-01-06', transactions: [trade('subscribe', '甲'), trade('switch-out', '乙')] },
  { date: '2021-01-06', markDate: '2021-01-06', transactions: [trade('buy', '丙')] },
]

describe('rebalancing marks', () => {
  it('carry what was done on all the days that they stand for', () => {
    const points = withTrades([point('2021-01-04'), point('2021-01-06')], DAYS, ({ fundName }) => fundName)
    expect(points.map(({ trades }) => trades)).toEqual([[], ['甲', '乙', '丙']])
  })

  it('are listed with purchases and sales, the newest first', () => {
    expect(DAYS.map(tradeCounts)).toEqual([
      { bought: 1, sold: 1 },
      { bought: 1, sold: 0 },
    ])
    expect(newestDays(DAYS).map(({ date }) => date)).toEqual(['2021-01-06', '2021-01-05'])
  })
})

describe('drawdown on the curve', () => {
  const points = [point('2021-01-04'), point('2021-01-06')]

  it('stands at its points', () => {
    const reply = { dates: ['2021-01-04', '2021-01-06'], drawdown: ['0.00000000', '-0.12500000'], deepest: null }
    expect(withDrawdown(points, reply).map(({ drawdown, drawdownText }) => [drawdown, drawdownText])).toEqual([
      [0, '0.00%'],
      [-0.125, '−12.50%'],
    ])
  })

  it('is left out while it belongs to other days', () => {
    expect(withDrawdown(points, undefined)).toEqual(points)
    expect(withDrawdown(points, { dates: ['2021-01-04'], drawdown: ['0.00000000'], deepest: null })).toEqual(points)
  })
})
