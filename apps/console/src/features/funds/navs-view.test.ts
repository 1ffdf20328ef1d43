import { expect, it } from 'vitest'
import { differenceText, navDraft, navPoints, navWire, type FundNav } from './navs-view'

const nav: FundNav = {
  date: '2024-01-03',
  unitNav: '1.0100',
  accumulatedNav: '1.0100',
  dividend: null,
  knownSince: null,
  file: null,
  row: null,
  before: [],
}

it('draws the oldest first', () => {
  expect(navPoints([nav, { ...nav, date: '2024-01-02', unitNav: '1.0000' }])).toEqual([
    { date: '2024-01-02', value: 1 },
    { date: '2024-01-03', value: 1.01 },
  ])
})

it('tells by how much a price stands above or below the NAV', () => {
  expect(differenceText('0.0010')).toBe('+0.0010')
  expect(differenceText('-0.00005')).toBe('−0.00005')
})

it('sends a NAV once it has a day, a price and a reason', () => {
  const draft = { ...navDraft(nav), reason: ' 更正 ' }
  expect(navWire(draft)).toEqual({ unitNav: '1.0100', accumulatedNav: '1.0100', dividend: null, reason: '更正' })
  for (const wrong of [
    { date: '' },
    { unitNav: '' },
    { unitNav: '0.0000' },
    { unitNav: '1,01' },
    { dividend: '-1' },
    { reason: ' ' },
  ])
    expect(navWire({ ...draft, ...wrong })).toBeNull()
  expect(navWire(navDraft(null))).toBeNull()
})
