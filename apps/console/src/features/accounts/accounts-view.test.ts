import { expect, it } from 'vitest'
import { accountsQuery, isUnfiltered, nextSort } from './accounts-view'

it('reads filter, sort and page from the address and takes no other words', () => {
  const query = accountsQuery({ text: '稳健', strategy: 'balanced', adviser: 'mia', sort: '-lastDay', cursor: 'x' })
  expect(query).toEqual({ text: '稳健', strategy: 'balanced', adviser: 'mia', sort: '-lastDay', cursor: 'x' })
  expect(accountsQuery({ strategy: 'gold', sort: 'fee' })).toMatchObject({ strategy: undefined, sort: 'code' })
})

it('sorts a column upwards first', () => {
  expect(nextSort('code', 'name')).toBe('name')
  expect(nextSort('name', 'name')).toBe('-name')
  expect(nextSort('-name', 'name')).toBe('name')
})

it('tells an empty house from an empty search', () => {
  expect(isUnfiltered(accountsQuery({ sort: 'name' }))).toBe(true)
  expect(isUnfiltered(accountsQuery({ adviser: 'none' }))).toBe(false)
})
