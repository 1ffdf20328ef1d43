import type { Reply } from '@sma/contract/api'
import type { NavPoint } from '@sma/ui/charts/nav-option'
import { MISSING } from '@sma/ui/format/decimal-text'
import { formatFigure, forPixels } from '@sma/ui/format/figures'

export type Drawdown = Reply<'readDrawdown'>
export type RebalancingDay = Reply<'readRebalancing'>['days'][number]
type Trade = RebalancingDay['transactions'][number]

/** Points with what was bought and sold at their marks; `lineOf` words one transaction. */
export function withTrades(
  points: readonly NavPoint[],
  days: readonly RebalancingDay[],
  lineOf: (trade: Trade) => string,
): NavPoint[] {
  const trades = new Map<string, string[]>()
  for (const day of days)
    trades.set(day.markDate, [...(trades.get(day.markDate) ?? []), ...day.transactions.map(lineOf)])
  return points.map((point) => ({ ...point, trades: trades.get(point.date) ?? [] }))
}

/** Points with how far each stands below its highest so far; as they are where that is not known for these days. */
export function withDrawdown(points: readonly NavPoint[], drawdown: Drawdown | undefined): NavPoint[] {
  if (drawdown?.dates.length !== points.length) return [...points]
  return points.map((point, index) => {
    const rate = drawdown.drawdown[index] ?? null
    return {
      ...point,
      drawdown: rate === null ? null : forPixels(rate),
      drawdownText: rate === null ? MISSING : formatFigure('rate', rate),
    }
  })
}

const PURCHASES: readonly Trade['operation'][] = ['subscribe', 'switch-in', 'buy']

/** How many purchases and sales a day has. */
export function tradeCounts({ transactions }: RebalancingDay): { bought: number; sold: number } {
  const bought = transactions.filter(({ operation }) => PURCHASES.includes(operation)).length
  return { bought, sold: transactions.length - bought }
}

/** The newest first. */
export const newestDays = (days: readonly RebalancingDay[]): RebalancingDay[] => days.toReversed()
