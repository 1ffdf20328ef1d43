import { describe, expect, it } from 'vitest'
import { book, valuation } from '../../testing/books'
import { navSeries } from '../nav/nav-series'
import { resolveRange } from './range'

const series = navSeries(
  book([valuation('2020-10-16', '1'), valuation('2021-11-19', '1'), valuation('2021-11-23', '1')]),
)

describe('the range asked for (R-PER-5)', () => {
  it.each([
    [{}, '2021-11-23', '2021-11-23'],
    [{ from: '2021-11-01' }, '2021-11-01', '2021-11-23'],
    [{ to: '2021-11-21' }, '2021-11-19', '2021-11-21'],
    [{ from: '2021-01-01', to: '2030-01-01' }, '2021-01-01', '2030-01-01'],
    [{ from: '2019-01-01', to: '2020-10-14' }, '2019-01-01', '2020-10-14'],
    [{ to: '2020-10-15' }, '2020-10-15', '2020-10-15'],
  ])('%o', (asked, from, to) => {
    expect(resolveRange(series, asked)).toEqual({ ok: true, range: { from, to } })
  })

  it.each([
    [{ from: '2021-11-24' }, 'range-invalid'],
    [{ from: '2021-11-02', to: '2021-11-01' }, 'range-invalid'],
    [{ from: '2021-02-29', to: '2021-11-01' }, 'range-invalid'],
    [{ from: '2020-01-01', to: '2020-10-13' }, 'range-outside-life'],
    [{ to: '2020-10-13' }, 'range-outside-life'],
    [{ from: '2030-01-01', to: '2030-12-31' }, 'range-outside-life'],
  ])('%o is refused', (asked, problem) => {
    expect(resolveRange(series, asked)).toEqual({ ok: false, problem })
  })

  it('has none without a published day', () => {
    expect(resolveRange(navSeries(book([])), {})).toEqual({ ok: false, problem: 'no-valuation' })
  })
})
