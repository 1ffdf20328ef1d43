import type { Body, Query, Reply } from '@sma/contract/api'
import { queryText } from '@sma/ui/app/url-state'
import { isIsoDate } from '@sma/ui/format/dates'
import type { LocationQuery } from 'vue-router'

export type Fund = Reply<'listFunds'>['items'][number]
export type FundChange = Reply<'readFundHistory'>['changes'][number]
export type FundClass = Body<'setFund'>['assetClass']

export const FUND_CLASSES = ['fixed-income', 'equity', 'alternative', 'money'] as const satisfies FundClass[]
const FILTERS = [...FUND_CLASSES, 'none'] as const

/** Kinds that have words of their own; a file may name any other, which is shown as it came. */
export const KINDS: readonly string[] = ['open-end', 'etf', 'lof', 'qdii', 'private', 'money']

export function kindText(kind: string | null, t: (key: string) => string): string {
  if (kind === null) return '—'
  return KINDS.includes(kind) ? t(`funds.is.${kind}`) : kind
}

/** What the list is asked for, from the URL. */
export const fundQuery = (query: LocationQuery): NonNullable<Query<'listFunds'>> => ({
  text: queryText(query, 'text'),
  assetClass: FILTERS.find((one) => one === queryText(query, 'class')),
  price: queryText(query, 'price') === 'differs' ? 'differs' : undefined,
  cursor: queryText(query, 'cursor'),
})

/** What is being typed of a fund. */
export interface Draft {
  code: string
  name: string
  shortName: string
  assetClass: FundClass | ''
  kind: string
  priceLag: string
}

export const emptyDraft = (): Draft => ({
  code: '',
  name: '',
  shortName: '',
  assetClass: '',
  kind: '',
  priceLag: '1',
})

/** A fund without a class begins with what its name speaks for; who saves has seen it. */
export const draftOf = ({ code, name, shortName, assetClass, suggestion, kind, priceLag }: Fund): Draft => ({
  code,
  name,
  shortName: shortName ?? '',
  assetClass: assetClass ?? suggestion ?? '',
  kind: kind ?? '',
  priceLag: String(priceLag),
})

const MAX_NAME = 200
const MAX_LAG = 30

export const isCodeWrong = ({ code }: Draft): boolean => !/^(?!\d{1,5}$)[0-9A-Z]{4,12}$/.test(code.trim().toUpperCase())
export const isNameWrong = ({ name }: Draft): boolean => name.trim() === '' || name.trim().length > MAX_NAME
export const isLagWrong = ({ priceLag }: Draft): boolean =>
  !/^\d{1,2}$/.test(priceLag.trim()) || Number(priceLag) > MAX_LAG

/** What is sent; null while something is wrong. */
export function fundWire(draft: Draft): Body<'setFund'> | null {
  if (draft.assetClass === '' || isNameWrong(draft) || isLagWrong(draft)) return null
  const { name, shortName, assetClass, kind, priceLag } = draft
  return {
    name: name.trim(),
    shortName: shortName.trim() || null,
    assetClass,
    kind: kind.trim() || null,
    priceLag: Number(priceLag),
  }
}

/** The same for a fund that is not there yet. */
export function newFundWire(draft: Draft): Body<'addFund'> | null {
  const wire = fundWire(draft)
  return wire === null || isCodeWrong(draft) ? null : { code: draft.code.trim().toUpperCase(), ...wire }
}

/** The value of a change in words: classes have some, everything else stands as it is. */
export const changeText = (
  { field }: Pick<FundChange, 'field'>,
  value: string | null,
  t: (key: string) => string,
): string => {
  if (field === 'kind') return kindText(value, t)
  const known = FUND_CLASSES.find((one) => field === 'assetClass' && one === value)
  return known ? t(`funds.of.${known}`) : (value ?? '—')
}

/** A class of a fund: from a day (null: from its first) up to the day before the next begins. */
export interface Period {
  from: string | null
  assetClass: FundClass | null
}

/** The latest first. */
export const periodsOf = ({ firstClass, laterClasses }: Pick<Fund, 'firstClass' | 'laterClasses'>): Period[] => [
  ...laterClasses.toReversed(),
  { from: null, assetClass: firstClass },
]

/** A change of class that is being typed: from a day on, of the days before the first change, or none on a day any more. */
export interface ClassDraft {
  kind: 'from' | 'first' | 'gone'
  assetClass: FundClass | ''
  from: string
}

/** What is asked and sent; null while something is missing. */
export function classWire({
  kind,
  assetClass,
  from,
}: ClassDraft): Pick<Body<'setFundClass'>, 'assetClass' | 'from'> | null {
  if (kind === 'gone') return { assetClass: null, from }
  if (assetClass === '') return null
  if (kind === 'first') return { assetClass, from: null }
  return isIsoDate(from) ? { assetClass, from } : null
}
