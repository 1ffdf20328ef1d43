import { expect, it } from 'vitest'
import { countOf, daysFrom, dutyQuery, exportUrl, periodWords } from './disclosure-view'

it('reads its filter from the address and takes no other words', () => {
  expect(dutyQuery({})).toMatchObject({ state: 'open', kind: undefined, from: undefined })
  const query = { state: 'late', kind: 'monthly', from: '2026-01-05', to: 'x' }
  expect(dutyQuery(query)).toMatchObject({ state: 'late', kind: 'monthly', from: '2026-01-05', to: undefined })
  expect(dutyQuery({ state: 'gone', kind: 'weekly' })).toMatchObject({ state: 'open', kind: undefined })
})

it('gives the table under the same filter, whatever the page', () => {
  expect(exportUrl({ state: 'late', text: 'A1', cursor: 'x' })).toContain('/staff/disclosure/export?state=late&text=A1')
})

it('counts what is open as what is late and what is due', () => {
  const counts = { late: 2, due: 3, waived: 4, covered: 5 }
  expect([countOf(counts, 'open'), countOf(counts, 'covered')]).toEqual([5, 5])
})

it.each([
  ['2026-10', 'month', '2026', '10'],
  ['2026-01', 'month', '2026', '1'],
  ['2026-Q4', 'quarter', '2026', '4'],
  ['2026', 'year', '2026', ''],
  ['2026-11-25', 'day', '2026-11-25', ''],
])('%s is a %s', (period, key, year, part) => {
  expect(periodWords(period)).toEqual({ key, year, part })
})

it('counts days over the turn of a year', () => {
  expect(daysFrom('2025-12-30', '2026-01-02')).toBe(3)
  expect(daysFrom('2026-01-02', '2026-01-02')).toBe(0)
})
