import type { Reply } from '@sma/contract/api'
import type { FundDay, TradeSide } from '@sma/ui/charts/fund-option'
import { MISSING, signOf } from '@sma/ui/format/decimal-text'
import { formatFigure, forPixels, HIDDEN_FIGURE } from '@sma/ui/format/figures'
import { sizeOf, type Transaction } from '../../app/transaction-size'

export type Fund = Reply<'readFund'>

const SIDES: Partial<Record<Transaction['operation'], TradeSide>> = {
  subscribe: 'in',
  'switch-in': 'in',
  buy: 'in',
  'transfer-in': 'in',
  'adjust-in': 'in',
  redeem: 'out',
  'switch-out': 'out',
  sell: 'out',
  'transfer-out': 'out',
  'adjust-out': 'out',
  dividend: 'income',
  reinvest: 'income',
}

/** A split moves no money and no side. */
export const sideOf = (operation: Transaction['operation']): TradeSide | null => SIDES[operation] ?? null

export const newestFirst = (items: readonly Transaction[]): Transaction[] => items.toReversed()

interface Words {
  operation(name: Transaction['operation']): string
  unit(kind: 'money' | 'shares'): string
}

/** "申购 300,000.00 元"; asterisks where amounts are hidden. */
export function tradeText(item: Transaction, words: Words, hidden: boolean): string {
  const { kind, value } = sizeOf(item)
  const size = value === null ? MISSING : hidden ? HIDDEN_FIGURE : formatFigure(kind, value)
  return `${words.operation(item.operation)} ${size} ${words.unit(kind)}`
}

/** The days of the curve: those of NAVs, and those of transactions besides. */
export function fundDays({ nav, transactions }: Fund, textOf: (item: Transaction) => string): FundDay[] {
  const navs = new Map(nav.dates.map((date, at) => [date, nav.unitNav[at] ?? null]))
  const trades = new Map<string, FundDay['trades']>()
  for (const item of transactions.items) {
    const side = sideOf(item.operation)
    if (side) trades.set(item.date, [...(trades.get(item.date) ?? []), { side, text: textOf(item) }])
  }
  return [...new Set([...navs.keys(), ...trades.keys()])].toSorted().map((date) => {
    const value = navs.get(date) ?? null
    return {
      date,
      nav: value === null ? null : forPixels(value),
      navText: value === null ? MISSING : formatFigure('nav', value),
      trades: trades.get(date) ?? [],
    }
  })
}

/** Rows of the table behind the curve, the newest first. */
export const fundRows = (days: readonly FundDay[]): string[][] =>
  days.map(({ date, navText, trades }) => [date, navText, trades.map(({ text }) => text).join('\n')]).toReversed()

export const PARTS = ['unrealised', 'realised', 'income', 'earlier'] as const

/** The parts of the profit; what was earned before the loaded data only where there is something to say of it (R-HLD-5). */
export function partRows({ parts, profitSince }: Fund): { key: (typeof PARTS)[number]; value: string | null }[] {
  const hasEarlier = profitSince !== null && (parts === null || signOf(parts.earlier) !== 0)
  return PARTS.filter((key) => key !== 'earlier' || hasEarlier).map((key) => ({ key, value: parts?.[key] ?? null }))
}
