import { describe, expect, it } from 'vitest'
import { tradingCalendar } from '../calendar/trading-calendar'
import { parseE4, parseE8 } from '../decimal'
import type { Flow } from '../facts'
import type { CheckedDay } from './checked-day'
import { accumulatedFollowsDistributions, navMovesWithinLimit, sharesFollowFlows } from './movement'

const e4 = (text: string) => parseE4(text) ?? 0n
const e8 = (text: string) => parseE8(text) ?? 0n
const calendar = tradingCalendar([])

function dayOf(date: string, figures: { shares?: string; unitNav?: string; accumulated?: string }): CheckedDay {
  return {
    date,
    totalAssetsE4: null,
    totalLiabilitiesE4: null,
    netAssetsE4: e4('1000'),
    sharesE4: e4(figures.shares ?? '1000'),
    unitNavE8: e8(figures.unitNav ?? '1'),
    accumulatedNavE8: figures.accumulated === undefined ? null : e8(figures.accumulated),
    netAssetsAtCostE4: null,
    accounts: null,
    holdings: null,
    holdingsFrom: null,
  }
}

const flow = (kind: Flow['kind'], shares: string | null, amount = '0'): Flow => ({
  date: '2024-01-02',
  kind,
  amountE4: e4(amount),
  sharesE4: shares === null ? null : e4(shares),
  unitNavE8: null,
})

describe("R-CHK-10 the account's shares", () => {
  const before = dayOf('2023-12-29', {})
  it('follows flows within a hundredth of a share', () => {
    const flows = [flow('subscription', '500'), flow('redemption', '100'), flow('performance-fee', '0.5')]
    expect(sharesFollowFlows(dayOf('2024-01-02', { shares: '1399.5' }), before, flows)).toEqual([])
    expect(sharesFollowFlows(dayOf('2024-01-02', { shares: '1399.51' }), before, flows)).toEqual([])
    expect(sharesFollowFlows(dayOf('2024-01-02', { shares: '1399.5101' }), before, flows)).toMatchObject([
      { check: 'R-CHK-10', severity: 'review', found: '399.5101', expected: '399.50' },
    ])
  })
  it('finds a flow that moved no shares', () => {
    expect(sharesFollowFlows(dayOf('2024-01-02', {}), before, [flow('subscription', '500')])).toHaveLength(1)
  })
  it('does not run on the first day, nor with a flow that cannot be counted', () => {
    expect(sharesFollowFlows(dayOf('2024-01-02', { shares: '5' }), null, [])).toEqual([])
    const uncounted = [flow('subscription', null, '500')]
    expect(sharesFollowFlows(dayOf('2024-01-02', { shares: '5' }), before, uncounted)).toEqual([])
  })
})

