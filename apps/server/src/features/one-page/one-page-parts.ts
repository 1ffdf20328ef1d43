/** The parts of an account's page that no other page has: near periods, statistics, the largest holdings, contribution. */
import type { readOnePage } from '@sma/contract/one-page'
import { divideRound, formatScaled, moneyText, roundToCents } from '@sma/finance/decimal'
import { daysBetween } from '@sma/finance/dates'
import { ratioOf } from '@sma/finance/holdings/classes'
import type { ClassedAccount } from '@sma/finance/facts'
import type { HoldingRow } from '@sma/finance/holdings/holdings-day'
import { compareWith } from '@sma/finance/nav/excess'
import type { NavPoint } from '@sma/finance/nav/nav-series'
import { annualisedReturn, growth } from '@sma/finance/nav/returns'
import { priceText } from '@sma/finance/numbers'
import { NEAR_KEYS, nearWindow } from '@sma/finance/periods/near-periods'
import { periodFigures } from '@sma/finance/periods/period-figures'
import { contribution, sumOf, type FundContribution } from '@sma/finance/statistics/contribution'
import { drawdowns } from '@sma/finance/statistics/drawdown'
import { volatility } from '@sma/finance/statistics/volatility'
import type { z } from 'zod'
import type { OpenBook } from '../days/open-book'
import { moneyOrNull, rateOrNull, reasonsFor } from '../days/reply-parts'
import { deepestReply } from '../performance/curve.service'

export type OnePage = z.input<typeof readOnePage.reply>

/** Lines that the page has room for; where there are more funds, the last line is the sum of the rest. */
const HOLDING_LINES = 11
const CONTRIBUTION_LINES = 8
const ONE_E8 = 10n ** 8n

/** The last months and the whole life, up to a day (R-PER-7, R-BMK-2). */
export function nearPeriods(book: OpenBook, date: string): OnePage['near'] {
  const compared = compareWith(book.benchmark())
  const noBenchmark = book.benchmark().length === 0 ? 'no-benchmark' : 'benchmark-value-missing'
  return NEAR_KEYS.map((key) => {
    const window = nearWindow(book.series, book.calendar, key, date)
    const { from, to, status, gainE4, reasons } = periodFigures(book.series, window)
    const beside = window.status === 'unavailable' ? null : compared(window.base, window.closing)
    const figures = {
      return: rateOrNull(beside?.returnE8 ?? null),
      benchmark: rateOrNull(beside?.benchmarkE8 ?? null),
      excess: rateOrNull(beside?.excessE8 ?? null),
      gain: moneyOrNull(gainE4),
    }
    const codes = { return: reasons['return'], benchmark: noBenchmark, excess: noBenchmark, gain: reasons['gain'] }
    const days = { from: from ?? window.from, to: to ?? window.to }
    return { key, ...days, ...figures, status, reason: window.reason, ...reasonsFor(figures, codes) }
  })
}

/** Figures of the whole life over its points, the base first (R-ANN-1, R-RSK-1, R-RSK-2). */
export function lifeStatistics(book: OpenBook, points: readonly NavPoint[]): OnePage['statistics'] {
  const [base, end] = [points[0], points.at(-1)]
  const grown = base && end ? growth(base, end) : null
  const yearlyE8 = base && end && grown ? annualisedReturn(grown, daysBetween(base.date, end.date)) : null
  const { deepest } = drawdowns(points)
  const figures = {
    annualisedReturn: rateOrNull(yearlyE8),
    volatility: rateOrNull(volatility(points, book.calendar)),
    calmar: yearlyE8 === null || deepest === null ? null : calmarText(yearlyE8, -deepest.depthE8),
  }
  const codes = {
    annualisedReturn: 'less-than-a-year',
    volatility: 'too-few-days',
    calmar: yearlyE8 === null ? 'less-than-a-year' : 'no-drawdown',
  }
  return { ...figures, drawdown: deepest && deepestReply(deepest), ...reasonsFor(figures, codes) }
}

const calmarText = (yearlyE8: bigint, depthE8: bigint): string =>
  formatScaled(divideRound(yearlyE8 * ONE_E8, depthE8), 8, 4)

