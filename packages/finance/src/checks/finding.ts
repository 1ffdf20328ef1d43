import { formatScaled, MONEY_SCALE, PRICE_SCALE } from '../decimal'
import type { Finding } from './checked-day'
import { CHECK_SEVERITY, type CheckId } from './limits'

type Seen = Pick<Finding, 'found' | 'expected'> & Partial<Finding>

/** A finding with the table's severity; `seen` may name its subject and row, or a severity of its own. */
export const finding = (check: CheckId, seen: Seen): Finding => ({
  check,
  severity: CHECK_SEVERITY[check],
  subject: null,
  row: null,
  ...seen,
})

/** Money or shares: two decimals, four where they are needed. */
export const amountText = (valueE4: bigint): string => formatScaled(valueE4, MONEY_SCALE, valueE4 % 100n === 0n ? 2 : 4)

/** A NAV with `decimals` places. */
export const navText = (valueE8: bigint, decimals: number): string => formatScaled(valueE8, PRICE_SCALE, decimals)

/** A rate in millionths as percent with two decimals. */
export const percentText = (ppm: bigint): string => `${formatScaled(ppm, 4, 2)}%`
