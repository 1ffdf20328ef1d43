import type { Query } from '@sma/contract/api'
import { staffEndpoints } from '@sma/contract/staff-endpoints'
import { queryChoice, queryText } from '@sma/ui/app/url-state'
import type { LocationQuery } from 'vue-router'
import { API } from '../../app/api'
import { STRATEGIES } from '../publications/publications-view'

export type AccountsQuery = NonNullable<Query<'listAccounts'>>

export const STATES = ['running', 'in-liquidation', 'closed'] as const
const SORTS = ['code', 'name', 'launchDate', 'lastDay'] as const
export type Sort = (typeof SORTS)[number]
type SortText = Sort | `-${Sort}`

const SORT_TEXTS: readonly [SortText, ...SortText[]] = ['code', ...SORTS.flatMap((one): SortText[] => [one, `-${one}`])]

/** The list is asked for what the URL says; words that are none of ours count as not said. */
export const accountsQuery = (query: LocationQuery): AccountsQuery & { sort: SortText } => ({
  text: queryText(query, 'text'),
  state: STATES.find((one) => one === queryText(query, 'state')),
  strategy: STRATEGIES.find((one) => one === queryText(query, 'strategy')),
  adviser: queryText(query, 'adviser'),
  sort: queryChoice(query, 'sort', SORT_TEXTS),
  cursor: queryText(query, 'cursor'),
})

/** Pressed once a column sorts upwards, pressed again downwards. */
export const nextSort = (current: SortText, column: Sort): SortText => (current === column ? `-${column}` : column)

/** Whether nothing is asked for but the list itself. */
export const isUnfiltered = ({ text, state, strategy, adviser }: AccountsQuery): boolean =>
  text === undefined && state === undefined && strategy === undefined && adviser === undefined

/** Where all accounts can be had as a file that can be imported again. */
export const EXPORT_URL = `${API}${staffEndpoints.exportAccounts.path}`
