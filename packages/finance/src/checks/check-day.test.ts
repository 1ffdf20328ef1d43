import { describe, expect, it } from 'vitest'
import { tradingCalendar } from '../calendar/trading-calendar'
import { parseE4, parseE8 } from '../decimal'
import { checkDay, mayPublish, type DayContext } from './check-day'
import { dayIsInLife, dayIsValuationDay } from './date'

const e4 = (text: string) => parseE4(text) ?? 0n
const calendar = tradingCalendar([])

/** Cash 100, one fund 900, liabilities 10: net assets 990 on 1,000 shares. */
const quiet: DayContext = {
  portfolio: { launchDate: '2023-12-15', navDecimals: 4, strategy: 'balanced' },
  day: {
    date: '2024-01-02',
    totalAssetsE4: e4('1000'),
    totalLiabilitiesE4: e4('10'),
    netAssetsE4: e4('990'),
    sharesE4: e4('1000'),
    unitNavE8: parseE8('0.99') ?? 0n,
    accumulatedNavE8: parseE8('0.99') ?? 0n,
    netAssetsAtCostE4: null,
    accounts: [
      { code: '1002', name: '银行存款', balanceE4: e4('100'), row: 5 },
      { code: '1105', name: '基金投资', balanceE4: e4('900'), row: 6 },
      { code: '2206', name: '应付管理人报酬', balanceE4: e4('10'), row: 9 },
    ],
    holdings: [{ fundCode: '000001', sharesE4: e4('900'), unitNavE8: null, priceDate: null, marketValueE4: e4('900') }],
    holdingsFrom: 'fa',
  },
  previous: null,
  movements: { flows: [], transactions: null },
  o32: null,
  transactionsAround: [],
  fund: () => ({ assetClass: 'equity', priceLag: 1 }),
  calendar,
  today: '2024-01-02',
}

describe('the checks of a day', () => {
  it('find nothing on a quiet day', () => {
    expect(checkDay(quiet)).toEqual([])
    expect(mayPublish(checkDay(quiet))).toBe(true)
  })
  it('name each fault once', () => {
    const broken: DayContext = {
      ...quiet,
      day: { ...quiet.day, netAssetsE4: e4('1090') },
      fund: () => undefined,
      today: '2024-01-01',
    }
    const findings = checkDay(broken)
    expect(findings.map((finding) => finding.check)).toEqual(['R-CHK-12', 'R-CHK-1', 'R-CHK-2', 'R-CHK-13', 'R-CHK-8'])
    expect(mayPublish(findings)).toBe(false)
  })
})

describe('R-CHK-12 and R-CHK-15', () => {
  it('keep the day within the life of the account', () => {
    expect(dayIsInLife('2024-01-02', { launchDate: '2024-01-02' }, '2024-01-02')).toEqual([])
    expect(dayIsInLife('2024-01-03', { launchDate: '2024-01-02' }, '2024-01-02')).toMatchObject([
      { expected: '<= 2024-01-02' },
    ])
    expect(dayIsInLife('2024-01-01', { launchDate: '2024-01-02' }, '2024-01-02')).toMatchObject([
      { expected: '>= 2024-01-02' },
    ])
    const closed = { launchDate: '2024-01-02', closedOn: '2024-01-03' }
    expect(dayIsInLife('2024-01-03', closed, '2024-01-05')).toEqual([])
    expect(dayIsInLife('2024-01-04', closed, '2024-01-05')).toMatchObject([{ expected: '<= 2024-01-03' }])
  })
  it('take trading days and month ends', () => {
    expect(dayIsValuationDay('2024-01-02', calendar)).toEqual([])
    expect(dayIsValuationDay('2023-12-31', calendar)).toEqual([])
    expect(dayIsValuationDay('2024-01-06', calendar)).toMatchObject([{ check: 'R-CHK-15', expected: '2024-01-05' }])
  })
})
