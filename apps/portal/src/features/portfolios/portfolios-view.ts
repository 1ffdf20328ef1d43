import type { Reply } from '@sma/contract/api'
import { sumDecimals } from '@sma/ui/format/decimal-text'

export type Account = Reply<'listPortfolios'>['portfolios'][number]

/** A closed account stays at its last day for good, and what it held is paid out. */
const open = (accounts: readonly Account[]) => accounts.filter(({ state }) => state !== 'closed')
const datesOf = (accounts: readonly Account[]) => new Set(open(accounts).flatMap(({ latest }) => latest?.date ?? []))

/** True where the cards of open accounts carry figures of different days, which the page then says. */
export function datesDiffer(accounts: readonly Account[]): boolean {
  return datesOf(accounts).size > 1
}

/** Net assets of all open accounts together; null unless there are several and all of them stand at one day. */
export function totalOf(accounts: readonly Account[]): { date: string; netAssets: string } | null {
  const [date, ...others] = datesOf(accounts)
  const values = open(accounts).flatMap(({ latest }) => latest?.netAssets ?? [])
  if (!date || others.length > 0 || values.length < 2 || values.length < open(accounts).length) return null
  return { date, netAssets: sumDecimals(values) }
}