describe('R-CHK-11 accumulated NAV', () => {
  const before = dayOf('2023-12-29', { unitNav: '1.2', accumulated: '1.2' })
  const paid = dayOf('2024-01-02', { unitNav: '1.1', accumulated: '1.2' })
  it('rises by the distribution per share: 100 on 1,000 shares are 0.10', () => {
    expect(accumulatedFollowsDistributions(paid, before, [flow('distribution', null, '100')], 4)).toEqual([])
  })
  it('allows one unit of the last place', () => {
    expect(accumulatedFollowsDistributions(paid, before, [flow('distribution', null, '100.1')], 4)).toEqual([])
    expect(accumulatedFollowsDistributions(paid, before, [flow('distribution', null, '100.11')], 4)).toHaveLength(1)
  })
  it('counts the shares of a subscription on the ex-date itself: 150 on 1,000 + 500 shares are 0.10', () => {
    const flows = [flow('subscription', '500', '600'), flow('distribution', null, '150')]
    expect(accumulatedFollowsDistributions(paid, before, flows, 4)).toEqual([])
  })
  it('leaves out what was reinvested on it: 100 on 1,000 shares, bought back as 90.91', () => {
    const flows = [flow('subscription', '90.91', '100'), flow('distribution', null, '100')]
    expect(accumulatedFollowsDistributions(paid, before, flows, 4)).toEqual([])
  })
  it('finds a rise without a distribution, a distribution without a rise, and a fall', () => {
    expect(accumulatedFollowsDistributions(paid, before, [], 4)).toMatchObject([
      { check: 'R-CHK-11', severity: 'review', found: '0.1000', expected: '0.0000' },
    ])
    const still = dayOf('2024-01-02', { unitNav: '1.2', accumulated: '1.2' })
    expect(accumulatedFollowsDistributions(still, before, [flow('distribution', null, '100')], 4)).toHaveLength(1)
    const fallen = dayOf('2024-01-02', { unitNav: '1.2', accumulated: '1.1998' })
    expect(accumulatedFollowsDistributions(fallen, before, [], 4)).toHaveLength(1)
  })
  it('is as exact as the coarser of the two NAVs: 1.23456789 beside 1.2346', () => {
    const exact = dayOf('2023-12-29', { unitNav: '1.23456789', accumulated: '1.2346' })
    const next = dayOf('2024-01-02', { unitNav: '1.23464999', accumulated: '1.2346' })
    expect(accumulatedFollowsDistributions(next, exact, [], 4)).toEqual([])
    const eight = dayOf('2024-01-02', { unitNav: '1.23464999', accumulated: '1.23465002' })
    const before8 = dayOf('2023-12-29', { unitNav: '1.23456789', accumulated: '1.23456789' })
    expect(accumulatedFollowsDistributions(eight, before8, [], 4)).toHaveLength(1)
  })
  it('does not run without an accumulated NAV', () => {
    expect(accumulatedFollowsDistributions(dayOf('2024-01-02', {}), before, [], 4)).toEqual([])
  })
})

describe('R-CHK-6 moves of the NAV', () => {
  const before = dayOf('2023-12-29', { unitNav: '1' })
  const move = (unitNav: string, strategy: 'cash' | 'equity', flows: Flow[] = []) =>
    navMovesWithinLimit(dayOf('2024-01-02', { unitNav }), before, { strategy, flows, calendar })

  it('warns beyond the limit of the strategy', () => {
    expect(move('1.002', 'cash')).toEqual([])
    expect(move('1.0021', 'cash')).toMatchObject([
      { check: 'R-CHK-6', severity: 'warning', found: '0.21%', expected: '+/- 0.20%' },
    ])
    expect(move('0.95', 'equity')).toEqual([])
  })
  it('blocks beyond 10 %', () => {
    expect(move('0.9', 'equity')).toMatchObject([{ severity: 'warning' }])
    expect(move('0.8999', 'equity')).toMatchObject([{ severity: 'review' }])
  })
  it('adds back what was distributed', () => {
    expect(move('0.9', 'equity', [flow('distribution', null, '100')])).toEqual([])
    const withAccumulated = dayOf('2023-12-29', { unitNav: '1', accumulated: '1' })
    const paid = dayOf('2024-01-02', { unitNav: '0.9', accumulated: '1' })
    expect(navMovesWithinLimit(paid, withAccumulated, { strategy: 'cash', flows: [], calendar })).toEqual([])
  })
  it('runs only over one trading day', () => {
    const earlier = dayOf('2023-12-28', { unitNav: '1' })
    const context = { strategy: 'cash' as const, flows: [], calendar }
    expect(navMovesWithinLimit(dayOf('2024-01-02', { unitNav: '2' }), earlier, context)).toEqual([])
    const sunday = dayOf('2023-12-31', { unitNav: '2' })
    expect(navMovesWithinLimit(sunday, before, context)).toEqual([])
    expect(navMovesWithinLimit(dayOf('2024-01-02', { unitNav: '1' }), sunday, context)).toHaveLength(1)
  })
})
