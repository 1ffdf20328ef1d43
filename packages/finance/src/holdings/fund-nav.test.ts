import { describe, expect, it } from 'vitest'
import { e8 } from '../../testing/books'
import { firstDayOf, fundNavs } from './fund-nav'

const nav = (date: string, value: string) => ({ date, unitNavE8: e8(value) })
const shown = (date: string, value: string, priceDate: string | null = null) => ({ ...nav(date, value), priceDate })

describe('the NAV of a fund', () => {
  const span = { from: '2021-10-15', to: '2021-10-20' }

  it('is what valuations show, on the day of its price', () => {
    const rows = [shown('2021-10-15', '2', '2021-10-14'), shown('2021-10-18', '2.1'), shown('2021-10-19', '2.2')]
    expect(fundNavs(rows, [], span)).toEqual([
      nav('2021-10-14', '2'),
      nav('2021-10-18', '2.1'),
      nav('2021-10-19', '2.2'),
    ])
  })

  it('of several for one price date is the latest, whatever their order', () => {
    const rows = [shown('2021-10-19', '2.11', '2021-10-18'), shown('2021-10-18', '2.1')]
    expect(fundNavs(rows, [], span)).toEqual([nav('2021-10-18', '2.11')])
  })

  it('takes a public NAV only on a day of which no valuation speaks, within the span', () => {
    const published = [nav('2021-10-14', '9'), nav('2021-10-15', '2'), nav('2021-10-18', '9'), nav('2021-10-21', '9')]
    expect(fundNavs([shown('2021-10-18', '2.1')], published, span)).toEqual([
      nav('2021-10-15', '2'),
      nav('2021-10-18', '2.1'),
    ])
  })
})

it('begins with the first transaction, or with the first loaded day that holds the fund', () => {
  const done = [{ date: '2021-10-15' }, { date: '2021-10-20' }]
  expect(firstDayOf(done, { date: '2021-10-18', isHeld: true })).toBe('2021-10-15')
  expect(firstDayOf(done, { date: '2021-10-11', isHeld: true })).toBe('2021-10-11')
  expect(firstDayOf(done, { date: '2021-10-11', isHeld: false })).toBe('2021-10-15')
  expect(firstDayOf([], { date: '2021-10-11', isHeld: true })).toBe('2021-10-11')
  expect(firstDayOf([], null)).toBeNull()
})
