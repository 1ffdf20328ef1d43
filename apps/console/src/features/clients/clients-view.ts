import type { Body, Reply } from '@sma/contract/api'
import { queryChoice, queryText } from '@sma/ui/app/url-state'
import type { LocationQuery } from 'vue-router'

export type ClientsQuery = NonNullable<Body<'searchClients'>>
export type Client = Reply<'readClient'>
export type ClientAccount = Client['accounts'][number]
export type ClientChange = Reply<'readClientHistory'>['changes'][number]

export const CLIENT_FILTERS = [
  'active',
  'suspended',
  'erased',
  'without-accounts',
  'never-signed-in',
] as const satisfies ClientsQuery['state'][]

const SORTS = ['clientNo', 'createdAt', 'signedInAt'] as const
export type Sort = (typeof SORTS)[number]
type SortText = Sort | `-${Sort}`
const SORT_TEXTS: readonly [SortText, ...SortText[]] = [
  'clientNo',
  ...SORTS.flatMap((one): SortText[] => [one, `-${one}`]),
]

/** What is typed to find clients. */
export interface ClientSearch {
  text: string | undefined
  personal: string
}

/** How the list is filtered and sorted, from the URL; what is typed never stands there, as it may be a name or a number. */
export const clientsQuery = (query: LocationQuery): Omit<ClientsQuery, 'text' | 'personal'> & { sort: SortText } => ({
  state: CLIENT_FILTERS.find((one) => one === queryText(query, 'state')),
  sort: queryChoice(query, 'sort', SORT_TEXTS),
  cursor: queryText(query, 'cursor'),
})

/** Pressed once a column sorts upwards, pressed again downwards. */
export const nextSort = (current: SortText, column: Sort): SortText => (current === column ? `-${column}` : column)

const SHOWN_ACCOUNTS = 3

/** The first codes, and how many more there are. */
export const shownAccounts = (codes: readonly string[]): { codes: string; more: number } => ({
  codes: codes.slice(0, SHOWN_ACCOUNTS).join(' '),
  more: Math.max(0, codes.length - SHOWN_ACCOUNTS),
})

/** Of an account that is owned, was owned, or will be. */
export function standingOf({ isOwned, from }: ClientAccount, today: string): 'owned' | 'ended' | 'coming' {
  if (isOwned) return 'owned'
  return from !== null && from > today ? 'coming' : 'ended'
}

/** `SA5001 2026-01-05/..`: an account and its days, as a client's history holds them; null where it is something else. */
export function spanIn(text: string): { code: string; from: string; until: string | null } | null {
  const [, code, from, until] = /^(\S+) ([\d-]+)\/(\.\.|[\d-]+)$/.exec(text) ?? []
  if (code === undefined || from === undefined || until === undefined) return null
  return { code, from, until: until === '..' ? null : until }
}

/** What is typed of a client's account; an empty day is none. */
export interface SpanDraft {
  portfolio: string
  from: string
  until: string
  reason: string
}

export const spanWire = ({ from, until, reason }: SpanDraft): Body<'setClientAccount'> => ({
  from: from || null,
  until: until || null,
  reason: reason.trim(),
})
