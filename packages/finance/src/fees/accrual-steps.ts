import { absolute } from '../decimal'
import { addDays, daysBetween, weekday } from '../dates'
import type { Book, FeeAccrual, Payables, Valuation } from '../facts'

/** From one valuation (the first: from the launch) to the next: what the sources say of fees in between. */
export interface AccrualStep {
  date: string
  /** Calendar days. */
  days: number
  before: Payables
  after: Payables
  /** Rows of the fee file for this step, perhaps none; null where the file does not speak of it and the payables do. */
  stated: readonly FeeAccrual[] | null
  /** Performance fees that were taken in shares (R-FLW-1). */
  deductedE4: bigint
  /** False for a first step that does not reach back to the launch. */
  reachesBack: boolean
}

/** The first accrual is known only where it reaches back to the launch: later ones may have been paid meanwhile. */
const LONGEST_FIRST_STEP = 31
/** A file whose rows are this many days apart states weeks or months, not days. */
const SPARSE_DAYS = 5

const NOTHING_OWED: Payables = { managementE4: 0n, custodianE4: 0n, auditE4: 0n, performanceE4: 0n }

/** One step per valuation, in date order (R-FEE-2). */
export function accrualSteps({ portfolio, valuations, fees, flows }: Book): AccrualStep[] {
  const deductions = flows.filter((flow) => flow.kind === 'performance-fee')
  const isCovered = feeFileCover(portfolio.launchDate, fees)
  let feeAt = 0
  return valuations.map((valuation, index) => {
    const start = feeAt
    while ((fees[feeAt]?.date ?? '~') <= valuation.date) feeAt++
    const rows = fees.slice(start, feeAt)
    const before = valuations[index - 1]
    const begin = before?.date ?? portfolio.launchDate
    const deducted = deductions.filter((flow) => (!before || flow.date > begin) && flow.date <= valuation.date)
    return {
      date: valuation.date,
      days: Math.max(daysBetween(begin, valuation.date), 1),
      before: before?.payables ?? NOTHING_OWED,
      after: valuation.payables,
      stated: rows.length > 0 || isCovered(begin, valuation) ? rows : null,
      deductedE4: deducted.reduce((sum, flow) => sum + absolute(flow.amountE4), 0n),
      reachesBack:
        before !== undefined ||
        daysBetween(portfolio.launchDate, rows[0]?.date ?? valuation.date) <= LONGEST_FIRST_STEP,
    }
  })
}

/** True where the payables say nothing at all. */
export const saysNothing = (payables: Payables): boolean =>
  payables.managementE4 === null &&
  payables.custodianE4 === null &&
  payables.auditE4 === null &&
  payables.performanceE4 === null

/**
 * Whether a step without rows of the fee file is one in which nothing accrued: a weekend's valuation inside a daily file, any
 * day inside a weekly or monthly one, and the launch day before the first row. Other days that a daily file leaves out are not.
 */
function feeFileCover(launch: string, fees: readonly FeeAccrual[]): (begin: string, valuation: Valuation) => boolean {
  const [first, last] = [fees[0]?.date, fees.at(-1)?.date]
  if (first === undefined || last === undefined) return () => false
  const spacing = fees.length > 1 ? Math.ceil(daysBetween(first, last) / (fees.length - 1)) : 0
  const isSparse = spacing >= SPARSE_DAYS
  const since = isSparse ? addDays(first, -spacing) : first
  return (begin, { date, payables }) => {
    if (date <= launch && saysNothing(payables)) return true
    return date > since && date <= last && (isSparse || isWeekend(begin, date))
  }
}

/** True when every day after `begin` up to `end` is a Saturday or Sunday. */
function isWeekend(begin: string, end: string): boolean {
  for (let date = addDays(begin, 1); date <= end; date = addDays(date, 1)) if (weekday(date) <= 5) return false
  return true
}
