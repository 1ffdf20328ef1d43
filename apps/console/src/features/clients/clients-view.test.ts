import { expect, it } from 'vitest'
import { clientsQuery, nextSort, shownAccounts, spanIn, spanWire, standingOf } from './clients-view'

it('reads its filter from the address, takes no other words, and nothing that is typed', () => {
  const asked = { text: 'SA', state: 'suspended', sort: '-createdAt', personal: '张三' }
  expect(clientsQuery(asked)).toEqual({ state: 'suspended', sort: '-createdAt', cursor: undefined })
  expect(clientsQuery({ state: 'gone', sort: 'name' })).toMatchObject({ state: undefined, sort: 'clientNo' })
})

it('sorts upwards, then downwards', () => {
  expect(nextSort('clientNo', 'createdAt')).toBe('createdAt')
  expect(nextSort('createdAt', 'createdAt')).toBe('-createdAt')
  expect(nextSort('-createdAt', 'createdAt')).toBe('createdAt')
})

it('shows three accounts and counts the rest', () => {
  expect(shownAccounts([])).toEqual({ codes: '', more: 0 })
  expect(shownAccounts(['A', 'B', 'C', 'D', 'E'])).toEqual({ codes: 'A B C', more: 2 })
})

it('tells what is owned from what was and what will be', () => {
  const account = { code: 'A', name: '甲', from: '2026-01-07', until: null, isOwned: false, setBy: null }
  expect(standingOf({ ...account, isOwned: true }, '2026-01-08')).toBe('owned')
  expect(standingOf(account, '2026-01-06')).toBe('coming')
  expect(standingOf({ ...account, until: '2026-01-07' }, '2026-01-08')).toBe('ended')
})

it('an empty day is none', () => {
  expect(spanWire({ portfolio: 'A', from: '', until: '2026-01-07', reason: ' 合同终止 ' })).toEqual({
    from: null,
    until: '2026-01-07',
    reason: '合同终止',
  })
})

it('tells an account and its days from a line of the history', () => {
  expect(spanIn('SA5001 2026-11-26/..')).toEqual({ code: 'SA5001', from: '2026-11-26', until: null })
  expect(spanIn('A/1 2026-01-05/2026-02-01')).toEqual({ code: 'A/1', from: '2026-01-05', until: '2026-02-01' })
  expect([spanIn('安*'), spanIn('SA5001 2026-11-26')]).toEqual([null, null])
})
