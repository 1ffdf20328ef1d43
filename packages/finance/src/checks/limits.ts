/** Severities and tolerances of the checks (R-CHK-*), in one place. */
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
  | 'R-CHK-19'
  | 'R-CHK-20'
  | 'R-CHK-21'
  | 'R-CHK-22'
  | 'R-CHK-23'
  | 'R-CHK-24'
  | 'R-CHK-25'
  | 'R-CHK-26'
  | 'R-RET-2'

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
  'R-RET-2': 'warning',
  'R-CHK-19': 'review',
  'R-CHK-20': 'review',
  'R-CHK-21': 'review',
  'R-CHK-22': 'warning',
  'R-CHK-23': 'warning',
  'R-CHK-24': 'warning',
  'R-CHK-25': 'warning',
  'R-CHK-26': 'warning',
}

/**
 * The house's tolerances by name; the name ends with the unit. A portfolio can have its own (`limitsOf`). Money and shares E4,
 * NAVs E8, rates in millionths.
 */
const HOUSE = {
  /** R-CHK-1, 2 and 13: one cent. */
  totalE4: 100n,
  /** R-CHK-3: five cents, or one cent (`totalE4`) for each fund where that is more. */
  fundSumE4: 500n,
  /** R-CHK-4 and 10: a hundredth of a share. */
  sharesE4: 100n,
  /** R-CHK-4: how many trading days around its confirmation a transaction may be in transit. */
  transitDays: 3n,
  /** R-CHK-3: how far O3.2's price of a fund may stand from FA's. */
  priceGapPpm: 10_000n,
  /** R-CHK-5: a residual under ten shares is bookkeeping dust, not a finding. */
  dustSharesE4: 100_000n,
  /** R-CHK-6: a move beyond this blocks. */
  moveBlockPpm: 100_000n,
  /** R-CHK-20: how far FA's price of a public fund may stand from its public NAV. */
  publicNavE8: 10_000n,
  /** R-CHK-21: two cents between money and shares × price, or the price's hundredth of a share where that is more. */
  confirmationE4: 200n,
  /** R-CHK-22: how far the day's return may stand from the benchmark's. */
  benchmarkGapPpm: 30_000n,
  /** R-CHK-22: how many standard deviations of the last 60 days a day's return may be away from their mean. */
  deviations: 6n,
  /** R-CHK-25: how much of net assets may stand in clearing. */
  clearingPpm: 200_000n,
  /** R-CHK-26: how far the accrual of the management fee may stand from the one before. */
  accrualPpm: 50_000n,
}

/** R-CHK-6: daily moves of the adjusted NAV that are worth a look. */
const MOVE_PPM: Record<Strategy, bigint> = {
  cash: 2_000n,
  'fixed-income': 10_000n,
  balanced: 30_000n,
  growth: 50_000n,
  equity: 50_000n,
  cta: 50_000n,
}

/** All tolerances of one portfolio; `movePpm` is that of its strategy unless it has its own. */
export type Limits = typeof HOUSE & { movePpm: bigint }

export const TOLERANCE_NAMES = [...Object.keys(HOUSE), 'movePpm'] as (keyof Limits)[]

/** What a house may set for all its portfolios: each tolerance, and the move of each strategy. */
export type HouseTolerance = keyof typeof HOUSE | `movePpm.${Strategy}`

export type HouseTolerances = Partial<Record<HouseTolerance, bigint>>

const movesByName = Object.entries(MOVE_PPM).map(([strategy, ppm]) => [`movePpm.${strategy}`, ppm] as const)

/** The platform's own, which count where the house set none. */
export const BUILT_IN_TOLERANCES = { ...HOUSE, ...Object.fromEntries(movesByName) } as Record<HouseTolerance, bigint>

export const HOUSE_TOLERANCE_NAMES = Object.keys(BUILT_IN_TOLERANCES) as HouseTolerance[]

/** The platform's tolerances, over them those that the house set, and over those a portfolio's own. */
export function limitsOf(strategy: Strategy, own: Partial<Limits> = {}, house: HouseTolerances = {}): Limits {
  const movePpm = house[`movePpm.${strategy}`] ?? MOVE_PPM[strategy]
  const set = Object.entries(house).filter(([name]) => name in HOUSE)
  return { ...HOUSE, ...Object.fromEntries(set), movePpm, ...own }
}

/** What checks use that are run for no portfolio in particular. */
export const HOUSE_LIMITS: Limits = limitsOf('balanced')

/**
 * Blocking checks that compare the day with what is likely or with another system: what they find can be true, so a person
 * may explain it and let the day go on. All others state what must hold and have to be mended.
 */
const EXPLAINABLE: ReadonlySet<CheckId> = new Set<CheckId>(['R-CHK-4', 'R-CHK-6', 'R-CHK-19', 'R-CHK-20', 'R-CHK-21'])

/** Warnings can always be explained; of the blocking checks only some. */
export const mayBeExplained = (check: CheckId): boolean => CHECK_SEVERITY[check] === 'warning' || EXPLAINABLE.has(check)

/** A restated NAV that differs by so much from what was shown: 0.25 % is reported, 0.5 % is a material valuation error. */
export const RESTATEMENT_BANDS_PPM = { notable: 2_500n, material: 5_000n }
