import type { Query } from '@sma/contract/api'
import { queryChoice, queryText } from '@sma/ui/app/url-state'
import type { LocationQuery } from 'vue-router'

export type AccountsQuery = NonNullable<Query<'listAccounts'>>

export const STRATEGIES = ['cash', 'fixed-income', 'balanced', 'growth', 'equity', 'cta'] as const
export const SORTS = ['code', 'name', 'launchDate', 'lastDay'] as const
export type Sort = (typeof SORTS)[number]
type SortText = Sort | `-${Sort}`

const SORT_TEXTS: readonly [SortText, ...SortText[]] = ['code', ...SORTS.flatMap((one): SortText[] => [one, `-${one}`])]

/** The list is asked for what the URL says; words that are none of ours count as not said. */
export const accountsQuery = (query: LocationQuery): AccountsQuery & { sort: SortText } => ({
  text: queryText(query, 'text'),
  strategy: STRATEGIES.find((one) => one === queryText(query, 'strategy')),
  adviser: queryText(query, 'adviser'),
  sort: queryChoice(query, 'sort', SORT_TEXTS),
  cursor: queryText(query, 'cursor'),
})

/** Pressed once a column sorts upwards, pressed again downwards. */
export const nextSort = (current: SortText, column: Sort): SortText => (current === column ? `-${column}` : column)

/** Whether nothing is asked for but the list itself. */
export const isUnfiltered = ({ text, strategy, adviser }: AccountsQuery): boolean =>
  text === undefined && strategy === undefined && adviser === undefined
