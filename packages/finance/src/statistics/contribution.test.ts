import { describe, expect, it } from 'vitest'
import { e4 } from '../../testing/books'
import type { FundClass } from '../facts'
import { contribution } from './contribution'

const fund = (fundCode: string, assetClass: FundClass | null, profit: string | null) => ({
  fundCode,
  fundName: `Fund ${fundCode}`,
  assetClass,
  profitE4: profit === null ? null : e4(profit),
})

const profits = ({ classes }: ReturnType<typeof contribution>) => classes.map(({ profitE4 }) => profitE4)

describe('contribution in money (R-CTB-2)', () => {
  it('adds up to the gain: cash and costs are what the funds leave', () => {
    const funds = [
      fund('000001', 'equity', '1200.55'),
      fund('000002', 'equity', '-300.10'),
      fund('000003', 'fixed-income', '99.99'),
      fund('000004', 'money', '0.01'),
    ]
    // 1,200.55 − 300.10 = 900.45; 900.45 + 99.99 + 0.01 = 1,000.45; 950.40 − 1,000.45 = −50.05.
    const found = contribution(e4('950.40'), funds)
    expect(profits(found)).toEqual([e4('99.99'), e4('900.45'), 0n, e4('0.01'), e4('-50.05')])
    expect(found.funds.map(({ fundCode }) => fundCode)).toEqual(['000001', '000003', '000004', '000002'])
  })

  it('an unknown profit leaves its class and the rest unknown, never 0', () => {
    const found = contribution(e4('10'), [fund('000001', 'equity', null), fund('000002', 'money', '3')])
    expect(profits(found)).toEqual([0n, null, 0n, e4('3'), null])
    expect(found.funds.map(({ fundCode }) => fundCode)).toEqual(['000002', '000001'])
  })

  it('so does a fund that no class holds, unless it brought nothing', () => {
    expect(profits(contribution(e4('10'), [fund('000001', null, '4')]))).toEqual([0n, 0n, 0n, 0n, null])
    expect(profits(contribution(e4('10'), [fund('000001', null, '0')]))).toEqual([0n, 0n, 0n, 0n, e4('10')])
  })

  it('an unknown gain leaves only the rest unknown', () => {
    expect(profits(contribution(null, [fund('000001', 'equity', '4')]))).toEqual([0n, e4('4'), 0n, 0n, null])
  })
})
