import { absolute, divideRound } from '../decimal'
import type { Book, Flow } from '../facts'

const SHARE_TOLERANCE_E4 = 100n

/** Shares that a flow adds to the account (negative: takes away) in E4; 0 for a distribution, null where unknown (R-FLW-1). */
export function signedFlowShares(flow: Flow): bigint | null {
  if (flow.kind === 'distribution') return 0n
  const shares = flowShares(flow)
  if (shares === null) return null
  return flow.kind === 'subscription' ? shares : -shares
}

/** The account's flows and what is known of its beginning. */
export interface AccountFlows {
  /** In date order, without the money that founded the account: that is its opening assets. */
  flows: Flow[]
  /** Initial shares plus the flows up to the first valuation are its shares: nothing lies unloaded between (R-PER-1). */
  historyComplete: boolean
}

/**
 * Separates the founding subscription, where the source lists it, from later flows, and checks that the history reaches
 * back to the launch (R-PER-1).
 */
export function accountFlows(book: Book): AccountFlows {
  const flows = [...book.flows].sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0))
  const allReach = historyReaches(book, flows)
  if (!listsFounding(book, flows)) return { flows, historyComplete: allReach }
  const later = flows.filter((flow) => !isFounding(book, flow))
  const laterReach = historyReaches(book, later)
  if (allReach && !laterReach) return { flows, historyComplete: true }
  return { flows: later, historyComplete: laterReach }
}

const isFounding = (book: Book, flow: Flow): boolean =>
  flow.kind === 'subscription' && flow.date <= book.portfolio.launchDate

/** True where the subscriptions up to the launch amount to the initial assets or shares. */
function listsFounding(book: Book, flows: readonly Flow[]): boolean {
  const founding = flows.filter((flow) => isFounding(book, flow))
  if (founding.length === 0) return false
  const amount = founding.reduce((sum, flow) => sum + absolute(flow.amountE4), 0n)
  const shares = founding.reduce((sum, flow) => sum + (flowShares(flow) ?? 0n), 0n)
  const { initialAssetsE4, initialSharesE4 } = book.portfolio
  return amount === initialAssetsE4 || absolute(shares - initialSharesE4) <= SHARE_TOLERANCE_E4
}

/** A flow without shares and price cannot be counted, and the question stays open in the account's favour. */
function historyReaches(book: Book, flows: readonly Flow[]): boolean {
  const first = book.valuations[0]
  if (!first) return true
  let shares = book.portfolio.initialSharesE4
  for (const flow of flows) {
    if (flow.date > first.date) break
    const signed = signedFlowShares(flow)
    if (signed === null) return true
    shares += signed
  }
  return absolute(shares - first.sharesE4) <= SHARE_TOLERANCE_E4
}

function flowShares(flow: Flow): bigint | null {
  if (flow.sharesE4 !== null) return absolute(flow.sharesE4)
  if (flow.unitNavE8 === null || flow.unitNavE8 <= 0n) return null
  return divideRound(absolute(flow.amountE4) * 10n ** 6n, flow.unitNavE8) * 100n
}
