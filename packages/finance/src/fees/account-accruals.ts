import { absolute } from '../decimal'
import { daysBetween } from '../dates'
import type { Book, FeeAccrual, Payables } from '../facts'

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

/** The first accrual is known only where it reaches back to the launch: later ones may have been paid meanwhile. */
const LONGEST_FIRST_STEP = 31

/** Accruals of every valuation since the one before: from the fee file, else from what FA owes (R-FEE-2, R-FEE-3). */
export function accountAccruals(book: Book): AccountAccruals {
  const steps = stepsOf(book)
  return {
    management: column(derivedSteps(steps, 'managementE4')),
    custodian: column(derivedSteps(steps, 'custodianE4')),
    audit: column(derivedSteps(steps, 'auditE4')),
    performance: column(withDeductions(book, steps, derivedSteps(steps, 'performanceE4'))),
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

/** From one valuation (null: the launch) to the next. */
interface Step {
  date: string
  /** Calendar days. */
  days: number
  before: Payables
  after: Payables
  /** Rows of the fee file dated in the step. */
  stated: FeeAccrual[]
  /** False for a first step that does not reach back to the launch. */
  reachesBack: boolean
}

interface StepFigure {
  valueE4: bigint
  state: StepState
}

const NOTHING_OWED: Payables = { managementE4: 0n, custodianE4: 0n, auditE4: 0n, performanceE4: 0n }

function stepsOf({ portfolio, valuations, fees }: Book): Step[] {
  let feeAt = 0
  return valuations.map((valuation, index) => {
    const start = feeAt
    while ((fees[feeAt]?.date ?? '~') <= valuation.date) feeAt++
    const stated = fees.slice(start, feeAt)
    const before = valuations[index - 1]
    const begin = before?.date ?? portfolio.launchDate
    const evidence = stated[0]?.date ?? valuation.date
    return {
      date: valuation.date,
      days: Math.max(daysBetween(begin, valuation.date), 1),
      before: before?.payables ?? NOTHING_OWED,
      after: valuation.payables,
      stated,
      reachesBack: before !== undefined || daysBetween(portfolio.launchDate, evidence) <= LONGEST_FIRST_STEP,
    }
  })
}

interface Walk {
  /** What was owed at the month ends before. */
  monthEndsE4: bigint[]
  /** The last step that is known. */
  last: { valueE4: bigint; days: number } | null
}

function derivedSteps(steps: readonly Step[], part: keyof Payables): StepFigure[] {
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

function stepFigure(step: Step, part: keyof Payables, walk: Walk): StepFigure {
  if (!step.reachesBack) return { valueE4: 0n, state: 'accrual-unknown' }
  if (step.stated.length > 0) return statedFigure(step.stated, part)
  const [before, after] = [owed(step.before, part), owed(step.after, part)]
  if (before === null || after === null) return { valueE4: 0n, state: 'accrual-unknown' }
  const change = after - before
  if (change >= 0n) return { valueE4: change, state: 'derived' }
  const accrued = accruedBesidePayment(change, step.days, walk)
  return accrued === null ? { valueE4: 0n, state: 'payment-unknown' } : { valueE4: accrued, state: 'derived' }
}

/** No account for it among the payables that are known: no performance fee is owed. */
function owed(payables: Payables, part: keyof Payables): bigint | null {
  const stated = payables[part]
  if (stated !== null || part !== 'performanceE4') return stated
  return payables.managementE4 === null && payables.custodianE4 === null && payables.auditE4 === null ? null : 0n
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

/** A performance fee taken in shares is one, unless the fee file states it already (R-FEE-3, R-FLW-1). */
function withDeductions(book: Book, steps: readonly Step[], figures: readonly StepFigure[]): StepFigure[] {
  const deductions = book.flows.filter((flow) => flow.kind === 'performance-fee')
  if (deductions.length === 0) return [...figures]
  return figures.map((figure, index) => {
    const [begin, step] = [steps[index - 1]?.date ?? '', steps[index]]
    if (!step || step.stated.some((row) => row.performanceE4 !== null)) return figure
    const taken = deductions.filter((flow) => flow.date > begin && flow.date <= step.date)
    return { ...figure, valueE4: taken.reduce((sum, flow) => sum + absolute(flow.amountE4), figure.valueE4) }
  })
}

/** FA's payables hold no other fees than those named; without any of them nothing is known. */
function otherStep(step: Step): StepFigure {
  if (!step.reachesBack) return { valueE4: 0n, state: 'accrual-unknown' }
  if (step.stated.length > 0) return statedFigure(step.stated, 'otherE4')
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
