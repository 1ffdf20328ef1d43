import type { Reply } from '@sma/contract/api'
import type { NavPoint } from '@sma/ui/charts/nav-option'
import type { StageBar } from '@sma/ui/charts/stages-option'
import { MISSING, sumDecimals } from '@sma/ui/format/decimal-text'
import { correctionOf, type Correction } from '../../app/shown-day'
import { formatFigure, formatNavShort, forPixels, type FigureKind } from '@sma/ui/format/figures'

export type Period = Reply<'readPeriods'>['periods'][number]
export type Stage = Reply<'readStages'>['stages'][number]
export type NavColumns = Reply<'readNav'>
export type Fees = Reply<'readFees'>

export const VIEWS = ['periods', 'stages', 'curve'] as const
/** Order of the buttons above stages and curve; the first is what is shown unasked. */
export const PERIOD_KEYS = ['custom', 'month-to-date', 'year-to-date', 'three-years', 'since-inception'] as const
export const PERIOD_CHOICES = ['since-inception', 'custom', 'month-to-date', 'year-to-date', 'three-years'] as const
export const FREQUENCIES = ['month', 'week', 'half-year', 'year'] as const
export const FREQUENCY_BUTTONS = ['week', 'month', 'half-year', 'year'] as const

export interface DayRange {
  from: string
  to: string
}

/** The days of a period: as the server counts them, else as the URL asks for them, else the last published day. */
export function shownRange(
  periods: readonly Period[],
  key: Period['key'],
  asked: { from: string | undefined; to: string | undefined },
  lastDate: string,
): DayRange {
  const period = periods.find((candidate) => candidate.key === key)
  const wanted = { from: asked.from ?? asked.to ?? lastDate, to: asked.to ?? lastDate }
  if (key === 'custom') return wanted
  return { from: period?.from ?? wanted.from, to: period?.to ?? wanted.to }
}

function shown(kind: FigureKind, value: string | null): string {
  return value === null ? MISSING : formatFigure(kind, value)
}

export interface BucketName {
  kind: 'week' | 'first-half' | 'second-half' | 'other'
  year: string
  /** Week of the year. */
  number: string
}

/** `2026-W07`, `2026-H1`; months and years say themselves what they are. */
export function bucketName(bucket: string): BucketName {
  const [year = '', rest = ''] = bucket.split('-')
  if (rest.startsWith('W')) return { kind: 'week', year, number: String(Number(rest.slice(1))) }
  if (rest === 'H1') return { kind: 'first-half', year, number: '' }
  return { kind: rest === 'H2' ? 'second-half' : 'other', year, number: '' }
}

/** Bars of the stages. Weeks stand on the axis by their last day, as nobody counts weeks; the rest by name. */
export function stageBars(stages: readonly Stage[], nameOf: (bucket: string) => string): StageBar[] {
  return stages.map((stage) => ({
    label: bucketName(stage.bucket).kind === 'week' ? stage.date : nameOf(stage.bucket),
    name: nameOf(stage.bucket),
    date: stage.date,
    change: stage.return === null ? null : forPixels(stage.return),
    changeText: shown('rate', stage.return),
    nav: stage.accumulatedNav === null ? null : forPixels(stage.accumulatedNav),
    navText: shown('nav', stage.accumulatedNav),
    complete: stage.complete,
  }))
}

/** Rows of the table behind the stages, newest first; unfinished ones are marked. */
export function stageRows(bars: readonly StageBar[], unfinished: string): string[][] {
  const rows = bars.map((bar) => [
    bar.complete ? bar.name : `${bar.name} ${unfinished}`,
    bar.date,
    bar.changeText,
    bar.navText,
  ])
  return rows.reverse()
}

/** The days of the curve that were shown differently before, with why; by date, the newest first. */
export function corrections({ restated = [] }: NavColumns): Map<string, Correction> {
  return new Map(restated.map((one) => [one.date, correctionOf(one)] as const).reverse())
}

/** Points of the curve: adjusted NAV against the benchmark brought to the same base (R-BMK-1); `noteOf` words a correction. */
export function navPoints(columns: NavColumns, noteOf: (correction: Correction) => string[]): NavPoint[] {
  const corrected = corrections(columns)
  return columns.dates.map((date, index) => {
    const correction = corrected.get(date)
    const portfolio = columns.adjustedNav[index] ?? '0'
    const benchmark = columns.benchmark?.[index] ?? null
    return {
      date,
      portfolio: forPixels(portfolio),
      portfolioText: formatNavShort(portfolio),
      benchmark: benchmark === null ? null : forPixels(benchmark),
      benchmarkText: benchmark === null ? MISSING : formatNavShort(benchmark),
      excessText: shown('rate', columns.excess?.[index] ?? null),
      drawdown: null,
      drawdownText: MISSING,
      trades: [],
      notes: correction ? noteOf(correction) : [],
    }
  })
}

/** Rows of the table behind the curve, newest first; its last column is for what is to be said of days, where there is something. */
export function navRows(columns: NavColumns, points: readonly NavPoint[]): string[][] {
  const hasWords = points.some(({ notes, trades }) => notes.length + trades.length > 0)
  const hasDrawdown = points.some(({ drawdown }) => drawdown !== null)
  const rows = points.map((point, index) => [
    point.date,
    shown('nav', columns.unitNav[index] ?? null),
    shown('nav', columns.accumulatedNav[index] ?? null),
    point.portfolioText,
    ...(columns.benchmark === null ? [] : [point.benchmarkText, point.excessText]),
    ...(hasDrawdown ? [point.drawdownText] : []),
    ...(hasWords ? [[...point.trades, ...point.notes].join('\n')] : []),
  ])
  return rows.reverse()
}

/** Sum of what is known; null as soon as one part is not. */
export function total(parts: readonly (string | null)[]): string | null {
  const known = parts.filter((part) => part !== null)
  return known.length === parts.length ? sumDecimals(known) : null
}

export interface AccountFee {
  key: 'management' | 'custodian' | 'auditAndOther' | 'performance'
  value: string | null
  reason: string | null
}

/** The account's own fees as the breakdown lists them; a performance fee only where there is, or may be, one. */
export function accountFees({ account }: Fees): AccountFee[] {
  const reason = (field: string) => account.reasons?.[field] ?? null
  const rows: AccountFee[] = [
    { key: 'management', value: account.management, reason: reason('management') },
    { key: 'custodian', value: account.custodian, reason: reason('custodian') },
    {
      key: 'auditAndOther',
      value: total([account.audit, account.other]),
      reason: account.audit === null ? reason('audit') : reason('other'),
    },
  ]
  const hasPerformance = account.performance === null || forPixels(account.performance) !== 0
  if (hasPerformance) rows.push({ key: 'performance', value: account.performance, reason: reason('performance') })
  return rows
}

export interface FundTotals {
  subscriptionFee: string
  redemptionFee: string
}

export function fundTotals(funds: Fees['funds']): FundTotals {
  return {
    subscriptionFee: sumDecimals(['0.00', ...funds.map((fund) => fund.subscriptionFee)]),
    redemptionFee: sumDecimals(['0.00', ...funds.map((fund) => fund.redemptionFee)]),
  }
}

/** The period whose fee breakdown the URL asks for, if it has days at all. */
export function feePeriod(periods: readonly Period[], key: string | undefined): DayRange | null {
  const period = periods.find((candidate) => candidate.key === key)
  return period?.from && period.to ? { from: period.from, to: period.to } : null
}
