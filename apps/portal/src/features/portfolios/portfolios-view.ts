import type { Reply } from '@sma/contract/api'
import { sumDecimals } from '@sma/ui/format/decimal-text'

export type Account = Reply<'listPortfolios'>['portfolios'][number]

const datesOf = (accounts: readonly Account[]) => new Set(accounts.flatMap((account) => account.latest?.date ?? []))

/** True where the cards carry figures of different days, which the page then says. */
export function datesDiffer(accounts: readonly Account[]): boolean {
  return datesOf(accounts).size > 1
}

/** Net assets of all accounts together; null unless there are several and all of them stand at one day. */
export function totalOf(accounts: readonly Account[]): { date: string; netAssets: string } | null {
  const [date, ...others] = datesOf(accounts)
  const values = accounts.flatMap((account) => account.latest?.netAssets ?? [])
  if (!date || others.length > 0 || accounts.length < 2 || values.length < accounts.length) return null
  return { date, netAssets: sumDecimals(values) }
}
