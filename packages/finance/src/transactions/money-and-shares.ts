import { absolute, divideRound, PRICE_SCALE } from '../decimal'
import type { Operation, Transaction } from '../facts'

/** A figure of a transaction in E4, and whether a rule filled it because the confirmation does not state it. */
export interface StatedOrDerived {
  valueE4: bigint | null
  derived: boolean
}

/** What an operation does to a position (R-TRX-4); `silent` moves shares without money, cost or profit. */
export type OperationEffect = 'purchase' | 'sale' | 'dividend' | 'reinvest' | 'silent'

const EFFECTS: Record<Operation, OperationEffect> = {
  subscribe: 'purchase',
  'switch-in': 'purchase',
  buy: 'purchase',
  redeem: 'sale',
  'switch-out': 'sale',
  sell: 'sale',
  dividend: 'dividend',
  reinvest: 'reinvest',
  split: 'silent',
  'adjust-in': 'silent',
  'adjust-out': 'silent',
  'transfer-in': 'silent',
  'transfer-out': 'silent',
}

const MINUS: ReadonlySet<Operation> = new Set(['redeem', 'switch-out', 'sell', 'adjust-out', 'transfer-out'])
const PRICE_ONE = 10n ** BigInt(PRICE_SCALE)
const CENT_E4 = 100n

export const effectOf = (operation: Operation): OperationEffect => EFFECTS[operation]

/**
 * Money of a confirmation in E4: the amount stated (0 beside shares counts as not stated), else shares × price + fee for
 * purchases and − fee for sales, half-up to the cent; null without a price, and for operations without money (R-TRX-3).
 */
export function transactionMoney(transaction: Transaction): StatedOrDerived {
  const { amountE4, sharesE4, priceE8, operation } = transaction
  const effect = effectOf(operation)
  if (effect === 'silent') return { valueE4: null, derived: false }
  const unstated = amountE4 === null || (amountE4 === 0n && sharesE4 !== null && sharesE4 !== 0n)
  if (!unstated) return { valueE4: absolute(amountE4), derived: false }
  if (effect === 'dividend' || sharesE4 === null || priceE8 === null || priceE8 <= 0n)
    return { valueE4: null, derived: false }
  const fee = transaction.feeE4 ?? 0n
  const signedFee = effect === 'purchase' ? fee : effect === 'sale' ? -fee : 0n
  const exact = absolute(sharesE4) * priceE8 + signedFee * PRICE_ONE
  return { valueE4: divideRound(exact, PRICE_ONE * CENT_E4) * CENT_E4, derived: true }
}

/**
 * Shares of a confirmation in E4, without sign: as stated, never recomputed (R-TRX-2); where none are stated (amount − fee) /
 * price for purchases and reinvestments, (amount + fee) / price for sales, two decimals half-up (R-HLD-4).
 */
export function transactionShares(transaction: Transaction): StatedOrDerived {
  const { amountE4, sharesE4, priceE8, operation } = transaction
  const effect = effectOf(operation)
  if (effect === 'dividend') return { valueE4: null, derived: false }
  const unstated = sharesE4 === null || (sharesE4 === 0n && amountE4 !== null && amountE4 !== 0n)
  if (!unstated) return { valueE4: operation === 'split' ? sharesE4 : absolute(sharesE4), derived: false }
  if (effect === 'silent' || amountE4 === null || priceE8 === null || priceE8 <= 0n)
    return { valueE4: null, derived: false }
  const fee = transaction.feeE4 ?? 0n
  const traded = absolute(amountE4) + (effect === 'purchase' ? -fee : effect === 'sale' ? fee : 0n)
  return { valueE4: divideRound(traded * PRICE_ONE, priceE8 * CENT_E4) * CENT_E4, derived: true }
}

/** Change of the fund's shares in E4: 0 for a cash dividend, as given for a split, null where unknown (R-TRX-4). */
export function signedShares(transaction: Transaction): bigint | null {
  if (transaction.operation === 'dividend') return 0n
  const { valueE4 } = transactionShares(transaction)
  if (valueE4 === null) return null
  return MINUS.has(transaction.operation) ? -valueE4 : valueE4
}
