import type { Reply } from '@sma/contract/api'
import { formatFigure } from '@sma/ui/format/figures'
import { toleranceText, type ToleranceName } from '../days/tolerance-view'
import { STRATEGIES } from '../publications/publications-view'

export type AccountChange = Reply<'readAccountHistory'>['changes'][number]

type Strategy = (typeof STRATEGIES)[number]

/** In the order of the page; also the names by which the history tells them. */
export const ACCOUNT_FIELDS = [
  'name',
  'strategy',
  'launchDate',
  'initialAssets',
  'initialShares',
  'benchmark',
  'manager',
  'valuationLag',
  'navDecimals',
  'o32FundNo',
  'faLedgerNo',
  'faName',
] as const

/** A value in words: a strategy has some, money has thousands, everything else stands as it is. */
export function factText(field: string, value: string | number | null, wordOf: (strategy: Strategy) => string): string {
  if (value === null) return '—'
  const text = String(value)
  const strategy = STRATEGIES.find((one) => field === 'strategy' && one === text)
  if (strategy) return wordOf(strategy)
  // Initial assets may have four decimals, as shares do.
  return field === 'initialAssets' || field === 'initialShares' ? formatFigure('shares', text) : text
}

/** The value of a change; a tolerance is a whole number on the wire. */
export const changedText = (
  { of, field }: Pick<AccountChange, 'of' | 'field'>,
  value: string | null,
  wordOf: (strategy: Strategy) => string,
): string =>
  of === 'tolerance' && value !== null
    ? toleranceText({ name: field as ToleranceName, value, isOwn: true })
    : factText(field, value, wordOf)
