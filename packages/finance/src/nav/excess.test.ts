import { describe, expect, it } from 'vitest'
import { book, e8, valuation } from '../../testing/books'
import { compareWith } from './excess'
import { navSeries } from './nav-series'

describe('excess return (R-BMK-2)', () => {
  const { points } = navSeries(book([valuation('2021-01-04', '1.0000'), valuation('2021-01-05', '1.0500')]))
  const [base, end] = points
  const compared = (values: [string, string][]) => {
    if (!base || !end) throw new Error('no points')
    return compareWith(values.map(([date, value]) => ({ date, valueE8: e8(value) })))(base, end)
  }

  it('is the difference of both returns', () => {
    // 1.05 / 1.00 − 1 = 5 %; 3,090 / 3,000 − 1 = 3 %.
    const values: [string, string][] = [
      ['2021-01-04', '3000'],
      ['2021-01-05', '3090'],
    ]
    expect(compared(values)).toEqual({ returnE8: e8('0.05'), benchmarkE8: e8('0.03'), excessE8: e8('0.02') })
  })

  it('is null where base or end has no value', () => {
    const none = { returnE8: e8('0.05'), benchmarkE8: null, excessE8: null }
    expect(compared([['2021-01-05', '3090']])).toEqual(none)
    expect(compared([['2021-01-04', '3000']])).toEqual(none)
    expect(compared([])).toEqual(none)
  })
})
