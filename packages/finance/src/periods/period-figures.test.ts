import { describe, expect, it } from 'vitest'
import { book, e4, e8, flow, portfolio, valuation } from '../../testing/books'
import { hasSharedData, sharedRows } from '../../testing/shared-data'
import { tradingCalendar } from '../calendar/trading-calendar'
import { formatScaled, moneyText } from '../decimal'
import type { Book } from '../facts'
import { navSeries } from '../nav/nav-series'
import { dayFigures, periodFigures } from './period-figures'
import { PERIOD_KEYS, periodWindow, type PeriodKey } from './period-window'

const calendar = tradingCalendar([])

function figures(facts: Book, key: PeriodKey, from: string, to: string) {
  const series = navSeries(facts)
  return periodFigures(series, periodWindow(series, calendar, key, { from, to }))
}

/** The case states net assets of two days and the gains of the periods; NAV × shares stands for the others. */
function referenceBook(): Book {
  const stated: Record<string, string> = {
    '2020-12-31': '10235140.43',
    '2021-10-29': '10353503.80',
    '2021-11-22': '10483085.20',
    '2021-11-23': '10462944.40',
  }
  return book(
    sharedRows('reference-case/unit-nav.csv').map(({ date = '', unit_nav: nav = '' }) =>
      valuation(date, nav, { netAssets: stated[date] ?? formatScaled(e8(nav) * 10_000_000n, 8, 2) }),
    ),
  )
}

describe.skipIf(!hasSharedData)('the reference case, 2021-11-23', () => {
  const keys: Record<string, PeriodKey> = {
    自定义: 'custom',
    本月至今: 'month-to-date',
    本年至今: 'year-to-date',
    最近三年: 'three-years',
    成立以来: 'since-inception',
  }

  it('gives the five published periods', () => {
    const published = sharedRows('reference-case/periods.csv')
    expect(published).toHaveLength(5)
    for (const row of published) {
      const found = figures(referenceBook(), keys[row['label'] ?? ''] ?? 'custom', '2021-11-23', '2021-11-23')
      expect([
        found.from,
        found.to,
        moneyText(found.gainE4 ?? 0n),
        formatScaled((found.returnE8 ?? 0n) * 100n, 8, 2),
      ]).toEqual([row['from'], row['to'], row['gain'], row['return_percent']])
    }
  })

  it('gives the opened row and says which period is short', () => {
    const day = figures(referenceBook(), 'custom', '2021-11-23', '2021-11-23')
    expect(day).toMatchObject({
      baseDate: '2021-11-22',
      openingAssetsE4: e4('10483085.20'),
      status: 'ok',
      reason: null,
    })
    expect(day).toMatchObject({ subscriptionsE4: 0n, redemptionsE4: 0n, distributionsE4: 0n, returnE8: -190_785n })
    const young = figures(referenceBook(), 'three-years', '2021-11-23', '2021-11-23')
    expect(young).toMatchObject({ baseDate: '2020-10-14', status: 'short', reason: 'since-launch' })
    expect(figures(referenceBook(), 'since-inception', '2021-11-23', '2021-11-23').status).toBe('ok')
  })
})

