import type { Query } from '@sma/contract/api'
import { FILE_KINDS } from '@sma/contract/file-kinds'
import { queryChoice, queryDate, queryText } from '@sma/ui/app/url-state'
import type { LocationQuery } from 'vue-router'

export const STATUSES = ['applied', 'held', 'rejected', 'unchanged', 'received'] as const

/** What the ledger is asked for, from the URL; what makes no sense there is left out. */
export function ledgerQuery(query: LocationQuery): NonNullable<Query<'listFiles'>> {
  const status = queryChoice(query, 'status', ['', ...STATUSES])
  const kind = queryChoice(query, 'kind', ['', ...FILE_KINDS])
  return {
    status: status || undefined,
    kind: kind || undefined,
    text: queryText(query, 'text'),
    from: queryDate(query, 'from'),
    to: queryDate(query, 'to'),
    cursor: queryText(query, 'cursor'),
  }
}

/** `12 KB`; whole numbers are enough to tell files apart. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** `2026-01-05 09:30` in Shanghai, where the house works. */
export function instantText(instant: string): string {
  const shanghai = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString()
  return `${shanghai.slice(0, 10)} ${shanghai.slice(11, 16)}`
}

const MARKS: Record<string, string> = { rejected: 'mark-bad', held: 'mark-wait', applied: 'mark-good' }

/** How a file's worst problem is drawn. */
export const WORST_MARKS = { error: 'mark-bad', review: 'mark-wait', warning: '' } as const

const GRAVITY = ['error', 'review', 'warning'] as const

/** The gravest first, each kind in the order of the file. */
export const orderedProblems = <P extends { severity: (typeof GRAVITY)[number] }>(problems: readonly P[]): P[] =>
  GRAVITY.flatMap((severity) => problems.filter((problem) => problem.severity === severity))

const ATTENTION = ['rejected', 'held'] as const

/** How many files came out how; what asks for someone first. */
export function statusCounts(files: readonly { status: string | null }[]): { status: string; count: number }[] {
  const order = [...ATTENTION, ...STATUSES.filter((status) => status !== 'rejected' && status !== 'held')]
  return order
    .map((status) => ({ status, count: files.filter((file) => file.status === status).length }))
    .filter(({ count }) => count > 0)
}

/** Files that ask for someone before the others, each kind in the order sent. */
export function orderedFiles<F extends { status: string | null }>(files: readonly F[]): F[] {
  const rank = ({ status }: F) => {
    const at = ATTENTION.findIndex((one) => one === status)
    return at < 0 ? ATTENTION.length : at
  }
  return [...files].sort((a, b) => rank(a) - rank(b))
}

/** How a status is drawn. */
export const markOf = (status: string | null): string => MARKS[status ?? ''] ?? ''
