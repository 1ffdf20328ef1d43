import type { Reply } from '@sma/contract/api'

export type Page = Reply<'listTransactions'>

export const PAGE_SIZE = 100

/** Rows of all pages read so far, the newest first. */
export function allItems(pages: readonly Page[]): Page['items'] {
  return pages.flatMap((page) => page.items)
}

export const RECORD_PERIODS = ['since-inception', 'month-to-date', 'year-to-date', 'three-years', 'custom'] as const
type RecordPeriod = (typeof RECORD_PERIODS)[number]

interface Days {
  from: string | undefined
  to: string | undefined
}

/** The period whose button is pressed: days in the URL are the custom one, whatever else stands there. */
export const recordPeriod = (asked: Days, period: RecordPeriod): RecordPeriod => {
  if (asked.from !== undefined || asked.to !== undefined) return 'custom'
  return period === 'custom' ? 'since-inception' : period
}

/** The days to ask for: all without any, the URL's own, or those of the period as the server counts them; null while unknown. */
export function recordDays(
  asked: Days,
  period: RecordPeriod,
  periods: Reply<'readPeriods'>['periods'] | undefined,
): Days | null {
  if (period === 'custom') return asked
  if (period === 'since-inception') return { from: undefined, to: undefined }
  const found = periods?.find(({ key }) => key === period)
  return found?.from && found.to ? { from: found.from, to: found.to } : null
}

export function hasDerived(items: Page['items']): boolean {
  return items.some((item) => (item.derived?.length ?? 0) > 0)
}
