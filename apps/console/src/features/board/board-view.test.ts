import { expect, it } from 'vitest'
import { boardRows, nextSort, stateCounts, type BoardRow } from './board-view'

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
  boardRows(rows, { text: '', state: '', sort: 'state', ...filter }).map(({ code }) => code)

it('shows first what asks for someone', () => {
  expect(codes({})).toEqual(['B', 'A', 'E', 'C', 'D'])
  expect(codes({ sort: 'code' })).toEqual(['A', 'B', 'C', 'D', 'E'])
  expect(codes({ sort: '-missingDays' })).toEqual(['B', 'A', 'C', 'D', 'E'])
})

it('filters by state and by part of code or name', () => {
  expect(codes({ state: 'missing' })).toEqual(['B', 'A'])
  expect(codes({ text: ' 稳健c ' })).toEqual(['C'])
})

it('counts what is where', () => {
  expect(stateCounts(rows)).toEqual([
    { state: 'missing', count: 2 },
    { state: 'held', count: 1 },
    { state: 'published', count: 1 },
  ])
})

it('turns a chosen column round', () => {
  expect(nextSort('state', 'code')).toBe('code')
  expect(nextSort('code', 'code')).toBe('-code')
  expect(nextSort('code', 'waiting')).toBe('-waiting')
  expect(nextSort('-waiting', 'waiting')).toBe('waiting')
})
