import { roundToCents } from '../decimal'
import type { Operation, Transaction } from '../facts'
import type { PeriodWindow } from '../periods/period-window'
import { accruedBetween, FEE_PARTS, type AccountAccruals, type FeePart, type FeeReason } from './account-accruals'

/** Fees of one fund's transactions, in E4 whole cents. */
export interface FundFees {
  fundCode: string
  subscriptionFeeE4: bigint
  redemptionFeeE4: bigint
}

/** Fees of a period in E4 whole cents; `totalE4` is their sum, null where a part is not known (R-FEE-1). */
export interface PeriodFees {
  totalE4: bigint | null
  reason: string | null
  /** Funds with fees, by code. */
  funds: FundFees[]
  account: Record<FeePart, bigint | null>
  reasons: Partial<Record<FeePart, string>>
  /** Parts read from FA's payables (R-FEE-2). */
  derived: FeePart[]
}

/** What an operation's fee counts as; those without money carry none (R-TRX-4). */
const SIDES: Partial<Record<Operation, 'subscriptionFeeE4' | 'redemptionFeeE4'>> = {
  subscribe: 'subscriptionFeeE4',
  'switch-in': 'subscriptionFeeE4',
  buy: 'subscriptionFeeE4',
  reinvest: 'subscriptionFeeE4',
  redeem: 'redemptionFeeE4',
  'switch-out': 'redemptionFeeE4',
  sell: 'redemptionFeeE4',
}

/** Fees from the base (left out) to the closing day of a period (R-FEE-1..3). */
export function periodFees(
  window: PeriodWindow,
  transactions: readonly Transaction[],
  accruals: AccountAccruals,
): PeriodFees {
  if (window.status === 'unavailable') return unavailableFees(window.reason)
  const { base, baseIndex, closing, closingIndex } = window
  const funds = fundFees(transactions, { after: baseIndex < 0 ? '' : base.date, to: closing.date })
  const fees: PeriodFees = { ...unavailableFees(null), funds, totalE4: 0n }
  for (const { subscriptionFeeE4, redemptionFeeE4 } of funds) add(fees, subscriptionFeeE4 + redemptionFeeE4)
  for (const part of FEE_PARTS) addPart(fees, part, accruedBetween(accruals[part], baseIndex, closingIndex))
  return fees
}

function add(fees: PeriodFees, valueE4: bigint): void {
  if (fees.totalE4 !== null) fees.totalE4 += valueE4
}

function addPart(
  fees: PeriodFees,
  part: FeePart,
  accrued: { valueE4: bigint | null; derived: boolean; reason: FeeReason | null },
): void {
  if (accrued.valueE4 === null) {
    fees.totalE4 = null
    fees.reason ??= accrued.reason
    if (accrued.reason) fees.reasons[part] = accrued.reason
    return
  }
  fees.account[part] = roundToCents(accrued.valueE4)
  if (accrued.derived) fees.derived.push(part)
  add(fees, roundToCents(accrued.valueE4))
}

function fundFees(transactions: readonly Transaction[], range: { after: string; to: string }): FundFees[] {
  const funds = new Map<string, FundFees>()
  for (const { date, fundCode, operation, feeE4 } of transactions) {
    if (date > range.to) break
    const side = SIDES[operation]
    if (date <= range.after || !side || feeE4 === null || feeE4 === 0n) continue
    let fund = funds.get(fundCode)
    if (!fund) funds.set(fundCode, (fund = { fundCode, subscriptionFeeE4: 0n, redemptionFeeE4: 0n }))
    fund[side] += feeE4
  }
  return [...funds.values()]
    .map(({ fundCode, subscriptionFeeE4, redemptionFeeE4 }) => ({
      fundCode,
      subscriptionFeeE4: roundToCents(subscriptionFeeE4),
      redemptionFeeE4: roundToCents(redemptionFeeE4),
    }))
    .sort((left, right) => (left.fundCode < right.fundCode ? -1 : 1))
}

function unavailableFees(reason: string | null): PeriodFees {
  const account = { management: null, custodian: null, audit: null, performance: null, other: null }
  const reasons = reason === null ? {} : Object.fromEntries(FEE_PARTS.map((part) => [part, reason]))
  return { totalE4: null, reason, funds: [], account, reasons, derived: [] }
}
