/** Whether a confirmation agrees with itself: R-CHK-21. */
import { absolute, divideRound } from '../decimal'
import type { Transaction } from '../facts'
import type { Finding } from './checked-day'
import { amountText, finding } from './finding'
import { HOUSE_LIMITS, type Limits } from './limits'

const ONE_E8 = 100_000_000n
/** A hundredth of a share: what rounding the shares is worth. */
const SHARE_PLACE = 100n
const PURCHASES = new Set(['subscribe', 'switch-in'])
const SALES = new Set(['redeem', 'switch-out'])

/**
 * R-CHK-21 (R-HLD-4): money without fee = shares × price, within max(0.02, 0.01 × price). Not run where money, shares or price
 * are not stated, for exchange trades and reinvestments, and for purchases at 1.0000 (认购: interest adds shares).
 */
export function confirmationsAgree(
  transactions: readonly Transaction[],
  { confirmationE4 }: Pick<Limits, 'confirmationE4'> = HOUSE_LIMITS,
): Finding[] {
  return transactions.flatMap((transaction) => {
    const { amountE4, sharesE4, priceE8, feeE4, operation, fundCode, date } = transaction
    const isPurchase = PURCHASES.has(operation)
    if (!amountE4 || !sharesE4 || !priceE8 || (!isPurchase && !SALES.has(operation))) return []
    if (isPurchase && priceE8 === ONE_E8) return []
    const traded = absolute(amountE4) + (isPurchase ? -(feeE4 ?? 0n) : (feeE4 ?? 0n))
    const expected = divideRound(absolute(sharesE4) * priceE8, ONE_E8)
    const ofShares = divideRound(SHARE_PLACE * absolute(priceE8), ONE_E8)
    const tolerance = ofShares > confirmationE4 ? ofShares : confirmationE4
    if (absolute(traded - expected) <= tolerance) return []
    const subject = `${fundCode} ${date}`
    return [finding('R-CHK-21', { subject, found: `${subject} ${amountText(traded)}`, expected: amountText(expected) })]
  })
}
