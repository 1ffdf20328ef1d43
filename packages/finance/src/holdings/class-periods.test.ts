import { expect, it } from 'vitest'
import { changedSpan, classOn, withClass } from './class-periods'

const equity = { from: '2024-06-03', assetClass: 'equity' as const }
const alternative = { from: '2025-01-02', assetClass: 'alternative' as const }
const laterClasses = [equity, alternative]

it.each([
  ['2024-06-02', 'fixed-income'],
  ['2024-06-03', 'equity'],
  ['2025-01-01', 'equity'],
  ['2025-01-02', 'alternative'],
  ['2026-01-01', 'alternative'],
])('R-CLS-3: on %s the fund is %s', (date, assetClass) => {
  expect(classOn({ firstClass: 'fixed-income', laterClasses }, date)).toBe(assetClass)
})

it('R-CLS-3: before the first class that was said, there is none', () => {
  expect(classOn({ firstClass: null, laterClasses }, '2024-06-02')).toBeNull()
  expect(classOn({ firstClass: null, laterClasses: [] }, '2024-06-03')).toBeNull()
})

it('tells which days are another thing than was said', () => {
  const said = { firstClass: 'fixed-income' as const, laterClasses }
  expect(changedSpan(said, said)).toBeNull()
  expect(changedSpan(said, { ...said, firstClass: 'money' })).toEqual({ from: '', until: '2024-06-03' })
  expect(changedSpan(said, { ...said, laterClasses: [equity] })).toEqual({ from: '2025-01-02', until: null })
  expect(changedSpan({ ...said, laterClasses: [alternative] }, said)).toEqual({
    from: '2024-06-03',
    until: '2025-01-02',
  })
  // what changes nothing is no difference
  expect(changedSpan(said, withClass(said, { from: '2025-06-02', assetClass: 'alternative' }))).toBeNull()
})

it('a class begins on a day, takes the place of what began on it, or begins no more', () => {
  const said = { firstClass: 'fixed-income' as const, laterClasses: [alternative] }
  expect(withClass(said, equity).laterClasses).toEqual([equity, alternative])
  expect(withClass(said, { ...alternative, assetClass: 'money' }).laterClasses).toEqual([
    { from: '2025-01-02', assetClass: 'money' },
  ])
  expect(withClass(said, { from: '2025-01-02', assetClass: null }).laterClasses).toEqual([])
  expect(withClass(said, { from: null, assetClass: 'money' })).toEqual({ ...said, firstClass: 'money' })
})
