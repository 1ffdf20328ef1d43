import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { portfolio } from '../../testing/books'
import { tradingCalendar } from '../calendar/trading-calendar'
import { addDays } from '../dates'
import type { Book, Flow, Valuation } from '../facts'
import { adjustedNavE8, navSeries, type NavSeries } from '../nav/nav-series'
import { growth, periodReturn } from '../nav/returns'
import { multiply } from '../fraction'
import { stages, STAGE_FREQUENCIES } from '../stages/stages'
import { periodFigures } from './period-figures'
import { periodWindow } from './period-window'

const calendar = tradingCalendar([])
const LAUNCH = '2021-01-04'
const NO_PAYABLES = { managementE4: null, custodianE4: null, auditE4: null, performanceE4: null }

interface Day {
  navE8: bigint
  cents: bigint
  /** Per mille of the NAV, most days nothing. */
  paid: number
  subscribed: bigint
}

const days = fc.array(
  fc.record({
    navE8: fc.bigInt({ min: 2_000n, max: 50_000n }).map((nav) => nav * 10_000n),
    cents: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    paid: fc.oneof(
      { weight: 5, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 300 }) },
    ),
    subscribed: fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: 10n ** 9n })),
  }),
  { minLength: 3, maxLength: 40 },
)

/** One valuation every third day; `factor` scales every amount of money and shares. */
function bookOf(given: readonly Day[], factor = 1n): Book {
  const valuations: Valuation[] = []
  const flows: Flow[] = []
  let shares = 10n ** 11n
  for (const [at, day] of given.entries()) {
    const date = addDays(LAUNCH, 1 + at * 3)
    const added = day.subscribed * 100n * factor
    if (day.subscribed > 0n)
      flows.push({ date, kind: 'subscription', amountE4: added, sharesE4: added, unitNavE8: null })
    shares += day.subscribed * 100n
    const paid = ((shares * day.navE8 * BigInt(day.paid)) / 10n ** 11n) * factor
    if (day.paid > 0) flows.push({ date, kind: 'distribution', amountE4: paid, sharesE4: null, unitNavE8: null })
    const netAssetsE4 = day.cents * 100n * factor
    const rest = { accumulatedNavE8: null, holdingsKnown: false, payables: NO_PAYABLES }
    valuations.push({ date, netAssetsE4, sharesE4: shares * factor, unitNavE8: day.navE8, ...rest })
  }
  const initial = { initialAssetsE4: 10n ** 11n * factor, initialSharesE4: 10n ** 11n * factor }
  const empty = { transactions: [], fees: [], benchmark: [], dividends: [] }
  return { portfolio: portfolio({ launchDate: LAUNCH, ...initial }), valuations, flows, ...empty }
}

function since(facts: Book, from: string, to: string) {
  const series = navSeries(facts)
  return periodFigures(series, periodWindow(series, calendar, 'custom', { from, to }))
}

describe('laws of periods', () => {
  it('a period split in two compounds to the whole', () => {
    fc.assert(
      fc.property(days, fc.nat(), (given, cut) => {
        const { launch, points } = navSeries(bookOf(given))
        const [middle, end] = [points[cut % points.length], points.at(-1)]
        if (!middle || !end) throw new Error('no points')
        const [first, second, whole] = [growth(launch, middle), growth(middle, end), growth(launch, end)]
        expect(first && second && multiply(first, second)).toEqual(whole)
      }),
    )
  })

  it('opening + subscriptions − redemptions − distributions + gain = closing, and gains add up', () => {
    fc.assert(
      fc.property(days, fc.nat(), (given, cut) => {
        const facts = bookOf(given)
        const middle = facts.valuations[cut % (given.length - 1)]?.date ?? LAUNCH
        const last = facts.valuations.at(-1)?.date ?? LAUNCH
        const whole = since(facts, LAUNCH, last)
        const parts = [since(facts, LAUNCH, middle), since(facts, addDays(middle, 1), last)]
        for (const row of [whole, ...parts]) {
          const flows = (row.subscriptionsE4 ?? 0n) - (row.redemptionsE4 ?? 0n) - (row.distributionsE4 ?? 0n)
          expect((row.openingAssetsE4 ?? 0n) + flows + (row.gainE4 ?? 0n)).toBe(row.closingAssetsE4)
          expect((row.gainE4 ?? 0n) % 100n).toBe(0n)
        }
        expect(parts.reduce((sum, row) => sum + (row.gainE4 ?? 0n), 0n)).toBe(whole.gainE4)
      }),
    )
  })

  it('scaling all money changes no rate', () => {
    fc.assert(
      fc.property(days, fc.bigInt({ min: 2n, max: 1000n }), (given, factor) => {
        const [plain, scaled] = [navSeries(bookOf(given)), navSeries(bookOf(given, factor))]
        expect(scaled.points.map(adjustedNavE8)).toEqual(plain.points.map(adjustedNavE8))
        const rate = (series: NavSeries, at: number) =>
          periodReturn(series.launch, series.points.at(at) ?? series.launch)
        for (const at of given.keys()) expect(rate(scaled, at)).toBe(rate(plain, at))
      }),
    )
  })

  it('stages of any frequency compound to the period', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...STAGE_FREQUENCIES), (given, frequency) => {
        const series = navSeries(bookOf(given))
        const last = series.points.at(-1)?.date ?? LAUNCH
        const window = periodWindow(series, calendar, 'since-inception', { from: last, to: last })
        const bars = stages(series, window, frequency, calendar)
        const compounded = bars.reduce((product, bar) => product * (1 + Number(bar.returnE8) / 1e8), 1)
        const whole = periodFigures(series, window).returnE8
        expect(compounded / (1 + Number(whole) / 1e8)).toBeCloseTo(1, 6)
        expect(new Set(bars.map(({ bucket }) => bucket)).size).toBe(bars.length)
        expect(bars.at(-1)?.date).toBe(last)
      }),
    )
  })
})
