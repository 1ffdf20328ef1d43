/** The day against the valuation before it: R-CHK-6, R-CHK-10 and R-CHK-11. Not run on the first loaded day. */
import type { TradingCalendar } from '../calendar/trading-calendar'
import { absolute, divideRound } from '../decimal'
import type { Flow, Strategy } from '../facts'
import { signedFlowShares } from '../nav/account-flows'
import { isReinvestment } from '../nav/nav-series'
import { lastPlace } from './balance'
import type { CheckedDay, Finding, PreviousDay } from './checked-day'
import { amountText, finding, navText, percentText } from './finding'
import { HOUSE_LIMITS, limitsOf, type Limits } from './limits'

const ONE_E8 = 100_000_000n
const PPM = 1_000_000n

/**
 * R-CHK-10: the change of the account's shares = signed shares of client flows and performance-fee shares since the
 * previous valuation (0.01), either way round. A flow without shares and NAV cannot be counted: not run.
 */
export function sharesFollowFlows(
  day: CheckedDay,
  previous: PreviousDay | null,
  flows: readonly Flow[],
  { sharesE4 }: Pick<Limits, 'sharesE4'> = HOUSE_LIMITS,
): Finding[] {
  if (!previous) return []
  let expected = 0n
  for (const flow of flows) {
    const signed = signedFlowShares(flow)
    if (signed === null) return []
    expected += signed
  }
  const change = day.sharesE4 - previous.sharesE4
  if (absolute(change - expected) <= sharesE4) return []
  return [finding('R-CHK-10', { found: amountText(change), expected: amountText(expected) })]
}

/**
 * Distributions per share in E8 dated since the previous valuation, each on the shares at its ex-date without what was
 * reinvested on it (R-NAV-2).
 */
function distributedPerShare(previous: PreviousDay, flows: readonly Flow[]): bigint {
  let perShare = 0n
  for (const distribution of flows) {
    if (distribution.kind !== 'distribution') continue
    const amount = absolute(distribution.amountE4)
    const shares = flows
      .filter(({ date }) => date <= distribution.date)
      .filter((flow) => flow.date < distribution.date || !isReinvestment(flow, amount))
      .reduce((sum, flow) => sum + (signedFlowShares(flow) ?? 0n), previous.sharesE4)
    if (shares > 0n) perShare += divideRound(amount * ONE_E8, shares)
  }
  return perShare
}

/**
 * R-CHK-11: accumulated − unit NAV changes since the previous valuation by the distributions per share dated in between,
 * within one unit of the last place of the coarsest NAV. Not run where an accumulated NAV is not stated.
 */
export function accumulatedFollowsDistributions(
  day: CheckedDay,
  previous: PreviousDay | null,
  flows: readonly Flow[],
  navDecimals: number,
): Finding[] {
  if (!previous || day.accumulatedNavE8 === null || previous.accumulatedNavE8 === null) return []
  const change = day.accumulatedNavE8 - day.unitNavE8 - (previous.accumulatedNavE8 - previous.unitNavE8)
  const expected = distributedPerShare(previous, flows)
  const navs = [day, previous].flatMap((of) => [of.unitNavE8, of.accumulatedNavE8 ?? 0n])
  const decimals = Math.min(...navs.map((nav) => lastPlace(nav, navDecimals)))
  const unit = 10n ** BigInt(8 - decimals)
  if (absolute(change - expected) <= unit) return []
  return [finding('R-CHK-11', { found: navText(change, decimals), expected: navText(expected, decimals) })]
}

/** What R-CHK-6 needs to know of the account. */
export interface MoveContext {
  strategy: Strategy
  flows: readonly Flow[]
  calendar: TradingCalendar
  limits?: Limits
}

/** The move of the adjusted NAV since a valuation one trading day before, in millionths; null where there is none such. */
export function dayMovePpm(
  day: CheckedDay,
  previous: PreviousDay | null,
  { flows, calendar }: MoveContext,
): bigint | null {
  if (!previous || previous.unitNavE8 <= 0n) return null
  if (calendar.tradingDayDistance(previous.date, day.date) !== 1) return null
  const distributed = payout(day, previous, flows)
  return divideRound((day.unitNavE8 + distributed - previous.unitNavE8) * PPM, previous.unitNavE8)
}

/** R-CHK-6: the adjusted NAV moves further within one trading day than the strategy allows; over 10 % blocks. */
export function navMovesWithinLimit(day: CheckedDay, previous: PreviousDay | null, context: MoveContext): Finding[] {
  const move = dayMovePpm(day, previous, context)
  const { movePpm, moveBlockPpm } = context.limits ?? limitsOf(context.strategy)
  if (move === null || absolute(move) <= movePpm) return []
  const severity = absolute(move) > moveBlockPpm ? 'review' : 'warning'
  return [finding('R-CHK-6', { severity, found: percentText(move), expected: `+/- ${percentText(movePpm)}` })]
}

/** Distribution per share in E8 since the previous valuation: from the flows, else the change of accumulated − unit NAV (R-NAV-2). */
export function payout(
  day: Pick<CheckedDay, 'unitNavE8' | 'accumulatedNavE8'>,
  previous: PreviousDay,
  flows: readonly Flow[],
): bigint {
  const fromFlows = distributedPerShare(previous, flows)
  if (fromFlows !== 0n || day.accumulatedNavE8 === null || previous.accumulatedNavE8 === null) return fromFlows
  const change = day.accumulatedNavE8 - day.unitNavE8 - (previous.accumulatedNavE8 - previous.unitNavE8)
  return change > 0n ? change : 0n
}
