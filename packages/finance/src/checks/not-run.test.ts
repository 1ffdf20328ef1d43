import { describe, expect, it } from 'vitest'
import { tradingCalendar } from '../calendar/trading-calendar'
import { quietDay, valuedBefore } from '../../testing/checked-days'
import { checkDay, type DayContext } from './check-day'
import { checksNotRun } from './not-run'

const owed = (date: string) => ({ date, netAssetsE4: quietDay.netAssetsE4, managementPayableE4: 100_000n })

const full: DayContext = {
  portfolio: { launchDate: '2023-12-15', navDecimals: 4, strategy: 'balanced' },
  day: {
    ...quietDay,
    previousNavE8: quietDay.unitNavE8,
    holdings: (quietDay.holdings ?? []).map((holding) => ({ ...holding, priceDate: '2024-01-02' })),
  },
  previous: valuedBefore,
  movements: { flows: [], transactions: [] },
  o32: [{ fundCode: '000001', sharesE4: 10_000_000n, marketValueE4: 9_000_000n }],
  transactionsAround: [],
  fund: () => ({ assetClass: 'equity', priceLag: 1 }),
  calendar: tradingCalendar([]),
  today: '2024-01-03',
  publicNavOf: () => 90_000_000n,
  benchmark: { before: 1n, after: 1n },
  accruals: [owed('2023-12-29'), owed('2024-01-02'), owed('2024-01-03')],
}

describe('checks that were not run', () => {
  it('are none, and none finds anything, where everything is there and quiet', () => {
    expect([checksNotRun(full), checkDay(full)]).toEqual([[], []])
  })
  it('are named with what they lack on the first day of a neutral book', () => {
    const day = { ...full.day, totalAssetsE4: null, accounts: null, holdings: null, previousNavE8: null }
    const first: DayContext = {
      ...full,
      day,
      previous: null,
      o32: null,
      publicNavOf: null,
      benchmark: null,
      accruals: null,
      movements: { flows: [], transactions: null },
    }
    expect(checksNotRun(first).map(({ check, reason }) => `${check.slice(6)} ${reason}`)).toEqual([
      '1 totals-not-stated',
      '3 holdings-not-listed',
      '4 no-o32-file',
      '5 holdings-not-listed',
      '6 first-day',
      '9 holdings-not-listed',
      '10 first-day',
      '11 first-day',
      '13 accounts-not-listed',
      '14 accounts-not-listed',
      '19 previous-nav-not-stated',
      '20 no-public-navs',
      '21 no-transactions',
      '22 first-day',
      '24 accounts-not-listed',
      '25 accounts-not-listed',
      '26 first-day',
    ])
  })
  it('are named after a gap', () => {
    const gap = { ...full, previous: { ...valuedBefore, date: '2023-12-28' } }
    expect(checksNotRun(gap).map(({ check, reason }) => `${check.slice(6)} ${reason}`)).toEqual([
      '6 not-one-trading-day',
      '19 not-one-trading-day',
      '22 not-one-trading-day',
    ])
  })
})
