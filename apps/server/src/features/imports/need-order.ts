/** Files are taken in the order in which they need each other, not in that of their names. */
import type { FileKind } from '@sma/contract/file-kinds'

const ORDER: readonly FileKind[] = [
  'portfolios',
  'funds',
  'accounts',
  'clients',
  'calendar',
  'fund-navs',
  'benchmarks',
  'contacts',
  'pdf',
  'documents',
  'news',
  'fees',
  'flows',
  'transactions',
  'o32-journal',
  'o32-holdings',
  'holdings',
  'valuations',
  'fa-dump',
  'fa-valuation-sheet',
]

interface Ordered {
  kind: FileKind | null
  /** First day that the file speaks of. */
  firstDate: string | null
}

/** Compares two files: by kind, then days by date; FA's own sources go together by date. */
export function byNeed(left: Ordered, right: Ordered): number {
  const difference = rank(left.kind) - rank(right.kind)
  if (difference !== 0) return difference
  return (left.firstDate ?? '').localeCompare(right.firstDate ?? '')
}

const rank = (kind: FileKind | null): number => {
  if (kind === null) return -1
  return ORDER.indexOf(kind === 'fa-valuation-sheet' ? 'fa-dump' : kind)
}