describe('base and closing (R-PER-1)', () => {
  const facts = book([
    valuation('2021-09-30', '1.0100'),
    valuation('2021-10-08', '1.0200'),
    valuation('2021-10-29', '1.0300'),
    valuation('2021-10-31', '1.0400'),
    valuation('2021-11-01', '1.0500'),
  ])

  it('takes a month-end valuation of a Sunday as base and closing (R-DAY-3)', () => {
    expect(figures(facts, 'month-to-date', '', '2021-11-01')).toMatchObject({
      from: '2021-11-01',
      baseDate: '2021-10-31',
    })
    const october = figures(facts, 'custom', '2021-10-01', '2021-10-31')
    expect(october).toMatchObject({ baseDate: '2021-09-30', to: '2021-10-31', returnE8: 2_970_297n })
  })

  it('closes with the last valuation of a range that ends later', () => {
    expect(figures(facts, 'custom', '2021-10-08', '2021-10-15')).toMatchObject({ to: '2021-10-08', status: 'ok' })
    expect(figures(facts, 'since-inception', '', '2040-01-01')).toMatchObject({ to: '2021-11-01' })
  })

  it('counts a flow by its kind, whatever sign the source writes (R-PER-4)', () => {
    const flows = ['100', '-200'].map((amount) => flow('2021-10-29', 'redemption', { amount }))
    expect(figures({ ...facts, flows }, 'custom', '2021-10-29', '2021-10-29').redemptionsE4).toBe(e4('300'))
  })

  it('has nulls with a reason, never 0, where no valuation lies in the range', () => {
    const none = figures(facts, 'custom', '2021-10-11', '2021-10-15')
    expect(none).toMatchObject({ status: 'unavailable', reason: 'no-valuation-in-range', gainE4: null, returnE8: null })
    expect(none.reasons).toMatchObject({ openingAssets: 'no-valuation-in-range', return: 'no-valuation-in-range' })
    expect(figures(facts, 'month-to-date', '', '2022-03-04').status).toBe('unavailable')
  })

  it('counts from the launch where the range begins before it', () => {
    const early = figures(facts, 'custom', '2019-01-01', '2021-09-30')
    expect(early).toMatchObject({ from: '2020-10-14', baseDate: '2020-10-14', status: 'short', reason: 'since-launch' })
    expect(early).toMatchObject({ openingAssetsE4: e4('10000000'), returnE8: e8('0.01') })
  })

  it('counts from the first valuation where the history before is not loaded', () => {
    const late = figures(facts, 'custom', '2021-06-01', '2021-10-08')
    expect(late).toMatchObject({ from: '2021-10-01', baseDate: '2021-09-30', status: 'short' })
    expect(late).toMatchObject({ reason: 'history-not-loaded', returnE8: 990_099n })
    expect(figures(facts, 'custom', '2021-09-30', '2021-09-30')).toMatchObject({ reason: 'no-earlier-valuation' })
  })

  it('has no since-inception figures where flows are missing before the first valuation', () => {
    const other = { portfolio: portfolio({ initialSharesE4: e4('9000000') }) }
    const unknown = figures({ ...facts, ...other }, 'since-inception', '', '2021-11-01')
    expect(unknown).toMatchObject({ status: 'unavailable', reason: 'history-incomplete', gainE4: null })
    expect(figures({ ...facts, ...other }, 'three-years', '', '2021-11-01').reason).toBe('history-incomplete')
    expect(figures({ ...facts, ...other }, 'custom', '2021-10-08', '2021-11-01').status).toBe('ok')
  })
})

describe('where periods begin (R-PER-2, R-PER-3)', () => {
  const launch = (launchDate: string) => ({ portfolio: portfolio({ launchDate }) })

  it('is the first trading day of month and year, unless the launch is later', () => {
    const facts = book([valuation('2021-10-08', '1'), valuation('2021-10-11', '1.01')], launch('2021-10-08'))
    expect(figures(facts, 'month-to-date', '', '2021-10-11')).toMatchObject({ from: '2021-10-08', status: 'ok' })
    expect(figures(facts, 'year-to-date', '', '2021-10-11')).toMatchObject({ from: '2021-10-08', status: 'short' })
  })

  it('is not yet there before the first trading day', () => {
    const facts = book([valuation('2021-09-30', '1'), valuation('2021-10-03', '1.01')])
    expect(figures(facts, 'month-to-date', '', '2021-10-03')).toMatchObject({
      status: 'unavailable',
      reason: 'period-not-begun',
    })
  })

  it('is the day after the same day three years earlier', () => {
    const facts = book(
      [valuation('2021-02-26', '1'), valuation('2021-03-01', '1.1'), valuation('2024-02-29', '1.2')],
      launch('2019-01-02'),
    )
    const leap = figures(facts, 'three-years', '', '2024-02-29')
    expect(leap).toMatchObject({ from: '2021-03-01', baseDate: '2021-02-26', status: 'ok', returnE8: e8('0.2') })
  })

  it('is the launch itself on a third birthday, and that is no short period', () => {
    const facts = book([valuation('2021-01-05', '1'), valuation('2024-01-04', '1.3')], launch('2021-01-05'))
    expect(figures(facts, 'three-years', '', '2024-01-04')).toMatchObject({
      from: '2021-01-05',
      status: 'ok',
      reason: null,
    })
  })
})

