import type { Reply } from '@sma/contract/api'
import { PROBLEM_CODES } from '@sma/contract/problem-codes'
import { problemText, type Language } from '@sma/contract/problem-words'
import type { StaffRole } from '@sma/contract/staff-roles'
import { groupedFigures } from '@sma/ui/format/decimal-text'

export type WaitingDay = Reply<'listWaitingDays'>['days'][number]
export type Withdrawal = Reply<'listWaitingDays'>['withdrawals'][number]
export type Outcome = Reply<'approveWaitingDays'>['decisions'][number]['outcome']
type Finding = WaitingDay['findings'][number]
type Quiet = Reply<'listWaitingDays'>['quiet']

/** What names a version as it was seen. */
export type DayKey = Pick<WaitingDay, 'code' | 'date' | 'version' | 'stamp'>

/** A day that clients see, or saw a moment ago. */
export type ShownDay = DayKey & Pick<WaitingDay, 'name' | 'clientIds'>

/** What clients see of a waiting day now, where they see something. */
export function shownOf({ code, name, date, clientIds, replaces }: WaitingDay): ShownDay | null {
  if (replaces?.state !== 'published') return null
  return { code, name, date, version: replaces.version, stamp: replaces.stamp, clientIds }
}

type Act = 'approve' | 'publish' | 'withdraw'

/** Who may do what; the server asks for the same roles. */
const MAY: Record<Act, readonly StaffRole[]> = {
  approve: ['reviewer'],
  publish: ['operator', 'reviewer'],
  withdraw: ['operator', 'reviewer'],
}

export const mayDo = (act: Act, roles: readonly StaffRole[]): boolean => MAY[act].some((role) => roles.includes(role))

export const STATES = ['held', 'checked', 'approved'] as const

const SORTS = ['code', 'date', 'netAssets', 'return', 'clients'] as const
export type Sort = (typeof SORTS)[number]

/** `order`: as the server lists them, what was found on top, then the biggest movers; `-` turns a column round. */
export type SortText = 'order' | Sort | `-${Sort}`
export const SORT_TEXTS: readonly [SortText, ...SortText[]] = [
  'order',
  ...SORTS.flatMap((sort): SortText[] => [sort, `-${sort}`]),
]

export const FOUND = ['with', 'without', 'restated'] as const

export interface WaitingFilter {
  text: string
  date: string
  state: (typeof STATES)[number] | ''
  found: (typeof FOUND)[number] | ''
  sort: SortText
}

/** So many days stand on a page. */
export const PAGE = 50
/** So many days can be chosen unseen at once: as many as one read gives. */
export const MOST_CHOSEN = 1000

/** What the server is asked for under a filter; a page of it begins at `offset`. */
export const filterQuery = ({ text, date, state, found, sort }: WaitingFilter) => ({
  text: text.trim() || undefined,
  date: date || undefined,
  state: state || undefined,
  found: found || undefined,
  sort,
})

/** The other way round where the column is chosen already; sizes begin with the largest. */
export function nextSort(current: SortText, column: Sort): SortText {
  if (current === column) return `-${column}`
  if (current === `-${column}`) return column
  return column === 'code' || column === 'date' ? column : `-${column}`
}

/** A version as it was seen: other figures have another key, so that a choice of old ones falls away. */
export const keyOf = ({ code, date, version, stamp }: DayKey): string => [date, version, stamp, code].join(' ')

export const choiceOf = ({ code, date, version, stamp }: DayKey): DayKey => ({ code, date, version, stamp })

/** The day's place in the address. */
export const openKey = ({ code, date }: Pick<DayKey, 'code' | 'date'>): string => `${date}.${encodeURIComponent(code)}`

/** What lets days through, with the state that each is for. */
export const STEPS = { approve: 'checked', publish: 'approved' } as const
export type Step = keyof typeof STEPS

/** Of these days those that an act is for. */
export const actedOn = (step: Step, days: readonly WaitingDay[]): WaitingDay[] =>
  days.filter(({ state }) => state === STEPS[step])

/** What of this day a person of these roles can let through. */
export const isChoosable = ({ state }: WaitingDay, roles: readonly StaffRole[]): boolean =>
  (state === STEPS.approve && mayDo('approve', roles)) || (state === STEPS.publish && mayDo('publish', roles))

/** How many days are quiet that a person of these roles can let through. */
export const quietCount = ({ checked, approved }: Quiet, roles: readonly StaffRole[]): number =>
  (mayDo('approve', roles) ? checked : 0) + (mayDo('publish', roles) ? approved : 0)

/**
 * What was chosen, on whatever page: of days on this one as they stand now, and none whose figures have changed since, which is another
 * version to choose.
 */
export function chosenDays(picked: ReadonlyMap<string, WaitingDay>, page: readonly WaitingDay[]): WaitingDay[] {
  const here = new Map(page.map((day) => [openKey(day), day]))
  return [...picked].flatMap(([key, day]) => {
    const now = here.get(openKey(day)) ?? day
    return keyOf(now) === key ? now : []
  })
}

/** What stays chosen after a decision: what was approved, to be published; what was refused or not reached. */
export function leftChosen(step: Step, chosen: readonly WaitingDay[], done: readonly WaitingDay[]): WaitingDay[] {
  const keys = new Set(done.map(keyOf))
  return chosen.flatMap((day) => {
    if (!keys.has(keyOf(day))) return day
    return step === 'approve' ? { ...day, state: STEPS.publish } : []
  })
}

/** Counts for the words of a confirmation; each account and each client counts once. */
export function reachOf(days: readonly WaitingDay[]) {
  return {
    days: days.length,
    accounts: new Set(days.map(({ code }) => code)).size,
    clients: new Set(days.flatMap(({ clientIds }) => clientIds)).size,
    restated: days.filter(({ replaces }) => replaces).length,
    material: days.filter(({ replaces }) => replaces?.band === 'material').length,
    open: days.filter(({ findings }) => findings.some(({ state }) => state === 'open')).length,
  }
}

const BLOCKING: Finding['severity'] = 'review'
const rank = ({ state, severity }: Finding): number => (state !== 'open' ? 2 : severity === BLOCKING ? 0 : 1)

/** What holds the day back first, then open notes, then what is explained. */
export const orderedFindings = (day: WaitingDay): Finding[] => [...day.findings].sort((a, b) => rank(a) - rank(b))

/** In plain words: what was found and what to do; null for a check without words. */
export function findingText({ check, found, expected }: Finding, language: Language): string | null {
  const code = PROBLEM_CODES.find((known) => known === check)
  const place = { sheet: null, row: null, column: null }
  const seen = { found: groupedFigures(found), expected: groupedFigures(expected) || null }
  return code ? problemText(code, { ...place, ...seen }, language) : null
}

/** So many at a time, so that long work shows how far it is. */
const BATCH = 50

export function batches<T>(items: readonly T[], size = BATCH): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
