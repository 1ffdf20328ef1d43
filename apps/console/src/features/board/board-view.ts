import type { Reply } from '@sma/contract/api'
import type { StaffRole } from '@sma/contract/staff-roles'

export type BoardRow = Reply<'readBoard'>['portfolios'][number]
type BoardState = NonNullable<BoardRow['state']>

/** From what asks for someone to what is done. */
const BOARD_STATES = ['missing', 'arrived', 'held', 'checked', 'approved', 'withdrawn', 'published'] as const

/** Who carries a day on from where it stands. */
const NEXT_HANDS: Record<BoardState, readonly StaffRole[]> = {
  missing: ['operator'],
  arrived: ['operator'],
  held: ['operator', 'reviewer'],
  checked: ['reviewer'],
  approved: ['operator', 'reviewer'],
  withdrawn: ['operator'],
  published: [],
}

/** What the board is narrowed to: `yours` is what waits for the person who looks. */
export const BOARD_GROUPS = ['', 'yours', ...BOARD_STATES] as const
export type BoardGroup = (typeof BOARD_GROUPS)[number]

export const SORTS = ['state', 'code', 'name', 'lastPublished', 'missingDays', 'waiting', 'findings'] as const
export type Sort = (typeof SORTS)[number]

/** Numbers: they begin with the largest. */
export const FIGURES: readonly Sort[] = ['missingDays', 'waiting', 'findings']

/** The house has no published day yet: what to do first is told above the rows. */
export const begins = ({ date, today, portfolios }: Reply<'readBoard'>): boolean =>
  date === today && portfolios.every(({ lastPublished }) => lastPublished === null)

/** `-` before a column turns it round. */
export type SortText = Sort | `-${Sort}`
export const SORT_TEXTS = SORTS.flatMap((sort): SortText[] => [sort, `-${sort}`]) as [SortText, ...SortText[]]

export interface BoardFilter {
  text: string
  group: BoardGroup
  roles: readonly StaffRole[]
  sort: SortText
}

const rank = (row: BoardRow): number => (row.state === null ? BOARD_STATES.length : BOARD_STATES.indexOf(row.state))

const COMPARE: Record<Sort, (a: BoardRow, b: BoardRow) => number> = {
  state: (a, b) => rank(a) - rank(b) || b.missingDays - a.missingDays,
  code: (a, b) => compareText(a.code, b.code),
  name: (a, b) => a.name.localeCompare(b.name, 'zh-CN'),
  lastPublished: (a, b) => compareText(a.lastPublished ?? '', b.lastPublished ?? ''),
  missingDays: (a, b) => a.missingDays - b.missingDays,
  waiting: (a, b) => a.waiting - b.waiting,
  findings: (a, b) => a.findings - b.findings,
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The rows that a filter leaves, in its order; rows that are equal in it stay by code. */
export function boardRows(rows: readonly BoardRow[], { text, group, roles, sort }: BoardFilter): BoardRow[] {
  const wanted = text.trim().toLowerCase()
  const column = sort.replace('-', '') as Sort
  const sign = sort.startsWith('-') ? -1 : 1
  return rows
    .filter((row) => isIn(row, group, roles))
    .filter(({ code, name }) => `${code} ${name}`.toLowerCase().includes(wanted))
    .sort((a, b) => sign * COMPARE[column](a, b) || COMPARE.code(a, b))
}

function isIn({ state }: BoardRow, group: BoardGroup, roles: readonly StaffRole[]): boolean {
  if (group === '') return true
  if (group === 'yours') return state !== null && NEXT_HANDS[state].some((role) => roles.includes(role))
  return state === group
}

/** How many accounts are where, what waits for these roles before all; groups that nothing is in are left out. */
export function boardGroups(
  rows: readonly BoardRow[],
  roles: readonly StaffRole[],
): { group: BoardGroup; count: number }[] {
  return BOARD_GROUPS.map((group) => ({ group, count: rows.filter((row) => isIn(row, group, roles)).length })).filter(
    ({ group, count }) => group === '' || count > 0,
  )
}

/** The other way round where the column is chosen already; numbers begin with the largest. */
export function nextSort(current: SortText, column: Sort): SortText {
  if (current === column) return `-${column}`
  if (current === `-${column}`) return column
  return firstSort(column)
}

/** How a column is sorted at first. */
export const firstSort = (column: Sort): SortText => (FIGURES.includes(column) ? `-${column}` : column)
