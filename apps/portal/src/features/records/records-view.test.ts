import { expect, it } from 'vitest'
import { allItems, hasDerived, type Page } from './records-view'

const item: Page['items'][number] = {
  no: 1,
  date: '2020-10-15',
  fundCode: '002912',
  fundName: '兴业稳天盈A',
  operation: 'buy',
  amount: '100000.00',
  shares: null,
  price: null,
  fee: null,
}

it('joins pages in their order', () => {
  const pages = [
    { total: 3, items: [item, { ...item, no: 2 }], next: 'x' },
    { total: 3, items: [{ ...item, no: 3 }], next: null },
  ]
  expect(allItems(pages).map((row) => row.no)).toEqual([1, 2, 3])
  expect(allItems([])).toEqual([])
})

it('notices computed figures', () => {
  expect(hasDerived([item])).toBe(false)
  expect(hasDerived([item, { ...item, derived: ['shares'] }])).toBe(true)
})
