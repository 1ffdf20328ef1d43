import type { Book, FeeAccrual, Payables } from '../facts'
import { accrualSteps, saysNothing, type AccrualStep } from './accrual-steps'
import { accruedOver, type PayableWalk } from './payments'

export const FEE_PARTS = ['management', 'custodian', 'audit', 'performance', 'other'] as const
export type FeePart = (typeof FEE_PARTS)[number]
/** Why a fee of the account is not known. */
export type FeeReason = 'accrual-unknown' | 'payment-unknown'

type StepState = 'stated' | 'derived' | FeeReason
const STATES: readonly StepState[] = ['stated', 'derived', 'accrual-unknown', 'payment-unknown']

/** What accrued of one part from valuation to valuation, as columns: a step ends at each valuation. */
export interface AccrualColumn {
  /** Running sums in E4, one more than there are steps; unknown steps add nothing. */
  sumsE4: BigInt64Array
  states: Uint8Array
}

/** The account's fees by part. Built once per published version (R-FEE-2). */
export type AccountAccruals = Readonly<Record<FeePart, AccrualColumn>>

/** What accrued of one part over some valuations, in E4; null with the reason of the first step that is not known. */
export interface AccruedFees {
  valueE4: bigint | null
  derived: boolean
  reason: FeeReason | null
}

/** Accruals of every valuation since the one before: from the fee file, else from what FA owes (R-FEE-2, R-FEE-3). */
export function accountAccruals(book: Book): AccountAccruals {
  const steps = accrualSteps(book)
  return {
    management: column(derivedSteps(steps, 'managementE4')),
    custodian: column(derivedSteps(steps, 'custodianE4')),
    audit: column(derivedSteps(steps, 'auditE4')),
    performance: column(withDeductions(derivedSteps(steps, 'performanceE4'), steps)),
    other: column(steps.map(otherStep)),
  }
}

/** What accrued after the valuation at `baseIndex` (−1: the launch) up to the one at `closingIndex`. */
export function accruedBetween(
  { sumsE4, states }: AccrualColumn,
  baseIndex: number,
  closingIndex: number,
): AccruedFees {
  let derived = false
  for (let at = baseIndex + 1; at <= closingIndex; at++) {
    const state = STATES[states[at] ?? 0]
    if (state === 'accrual-unknown' || state === 'payment-unknown')
      return { valueE4: null, derived: false, reason: state }
    if (state === 'derived') derived = true
  }
  return { valueE4: (sumsE4[closingIndex + 1] ?? 0n) - (sumsE4[baseIndex + 1] ?? 0n), derived, reason: null }
}

interface StepFigure {
  valueE4: bigint
  state: StepState
}

function derivedSteps(steps: readonly AccrualStep[], part: keyof Payables): StepFigure[] {
  const walk: PayableWalk = { monthEnds: [], last: null }
  return steps.map((step, index) => {
    const previous = steps[index - 1]
    const owedBefore = owed(step.before, part)
    if (previous && previous.date.slice(0, 7) !== step.date.slice(0, 7) && owedBefore !== null)
      walk.monthEnds.push({ owedE4: owedBefore, isPaid: false })
    const figure = stepFigure(step, part, walk)
    if (figure.state === 'stated' || figure.state === 'derived')
      walk.last = { valueE4: figure.valueE4, days: step.days }
    return figure
  })
}

function stepFigure(step: AccrualStep, part: keyof Payables, walk: PayableWalk): StepFigure {
  if (!step.reachesBack) return { valueE4: 0n, state: 'accrual-unknown' }
  if (step.stated !== null) return statedFigure(step.stated, part)
  const [before, after] = [owed(step.before, part), owed(step.after, part)]
  if (before === null || after === null) return { valueE4: 0n, state: 'accrual-unknown' }
  const isPerformance = part === 'performanceE4'
  const changeE4 = after - before + (isPerformance ? step.deductedE4 : 0n)
  const accrued = accruedOver({ changeE4, days: step.days, isEven: !isPerformance }, walk)
  return accrued === null ? { valueE4: 0n, state: 'payment-unknown' } : { valueE4: accrued, state: 'derived' }
}

/** No account for it among the payables that are known: no performance fee is owed. */
function owed(payables: Payables, part: keyof Payables): bigint | null {
  const stated = payables[part]
  if (stated !== null || part !== 'performanceE4') return stated
  return saysNothing(payables) ? null : 0n
}

/** Houses without performance or other fees leave these columns out; an empty cell of the rest is not known. */
function statedFigure(rows: readonly FeeAccrual[], part: keyof FeeAccrual & `${FeePart}E4`): StepFigure {
  const isUsual = part === 'managementE4' || part === 'custodianE4' || part === 'auditE4'
  let valueE4 = 0n
  for (const row of rows) {
    const stated = row[part]
    if (stated === null && isUsual) return { valueE4: 0n, state: 'accrual-unknown' }
    valueE4 += stated ?? 0n
  }
  return { valueE4, state: 'stated' }
}

/**
 * A performance fee taken in shares pays what had accrued before; what it takes beyond that accrued on its day, unless the fee
 * file says what did (R-FEE-3, R-FLW-1).
 */
function withDeductions(figures: readonly StepFigure[], steps: readonly AccrualStep[]): StepFigure[] {
  let owedE4 = 0n
  return figures.map((figure, at) => {
    const { deductedE4 = 0n, stated = null } = steps[at] ?? {}
    const unpaidE4 = owedE4 + figure.valueE4 - deductedE4
    owedE4 = unpaidE4 > 0n ? unpaidE4 : 0n
    const isOpen = figure.state === 'stated' && !stated?.some((row) => row.performanceE4 !== null)
    return isOpen && unpaidE4 < 0n ? { ...figure, valueE4: figure.valueE4 - unpaidE4 } : figure
  })
}

/** FA's payables hold no other fees than those named; without any of them nothing is known. */
function otherStep(step: AccrualStep): StepFigure {
  if (!step.reachesBack) return { valueE4: 0n, state: 'accrual-unknown' }
  if (step.stated !== null) return statedFigure(step.stated, 'otherE4')
  const known = owed(step.before, 'performanceE4') !== null && owed(step.after, 'performanceE4') !== null
  return { valueE4: 0n, state: known ? 'stated' : 'accrual-unknown' }
}

function column(figures: readonly StepFigure[]): AccrualColumn {
  const sumsE4 = new BigInt64Array(figures.length + 1)
  const states = new Uint8Array(figures.length)
  for (const [index, { valueE4, state }] of figures.entries()) {
    sumsE4[index + 1] = (sumsE4[index] ?? 0n) + valueE4
    states[index] = STATES.indexOf(state)
  }
  return { sumsE4, states }
}
