import type { Reply } from '@sma/contract/api'

export type Page = Reply<'listTransactions'>

export const PAGE_SIZE = 100

/** Rows of all pages read so far, in the order of the account's life. */
export function allItems(pages: readonly Page[]): Page['items'] {
  return pages.flatMap((page) => page.items)
}

export function hasDerived(items: Page['items']): boolean {
  return items.some((item) => (item.derived?.length ?? 0) > 0)
}
