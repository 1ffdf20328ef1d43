/** Duties as they are told: what every file of the feature speaks of, and their order. */
import type { ReportPeriod } from '@sma/finance/calendar/duties'
import type { DisclosureRuleTable, DutyKind } from './disclosure.table'

export type DutyState = 'late' | 'due' | 'waived' | 'covered'

/** What counts where an account has no rule of its own. */
export type HouseRule = Pick<DisclosureRuleTable, 'daily' | 'monthly' | 'quarterly' | 'annual'> & { since: string }

export interface DutyScope {
  house: HouseRule
  /** Those that any account can owe; accounts owe those due since their own day. */
  periods: readonly ReportPeriod[]
  today: string
  now: string
}

export interface DutyFilter {
  states: readonly DutyState[]
  kind: DutyKind | undefined
  /** Part of code or name, whatever its case. */
  text: string | undefined
  from: string | undefined
  to: string | undefined
}

/** Where a page ended; `place` is the state's in {@link PLACES}. */
export interface DutyPlace {
  place: number
  dueOn: string
  code: string
  kind: string
  period: string
}

export interface DutyRow {
  portfolio_id: string
  code: string
  name: string
  kind: DutyKind
  period: string
  title: string | null
  due_on: string
  state: DutyState
  covered_at: string | null
  publication: string | null
  note: string | null
  marked_by: string | null
}

/** Late ones before all. */
export const PLACES: Record<DutyState, number> = { late: 0, due: 1, waived: 2, covered: 3 }

/** Of what is done the newest come first. */
export const isNewestFirst = (states: readonly DutyState[]): boolean =>
  !states.includes('late') && !states.includes('due')

export function comparePlaces(a: DutyPlace, b: DutyPlace): number {
  if (a.place !== b.place) return a.place - b.place
  for (const key of ['dueOn', 'code', 'kind', 'period'] as const) if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1
  return 0
}

export function isNamed({ code, name }: { code: string; name: string }, { text }: Pick<DutyFilter, 'text'>): boolean {
  return text === undefined || `${code}\n${name}`.toLowerCase().includes(text.toLowerCase())
}

export const isDueWithin = (dueOn: string, { from, to }: Pick<DutyFilter, 'from' | 'to'>): boolean =>
  dueOn >= (from ?? '') && (to === undefined || dueOn <= to)
