import type { Query, Reply } from '@sma/contract/api'
import { PROBLEM_CODES } from '@sma/contract/problem-codes'
import { PROBLEM_WORDS, problemText, type Language } from '@sma/contract/problem-words'
import type { StaffRole } from '@sma/contract/staff-roles'
import { queryChoice, queryDate, queryText } from '@sma/ui/app/url-state'
import type { LocationQuery } from 'vue-router'

export type FindingItem = Reply<'listFindings'>['items'][number]
export type FindingsQuery = NonNullable<Query<'listFindings'>>
export type FindingOutcome = Reply<'explainFindings'>['decisions'][number]['outcome']

const STATES = ['open', 'explained', 'resolved'] as const
/** `all` stands for no state asked; what is open comes first. */
export const STATE_CHOICES = [...STATES, 'all'] as const
export const SEVERITIES = ['review', 'warning'] as const

/** Found inside a file: such findings stand in the file's own report. */
const FILE_CHECKS: readonly string[] = ['R-CHK-16', 'R-CHK-17', 'R-CHK-18']
export const CHECKS = PROBLEM_CODES.filter((code) => code.startsWith('R-') && !FILE_CHECKS.includes(code))

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

const NOWHERE = { sheet: null, row: null, column: null, found: null, expected: null }

/** What a check says and what to do, in plain words; the check's id where nobody has words for it. */
export function checkText(check: string, language: Language): string {
  const code = PROBLEM_CODES.find((known) => known === check)
  return code ? problemText(code, NOWHERE, language) : check
}

/** `R-CHK-1 资产合计 …`: how a check is called in a list. */
export const checkLabel = (check: (typeof CHECKS)[number], language: Language): string =>
  `${check} ${PROBLEM_WORDS[check][language].what}`

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
