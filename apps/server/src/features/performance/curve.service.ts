import type { readNav, readStages } from '@sma/contract/performance'
import { adjustedNavText, navText } from '@sma/finance/numbers'
import { navColumns } from '@sma/finance/nav/nav-columns'
import { windowPoints, type PeriodWindow } from '@sma/finance/periods/period-window'
import { stages, type Stage, type StageFrequency } from '@sma/finance/stages/stages'
import type { z } from 'zod'
import type { OpenBook } from '../days/open-book'
import { rateOrNull, reasonsFor } from '../days/reply-parts'

export type NavReply = z.input<typeof readNav.reply>
export type StagesReply = z.input<typeof readStages.reply>

/** NAV columns of a period, beginning with its base point; empty with a reason where it has no figures (R-NAV-1, R-BMK-1). */
export function navReply(book: OpenBook, window: PeriodWindow): NavReply {
  const points = window.status === 'unavailable' ? [] : windowPoints(book.series, window)
  const columns = navColumns(points, book.benchmark())
  const decimals = book.series.navDecimals
  const reasons = columnReasons(columns)
  if (window.status === 'unavailable') reasons['dates'] = window.reason
  return {
    dates: columns.dates,
    unitNav: columns.unitNavE8.map((value) => navText(value, decimals)),
    accumulatedNav: columns.accumulatedNavE8.map((value) => (value === null ? null : navText(value, decimals))),
    adjustedNav: columns.adjustedNavE8.map(adjustedNavText),
    benchmark: columns.benchmarkE8?.map((value) => (value === null ? null : adjustedNavText(value))) ?? null,
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
