import type { Body, Query, Reply } from '@sma/contract/api'
import { queryText } from '@sma/ui/app/url-state'
import type { LocationQuery } from 'vue-router'

export type Fund = Reply<'listFunds'>['items'][number]
export type FundChange = Reply<'readFundHistory'>['changes'][number]
export type FundClass = Body<'setFund'>['assetClass']

export const FUND_CLASSES = ['fixed-income', 'equity', 'alternative', 'money'] as const satisfies FundClass[]
const FILTERS = [...FUND_CLASSES, 'none'] as const

/** What the list is asked for, from the URL. */
export const fundQuery = (query: LocationQuery): NonNullable<Query<'listFunds'>> => ({
  text: queryText(query, 'text'),
  assetClass: FILTERS.find((one) => one === queryText(query, 'class')),
  cursor: queryText(query, 'cursor'),
})

/** What is being typed of a fund. */
export interface Draft {
  name: string
  assetClass: FundClass | ''
  kind: string
  priceLag: string
}

/** A fund without a class begins with what its name speaks for; who saves has seen it. */
export const draftOf = ({ name, assetClass, suggestion, kind, priceLag }: Fund): Draft => ({
  name,
  assetClass: assetClass ?? suggestion ?? '',
  kind: kind ?? '',
  priceLag: String(priceLag),
})

const MAX_NAME = 200
const MAX_LAG = 30

export const isNameWrong = ({ name }: Draft): boolean => name.trim() === '' || name.trim().length > MAX_NAME
export const isLagWrong = ({ priceLag }: Draft): boolean =>
  !/^\d{1,2}$/.test(priceLag.trim()) || Number(priceLag) > MAX_LAG

/** What is sent; null while something is wrong. */
export function fundWire(draft: Draft): Body<'setFund'> | null {
  if (draft.assetClass === '' || isNameWrong(draft) || isLagWrong(draft)) return null
  const { name, assetClass, kind, priceLag } = draft
  return { name: name.trim(), assetClass, kind: kind.trim() || null, priceLag: Number(priceLag) }
}

/** The value of a change in words: classes have some, everything else stands as it is. */
export const changeText = (
  { field }: Pick<FundChange, 'field'>,
  value: string | null,
  wordOf: (assetClass: FundClass) => string,
): string => {
  const known = FUND_CLASSES.find((one) => field === 'assetClass' && one === value)
  return known ? wordOf(known) : (value ?? '—')
}
