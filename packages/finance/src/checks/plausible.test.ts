import { describe, expect, it } from 'vitest'
import { parseE4, parseE8 } from '../decimal'
import { quietDay, valuedBefore } from '../../testing/checked-days'
import { accumulatedIsNotBelow, bankIsNotOverdrawn, clearingIsSmall } from './plausible'

const withAccount = (code: string, balance: string) => ({
  ...quietDay,
  accounts: [{ code, name: '', balanceE4: parseE4(balance) ?? 0n, row: 7 }],
})

describe('R-CHK-23 the accumulated NAV', () => {
  const below = { ...quietDay, accumulatedNavE8: parseE8('0.9899') }
  it('is told on the day on which it falls below the unit NAV', () => {
    expect(accumulatedIsNotBelow(quietDay, valuedBefore, 4)).toEqual([])
    expect(accumulatedIsNotBelow(below, valuedBefore, 4)).toMatchObject([
      { check: 'R-CHK-23', severity: 'warning', found: '0.9899', expected: '>= 0.9900' },
    ])
    expect(accumulatedIsNotBelow(below, null, 4)).toHaveLength(1)
    expect(accumulatedIsNotBelow(below, { ...valuedBefore, accumulatedNavE8: parseE8('0.9899') }, 4)).toEqual([])
    expect(accumulatedIsNotBelow({ ...quietDay, accumulatedNavE8: null }, null, 4)).toEqual([])
  })
})

describe('R-CHK-24 and R-CHK-25', () => {
  it('find an overdrawn bank account', () => {
    expect(bankIsNotOverdrawn(withAccount('1002', '0'))).toEqual([])
    expect(bankIsNotOverdrawn(withAccount('1002', '-0.01'))).toMatchObject([
      { check: 'R-CHK-24', row: 7, found: '-0.01', expected: '>= 0.00' },
    ])
    expect(bankIsNotOverdrawn({ ...quietDay, accounts: null })).toEqual([])
  })
  it('find more than a fifth of net assets in clearing, owed or owing', () => {
    // 20 % of 990.00 is 198.00
    expect(clearingIsSmall(withAccount('3003', '198'))).toEqual([])
    expect(clearingIsSmall(withAccount('3003', '198.01'))).toMatchObject([{ check: 'R-CHK-25', expected: '<= 20.00%' }])
    expect(clearingIsSmall(withAccount('3003', '-198.01'))).toHaveLength(1)
  })
})
