import { describe, expect, it } from 'vitest'
import type { Operation } from '../facts'
import { rebalancingDays } from './rebalancing'

const DATES = ['2021-01-04', '2021-01-05', '2021-01-08', '2021-01-11']
const done = (date: string, operation: Operation) => ({ date, operation })

describe('rebalancing days (R-TRX-5)', () => {
  it('are days with orders; dividends, reinvestments and moves without money are none and not in the list', () => {
    const list = [
      done('2021-01-05', 'dividend'),
      done('2021-01-05', 'subscribe'),
      done('2021-01-05', 'reinvest'),
      done('2021-01-05', 'switch-out'),
      done('2021-01-08', 'dividend'),
      done('2021-01-08', 'split'),
      done('2021-01-11', 'sell'),
    ]
    expect(rebalancingDays(list, DATES, { base: '2021-01-04', closing: '2021-01-11' })).toEqual([
      { date: '2021-01-05', markDate: '2021-01-05', places: [1, 3] },
      { date: '2021-01-11', markDate: '2021-01-11', places: [6] },
    ])
  })

  it('are marked at the next valuation where the day has none', () => {
    const list = [done('2021-01-06', 'buy'), done('2021-01-07', 'redeem')]
    const days = rebalancingDays(list, DATES, { base: '2021-01-04', closing: '2021-01-11' })
    expect(days.map(({ date, markDate }) => [date, markDate])).toEqual([
      ['2021-01-06', '2021-01-08'],
      ['2021-01-07', '2021-01-08'],
    ])
  })

  it('belong to the period whose valuations lie after its base', () => {
    const list = [
      done('2021-01-04', 'buy'),
      done('2021-01-05', 'buy'),
      done('2021-01-06', 'buy'),
      done('2021-02-01', 'buy'),
    ]
    const days = (base: string, closing: string) =>
      rebalancingDays(list, DATES, { base, closing }).map(({ date }) => date)
    expect(days('2021-01-04', '2021-01-08')).toEqual(['2021-01-05', '2021-01-06'])
    expect(days('2021-01-04', '2021-01-05')).toEqual(['2021-01-05'])
    expect(days('', '2021-01-11')).toEqual(['2021-01-04', '2021-01-05', '2021-01-06'])
  })
})
