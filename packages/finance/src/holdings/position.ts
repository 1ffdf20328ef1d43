import { divideRound } from '../decimal'
import type { FundClass, Transaction } from '../facts'
import { effectOf, signedShares, transactionMoney } from '../transactions/money-and-shares'

/** Digits that cost carries beyond E4, so that it is rounded only when it is shown (R-NUM-3). */
const COST_EXTRA = 10n ** 16n
const DUST_E4 = 100n
const PRICE_ONE_E8 = 10n ** 8n

/** What a fund was bought and sold for, by moving average cost; money in E4 (R-HLD-2, R-HLD-3). */
export interface Position {
  sharesE4: bigint
  /** Cost of the shares left, in E20. */
  costE20: bigint
  paidE4: bigint
  proceedsE4: bigint
  /** Cash dividends that arrived. */
  dividendsE4: bigint
  /** Dividends that were reinvested: income that adds to cost. */
  reinvestedE4: bigint
  feesE4: bigint
  /** False once a confirmation states no shares and no price to derive them from. */
  sharesKnown: boolean
  /** False once a purchase or reinvestment has no money, or shares are not known. */
  costKnown: boolean
  /** False once a purchase, sale or dividend has no money. */
  moneyKnown: boolean
}

/** A position that begins with `sharesE4` that cost `costE4`: an opening lot, or nothing at all (R-HLD-5). */
export function openPosition(sharesE4: bigint, costE4: bigint | null): Position {
  return {
    sharesE4,
    costE20: (costE4 ?? 0n) * COST_EXTRA,
    paidE4: 0n,
    proceedsE4: 0n,
    dividendsE4: 0n,
    reinvestedE4: 0n,
    feesE4: 0n,
    sharesKnown: true,
    costKnown: costE4 !== null,
    moneyKnown: true,
  }
}

/** Carries a position through transactions of its fund in date and source order (R-HLD-2, R-TRX-4). */
export function rollPosition(start: Position, transactions: readonly Transaction[], fund: FundClass | null): Position {
  const position = { ...start }
  for (const transaction of inPossibleOrder(start.sharesE4, transactions)) apply(position, transaction, fund)
  return position
}

/**
 * What each transaction does to the cost in E4, in the order in which they are taken: they add up to it. Null where the cost
 * before or after is not known.
 */
export function costSteps(
  start: Position,
  transactions: readonly Transaction[],
  fund: FundClass | null,
): { transaction: Transaction; changeE4: bigint | null }[] {
  const position = { ...start }
  return inPossibleOrder(start.sharesE4, transactions).map((transaction) => {
    const before = finestCostE4(position)
    apply(position, transaction, fund)
    const after = finestCostE4(position)
    return { transaction, changeE4: before === null || after === null ? null : after - before }
  })
}

const finestCostE4 = ({ costKnown, costE20 }: Position): bigint | null =>
  costKnown ? divideRound(costE20, COST_EXTRA) : null

/** Cost of what is left in E4, to the cent; null where it is not known. */
export const costE4 = (position: Position): bigint | null =>
  position.costKnown ? divideRound(position.costE20, COST_EXTRA * 100n) * 100n : null

function apply(position: Position, transaction: Transaction, fund: FundClass | null): void {
  const shares = signedShares(transaction)
  const money = moneyOf(transaction, fund)
  position.feesE4 += transaction.feeE4 ?? 0n
  switch (effectOf(transaction.operation)) {
    case 'purchase':
      position.paidE4 += money ?? 0n
      addCost(position, money)
      break
    case 'reinvest':
      position.reinvestedE4 += money ?? 0n
      addCost(position, money)
      break
    case 'sale':
      position.proceedsE4 += money ?? 0n
      removeCost(position, shares === null ? null : -shares)
      break
    case 'dividend':
      position.dividendsE4 += money ?? 0n
      break
    case 'silent':
      break
  }
  if (money === null && !['silent', 'reinvest'].includes(effectOf(transaction.operation))) position.moneyKnown = false
  if (shares === null) {
    position.sharesKnown = false
    position.costKnown = false
    return
  }
  position.sharesE4 += shares
}

/** A money fund carries its income over at 1.0000, whether or not the confirmation says so (R-HLD-6). */
function moneyOf(transaction: Transaction, fund: FundClass | null): bigint | null {
  const atPar = transaction.operation === 'reinvest' && fund === 'money' && transaction.priceE8 === null
  return transactionMoney(atPar ? { ...transaction, priceE8: PRICE_ONE_E8 } : transaction).valueE4
}

function addCost(position: Position, moneyE4: bigint | null): void {
  if (moneyE4 === null) position.costKnown = false
  else position.costE20 += moneyE4 * COST_EXTRA
}

/** Cost goes in proportion to shares; the sale that ends the position takes all that remains, known or not (R-HLD-2). */
function removeCost(position: Position, soldE4: bigint | null): void {
  if (soldE4 === null) return
  if (position.sharesE4 - soldE4 <= DUST_E4) {
    position.costE20 = 0n
    if (position.sharesKnown) position.costKnown = true
    return
  }
  position.costE20 -= divideRound(position.costE20 * soldE4, position.sharesE4)
}

/** Source order, but a day on which it would sell more than is held takes what comes in first. */
function inPossibleOrder(openingE4: bigint, transactions: readonly Transaction[]): readonly Transaction[] {
  let held = openingE4
  let possible = true
  for (const transaction of transactions) {
    held += signedShares(transaction) ?? 0n
    if (held < -DUST_E4) possible = false
  }
  if (possible) return transactions
  const rank = (transaction: Transaction): number => ((signedShares(transaction) ?? 0n) < 0n ? 1 : 0)
  return [...transactions].sort((left, right) =>
    left.date === right.date ? rank(left) - rank(right) : left.date < right.date ? -1 : 1,
  )
}
