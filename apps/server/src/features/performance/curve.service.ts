import type { readDrawdown, readNav, readRebalancing, readStages } from '@sma/contract/performance'
import type { BenchmarkValue } from '@sma/finance/facts'
import { compareWith } from '@sma/finance/nav/excess'
import { navColumns } from '@sma/finance/nav/nav-columns'
import type { NavPoint } from '@sma/finance/nav/nav-series'
import { adjustedNavText, navText, rateText } from '@sma/finance/numbers'
import { windowPoints, type AvailableWindow, type PeriodWindow } from '@sma/finance/periods/period-window'
import { stages, type Stage, type StageFrequency } from '@sma/finance/stages/stages'
import { drawdowns, type DeepestDrawdown } from '@sma/finance/statistics/drawdown'
import { rebalancingDays, type RebalancingDay } from '@sma/finance/transactions/rebalancing'
import type { z } from 'zod'
import type { OpenBook } from '../days/open-book'
import { rateOrNull, reasonsFor } from '../days/reply-parts'
import { transactionReplies } from '../transactions/transactions.service'

export type NavReply = z.input<typeof readNav.reply>
export type DrawdownReply = z.input<typeof readDrawdown.reply>
export type RebalancingReply = z.input<typeof readRebalancing.reply>
export type StagesReply = z.input<typeof readStages.reply>

/** NAV columns of a period, beginning with its base point; empty with a reason where it has no figures (R-NAV-1, R-BMK-1). */
export function navReply(book: OpenBook, window: PeriodWindow): NavReply {
  const points = window.status === 'unavailable' ? [] : windowPoints(book.series, window)
  const benchmark = book.benchmark()
  const columns = navColumns(points, benchmark)
  const decimals = book.series.navDecimals
  const reasons = columnReasons(columns)
  if (window.status === 'unavailable') reasons['dates'] = window.reason
  return {
    dates: columns.dates,
    unitNav: columns.unitNavE8.map((value) => navText(value, decimals)),
    accumulatedNav: columns.accumulatedNavE8.map((value) => (value === null ? null : navText(value, decimals))),
    adjustedNav: columns.adjustedNavE8.map(adjustedNavText),
    benchmark: columns.benchmarkE8?.map((value) => (value === null ? null : adjustedNavText(value))) ?? null,
    excess: columns.benchmarkE8 && excessColumn(points, benchmark),
    restated: book.restated.filter(({ date }) => columns.dates.includes(date)),
    ...(Object.keys(reasons).length > 0 ? { reasons } : {}),
  }
}

function columnReasons({ accumulatedNavE8, benchmarkE8 }: ReturnType<typeof navColumns>): Record<string, string> {
  const reasons: Record<string, string> = {}
  if (accumulatedNavE8.includes(null)) reasons['accumulatedNav'] = 'not-stated'
  if (benchmarkE8 === null) reasons['benchmark'] = 'no-benchmark'
  else if (benchmarkE8.includes(null)) reasons['benchmark'] = 'benchmark-value-missing'
  return reasons
}

/** Return since the base less the benchmark's, day by day (R-BMK-2). */
function excessColumn(points: readonly NavPoint[], benchmark: readonly BenchmarkValue[]): (string | null)[] {
  const compared = compareWith(benchmark)
  const [base] = points
  return base === undefined ? [] : points.map((point) => rateOrNull(compared(base, point).excessE8))
}

/** How far each point of a period stood below its highest so far, and the deepest fall (R-RSK-2). */
export function drawdownReply(book: OpenBook, window: PeriodWindow): DrawdownReply {
  const points = window.status === 'unavailable' ? [] : windowPoints(book.series, window)
  const { ratesE8, deepest } = drawdowns(points)
  return {
    dates: points.map(({ date }) => date),
    drawdown: ratesE8.map(rateOrNull),
    deepest: deepest && deepestReply(deepest),
    ...(window.status === 'unavailable' ? { reasons: { dates: window.reason } } : {}),
  }
}

export function deepestReply({ depthE8, ...days }: DeepestDrawdown): NonNullable<DrawdownReply['deepest']> {
  return { depth: rateText(depthE8), ...days }
}

/** The days of a period on which orders moved the account, oldest first (R-TRX-5). */
export async function rebalancingReply(book: OpenBook, window: PeriodWindow): Promise<RebalancingReply> {
  if (window.status === 'unavailable') return { days: [], reasons: { days: window.reason } }
  const days = windowRebalancing(book, window)
  const replies = await transactionReplies(
    book,
    days.flatMap(({ places }) => places),
  )
  const at = new Map(replies.map((reply) => [reply.no - 1, reply]))
  return {
    days: days.map(({ places, ...day }) => ({ ...day, transactions: places.flatMap((place) => at.get(place) ?? []) })),
  }
}

/** A launch that no valuation precedes is a base before every day. */
export function windowRebalancing(book: OpenBook, { baseIndex, base, closing }: AvailableWindow): RebalancingDay[] {
  return rebalancingDays(book.entries, book.dates, { base: baseIndex < 0 ? '' : base.date, closing: closing.date })
}

/** Stages of a period, oldest first (R-STG-1). */
export function stagesReply(book: OpenBook, window: PeriodWindow, frequency: StageFrequency): StagesReply {
  const rows = stages(book.series, window, frequency, book.calendar)
  return {
    stages: rows.map((stage) => stageReply(stage, book.series.navDecimals)),
    ...(window.status === 'unavailable' ? { reasons: { stages: window.reason } } : {}),
  }
}

function stageReply(stage: Stage, decimals: number): StagesReply['stages'][number] {
  const figures = {
    accumulatedNav: stage.accumulatedNavE8 === null ? null : navText(stage.accumulatedNavE8, decimals),
    return: rateOrNull(stage.returnE8),
  }
  return {
    bucket: stage.bucket,
    date: stage.date,
    ...figures,
    complete: stage.complete,
    ...reasonsFor(figures, { accumulatedNav: 'not-stated', return: 'nav-not-positive' }),
  }
}
