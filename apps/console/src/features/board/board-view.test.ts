import { expect, it } from 'vitest'
import { boardGroups, boardRows, nextSort, type BoardRow } from './board-view'

const row = (code: string, state: BoardRow['state'], missingDays = 0): BoardRow => ({
  code,
  name: `稳健${code}`,
  expectedDate: '2026-01-05',
  state,
  sources: [],
  lastPublished: null,
  missingSince: missingDays ? '2026-01-05' : null,
  missingDays,
  waiting: 0,
  findings: 0,
})

const rows = [row('C', 'published'), row('A', 'missing', 1), row('B', 'missing', 3), row('D', null), row('E', 'held')]
const codes = (filter: Partial<Parameters<typeof boardRows>[1]>) =>
  boardRows(rows, { text: '', group: '', roles: [], sort: 'state', ...filter }).map(({ code }) => code)

it('shows first what asks for someone', () => {
  expect(codes({})).toEqual(['B', 'A', 'E', 'C', 'D'])
  expect(codes({ sort: 'code' })).toEqual(['A', 'B', 'C', 'D', 'E'])
  expect(codes({ sort: '-missingDays' })).toEqual(['B', 'A', 'C', 'D', 'E'])
})

it('filters by state and by part of code or name', () => {
  expect(codes({ group: 'missing' })).toEqual(['B', 'A'])
  expect(codes({ text: ' 稳健c ' })).toEqual(['C'])
})

it('counts what is where, and first what waits for whoever looks', () => {
  const counts = (...roles: Parameters<typeof boardGroups>[1]) =>
    boardGroups(rows, roles).map(({ group, count }) => `${group} ${count}`)
  expect(counts('operator')).toEqual([' 5', 'yours 3', 'missing 2', 'held 1', 'published 1'])
  expect(counts('reviewer')).toEqual([' 5', 'yours 1', 'missing 2', 'held 1', 'published 1'])
  expect(counts('auditor')).toEqual([' 5', 'missing 2', 'held 1', 'published 1'])
  expect(codes({ group: 'yours', roles: ['reviewer'] })).toEqual(['E'])
})

it('turns a chosen column round', () => {
  expect(nextSort('state', 'code')).toBe('code')
  expect(nextSort('code', 'code')).toBe('-code')
  expect(nextSort('code', 'waiting')).toBe('-waiting')
  expect(nextSort('-waiting', 'waiting')).toBe('waiting')
})
