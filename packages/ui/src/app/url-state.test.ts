import { expect, it } from 'vitest'
import { mergedQuery, queryChoice, queryDate, queryText } from './url-state'

it('takes single values only', () => {
  expect(queryText({ fund: '000216' }, 'fund')).toBe('000216')
  expect(queryText({ fund: ['1', '2'] }, 'fund')).toBeUndefined()
  expect(queryText({ fund: '' }, 'fund')).toBeUndefined()
})

it('takes real dates and known choices only', () => {
  expect(queryDate({ date: '2021-11-23' }, 'date')).toBe('2021-11-23')
  expect(queryDate({ date: '2021-02-30' }, 'date')).toBeUndefined()
  expect(queryChoice({ frequency: 'year' }, 'frequency', ['month', 'year'])).toBe('year')
  expect(queryChoice({ frequency: 'hour' }, 'frequency', ['month', 'year'])).toBe('month')
})

it('lays changes over the query and removes names', () => {
  expect(mergedQuery({ date: '2021-11-23', view: 'holdings' }, { date: undefined, fund: '000216' })).toEqual({
    view: 'holdings',
    fund: '000216',
  })
})
