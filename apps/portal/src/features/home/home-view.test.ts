import { describe, expect, it } from 'vitest'
import { classSlices, hasNegativeClass, navCurve } from './home-view'

const columns = {
  dates: ['2020-10-14', '2021-11-22', '2021-11-23'],
  unitNav: ['1.0000', '1.0483', '1.0463'],
  accumulatedNav: ['1.0000', '1.0483', '1.0463'],
  adjustedNav: ['1.00000000', '1.04830000', '1.04630000'],
  benchmark: null,
}

it('gives the doughnut the classes that have a share', () => {
  const classes = [
    { assetClass: 'equity' as const, ratio: '0.37720000', marketValue: '3946628.49' },
    { assetClass: 'cash' as const, ratio: '-0.01000000', marketValue: '-1.00' },
    { assetClass: 'money' as const, ratio: null, marketValue: null },
  ]
  expect(classSlices(classes)).toEqual([
    { key: 'equity', weight: 0.3772 },
    { key: 'cash', weight: -0.01 },
  ])
  expect(hasNegativeClass(classes)).toBe(true)
  expect(hasNegativeClass(classes.slice(0, 1))).toBe(false)
})

describe('navCurve', () => {
  it('shows the unit NAV while nothing was paid out', () => {
    const curve = navCurve(columns, '2021-11-23')
    expect(curve).toMatchObject({ kind: 'unit', base: 1, last: { date: '2021-11-23', value: '1.0463' } })
    expect(curve?.points[1]).toEqual({ date: '2021-11-22', value: 1.0483 })
  })

  it('shows the adjusted NAV after a distribution', () => {
    const paid = { ...columns, adjustedNav: ['1.00000000', '1.04830000', '1.15000000'] }
    expect(navCurve(paid, '2021-11-23')).toMatchObject({ kind: 'adjusted', last: { value: '1.15000000' } })
  })

  it('ends on the shown day: what was paid out later does not change its kind', () => {
    const paid = { ...columns, adjustedNav: ['1.00000000', '1.04830000', '1.15000000'] }
    const curve = navCurve(paid, '2021-11-22')
    expect(curve).toMatchObject({ kind: 'unit', last: { date: '2021-11-22', value: '1.0483' } })
    expect(curve?.values).toHaveLength(2)
  })

  it('has nothing to draw without points', () => {
    expect(navCurve(columns, '2020-10-13')).toBeNull()
    const none = { dates: [], unitNav: [], accumulatedNav: [], adjustedNav: [], benchmark: null }
    expect(navCurve(none, '2021-11-23')).toBeNull()
  })
})
