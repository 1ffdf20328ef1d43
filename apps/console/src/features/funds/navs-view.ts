import type { Body, Reply } from '@sma/contract/api'
import type { SparkPoint } from '@sma/ui/charts/sparkline'
import { formatDecimal, scaleOf } from '@sma/ui/format/decimal-text'
import { isIsoDate } from '@sma/ui/format/dates'

export type FundNav = Reply<'listFundNavs'>['items'][number]

/** The curve of what was read, the oldest first; numbers for pixels only. */
export const navPoints = (navs: readonly FundNav[]): SparkPoint[] =>
  navs.map(({ date, unitNav }) => ({ date, value: Number(unitNav) })).toReversed()

/** Price − NAV with its sign and all its decimals, four at least. */
export const differenceText = (difference: string): string =>
  formatDecimal(difference, { places: Math.max(4, scaleOf(difference)), signed: true })

const MOST_BEFORE = 3

/** The latest of what a NAV was before. */
export const beforeLines = ({ before }: FundNav): FundNav['before'] => before.slice(0, MOST_BEFORE)

/** A NAV that is being typed. */
export interface NavDraft {
  date: string
  unitNav: string
  accumulatedNav: string
  dividend: string
  reason: string
}

export const navDraft = (known: FundNav | null): NavDraft => ({
  date: known?.date ?? '',
  unitNav: known?.unitNav ?? '',
  accumulatedNav: known?.accumulatedNav ?? '',
  dividend: known?.dividend ?? '',
  reason: '',
})

export const isPriceWrong = (text: string): boolean => text.trim() !== '' && !/^\d{1,9}(\.\d{1,8})?$/.test(text.trim())

/** What is sent; null while something is missing or wrong. */
export function navWire({ date, unitNav, accumulatedNav, dividend, reason }: NavDraft): Body<'setFundNav'> | null {
  const prices = [unitNav, accumulatedNav, dividend]
  if (!isIsoDate(date) || reason.trim() === '' || prices.some(isPriceWrong)) return null
  if (!/[1-9]/.test(unitNav)) return null
  return {
    unitNav: unitNav.trim(),
    accumulatedNav: accumulatedNav.trim() || null,
    dividend: dividend.trim() || null,
    reason: reason.trim(),
  }
}
