import { describe, expect, it } from 'vitest'
import {
  allocationBars,
  listedClasses,
  openable,
  otherPriceDate,
  type Holding,
  type HoldingsClass,
  type Listing,
} from './account-view'

const held: Holding = {
  fundCode: '519062',
  fundName: '海富通阿尔法A',
  shares: '301507.38',
  cost: '350351.57',
  unitNav: '1.1920',
  priceDate: '2021-11-22',
  marketValue: '359396.80',
  profit: '4197.38',
  profitSince: null,
  ratio: '0.03434948',
  status: 'held',
}
const classes: HoldingsClass[] = [
  { assetClass: 'alternative', ratio: '0.03434948', marketValue: '359396.80', holdings: [held], accounts: [] },
  { assetClass: 'cash', ratio: '0.02701392', marketValue: '282645.10', holdings: [], accounts: [] },
]

it('draws the classes with a share and prints it', () => {
  const bars = allocationBars([...classes, { assetClass: 'money', ratio: null, marketValue: null }], (key) => key)
  expect(bars.map((bar) => [bar.key, bar.text])).toEqual([
    ['alternative', '3.43%'],
    ['cash', '2.70%'],
  ])
})

describe('holdings', () => {
  const gold = { ...held, fundCode: '000216', fundName: '华安黄金', marketValue: '0.00', status: 'sold-out' as const }
  const dear = { ...held, fundCode: '000217', fundName: '安信', marketValue: '9400000000.00', profit: '-1.00' }
  const unknown = { ...held, fundCode: '000218', fundName: '博时', marketValue: '9400000000.01', profit: null }
  const one: HoldingsClass[] = [
    { ...(classes[0] as HoldingsClass), holdings: [held, gold, dear, unknown] },
    classes[1] as HoldingsClass,
  ]
  const plain: Listing = { find: '', sort: 'marketValue', order: 'down' }
  const codes = (listing: Partial<Listing>) =>
    listedClasses(one, { ...plain, ...listing }).map(({ held, soldOut }) =>
      [held, soldOut].map((rows) => rows.map(({ fundCode }) => fundCode)),
    )

  it('stand with the largest first, what was sold apart', () => {
    expect(codes({})).toEqual([
      [['000218', '000217', '519062'], ['000216']],
      [[], []],
    ])
  })

  it('sort both ways, what is not available last in either', () => {
    expect(codes({ sort: 'profit' })[0]?.[0]).toEqual(['519062', '000217', '000218'])
    expect(codes({ sort: 'profit', order: 'up' })[0]?.[0]).toEqual(['000217', '519062', '000218'])
    expect(codes({ sort: 'name' })[0]?.[0]).toEqual(['000217', '000218', '519062'])
  })

  it('are found by code or name, classes without any left out', () => {
    expect(codes({ find: ' 0002 ' })).toEqual([[['000218', '000217'], ['000216']]])
    expect(codes({ find: '阿尔法a' })).toEqual([[['519062'], []]])
    expect(codes({ find: 'x' })).toEqual([])
  })

  it('are found beside funds too, and alone open their class', () => {
    const accounts = [{ accountCode: '1102', accountName: '股票投资', marketValue: '5000.00', ratio: '0.04429483' }]
    const beside: HoldingsClass[] = [{ ...(classes[0] as HoldingsClass), holdings: [held], accounts }]
    const named = (find: string) =>
      listedClasses(beside, { ...plain, find }).map(({ held: funds, accounts: others }) => [
        ...funds.map(({ fundCode }) => fundCode),
        ...others.map(({ accountCode }) => accountCode),
      ])
    expect([named(''), named('股票'), named('阿尔法')]).toEqual([[['519062', '1102']], [['1102']], [['519062']]])
    const alone = listedClasses([{ ...(classes[0] as HoldingsClass), holdings: [], accounts }], plain)
    expect(openable(alone)).toEqual(['alternative'])
  })

  it('open only in classes with funds', () => {
    expect(openable(listedClasses(one, plain))).toEqual(['alternative'])
  })
})

it('names the price day only where it differs', () => {
  expect(otherPriceDate(held, '2021-11-23')).toBe('2021-11-22')
  expect(otherPriceDate(held, '2021-11-22')).toBeNull()
  expect(otherPriceDate({ ...held, priceDate: null }, '2021-11-23')).toBeNull()
})
