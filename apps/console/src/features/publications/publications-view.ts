import { ApiProblem, NETWORK_FAILED } from '@sma/ui/api/api-problem'
import { problemOf } from '@sma/ui/api/client'
import type { Body, Query, Reply } from '@sma/contract/api'
import { queryChoice, queryText } from '@sma/ui/app/url-state'
import { shanghaiDate, formatDateLong } from '@sma/ui/format/dates'
import type { LocationQuery } from 'vue-router'

export const KINDS = ['announcement', 'article'] as const
export const STATES = ['draft', 'scheduled', 'shown', 'withdrawn'] as const
export const AUDIENCES = ['all', 'accounts', 'strategy'] as const
export const REPORTS = ['monthly', 'quarterly', 'annual', 'event'] as const
export const STRATEGIES = ['cash', 'fixed-income', 'balanced', 'growth', 'equity', 'cta'] as const

export const STATE_MARKS = { draft: 'mark-wait', scheduled: 'mark-wait', shown: 'mark-good', withdrawn: 'mark-bad' }

type Opened = Reply<'readStaffPublication'>
type Written = Body<'addPublication'>

/** What the list is asked for, from the URL. */
export function listQuery(query: LocationQuery): NonNullable<Query<'listPublications'>> {
  return {
    kind: queryChoice(query, 'kind', ['', ...KINDS]) || undefined,
    state: queryChoice(query, 'state', ['', ...STATES]) || undefined,
    text: queryText(query, 'text'),
    portfolio: queryText(query, 'portfolio'),
  }
}

/** What the form holds: text fields are never null, and the time is Shanghai's. */
export interface Draft extends Pick<Written, 'kind' | 'title' | 'audience' | 'strategy'> {
  category: string
  summary: string
  text: string
  /** `2026-01-05T09:30`; empty: at the moment of its release. */
  publishedAt: string
  /** Codes, parted by blanks or commas. */
  portfolios: string
  /** Empty: it meets no duty of disclosure. */
  reportKind: '' | (typeof REPORTS)[number]
  reportPeriod: string
}

export const emptyDraft = (): Draft => ({
  kind: 'announcement',
  title: '',
  category: '',
  summary: '',
  text: '',
  publishedAt: '',
  audience: 'all',
  strategy: null,
  portfolios: '',
  reportKind: '',
  reportPeriod: '',
})

export const draftOf = (opened: Opened): Draft => ({
  kind: opened.kind,
  title: opened.title,
  category: opened.category ?? '',
  summary: opened.summary ?? '',
  text: opened.text ?? '',
  publishedAt: opened.publishedAt === null ? '' : shanghaiTime(opened.publishedAt),
  audience: opened.audience,
  strategy: opened.strategy,
  portfolios: opened.portfolios.join(' '),
  reportKind: opened.report?.kind ?? '',
  reportPeriod: opened.report?.period ?? '',
})

const shanghaiTime = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16)

/** What is sent of the form. */
export const writtenOf = (draft: Draft): Written => ({
  kind: draft.kind,
  title: draft.title.trim(),
  category: draft.category.trim() || null,
  summary: draft.summary.trim() || null,
  text: draft.text.trim() || null,
  publishedAt: draft.publishedAt === '' ? null : `${draft.publishedAt}:00+08:00`,
  audience: draft.audience,
  strategy: draft.audience === 'strategy' ? (draft.strategy ?? 'balanced') : null,
  portfolios: draft.audience === 'accounts' ? codesIn(draft.portfolios) : [],
  report: draft.reportKind === '' ? null : { kind: draft.reportKind, period: draft.reportPeriod.trim().toUpperCase() },
})

/** What a period of each kind looks like. */
const PERIODS = {
  monthly: /^\d{4}-(0[1-9]|1[0-2])$/,
  quarterly: /^\d{4}-Q[1-4]$/i,
  annual: /^\d{4}$/,
  event: /^\d{4}-\d\d-\d\d$/,
} as const

/** Whether the period is not one of the report's kind. */
export const isPeriodWrong = ({ reportKind, reportPeriod }: Draft): boolean =>
  reportKind !== '' && !PERIODS[reportKind].test(reportPeriod.trim())

export const codesIn = (text: string): string[] => [...new Set(text.split(/[\s,，;；、]+/).filter(Boolean))]

/** The day that clients read; today's where it has no time yet. */
export const dayText = (draft: Draft, locale: string, now: number): string =>
  formatDateLong(draft.publishedAt === '' ? shanghaiDate(now) : draft.publishedAt.slice(0, 10), locale)

/** Where staff fetch a file. */
export const staffDocumentUrl = (id: string): string => `/api/v1/staff/documents/${encodeURIComponent(id)}`

/** The bytes of one, for the viewer. Rejects with ApiProblem. */
export async function staffBytes(id: string): Promise<ArrayBuffer> {
  const reply = await window.fetch(staffDocumentUrl(id), { credentials: 'same-origin' }).catch(() => {
    throw new ApiProblem({ code: NETWORK_FAILED, status: 0 })
  })
  if (!reply.ok) throw await problemOf(reply)
  return reply.arrayBuffer()
}

/** After how many days those who have not opened it may be reminded. */
export const REMINDER_DAYS = [0, 3, 7, 30] as const

/** Where the table of whom to remind stands. */
export const remindersUrl = (id: string, days: number): string =>
  `/api/v1/staff/publications/${encodeURIComponent(id)}/reminders?days=${days}`

/** The ids in their order, with one of them a place further up. */
export function movedUp(ids: readonly string[], id: string): string[] {
  const at = ids.indexOf(id)
  if (at < 1) return [...ids]
  return [...ids.slice(0, at - 1), id, ids[at - 1] ?? '', ...ids.slice(at + 1)]
}
