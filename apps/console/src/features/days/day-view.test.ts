import { expect, it } from 'vitest'
import {
  comparedVersions,
  difference,
  differenceText,
  fundRows,
  handText,
  HANDS,
  knownMinute,
  notRunLabel,
  notRunText,
  type DayVersion,
  type FundBeside,
} from './day-view'

const version = (number: number, changes: Partial<DayVersion> = {}): DayVersion => ({
  version: number,
  stamp: null,
  state: 'published',
  reason: null,
  totalAssets: '101.00',
  totalLiabilities: '1.00',
  netAssets: '100.00',
  shares: '100.00',
  unitNav: '1.0000',
  accumulatedNav: null,
  restates: null,
  sourceFileId: 'f',
  createdAt: '2026-01-05T01:30:00.000Z',
  broughtBy: 'lin',
  approvedAt: null,
  approvedBy: null,
  publishedAt: null,
  publishedBy: null,
  withdrawalAskedBy: null,
  withdrawnAt: null,
  withdrawnBy: null,
  withdrawalReason: null,
  ...changes,
})

const fund = (changes: Partial<FundBeside>): FundBeside => ({
  fundCode: '000001',
  fundName: '基金一',
  shares: '500.00',
  unitNav: '1.2000',
  cost: '550.00',
  marketValue: '600.00',
  sourceRow: 12,
  o32Shares: '500.00',
  o32Cost: '551.00',
  o32MarketValue: '590.50',
  ...changes,
})

it('tells how far O3.2 stands from the valuation', () => {
  expect(difference('-1.5', '-2.25')).toBe('0.75')
  const [same, more, alone] = fundRows([
    fund({}),
    fund({ o32Shares: '500.0001' }),
    fund({ o32Shares: null, o32Cost: null, o32MarketValue: null }),
  ])
  expect(same).toMatchObject({ sharesGap: '0.00', costGap: '1.00', valueGap: '-9.50', differs: false })
  expect(more).toMatchObject({ sharesGap: '0.0001', differs: true })
  expect(alone).toMatchObject({ sharesGap: null, valueGap: null, differs: true })
})

it('compares the newest version with the one before, or those that the URL names', () => {
  const versions = [version(1), version(2), version(4)]
  expect(comparedVersions({}, versions)).toEqual({ from: 2, to: 4 })
  expect(comparedVersions({ from: '1', to: '3' }, versions)).toEqual({ from: 1, to: 4 })
  expect(comparedVersions({}, [version(1)])).toBeNull()
})

it('prints each field as what it is', () => {
  expect(differenceText('unitNav', '1.02345')).toBe('1.02345')
  expect(differenceText('shares', '1234.5')).toBe('1,234.50')
  expect(differenceText('o32Cost', '1234.50')).toBe('1,234.50')
  expect(differenceText('priceDate', '2026-01-05')).toBe('2026-01-05')
  expect(differenceText('cost', null)).toBe('—')
})

it('says who did what and when, and why a check was not run', () => {
  expect(HANDS.map((hand) => handText(version(1, { withdrawalAskedBy: 'wu' }), hand))).toEqual([
    'lin 2026-01-05 09:30',
    '—',
    '—',
    'wu',
    '—',
  ])
  expect(notRunText('first-day', 'zh-CN')).toBe('此前没有估值')
  expect(notRunText('something-new', 'en')).toBe('something-new')
  expect(notRunLabel('R-CHK-9', 'zh-CN')).toBe('R-CHK-9 基金价格日期过早')
  expect(notRunLabel('R-CHK-99', 'zh-CN')).toBe('R-CHK-99')
})

it('takes a minute in Shanghai from the URL', () => {
  expect(knownMinute({ knownAt: '2026-01-05T09:05' })).toBe('2026-01-05T09:05')
  for (const knownAt of ['2026-13-05T09:05', 'yesterday', '2026-01-05', ['2026-01-05T09:05']])
    expect(knownMinute({ knownAt })).toBeUndefined()
})
