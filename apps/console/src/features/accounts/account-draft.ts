import type { Body, Reply } from '@sma/contract/api'

export type Account = Reply<'readAccount'>
export type Contact = NonNullable<Account['contact']>
type Master = Body<'addAccount'>

/** What is being typed of an account: all of it as text, and the version of what was looked at when the typing began. */
export type AccountDraft = Record<keyof Master | 'version', string>
export type ContactDraft = Record<keyof Contact | 'version', string>

/** What is wrong with a field: a code of the server's, or one of ours. */
export type FieldErrors = Record<string, string>

export const EMPTY_ACCOUNT: AccountDraft = {
  code: '',
  name: '',
  strategy: '',
  launchDate: '',
  initialAssets: '',
  initialShares: '',
  benchmark: '',
  manager: '',
  valuationLag: '1',
  navDecimals: '4',
  o32FundNo: '',
  faLedgerNo: '',
  faName: '',
  state: 'running',
  liquidationFrom: '',
  closedOn: '',
  version: '',
}

export const CONTACT_FIELDS = ['name', 'company', 'mobile', 'telephone', 'email', 'address'] as const

export function accountDraft(account: Account): AccountDraft {
  const fields = Object.keys(EMPTY_ACCOUNT) as (keyof AccountDraft)[]
  const typed = fields.map((field) => [field, String(account[field] ?? '')])
  return { ...EMPTY_ACCOUNT, ...(Object.fromEntries(typed) as Partial<AccountDraft>) }
}

export const contactDraft = ({ contact, contactVersion }: Account): ContactDraft => ({
  version: contactVersion,
  name: contact?.name ?? '',
  company: contact?.company ?? '',
  mobile: contact?.mobile ?? '',
  telephone: contact?.telephone ?? '',
  email: contact?.email ?? '',
  address: contact?.address ?? '',
})

export const isSameDraft = <D extends Record<string, string>>(left: D, right: D): boolean =>
  Object.keys(left).every((field) => left[field] === right[field])

const textOrNull = (text: string): string | null => text.trim() || null

/** People write thousands with commas. */
const amountOf = (text: string): string => text.replaceAll(/[\s,，]/g, '')
const isAmount = (text: string): boolean => /^\d{1,14}(\.\d{1,4})?$/.test(text) && /[1-9]/.test(text)
const wholeOf = (text: string): number => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN)
const isBetween = (value: number, from: number, to: number): boolean => value >= from && value <= to

/** Which dates a state has; what was typed for another one is not sent. */
export const hasDate = ({ state }: Pick<AccountDraft, 'state'>, field: 'liquidationFrom' | 'closedOn'): boolean =>
  state === 'closed' || (state === 'in-liquidation' && field === 'liquidationFrom')

const stateDates = (draft: AccountDraft) =>
  (['liquidationFrom', 'closedOn'] as const).map((field) => (hasDate(draft, field) ? draft[field] || null : null)) as [
    string | null,
    string | null,
  ]

/** What is sent, or what is wrong; the server has the last word. */
export function accountWire(draft: AccountDraft): { wire: Master } | { errors: FieldErrors } {
  const [assets, shares] = [amountOf(draft.initialAssets), amountOf(draft.initialShares)]
  const [lag, decimals] = [wholeOf(draft.valuationLag), wholeOf(draft.navDecimals)]
  const errors: FieldErrors = {}
  for (const field of ['code', 'name', 'strategy', 'launchDate'] as const)
    if (draft[field].trim() === '') errors[field] = 'required'
  if (!isAmount(assets)) errors['initialAssets'] = 'amount'
  if (!isAmount(shares)) errors['initialShares'] = 'amount'
  if (!isBetween(lag, 0, 30)) errors['valuationLag'] = 'lag'
  if (!isBetween(decimals, 2, 8)) errors['navDecimals'] = 'decimals'
  const [liquidationFrom, closedOn] = stateDates(draft)
  if (draft.state === 'in-liquidation' && liquidationFrom === null) errors['liquidationFrom'] = 'required'
  if (draft.state === 'closed' && closedOn === null) errors['closedOn'] = 'required'
  if (Object.keys(errors).length > 0) return { errors }
  const wire = {
    code: draft.code.trim(),
    name: draft.name.trim(),
    strategy: draft.strategy as Master['strategy'],
    launchDate: draft.launchDate,
    initialAssets: assets,
    initialShares: shares,
    benchmark: textOrNull(draft.benchmark),
    manager: textOrNull(draft.manager),
    valuationLag: lag,
    navDecimals: decimals,
    o32FundNo: textOrNull(draft.o32FundNo),
    faLedgerNo: textOrNull(draft.faLedgerNo),
    faName: textOrNull(draft.faName),
    state: draft.state as Master['state'],
    liquidationFrom,
    closedOn,
  }
  return { wire }
}

export function contactWire(draft: ContactDraft): { wire: Contact } | { errors: FieldErrors } {
  if (draft.name.trim() === '') return { errors: { name: 'required' } }
  const { company, mobile, telephone, email, address } = draft
  return {
    wire: {
      name: draft.name.trim(),
      company: textOrNull(company),
      mobile: textOrNull(mobile),
      telephone: textOrNull(telephone),
      email: textOrNull(email),
      address: textOrNull(address),
    },
  }
}

export const ALIAS_KINDS = ['fa-ledger', 'o32-fund', 'fa-name'] as const satisfies Alias['kind'][]
type Alias = Body<'addAccountAlias'>

export const EMPTY_ALIAS: Record<keyof Alias, string> = { kind: 'fa-ledger', value: '', from: '', to: '' }

export function aliasWire(draft: typeof EMPTY_ALIAS): { wire: Alias } | { errors: FieldErrors } {
  const kind = ALIAS_KINDS.find((one) => one === draft.kind)
  if (!kind) return { errors: { kind: 'required' } }
  if (draft.value.trim() === '') return { errors: { value: 'required' } }
  return { wire: { kind, value: draft.value.trim(), from: draft.from || null, to: draft.to || null } }
}

/** A number or name by which files meant the account until it was changed. */
export type ReplacedKey = Pick<Alias, 'kind' | 'value'>

const KEY_FIELDS = { 'o32-fund': 'o32FundNo', 'fa-ledger': 'faLedgerNo', 'fa-name': 'faName' } as const

/** What would no longer be known of an account once it is changed; what was empty before is nothing to keep. */
export function replacedKeys(before: Pick<Master, KeyField>, after: Pick<Master, KeyField>): ReplacedKey[] {
  return ALIAS_KINDS.flatMap((kind) => {
    const value = before[KEY_FIELDS[kind]]
    return value !== null && value !== after[KEY_FIELDS[kind]] ? [{ kind, value }] : []
  })
}

type KeyField = (typeof KEY_FIELDS)[keyof typeof KEY_FIELDS]

/** Codes that the page has words for; another one is told in general ones. */
const KNOWN = [
  'required',
  'too-short',
  'too-long',
  'not-in-list',
  'type-invalid',
  'format-invalid',
  'date-invalid',
  'taken',
  'amount',
  'lag',
  'decimals',
  'weight',
  'not-unique',
  'sum-invalid',
] as const

export const knownError = (code: string): (typeof KNOWN)[number] | 'other' =>
  KNOWN.find((one) => one === code) ?? 'other'
