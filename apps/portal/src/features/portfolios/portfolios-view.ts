import type { Reply } from '@sma/contract/api'

export type Account = Reply<'listPortfolios'>['portfolios'][number]

/** True where the cards carry figures of different days, which the page then says. */
export function datesDiffer(accounts: readonly Account[]): boolean {
  return new Set(accounts.flatMap((account) => account.latest?.date ?? [])).size > 1
}
