import { expect, it } from 'vitest'
import { mergedQuery, queryChoice, queryDate, queryList, queryText, toggled } from './url-state'

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

it('takes lists of known choices, and toggles them', () => {
  expect(queryList({ open: 'cash,equity,gold' }, 'open', ['equity', 'money', 'cash'])).toEqual(['equity', 'cash'])
  expect(queryList({}, 'open', ['equity'])).toEqual([])
  expect(toggled(['equity'], 'cash')).toBe('equity,cash')
  expect(toggled(['equity', 'cash'], 'equity')).toBe('cash')
  expect(toggled(['cash'], 'cash')).toBeUndefined()
})

it('lays changes over the query and removes names', () => {
  expect(mergedQuery({ date: '2021-11-23', view: 'holdings' }, { date: undefined, fund: '000216' })).toEqual({
    view: 'holdings',
    fund: '000216',
  })
})
