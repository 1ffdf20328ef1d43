import { describe, expect, it } from 'vitest'
import { book, e4, portfolio, transaction, valuation } from '../../testing/books'
import { tradingCalendar } from '../calendar/trading-calendar'
import type { Book } from '../facts'
import { navSeries } from '../nav/nav-series'
import { periodWindow } from '../periods/period-window'
import { accountAccruals } from './account-accruals'
import { periodFees } from './period-fees'

const calendar = tradingCalendar([])

function fees(facts: Book, from: string, to: string) {
  const window = periodWindow(navSeries(facts), calendar, 'custom', { from, to })
  return periodFees(window, facts.transactions, accountAccruals(facts))
}

const accrued = (date: string, management: string | null) => ({
  date,
  managementE4: management === null ? null : e4(management),
  custodianE4: e4('1.006'),
  auditE4: e4('0'),
  performanceE4: null,
  otherE4: null,
})

const facts = book(
  ['2021-01-05', '2021-01-06', '2021-01-07'].map((date) => valuation(date, '1.0000')),
  {
    portfolio: portfolio({ launchDate: '2021-01-05' }),
    fees: [accrued('2021-01-06', '10'), accrued('2021-01-07', '12.5')],
    transactions: [
      transaction('2021-01-05', 'subscribe', { shares: '1', fee: '100', fund: '000002' }),
      transaction('2021-01-06', 'switch-in', { shares: '1', fee: '1.25' }),
      transaction('2021-01-06', 'buy', { shares: '1', fee: '2' }),
      transaction('2021-01-06', 'reinvest', { shares: '1', fee: '0.5' }),
      transaction('2021-01-06', 'transfer-out', { shares: '1', fee: '9' }),
      transaction('2021-01-07', 'switch-out', { shares: '1', fee: '3' }),
      transaction('2021-01-07', 'sell', { shares: '1', fee: '4', fund: '000003' }),
      transaction('2021-01-07', 'redeem', { shares: '1' }),
    ],
  },
)

describe('fees of a period (R-FEE-1)', () => {
  it('are those of the transactions dated in it by fund, and what accrued', () => {
    const period = fees(facts, '2021-01-06', '2021-01-07')
    expect(period.funds).toEqual([
      { fundCode: '000001', subscriptionFeeE4: e4('3.75'), redemptionFeeE4: e4('3') },
      { fundCode: '000003', subscriptionFeeE4: 0n, redemptionFeeE4: e4('4') },
    ])
    expect(period.account).toEqual({
      management: e4('22.5'),
      custodian: e4('2.01'),
      audit: 0n,
      performance: 0n,
      other: 0n,
    })
    // 3.75 + 3 + 4 + 22.50 + 2.01, the parts as they are shown
    expect(period).toMatchObject({ totalE4: e4('35.26'), reason: null, derived: [] })
  })

  it('begin with the launch where the period does', () => {
    expect(fees(facts, '2021-01-05', '2021-01-05').funds).toEqual([
      { fundCode: '000002', subscriptionFeeE4: e4('100'), redemptionFeeE4: 0n },
    ])
    expect(fees(facts, '2021-01-05', '2021-01-07').totalE4).toBe(e4('135.26'))
  })

  it('have no total where a part is not known', () => {
    const unknown = { ...facts, fees: [accrued('2021-01-06', null), accrued('2021-01-07', '12.5')] }
    const period = fees(unknown, '2021-01-06', '2021-01-07')
    expect(period).toMatchObject({
      totalE4: null,
      reason: 'accrual-unknown',
      reasons: { management: 'accrual-unknown' },
    })
    expect(period.account).toMatchObject({ management: null, custodian: e4('2.01') })
    expect(fees(unknown, '2021-01-07', '2021-01-07').totalE4).toBe(e4('20.51'))
  })

  it('are none where the period is not available', () => {
    expect(fees(facts, '2021-01-09', '2021-01-09')).toMatchObject({
      totalE4: null,
      reason: 'no-valuation-in-range',
      funds: [],
    })
  })
})
