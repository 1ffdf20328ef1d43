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

/** How a status is drawn. */
export const markOf = (status: string | null): string => MARKS[status ?? ''] ?? ''
