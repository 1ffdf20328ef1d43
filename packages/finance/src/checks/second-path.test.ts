import { describe, expect, it } from 'vitest'
import { e4, e8, flow } from '../../testing/books'
import type { CheckedDay } from './checked-day'
import { returnsAgree } from './second-path'

function dayOf(date: string, nav: string, shares: string, net: string): CheckedDay {
  return {
    date,
    totalAssetsE4: null,
    totalLiabilitiesE4: null,
    netAssetsE4: e4(net),
    sharesE4: e4(shares),
    unitNavE8: e8(nav),
    accumulatedNavE8: null,
    netAssetsAtCostE4: null,
    accounts: null,
    holdings: null,
    holdingsFrom: null,
  }
}

describe('R-RET-2 the second path of a return', () => {
  const before = dayOf('2023-12-29', '1.0000', '1000000', '1000000')
  // 1,000,000 and 500,000 more, on 1,500,000 shares at 1.01.
  const after = dayOf('2024-01-02', '1.0100', '1500000', '1515000')

  it('agrees where a flow is worth its shares', () => {
    const joined = flow('2024-01-02', 'subscription', { amount: '500000', shares: '500000', nav: '1.0000' })
    expect(returnsAgree(after, before, [joined], 4)).toEqual([])
  })

  it('warns of a flow whose amount is not what its shares cost: 1,515,000 / 1,050,000 − 1', () => {
    const wrong = flow('2024-01-02', 'subscription', { amount: '50000', shares: '500000', nav: '1.0000' })
    expect(returnsAgree(after, before, [wrong], 4)).toMatchObject([
      { check: 'R-RET-2', severity: 'warning', found: '1.0000%', expected: '44.2857%' },
    ])
  })

  it('does not run on the first day, nor where the NAV belongs to net assets at cost', () => {
    expect(returnsAgree(after, null, [], 4)).toEqual([])
    expect(returnsAgree({ ...after, netAssetsAtCostE4: e4('1500000') }, before, [], 4)).toEqual([])
  })
})
