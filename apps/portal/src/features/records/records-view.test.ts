import { expect, it } from 'vitest'
import { allItems, hasDerived, recordDays, recordPeriod, type Page } from './records-view'

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

it('takes days from the URL before a period, and those of a period from the server', () => {
  const none = { from: undefined, to: undefined }
  const some = { from: '2021-10-08', to: undefined }
  expect(recordPeriod(none, 'year-to-date')).toBe('year-to-date')
  expect(recordPeriod(some, 'year-to-date')).toBe('custom')
  expect(recordPeriod(none, 'custom')).toBe('since-inception')
  const year = { key: 'year-to-date', from: '2021-01-04', to: '2021-11-23' }
  const periods = [year] as Parameters<typeof recordDays>[2]
  expect(recordDays(none, 'year-to-date', periods)).toEqual({ from: '2021-01-04', to: '2021-11-23' })
  expect(recordDays(none, 'year-to-date', undefined)).toBeNull()
  expect(recordDays(none, 'since-inception', undefined)).toEqual(none)
  expect(recordDays(some, 'custom', periods)).toEqual(some)
})