describe('flows in a period (R-PER-4, R-FLW-1)', () => {
  const flows = [
    flow('2021-01-06', 'subscription', { amount: '1000000.005', shares: '1000000', nav: '1' }),
    flow('2021-01-07', 'redemption', { amount: '500000', shares: '500000', nav: '1' }),
    flow('2021-01-08', 'distribution', { amount: '105000' }),
    flow('2021-01-08', 'performance-fee', { amount: '1000', shares: '1000', nav: '1' }),
  ]
  const facts = book(
    [
      valuation('2021-01-05', '1.0000'),
      valuation('2021-01-06', '1.0000', { shares: '11000000' }),
      valuation('2021-01-08', '1.0000', { shares: '10499000' }),
    ],
    { flows, portfolio: portfolio({ launchDate: '2021-01-05' }) },
  )

  it('tie opening to closing assets to the cent, with a performance fee inside the gain', () => {
    const period = figures(facts, 'since-inception', '', '2021-01-08')
    expect(period).toMatchObject({
      subscriptionsE4: e4('1000000.01'),
      redemptionsE4: e4('500000'),
      distributionsE4: e4('105000'),
    })
    // 10,499,000 − 10,000,000 − 1,000,000.01 + 500,000 + 105,000
    expect(period.gainE4).toBe(e4('103999.99'))
  })

  it('belong to the days after the base, days without a valuation included', () => {
    const last = figures(facts, 'custom', '2021-01-08', '2021-01-08')
    expect(last).toMatchObject({ baseDate: '2021-01-06', subscriptionsE4: 0n, redemptionsE4: e4('500000') })
  })

  it('leave an account that was redeemed in full with a closing of 0 and no return', () => {
    const all = flow('2021-01-06', 'redemption', { amount: '10000000', shares: '10000000', nav: '1' })
    const gone = book([valuation('2021-01-05', '1'), valuation('2021-01-06', '0', { shares: '0' })], { flows: [all] })
    const day = figures(gone, 'custom', '2021-01-06', '2021-01-06')
    expect(day).toMatchObject({
      closingAssetsE4: 0n,
      gainE4: 0n,
      returnE8: null,
      reasons: { return: 'nav-not-positive' },
    })
  })
})

describe('the day (R-PER-6)', () => {
  const facts = book([valuation('2021-11-19', '1.00'), valuation('2021-11-23', '1.02')], {
    portfolio: portfolio({ launchDate: '2021-11-19' }),
  })

  it('spans a gap and says so', () => {
    expect(dayFigures(navSeries(facts), calendar, '2021-11-23')).toEqual({
      baseDate: '2021-11-19',
      gainE4: e4('200000'),
      returnE8: e8('0.02'),
      reason: null,
    })
  })

  it('of an account of a single day is the gain since its launch', () => {
    const single = book([valuation('2021-11-19', '1.0005')], { portfolio: portfolio({ launchDate: '2021-11-19' }) })
    expect(dayFigures(navSeries(single), calendar, '2021-11-19')).toMatchObject({
      baseDate: '2021-11-19',
      gainE4: e4('5000'),
    })
    for (const key of PERIOD_KEYS.filter((name) => name !== 'three-years'))
      expect(figures(single, key, '2021-11-19', '2021-11-19').gainE4).toBe(e4('5000'))
  })

  it('of a history that begins late has nothing before it', () => {
    const late = book([valuation('2021-11-19', '1.0005')])
    expect(dayFigures(navSeries(late), calendar, '2021-11-19')).toMatchObject({
      gainE4: null,
      reason: 'no-earlier-valuation',
    })
  })
})
