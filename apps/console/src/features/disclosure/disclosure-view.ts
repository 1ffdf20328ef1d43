import type { Body, Query, Reply } from '@sma/contract/api'
import { staffEndpoints } from '@sma/contract/staff-endpoints'
import { queryChoice, queryDate, queryText } from '@sma/ui/app/url-state'
import type { LocationQuery } from 'vue-router'
import { API } from '../../app/api'

export type Duty = Reply<'listDuties'>['items'][number]
export type Rule = NonNullable<Body<'setDisclosureRule'>['rule']>

export const STATES = ['open', 'late', 'due', 'waived', 'covered'] as const
export const KINDS = ['daily', 'monthly', 'quarterly', 'annual', 'event'] as const
/** Kinds that a rule turns on and off; events are entered one by one. */
export const RULE_KINDS = ['daily', 'monthly', 'quarterly', 'annual'] as const

export const STATE_MARKS = { late: 'mark-bad', due: 'mark-wait', waived: 'soft', covered: 'mark-good' }

type Asked = NonNullable<Query<'listDuties'>>

/** What the list is asked for, from the URL. */
export const dutyQuery = (query: LocationQuery): Asked => ({
  state: queryChoice(query, 'state', STATES),
  kind: KINDS.find((one) => one === queryText(query, 'kind')),
  text: queryText(query, 'text'),
  from: queryDate(query, 'from'),
  to: queryDate(query, 'to'),
  cursor: queryText(query, 'cursor'),
})

/** Where the same list stands as a table. */
export function exportUrl({ state, kind, text, from, to }: Asked): string {
  const asked = Object.entries({ state, kind, text, from, to }).filter(([, value]) => value)
  return `${API}${staffEndpoints.exportDuties.path}?${new URLSearchParams(asked as [string, string][]).toString()}`
}

/** How many of a state stand behind its choice. */
export const countOf = (counts: Reply<'listDuties'>['counts'], state: (typeof STATES)[number]): number =>
  state === 'open' ? counts.late + counts.due : counts[state]

/** Key and figures of a period's words: `2026-10`, `2026-Q4`, `2026`, or a day. */
export function periodWords(period: string): { key: string; year: string; part: string } {
  const [year = '', part = ''] = period.split('-')
  if (period.length === 4) return { key: 'year', year, part }
  if (part.startsWith('Q')) return { key: 'quarter', year, part: part.slice(1) }
  if (period.length === 7) return { key: 'month', year, part: String(Number(part)) }
  return { key: 'day', year: period, part: '' }
}

/** Whole days from a day to another, both `YYYY-MM-DD`. */
export const daysFrom = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** What a rule's form begins with. */
export const ruleOf = ({ daily, monthly, quarterly, annual, since }: Rule): Rule => ({
  daily,
  monthly,
  quarterly,
  annual,
  since,
})
