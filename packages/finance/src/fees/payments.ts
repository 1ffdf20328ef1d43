import { absolute } from '../decimal'

/** What is remembered of one payable from step to step (R-FEE-2). */
export interface PayableWalk {
  /** What was owed at the month ends before, and whether it has been paid since. */
  monthEnds: { owedE4: bigint; isPaid: boolean }[]
  /** The last step that is known. */
  last: { valueE4: bigint; days: number } | null
}

/** A step of a payable: how it changed over how many days, and whether the fee runs evenly. */
export interface PayableStep {
  changeE4: bigint
  days: number
  isEven: boolean
}

/**
 * What accrued: the change of the payable, and what was paid besides where it fell, or where an even one rose by less than 80 %
 * of the last step's × days and a month end that is still unpaid explains why; null where it fell and nothing does (R-FEE-2).
 */
export function accruedOver(step: PayableStep, walk: PayableWalk): bigint | null {
  const { changeE4, days, isEven } = step
  const { monthEnds, last } = walk
  if (last === null) return changeE4 < 0n ? null : changeE4
  const isShort = changeE4 > 0n && isEven && changeE4 * BigInt(last.days) * 5n < last.valueE4 * BigInt(days) * 4n
  if (changeE4 >= 0n && !isShort) return changeE4
  const unpaid = monthEnds.filter(({ isPaid }) => !isPaid)
  const found = nearest(step, unpaid, last) ?? (isShort ? null : nearest(step, monthEnds, last))
  if (found === null) return isShort ? changeE4 : null
  for (const monthEnd of monthEnds.slice(0, monthEnds.indexOf(found) + 1)) monthEnd.isPaid = true
  return changeE4 + found.owedE4
}

/** The month end whose payment leaves the accrual nearest the last step's × days, within 20 %. */
function nearest<MonthEnd extends { owedE4: bigint }>(
  { changeE4, days }: PayableStep,
  monthEnds: readonly MonthEnd[],
  last: { valueE4: bigint; days: number },
): MonthEnd | null {
  const expected = last.valueE4 * BigInt(days)
  let best: { monthEnd: MonthEnd; distance: bigint } | null = null
  for (const monthEnd of monthEnds) {
    const distance = absolute((changeE4 + monthEnd.owedE4) * BigInt(last.days) - expected)
    if (distance * 5n <= expected && (best === null || distance < best.distance)) best = { monthEnd, distance }
  }
  return best?.monthEnd ?? null
}
