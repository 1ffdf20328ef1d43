import type { Reply } from '@sma/contract/api'
import type { StaffRole } from '@sma/contract/staff-roles'
import { paths } from '../../app/paths'
import { instantText } from '../files/files-view'

export type Note = Reply<'readNotes'>['notes'][number]
type Kind = Note['kind']

interface Place {
  path: string
  query?: Record<string, string>
}

/** What cannot wait: clients see it, or cannot sign in. */
const URGENT: readonly Kind[] = [
  'files-rejected',
  'days-held',
  'disclosure-late',
  'messages-overdue',
  'sender',
  'code-budget',
  'codes-stopped',
]

export const isUrgent = ({ kind }: Note): boolean => URGENT.includes(kind)

/** The list that holds exactly what was counted; null where there is none. */
export function placeOf(
  { kind, until }: Note,
  { today, roles }: { today: string; roles: readonly StaffRole[] },
): Place | null {
  switch (kind) {
    case 'files-rejected':
    case 'files-held':
      return { path: paths.files, query: { status: kind.replace('files-', ''), from: today } }
    case 'days-held':
    case 'days-checked':
    case 'days-approved':
      return { path: paths.waiting, query: { state: kind.replace('days-', '') } }
    case 'findings-review':
    case 'findings-warning':
      return { path: paths.findings, query: { severity: kind.replace('findings-', '') } }
    case 'disclosure-late':
      return { path: paths.disclosure, query: { state: 'late' } }
    case 'disclosure-soon':
      return { path: paths.disclosure, query: { state: 'due', ...(until === null ? {} : { to: until }) } }
    case 'messages-overdue':
    case 'messages-open':
      return roles.includes('administrator')
        ? { path: paths.messages, query: { whose: 'all' } }
        : { path: paths.messages }
    case 'requests':
      return { path: paths.delegates }
    case 'code-budget':
    case 'code-failures':
    case 'codes-stopped':
      return { path: paths.clients }
    case 'feed':
      return { path: paths.feeds }
    case 'sender':
      return null
  }
}

/** A day as it is, an instant in Shanghai's minutes. */
export const sinceText = (since: string): string => (since.length === 10 ? since : instantText(since))
