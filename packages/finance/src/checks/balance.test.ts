import { describe, expect, it } from 'vitest'
import { parseE4, parseE8 } from '../decimal'
import { accountsAddUp, accountsHaveClass, lastPlace, navIsNetAssetsPerShare, totalsBalance } from './balance'
import type { CheckedDay } from './checked-day'

const e4 = (text: string) => parseE4(text) ?? 0n
const e8 = (text: string) => parseE8(text) ?? 0n

/** Cash 100, one fund 900, liabilities 10: net assets 990 on 1,000 shares. */
const day: CheckedDay = {
  date: '2024-01-02',
  totalAssetsE4: e4('1000'),
  totalLiabilitiesE4: e4('10'),
  netAssetsE4: e4('990'),
  sharesE4: e4('1000'),
  unitNavE8: e8('0.99'),
  accumulatedNavE8: null,
  netAssetsAtCostE4: null,
  accounts: [
    { code: '1002', name: '银行存款', balanceE4: e4('100'), row: 5 },
    { code: '1105', name: '基金投资', balanceE4: e4('900'), row: 6 },
    { code: '2206', name: '应付管理人报酬', balanceE4: e4('10'), row: 9 },
    { code: '4001', name: '实收资本', balanceE4: e4('1000'), row: 10 },
  ],
  holdings: null,
  holdingsFrom: null,
}
const ids = (findings: { check: string }[]) => findings.map((finding) => finding.check)

describe('R-CHK-1 totals', () => {
  it('allows one cent and not more', () => {
    expect(totalsBalance(day)).toEqual([])
    expect(totalsBalance({ ...day, netAssetsE4: e4('990.01') })).toEqual([])
    expect(totalsBalance({ ...day, netAssetsE4: e4('990.0101') })).toEqual([
      { check: 'R-CHK-1', severity: 'review', subject: null, row: null, found: '990.0101', expected: '990.00' },
    ])
  })
  it('does not run without totals', () => {
    expect(totalsBalance({ ...day, totalAssetsE4: null, netAssetsE4: 1n })).toEqual([])
  })
})

describe('R-CHK-2 net assets per share', () => {
  it('allows half a unit of the last place', () => {
    expect(navIsNetAssetsPerShare(day, 4)).toEqual([])
    // 990.05 / 1000 = 0.99005, half a unit of 0.0001 off, + 0.01 / 1000
    expect(navIsNetAssetsPerShare({ ...day, netAssetsE4: e4('990.06') }, 4)).toEqual([])
    expect(ids(navIsNetAssetsPerShare({ ...day, netAssetsE4: e4('990.0601') }, 4))).toEqual(['R-CHK-2'])
  })
  it('takes the last place from a NAV with more decimals', () => {
    expect(lastPlace(e8('1.0300'), 4)).toBe(4)
    expect(lastPlace(e8('1.033338'), 4)).toBe(6)
    expect(ids(navIsNetAssetsPerShare({ ...day, unitNavE8: e8('0.990041') }, 4))).toEqual(['R-CHK-2'])
  })
  it('uses net assets at cost where the unit NAV belongs to them', () => {
    const amortised = { ...day, unitNavE8: e8('1'), netAssetsAtCostE4: e4('1000') }
    expect(navIsNetAssetsPerShare(amortised, 4)).toEqual([])
    expect(ids(navIsNetAssetsPerShare({ ...amortised, netAssetsAtCostE4: null }, 4))).toEqual(['R-CHK-2'])
  })
  it('finds shares of zero beside net assets', () => {
    expect(ids(navIsNetAssetsPerShare({ ...day, sharesE4: 0n }, 4))).toEqual(['R-CHK-2'])
    expect(navIsNetAssetsPerShare({ ...day, sharesE4: 0n, netAssetsE4: 0n }, 4)).toEqual([])
  })
})

describe('R-CHK-13 level-1 accounts', () => {
  it('adds 1xxx and 3xxx and takes 2xxx away', () => {
    expect(accountsAddUp(day)).toEqual([])
    const clearing = { code: '3003', name: '证券清算款', balanceE4: e4('-5'), row: 8 }
    expect(accountsAddUp({ ...day, accounts: [...(day.accounts ?? []), clearing], netAssetsE4: e4('985.01') })).toEqual(
      [],
    )
    expect(accountsAddUp({ ...day, accounts: [...(day.accounts ?? []), clearing] })).toEqual([
      { check: 'R-CHK-13', severity: 'review', subject: null, row: null, found: '985.00', expected: '990.00' },
    ])
  })
  it('does not run without accounts', () => {
    expect(accountsAddUp({ ...day, accounts: null, netAssetsE4: 1n })).toEqual([])
  })
})

describe('R-CHK-14 accounts without a class', () => {
  it('names each account that is neither fund nor cash', () => {
    const accounts = [
      { code: '1102', name: '股票投资', balanceE4: e4('12.5'), row: 7 },
      { code: '1103', name: '债券投资', balanceE4: 0n, row: 8 },
      { code: '1109', name: '其他基金', balanceE4: 1n, row: 9 },
      { code: '1207', name: '应收申购款', balanceE4: 1n, row: 10 },
      { code: '3102', name: '衍生工具', balanceE4: -1n, row: 11 },
    ]
    expect(accountsHaveClass(day)).toEqual([])
    expect(accountsHaveClass({ ...day, accounts })).toEqual([
      {
        check: 'R-CHK-14',
        severity: 'review',
        subject: '1102',
        row: 7,
        found: '1102 股票投资 12.50',
        expected: '0.00',
      },
      {
        check: 'R-CHK-14',
        severity: 'review',
        subject: '3102',
        row: 11,
        found: '3102 衍生工具 -0.0001',
        expected: '0.00',
      },
    ])
  })
})
