import type { Query, Reply } from '@sma/contract/api'
import { staffEndpoints } from '@sma/contract/staff-endpoints'
import { PROBLEM_CODES } from '@sma/contract/problem-codes'
import { PROBLEM_WORDS, problemText, type Language } from '@sma/contract/problem-words'
import type { StaffRole } from '@sma/contract/staff-roles'
import { queryChoice, queryDate, queryText } from '@sma/ui/app/url-state'
import type { LocationQuery } from 'vue-router'
import { API } from '../../app/api'

export type FindingItem = Reply<'listFindings'>['items'][number]
export type FindingsQuery = NonNullable<Query<'listFindings'>>
export type FindingOutcome = Reply<'explainFindings'>['decisions'][number]['outcome']

const STATES = ['open', 'explained', 'resolved'] as const
/** `all` stands for no state asked; what is open comes first. */
export const STATE_CHOICES = [...STATES, 'all'] as const
export const SEVERITIES = ['review', 'warning'] as const

/** Warnings of a file's reader: they stand in the file's own report alone. */
const REPORT_ONLY: readonly string[] = ['R-CHK-17', 'R-CHK-27']
/** What a reader holds days back for, besides checks. */
const READER_CODES = [
  'date-conflict',
  'date-missing',
  'product-conflict',
  'header-ambiguous',
  'column-missing',
  'unit-not-yuan',
  'no-rows',
  'row-missing',
  'row-duplicate',
  'row-conflict',
  'row-shifted',
  'value-missing',
  'value-invalid',
  'value-too-precise',
  'operation-unknown',
  'money-leg-only',
] as const satisfies readonly (typeof PROBLEM_CODES)[number][]
export const CHECKS = [
  ...PROBLEM_CODES.filter((code) => code.startsWith('R-') && !REPORT_ONLY.includes(code)),
  ...READER_CODES,
]

/** The missing day: who explains it says that there is none, for good. */
export const MISSING_DAY = 'R-CHK-7'

/** Who may explain, reopen and assign: the same roles that the server lets in. */
const HANDS: readonly StaffRole[] = ['operator', 'reviewer']
export const mayDecide = (roles: readonly StaffRole[]): boolean => HANDS.some((role) => roles.includes(role))

/** What the inbox is asked for, from the URL; what makes no sense there is left out. */
export function findingsQuery(query: LocationQuery): FindingsQuery {
  const state = queryChoice(query, 'state', STATE_CHOICES)
  const check = queryText(query, 'check')
  return {
    state: state === 'all' ? undefined : state,
    severity: queryChoice(query, 'severity', ['', ...SEVERITIES]) || undefined,
    check: CHECKS.find((known) => known === check),
    portfolio: queryText(query, 'portfolio'),
    date: queryDate(query, 'date'),
    owner: queryText(query, 'owner'),
  }
}

/** Where the findings of a query can be had as a table for a spreadsheet. */
export function exportPath({ state, severity, check, portfolio, date, owner }: FindingsQuery): string {
  const asked = Object.entries({ state, severity, check, portfolio, date, owner }).filter(([, value]) => value)
  const query = new URLSearchParams(asked as [string, string][]).toString()
  return `${API}${staffEndpoints.exportFindings.path}${query ? `?${query}` : ''}`
}

const NOWHERE = { sheet: null, row: null, column: null, found: null, expected: null }

/** What a check says and what to do, in plain words; the check's id where nobody has words for it. */
export function checkText(check: string, language: Language): string {
  const code = PROBLEM_CODES.find((known) => known === check)
  return code ? problemText(code, NOWHERE, language) : check
}

/** `R-CHK-1 资产合计 …`: how a check is called in a list; what only a reader finds has no number. */
export function checkLabel(check: (typeof CHECKS)[number], language: Language): string {
  const { what } = PROBLEM_WORDS[check][language]
  return check.startsWith('R-') ? `${check} ${what}` : what
}

/** A decision names what was seen, so that nobody decides on other figures. */
export const asSeen = (items: readonly FindingItem[]) =>
  items.map(({ id, found, expected }) => ({ id, found, expected }))

/** What each action of the chosen findings would fall on. */
export function choicesOf(chosen: readonly FindingItem[]) {
  return {
    explain: chosen.filter(({ state, mayBeExplained }) => state !== 'resolved' && mayBeExplained),
    mend: chosen.filter(({ state, mayBeExplained }) => state !== 'resolved' && !mayBeExplained),
    missingDays: chosen.filter(({ state, check }) => state !== 'resolved' && check === MISSING_DAY),
    reopen: chosen.filter(({ state }) => state === 'explained'),
  }
}
