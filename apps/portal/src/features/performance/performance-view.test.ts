import { describe, expect, it } from 'vitest'
import {
  accountFees,
  bucketName,
  corrections,
  feePeriod,
  fundTotals,
  navPoints,
  navRows,
  shownRange,
  stageBars,
  stageRows,
  total,
  type Fees,
  type Period,
  type Stage,
} from './performance-view'

const stages: Stage[] = [
  { bucket: '2021-H1', date: '2021-06-30', accumulatedNav: '1.0471', return: '0.02305813', complete: true },
  { bucket: '2021-H2', date: '2021-11-23', accumulatedNav: null, return: null, complete: false },
]

const columns = {
  dates: ['2020-10-14', '2021-11-23'],
  unitNav: ['1.0000', '1.0463'],
  accumulatedNav: ['1.0000', null],
  adjustedNav: ['1.00000000', '1.04630000'],
  benchmark: ['1.00000000', null],
}

const fees: Fees = {
  from: '2021-11-01',
  to: '2021-11-23',
  total: '7619.90',
  funds: [
    {
      fundCode: '002351',
      fundName: '易方达裕祥',
      marketValue: '760297.32',
      subscriptionFee: '751.45',
      redemptionFee: '0.00',
    },
    { fundCode: '510050', fundName: '华夏50ETF', marketValue: '0.00', subscriptionFee: '0.00', redemptionFee: '9.75' },
  ],
  account: { management: '5227.33', custodian: '130.65', audit: '300.00', performance: '0.00', other: '100.00' },
}

describe('stages', () => {
  it('prints what it draws', () => {
    expect(stageBars(stages, (bucket) => `<${bucket}>`)[0]).toEqual({
      label: '<2021-H1>',
      name: '<2021-H1>',
      date: '2021-06-30',
      change: 0.02305813,
      changeText: '+2.31%',
      nav: 1.0471,
      navText: '1.0471',
      complete: true,
    })
  })

  it('marks the unfinished stage and leaves missing figures missing', () => {
    const rows = stageRows(
      stageBars(stages, (bucket) => bucket),
      '未满期',
    )
    expect(rows[0]).toEqual(['2021-H2 未满期', '2021-11-23', '—', '—'])
  })

  it('names buckets, and puts weeks on the axis by their last day', () => {
    expect(bucketName('2020-W53')).toEqual({ kind: 'week', year: '2020', number: '53' })
    expect(bucketName('2021-W07').number).toBe('7')
    expect(['2021-H1', '2021-H2', '2021-11', '2021'].map((bucket) => bucketName(bucket).kind)).toEqual([
      'first-half',
      'second-half',
      'other',
      'other',
    ])
    const week: Stage = { bucket: '2021-W46', date: '2021-11-19', accumulatedNav: null, return: null, complete: true }
    expect(stageBars([week], () => '2021年第46周')[0]).toMatchObject({ label: '2021-11-19', name: '2021年第46周' })
  })
})

describe('nav', () => {
  it('takes the adjusted NAV and lets benchmark gaps be gaps', () => {
    expect(navPoints(columns, () => [])[1]).toEqual({
      date: '2021-11-23',
      portfolio: 1.0463,
      portfolioText: '1.0463',
      benchmark: null,
      benchmarkText: '—',
      excessText: '—',
      drawdown: null,
      drawdownText: '—',
      trades: [],
      notes: [],
    })
  })

  it('marks corrected days with when and why, in the table in a column of its own, the newest first', () => {
    const at = { firstPublishedAt: '2021-11-24T01:00:00Z', publishedAt: '2021-11-25T01:00:00Z' }
    const restated = columns.dates.map((date) => ({ date, reason: `${date} 有误`, ...at }))
    const corrected = { ...columns, restated }
    expect([...corrections(corrected).keys()]).toEqual(['2021-11-23', '2020-10-14'])
    const points = navPoints({ ...columns, restated: restated.slice(1) }, ({ reason, first, corrected }) => [
      `${first} ${corrected}`,
      reason,
    ])
    expect(points.map(({ notes }) => notes)).toEqual([[], ['2021-11-24 2021-11-25', '2021-11-23 有误']])
    expect(navRows(columns, points)).toEqual([
      ['2021-11-23', '1.0463', '—', '1.0463', '—', '—', '2021-11-24 2021-11-25\n2021-11-23 有误'],
      ['2020-10-14', '1.0000', '1.0000', '1.0000', '1.0000', '—', ''],
    ])
  })

  it('lists newest first, with a benchmark column only where there is one', () => {
    const points = navPoints(columns, () => [])
    expect(navRows(columns, points)[0]).toEqual(['2021-11-23', '1.0463', '—', '1.0463', '—', '—'])
    expect(navRows({ ...columns, benchmark: null }, points)[0]).toEqual(['2021-11-23', '1.0463', '—', '1.0463'])
  })
})

describe('fees', () => {
  it('adds audit and other, and leaves out a performance fee of nothing', () => {
    expect(accountFees(fees).map((row) => [row.key, row.value])).toEqual([
      ['management', '5227.33'],
      ['custodian', '130.65'],
      ['auditAndOther', '400.00'],
    ])
  })

  it('shows unknown parts with their reason', () => {
    const unknown: Fees = {
      ...fees,
      account: { ...fees.account, audit: null, performance: null, reasons: { audit: 'payment-unknown' } },
    }
    expect(accountFees(unknown)[2]).toEqual({ key: 'auditAndOther', value: null, reason: 'payment-unknown' })
    expect(accountFees(unknown)[3]?.key).toBe('performance')
  })

  it('totals to the cent', () => {
    expect(fundTotals(fees.funds)).toEqual({ subscriptionFee: '751.45', redemptionFee: '9.75' })
    expect(fundTotals([])).toEqual({ subscriptionFee: '0.00', redemptionFee: '0.00' })
    expect(total(['1.00', null])).toBeNull()
  })
})

it('opens the breakdown only for a period with days', () => {
  const period = { key: 'custom', from: '2021-11-23', to: '2021-11-23' } as Period
  expect(feePeriod([period], 'custom')).toEqual({ from: '2021-11-23', to: '2021-11-23' })
  expect(feePeriod([{ ...period, from: null }], 'custom')).toBeNull()
  expect(feePeriod([period], undefined)).toBeNull()
})

it('shows the days of the period that the view below shows', () => {
  const period = { key: 'year-to-date', from: '2021-01-04', to: '2021-11-23' } as Period
  const unasked = { from: undefined, to: undefined }
  expect(shownRange([period], 'year-to-date', unasked, '2021-11-23')).toEqual({ from: '2021-01-04', to: '2021-11-23' })
  expect(shownRange([period], 'custom', unasked, '2021-11-23')).toEqual({ from: '2021-11-23', to: '2021-11-23' })
  const asked = { from: '2021-10-08', to: undefined }
  expect(shownRange([], 'since-inception', asked, '2021-11-23')).toEqual({ from: '2021-10-08', to: '2021-11-23' })
})
