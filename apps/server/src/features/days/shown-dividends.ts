/** Dividends of funds are master data; a published day counts them as they were known when it was shown (R-HLD-6). */
import type { FundDividend } from '@sma/finance/facts'

/** A fund's dividend on its ex-date, with all that was ever said of it. */
export interface SaidDividend {
  fundCode: string
  date: string
  /** What it is said to be now; null where it was taken back. */
  dividendE8: bigint | null
  /** ISO, UTC; null: since ever. */
  knownSince: string | null
  /** What it was said to be before, the newest first. */
  before: { dividendE8: bigint | null; until: string }[]
}

/** What a dividend was said to be at an instant (ISO, UTC), in E8 a share; null where it was not known. */
export function dividendAt({ dividendE8, knownSince, before }: SaidDividend, instant: string): bigint | null {
  if (knownSince !== null && knownSince > instant) return null
  const earliest = before.findLast(({ until }) => until > instant)
  return earliest ? earliest.dividendE8 : dividendE8
}

/** When it was last said otherwise; null: what stands is known since ever. */
const saidSince = ({ knownSince, before }: SaidDividend): string | null => before[0]?.until ?? knownSince

/**
 * The latest instant at which a version of a day on or after an ex-date was shown; null: before such times were kept;
 * undefined: there is no such day. Of instants at or after `enough` any will do.
 */
export type LastShown = (exDate: string, enough: string) => string | null | undefined

/**
 * The dividends that published days count: each as it was known when the newest of the versions from its ex-date on was shown.
 * One that comes late so counts from the next day that is published, or with a new version of an earlier one.
 */
export function shownDividends(said: readonly SaidDividend[], lastShown: LastShown): FundDividend[] {
  return said.flatMap((dividend) => {
    const instant = lastShown(dividend.date, saidSince(dividend) ?? '')
    if (instant === undefined) return []
    const dividendE8 = instant === null ? dividend.dividendE8 : dividendAt(dividend, instant)
    return dividendE8 ? [{ fundCode: dividend.fundCode, date: dividend.date, dividendE8 }] : []
  })
}
