import { describe, expect, it } from 'vitest'
import { book, e8, valuation } from '../../testing/books'
import { tradingCalendar } from '../calendar/trading-calendar'
import { addDays } from '../dates'
import { navSeries } from '../nav/nav-series'
import { volatility } from './volatility'

const calendar = tradingCalendar([])

/** Trading days from Monday 2021-03-01 on, none of which is a holiday. */
function days(count: number): string[] {
  const all = Array.from({ length: count * 2 }, (_, at) => addDays('2021-03-01', at))
  return all.filter((date) => calendar.isTradingDay(date)).slice(0, count)
}

function of(dates: readonly string[], navs: (at: number) => string): bigint | null {
  return volatility(navSeries(book(dates.map((date, at) => valuation(date, navs(at))))).points, calendar)
}

/** 1.0 and 1.1 by turns: returns of +10 % and −1/11. */
const zigzag = (at: number) => (at % 2 === 0 ? '1.0000' : '1.1000')

describe('volatility (R-RSK-1)', () => {
  it('is the sample deviation of daily returns, × √250', () => {
    // Ten times +1/10 and ten times −1/11: mean 1/220, each 21/220 away from it;
    // √(20 × (21/220)² / 19 × 250) = 21/220 × √(5000/19) = 0.0954545… × 16.2221421… = 1.54847720…
    expect(of(days(21), zigzag)).toBe(e8('1.54847720'))
  })

  it('of a steady account is 0', () => {
    expect(of(days(21), () => '1.0000')).toBe(0n)
  })

  it('is not available for fewer than twenty daily returns', () => {
    expect(of(days(20), zigzag)).toBeNull()
  })

  it('leaves out a return over a day without a valuation, and days that are no trading days', () => {
    const gap = days(23).filter((_, at) => at !== 10)
    expect(of(gap, () => '1.0000')).toBe(0n)
    expect(of(gap.slice(0, 21), () => '1.0000')).toBeNull()
    // Sunday 2021-03-07 moves by 50 % and back within one trading day.
    const sunday = [...days(21), '2021-03-07'].toSorted()
    expect(of(sunday, (at) => (sunday[at] === '2021-03-07' ? '1.5000' : '1.0000'))).toBe(0n)
  })
})