/** What is held, funds and accounts beside them, the largest first, and the sum of what has no line (R-CLS-1, R-CLS-2). */
export function largestHoldings(
  rows: readonly HoldingRow[],
  accounts: readonly ClassedAccount[],
  netAssetsE4: bigint,
): OnePage['holdings'] {
  const ratioE8 = (valueE4: bigint) => ratioOf(roundToCents(valueE4), roundToCents(netAssetsE4))
  const beside = accounts.flatMap(({ code, name, assetClass, marketValueE4 }): Held[] => {
    if (assetClass === 'cash') return []
    const figures = { unitNavE8: null, profitE4: null, reasons: { unitNav: 'not-applicable', profit: 'not-stated' } }
    return [{ fundCode: code, fundName: name, assetClass, marketValueE4, ratioE8: ratioE8(marketValueE4), ...figures }]
  })
  const held = [...rows, ...beside]
    .filter(({ marketValueE4 }) => marketValueE4 !== 0n)
    .sort(
      (left, right) =>
        Number(right.marketValueE4 > left.marketValueE4) - Number(right.marketValueE4 < left.marketValueE4),
    )
  const { shown, rest } = inLines(held, HOLDING_LINES)
  const restE4 = rest.reduce((sum, { marketValueE4 }) => sum + marketValueE4, 0n)
  return {
    count: held.length,
    largest: shown.map(largestReply),
    rest:
      rest.length === 0
        ? null
        : {
            count: rest.length,
            marketValue: moneyText(restE4),
            ratio: rateOrNull(ratioE8(restE4)),
          },
  }
}

type Held = Pick<
  HoldingRow,
  'fundCode' | 'fundName' | 'assetClass' | 'unitNavE8' | 'marketValueE4' | 'ratioE8' | 'profitE4'
> & { reasons: { unitNav?: string; profit?: string } }

function largestReply(row: Held): OnePage['holdings']['largest'][number] {
  const figures = {
    unitNav: row.unitNavE8 === null ? null : priceText(row.unitNavE8),
    ratio: rateOrNull(row.ratioE8),
    profit: moneyOrNull(row.profitE4),
  }
  const codes = { unitNav: 'not-stated', ratio: 'net-assets-not-positive', ...row.reasons }
  const { fundCode, fundName, assetClass } = row
  const marketValue = moneyText(row.marketValueE4)
  return { fundCode, fundName, assetClass, marketValue, ...figures, ...reasonsFor(figures, codes) }
}

/** What the account gained since its inception by class and fund; those that moved it most have lines (R-CTB-2). */
export function contributionPart(
  rows: readonly FundContribution[],
  gain: { gainE4: bigint | null; reason: string | undefined },
): OnePage['contribution'] {
  const { classes, funds } = contribution(gain.gainE4, rows)
  const { shown, rest } = inLines(funds.toSorted(byWeight), CONTRIBUTION_LINES)
  const lines = new Set(shown)
  const figures = { gain: moneyOrNull(gain.gainE4) }
  return {
    ...figures,
    classes: classes.map(({ assetClass, profitE4 }) => ({
      assetClass,
      ...profitReply(profitE4, assetClass === 'cash' && gain.gainE4 === null ? gain.reason : undefined),
    })),
    largest: funds
      .filter((fund) => lines.has(fund))
      .map(({ fundCode, fundName, profitE4 }) => ({ fundCode, fundName, ...profitReply(profitE4) })),
    rest: rest.length === 0 ? null : { count: rest.length, ...profitReply(sumOf(rest)) },
    ...reasonsFor(figures, { gain: gain.reason }),
  }
}

function profitReply(profitE4: bigint | null, reason = 'fund-profit-unknown') {
  const figures = { profit: moneyOrNull(profitE4) }
  return { ...figures, ...reasonsFor(figures, { profit: reason }) }
}

/** All where they have lines, else as many as leave one for the rest. */
function inLines<T>(rows: readonly T[], lines: number): { shown: readonly T[]; rest: readonly T[] } {
  if (rows.length <= lines) return { shown: rows, rest: [] }
  return { shown: rows.slice(0, lines - 1), rest: rows.slice(lines - 1) }
}

/** The largest gain or loss first; what is not known is left to the rest. */
function byWeight(left: FundContribution, right: FundContribution): number {
  const weight = ({ profitE4 }: FundContribution): bigint =>
    profitE4 === null ? -1n : profitE4 < 0n ? -profitE4 : profitE4
  return weight(left) === weight(right) ? 0 : weight(left) > weight(right) ? -1 : 1
}
