import type { Reply } from '@sma/contract/api'
import { endpoints } from '@sma/contract/endpoints'
import { callUrl } from '@sma/ui/api/client'
import type { NavPoint } from '@sma/ui/charts/nav-option'
import type { FigureKind } from '@sma/ui/format/figures'
import { navPoints } from '../performance/performance-view'

export type OnePage = Reply<'readOnePage'>

/** The NAV since inception; rebalancing days carry `word` and the day itself, which may be one before the mark. */
export function pagePoints({ curve, rebalancing }: Pick<OnePage, 'curve' | 'rebalancing'>, word: string): NavPoint[] {
  const marks = new Map<string, string[]>()
  for (const { date, markDate } of rebalancing)
    marks.set(markDate, [...(marks.get(markDate) ?? []), date === markDate ? word : `${word} ${date}`])
  return navPoints(curve, () => []).map((point) => ({ ...point, trades: marks.get(point.date) ?? [] }))
}

export interface Statistic {
  key: 'annualisedReturn' | 'volatility' | 'drawdown' | 'calmar'
  kind: FigureKind
  value: string | null
  reason: string | null
}

/** The four figures of risk, in the order of the printed page. */
export function statisticRows({ statistics }: Pick<OnePage, 'statistics'>): Statistic[] {
  const { annualisedReturn, volatility, drawdown, calmar, reasons } = statistics
  return [
    { key: 'annualisedReturn', kind: 'rate', value: annualisedReturn, reason: reasons?.['annualisedReturn'] ?? null },
    { key: 'volatility', kind: 'ratio', value: volatility, reason: reasons?.['volatility'] ?? null },
    { key: 'drawdown', kind: 'rate', value: drawdown?.depth ?? null, reason: drawdown ? null : 'no-drawdown' },
    { key: 'calmar', kind: 'nav', value: calmar, reason: reasons?.['calmar'] ?? null },
  ]
}

export interface ClassRow {
  assetClass: OnePage['contribution']['classes'][number]['assetClass']
  ratio: string | null
  marketValue: string | null
  profit: string | null
  /** Why ratio and market value, or the profit, are missing. */
  reasons: { value: string | null; profit: string | null }
}

/** Allocation of the day and contribution since inception, side by side. */
export function classRows({
  account,
  contribution,
}: {
  account: Pick<OnePage['account'], 'classes'>
  contribution: Pick<OnePage['contribution'], 'classes'>
}): ClassRow[] {
  return contribution.classes.map(({ assetClass, profit, reasons }) => {
    const part = account.classes.find((row) => row.assetClass === assetClass)
    return {
      assetClass,
      ratio: part?.ratio ?? null,
      marketValue: part?.marketValue ?? null,
      profit,
      reasons: {
        value: part?.reasons?.['marketValue'] ?? part?.reasons?.['ratio'] ?? null,
        profit: reasons?.['profit'] ?? null,
      },
    }
  })
}

/** Where the same page is as a file, in the reader's language. */
export const pdfAddress = (code: string, date: string, language: string): string =>
  `/api/v1${callUrl(endpoints.readOnePagePdf.path, { params: { code }, query: { date, language } })}`
