/** Severities and tolerances of the checks (R-CHK-*), in one place. Money and shares E4, rates in millionths. */
import type { Strategy } from '../facts'

/** `review` keeps the day from being published until a person decides; `warning` is shown. */
export type CheckSeverity = 'review' | 'warning'

export type CheckId =
  | 'R-CHK-1'
  | 'R-CHK-2'
  | 'R-CHK-3'
  | 'R-CHK-4'
  | 'R-CHK-5'
  | 'R-CHK-6'
  | 'R-CHK-7'
  | 'R-CHK-8'
  | 'R-CHK-9'
  | 'R-CHK-10'
  | 'R-CHK-11'
  | 'R-CHK-12'
  | 'R-CHK-13'
  | 'R-CHK-14'
  | 'R-CHK-15'

export const CHECK_SEVERITY: Record<CheckId, CheckSeverity> = {
  'R-CHK-1': 'review',
  'R-CHK-2': 'review',
  'R-CHK-3': 'review',
  'R-CHK-4': 'review',
  'R-CHK-5': 'warning',
  'R-CHK-6': 'warning',
  'R-CHK-7': 'warning',
  'R-CHK-8': 'review',
  'R-CHK-9': 'warning',
  'R-CHK-10': 'review',
  'R-CHK-11': 'review',
  'R-CHK-12': 'review',
  'R-CHK-13': 'review',
  'R-CHK-14': 'review',
  'R-CHK-15': 'review',
}

/** R-CHK-1, 2 and 13: one cent. */
export const CENT_E4 = 100n
/** R-CHK-3: five cents, or one cent for each fund where that is more. */
export const FUND_SUM_FLOOR_E4 = 500n
/** R-CHK-4, 5 and 10: a hundredth of a share. */
export const SHARE_TOLERANCE_E4 = 100n
/** R-CHK-4: how many trading days around its confirmation a transaction may be in transit. */
export const TRANSIT_TRADING_DAYS = 3
/** R-CHK-5: a residual under ten shares is bookkeeping dust, not a finding. */
export const DUST_SHARES_E4 = 100_000n
/** R-CHK-6: daily moves of the adjusted NAV that are worth a look. */
export const MOVE_LIMIT_PPM: Record<Strategy, bigint> = {
  cash: 2_000n,
  'fixed-income': 10_000n,
  balanced: 30_000n,
  growth: 50_000n,
  equity: 50_000n,
  cta: 50_000n,
}
/** R-CHK-6: a move beyond this blocks. */
export const MOVE_BLOCK_PPM = 100_000n
/** R-CHK-3: how far O3.2's price of a fund may stand from FA's. */
export const PRICE_GAP_PPM = 10_000n

/**
 * Blocking checks that compare the day with what is likely or with another system: what they find can be true, so a person
 * may explain it and let the day go on. All others state what must hold and have to be mended.
 */
const EXPLAINABLE: ReadonlySet<CheckId> = new Set<CheckId>(['R-CHK-4', 'R-CHK-6'])

/** Warnings can always be explained; of the blocking checks only some. */
export const mayBeExplained = (check: CheckId): boolean => CHECK_SEVERITY[check] === 'warning' || EXPLAINABLE.has(check)

/** A restated NAV that differs by so much from what was shown: 0.25 % is reported, 0.5 % is a material valuation error. */
export const RESTATEMENT_BANDS_PPM = { notable: 2_500n, material: 5_000n }
