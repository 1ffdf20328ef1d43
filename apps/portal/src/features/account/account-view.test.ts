import { expect, it } from 'vitest'
import { allocationBars, findHolding, openable, otherPriceDate, type Holding, type HoldingsClass } from './account-view'

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
  { assetClass: 'alternative', ratio: '0.03434948', marketValue: '359396.80', holdings: [held] },
  { assetClass: 'cash', ratio: '0.02701392', marketValue: '282645.10', holdings: [] },
]

it('draws the classes with a share and prints it', () => {
  const bars = allocationBars([...classes, { assetClass: 'money', ratio: null, marketValue: null }], (key) => key)
  expect(bars.map((bar) => [bar.key, bar.text])).toEqual([
    ['alternative', '3.43%'],
    ['cash', '2.70%'],
  ])
})

it('opens only classes with funds', () => {
  expect(openable(classes)).toEqual(['alternative'])
})

it('names the price day only where it differs', () => {
  expect(otherPriceDate(held, '2021-11-23')).toBe('2021-11-22')
  expect(otherPriceDate(held, '2021-11-22')).toBeNull()
  expect(otherPriceDate({ ...held, priceDate: null }, '2021-11-23')).toBeNull()
})

it('finds a fund across classes', () => {
  expect(findHolding(classes, '519062')?.fundName).toBe('海富通阿尔法A')
  expect(findHolding(classes, '000000')).toBeUndefined()
})
