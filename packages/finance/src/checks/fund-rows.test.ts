import { describe, expect, it } from 'vitest'
import { tradingCalendar } from '../calendar/trading-calendar'
import { parseE4, parseE8 } from '../decimal'
import type { Transaction } from '../facts'
import type { CheckedDay, CheckedHolding } from './checked-day'
import { fundRowsAddUp, fundsHaveClass, pricesAreFresh, sharesRollForward } from './fund-rows'

const e4 = (text: string) => parseE4(text) ?? 0n
const calendar = tradingCalendar([])

const holding = (fundCode: string, shares: string, marketValue: string): CheckedHolding => ({
  fundCode,
  sharesE4: e4(shares),
  unitNavE8: null,
  priceDate: null,
  marketValueE4: e4(marketValue),
})

function dayWith(holdings: CheckedHolding[], fundAccount: string): CheckedDay {
  return {
    date: '2024-01-02',
    totalAssetsE4: null,
    totalLiabilitiesE4: null,
    netAssetsE4: e4('1000'),
    sharesE4: e4('1000'),
    unitNavE8: parseE8('1') ?? 0n,
    accumulatedNavE8: null,
    netAssetsAtCostE4: null,
    accounts: [{ code: '1105', name: '基金投资', balanceE4: e4(fundAccount), row: 6 }],
    holdings,
    holdingsFrom: 'fa',
  }
}

describe('R-CHK-3 fund rows', () => {
  it('allows five cents for a few funds', () => {
    expect(fundRowsAddUp(dayWith([holding('000001', '1', '900')], '900.05'))).toEqual([])
    expect(fundRowsAddUp(dayWith([holding('000001', '1', '900')], '900.0501'))).toMatchObject([
      { check: 'R-CHK-3', severity: 'review', row: 6, found: '900.00', expected: '900.0501' },
    ])
  })
  it('allows one cent a fund for many', () => {
    const ten = Array.from({ length: 10 }, (_, index) => holding(`00000${index}`, '1', '90'))
    expect(fundRowsAddUp(dayWith(ten, '900.10'))).toEqual([])
    expect(fundRowsAddUp(dayWith(ten, '900.1001'))).toHaveLength(1)
  })
  it('counts 1109 too, and finds fund accounts without a row', () => {
    const day = dayWith([], '0')
    const accounts = [{ code: '1109', name: '其他', balanceE4: e4('3'), row: 9 }]
    expect(fundRowsAddUp({ ...day, accounts })).toMatchObject([{ found: '0.00', expected: '3.00' }])
  })
  it('keeps neutral holdings within net assets', () => {
    const neutral = (value: string): CheckedDay => ({
      ...dayWith([holding('000001', '1', value)], '0'),
      accounts: null,
      holdingsFrom: 'neutral',
    })
    expect(fundRowsAddUp(neutral('1000.01'))).toEqual([])
    expect(fundRowsAddUp(neutral('1000.02'))).toHaveLength(1)
  })
})

describe('R-CHK-5 roll-forward of fund shares', () => {
  const transaction = (operation: Transaction['operation'], shares: string | null): Transaction => ({
    date: '2024-01-02',
    fundCode: '000001',
    operation,
    amountE4: null,
    sharesE4: shares === null ? null : e4(shares),
    priceE8: null,
    feeE4: null,
  })
  const before = dayWith([holding('000001', '100', '100')], '100')
  const after = (shares: string) => dayWith([holding('000001', shares, '100')], '100')

  it('adds purchases, takes sales away and leaves dust under ten shares alone', () => {
    const transactions = [transaction('subscribe', '50'), transaction('redeem', '20'), transaction('dividend', null)]
    expect(sharesRollForward(after('130'), before, { flows: [], transactions })).toEqual([])
    expect(sharesRollForward(after('139.9999'), before, { flows: [], transactions })).toEqual([])
    expect(sharesRollForward(after('140'), before, { flows: [], transactions })).toMatchObject([
      { check: 'R-CHK-5', severity: 'warning', found: '000001 140.00', expected: '130.00' },
    ])
  })
  it('finds a fund that vanished', () => {
    const empty = dayWith([], '0')
    expect(sharesRollForward(empty, before, { flows: [], transactions: [] })).toMatchObject([{ expected: '100.00' }])
  })
  it('does not run without history, or for a fund whose shares are unknown', () => {
    expect(sharesRollForward(after('500'), null, { flows: [], transactions: [] })).toEqual([])
    expect(sharesRollForward(after('500'), before, { flows: [], transactions: null })).toEqual([])
    const unknown = { flows: [], transactions: [transaction('subscribe', null)] }
    expect(sharesRollForward(after('500'), before, unknown)).toEqual([])
  })
})

describe('R-CHK-8 funds without a class', () => {
  it('names each once', () => {
    const fund = (code: string) => ({ assetClass: code === '000001' ? ('equity' as const) : null, priceLag: 1 })
    expect(fundsHaveClass(['000003', '000001', '000002', '000003'], fund).map((finding) => finding.found)).toEqual([
      '000002',
      '000003',
    ])
    expect(fundsHaveClass(['000001'], () => undefined)).toHaveLength(1)
  })
})

describe('R-CHK-9 old prices', () => {
  const priced = (priceDate: string | null) => dayWith([{ ...holding('000001', '1', '1'), priceDate }], '1')
  const lag = (priceLag: number, assetClass: 'equity' | 'money') => () => ({ assetClass, priceLag })

  it('counts trading days: 2023-12-29 is one before 2024-01-02', () => {
    expect(pricesAreFresh(priced('2023-12-29'), lag(1, 'equity'), calendar)).toEqual([])
    expect(pricesAreFresh(priced('2023-12-28'), lag(1, 'equity'), calendar)).toMatchObject([
      { check: 'R-CHK-9', severity: 'warning', found: '000001 2023-12-28' },
    ])
    expect(pricesAreFresh(priced('2023-12-28'), lag(2, 'equity'), calendar)).toEqual([])
  })
  it('leaves money funds and rows without a price date out', () => {
    expect(pricesAreFresh(priced('2023-01-03'), lag(1, 'money'), calendar)).toEqual([])
    expect(pricesAreFresh(priced(null), lag(1, 'equity'), calendar)).toEqual([])
  })
})
