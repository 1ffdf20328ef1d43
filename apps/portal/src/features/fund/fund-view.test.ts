import { expect, it } from 'vitest'
import { fundDays, fundRows, newestFirst, partRows, sideOf, tradeText, type Fund } from './fund-view'

const bought: Fund['transactions']['items'][number] = {
  no: 3,
  date: '2021-10-15',
  fundCode: '000216',
  fundName: '华安黄金易ETF联接A',
  operation: 'switch-in',
  amount: '100000.00',
  shares: '50000.00',
  price: '2.0000',
  fee: '0.00',
}
const sold = { ...bought, no: 4, date: '2021-10-20', operation: 'redeem' as const, amount: null }
const fund: Fund = {
  date: '2021-11-02',
  assetClass: 'alternative',
  fundCode: '000216',
  fundName: '华安黄金易ETF联接A',
  shares: '0.00',
  cost: '0.00',
  unitNav: null,
  priceDate: null,
  marketValue: '0.00',
  profit: '4895.00',
  profitSince: null,
  ratio: '0.00000000',
  status: 'sold-out',
  parts: { unrealised: '0.00', realised: '4895.00', income: '0.00', earlier: '0.00' },
  fees: '105.00',
  firstDate: '2021-10-15',
  nav: { dates: ['2021-10-14', '2021-10-20'], unitNav: ['2.0000', '2.10005'] },
  transactions: { total: 2, items: [bought, sold] },
}
const words = { operation: (name: string) => `<${name}>`, unit: (kind: string) => kind }

it('puts what was done beside the NAV of its day, and a day of a transaction without a NAV between', () => {
  const days = fundDays(fund, (item) => `no ${item.no}`)
  expect(days).toEqual([
    { date: '2021-10-14', nav: 2, navText: '2.0000', trades: [] },
    { date: '2021-10-15', nav: null, navText: '—', trades: [{ side: 'in', text: 'no 3' }] },
    { date: '2021-10-20', nav: 2.10005, navText: '2.10005', trades: [{ side: 'out', text: 'no 4' }] },
  ])
  expect(fundRows(days)[0]).toEqual(['2021-10-20', '2.10005', 'no 4'])
})

it('says a transaction as it was confirmed, and hides its size where amounts are hidden', () => {
  expect(tradeText(bought, words, false)).toBe('<switch-in> 100,000.00 money')
  expect(tradeText(sold, words, false)).toBe('<redeem> 50,000.00 shares')
  expect(tradeText(bought, words, true)).toBe('<switch-in> **** money')
  expect(tradeText({ ...bought, amount: null, shares: null }, words, true)).toBe('<switch-in> — money')
})

it('knows which way each operation goes', () => {
  expect((['buy', 'sell', 'dividend', 'reinvest', 'split'] as const).map(sideOf)).toEqual([
    'in',
    'out',
    'income',
    'income',
    null,
  ])
})

it('lists the newest first', () => {
  expect(newestFirst([bought, sold]).map(({ no }) => no)).toEqual([4, 3])
})

it('shows what came before the loaded data only where there is something', () => {
  expect(partRows(fund).map(({ key, value }) => [key, value])).toEqual([
    ['unrealised', '0.00'],
    ['realised', '4895.00'],
    ['income', '0.00'],
  ])
  const parts = { unrealised: '0.00', realised: '0.00', income: '0.00', earlier: '50.00' }
  const opened = { ...fund, profitSince: '2021-10-14' }
  expect(partRows({ ...opened, parts }).at(-1)).toEqual({ key: 'earlier', value: '50.00' })
  expect(partRows({ ...opened, parts: { ...parts, earlier: '0.00' } })).toHaveLength(3)
  expect(partRows({ ...opened, parts: null }).map(({ value }) => value)).toEqual([null, null, null, null])
})
