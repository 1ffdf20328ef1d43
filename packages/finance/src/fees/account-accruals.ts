import { absolute } from '../decimal'
import type { Book, FeeAccrual, Payables } from '../facts'
import { accrualSteps, saysNothing, type AccrualStep } from './accrual-steps'

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
    performance: column(derivedSteps(steps, 'performanceE4').map((figure, at) => withDeduction(figure, steps[at]))),
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

interface Walk {
  /** What was owed at the month ends before. */
  monthEndsE4: bigint[]
  /** The last step that is known. */
  last: { valueE4: bigint; days: number } | null
}

function derivedSteps(steps: readonly AccrualStep[], part: keyof Payables): StepFigure[] {
  const walk: Walk = { monthEndsE4: [], last: null }
  return steps.map((step, index) => {
    const previous = steps[index - 1]
    const owedBefore = owed(step.before, part)
    if (previous && previous.date.slice(0, 7) !== step.date.slice(0, 7) && owedBefore !== null)
      walk.monthEndsE4.push(owedBefore)
    const figure = stepFigure(step, part, walk)
    if (figure.state === 'stated' || figure.state === 'derived')
      walk.last = { valueE4: figure.valueE4, days: step.days }
    return figure
  })
}

function stepFigure(step: AccrualStep, part: keyof Payables, walk: Walk): StepFigure {
  if (!step.reachesBack) return { valueE4: 0n, state: 'accrual-unknown' }
  if (step.stated !== null) return statedFigure(step.stated, part)
  const [before, after] = [owed(step.before, part), owed(step.after, part)]
  if (before === null || after === null) return { valueE4: 0n, state: 'accrual-unknown' }
  const paid = part === 'performanceE4' ? step.deductedE4 : 0n
  const change = after - before + paid
  if (change >= 0n) return { valueE4: change, state: 'derived' }
  const accrued = accruedBesidePayment(change, step.days, walk)
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
 * The payable fell: what was owed at an earlier month end has been paid, the one that leaves the accrual nearest the last
 * step's × days, within 20 %; null where none does (R-FEE-2).
 */
function accruedBesidePayment(change: bigint, days: number, { monthEndsE4, last }: Walk): bigint | null {
  if (last === null) return null
  const expected = last.valueE4 * BigInt(days)
  let best: { accrued: bigint; distance: bigint } | null = null
  for (const paid of monthEndsE4) {
    const accrued = change + paid
    const distance = absolute(accrued * BigInt(last.days) - expected)
    if (distance * 5n <= expected && (best === null || distance < best.distance)) best = { accrued, distance }
  }
  return best?.accrued ?? null
}

/**
 * A performance fee taken in shares is one, unless the fee file states it already; where the payables speak it has paid what they
 * held (R-FEE-3, R-FLW-1).
 */
function withDeduction(figure: StepFigure, step: AccrualStep | undefined): StepFigure {
  if (figure.state !== 'stated' || !step || step.stated?.some((row) => row.performanceE4 !== null)) return figure
  return { ...figure, valueE4: figure.valueE4 + step.deductedE4 }
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
