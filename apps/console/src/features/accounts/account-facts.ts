import type { Reply } from '@sma/contract/api'
import { formatFigure } from '@sma/ui/format/figures'
import { isPercent, toleranceText, type ToleranceName } from '../days/tolerance-view'
import { STRATEGIES } from '../publications/publications-view'
import { STATES } from './accounts-view'

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
  'state',
  'liquidationFrom',
  'closedOn',
] as const

type Word = `strategy.${Strategy}` | `accounts.is.${(typeof STATES)[number]}`

/** A value in words: strategies and states have some, amounts have thousands, everything else stands as it is. */
export function factText(field: string, value: string | number | null, wordOf: (key: Word) => string): string {
  if (value === null) return '—'
  const text = String(value)
  const strategy = STRATEGIES.find((one) => field === 'strategy' && one === text)
  if (strategy) return wordOf(`strategy.${strategy}`)
  const state = STATES.find((one) => field === 'state' && one === text)
  if (state) return wordOf(`accounts.is.${state}`)
  // Initial assets may have four decimals, as shares do.
  return field === 'initialAssets' || field === 'initialShares' ? formatFigure('shares', text) : text
}

/** The value of a change; a tolerance is a whole number on the wire. */
export function changedText(
  { of, field }: Pick<AccountChange, 'of' | 'field'>,
  value: string | null,
  wordOf: (key: Word) => string,
): string {
  if (of !== 'tolerance' || value === null) return factText(field, value, wordOf)
  const name = field as ToleranceName
  return `${toleranceText({ name, value, isOwn: true })}${isPercent(name) ? ' %' : ''}`
}

type Comparison = Reply<'compareAccounts'>

/** A line for each field of each account. */
export const differenceRows = (rows: Comparison['changed']) =>
  rows.flatMap(({ code, name, fields }) => fields.map((one) => ({ code, name, ...one })))
