import { absolute, divideRound, PRICE_SCALE } from '../decimal'
import type { Flow } from '../facts'
import { signedFlowShares } from './account-flows'
import { isReinvestment, pointAt, type NavPoint, type NavSeries } from './nav-series'
import { growth } from './returns'

/** The return of a period by net assets and flows beside that by NAV; rates in E16 (R-RET-2). */
export interface ReturnCheck {
  byNavE16: bigint
  byAssetsE16: bigint
  differenceE16: bigint
  toleranceE16: bigint
  agrees: boolean
}

const RATE = 10n ** 16n
const CHAIN = 10n ** 30n
const NAV_ONE = 10n ** BigInt(PRICE_SCALE)
const HALF_CENT_E4 = 50n

/**
 * Chains (net + distribution) / (previous net + subscription − redemption) from `points[baseIndex]` (−1: the launch) to
 * `points[endIndex]` and compares with R-RET-1; null where a step has no assets to start from (R-RET-2).
 */
export function returnCheck(series: NavSeries, baseIndex: number, endIndex: number): ReturnCheck | null {
  const base = baseIndex < 0 ? series.launch : pointAt(series, baseIndex)
  const end = pointAt(series, endIndex)
  const grown = base && end && growth(base, end)
  if (!base || !end || !grown || end.netAssetsE4 <= 0n) return null
  let chain = CHAIN
  let previous = base
  for (const point of series.points.slice(baseIndex + 1, endIndex + 1)) {
    const step = stepGrowth(previous, point, flowsOf(series, previous, point, previous === series.launch))
    if (step === null) return null
    chain = divideRound(chain * step.numerator, step.denominator)
    previous = point
  }
  const byNavE16 = divideRound((grown.numerator - grown.denominator) * RATE, grown.denominator)
  const byAssetsE16 = divideRound((chain - CHAIN) * RATE, CHAIN)
  const differenceE16 = absolute(byNavE16 - byAssetsE16)
  const toleranceE16 = tolerance(series, base, end, endIndex - baseIndex)
  return { byNavE16, byAssetsE16, differenceE16, toleranceE16, agrees: differenceE16 <= toleranceE16 }
}

interface Step {
  numerator: bigint
  denominator: bigint
}

function stepGrowth(previous: NavPoint, point: NavPoint, flows: readonly Flow[]): Step | null {
  const distributed = amountOf(flows, 'distribution')
  if (flows.some((flow) => isPricedElsewhere(flow, previous))) return perShareGrowth(previous, point, flows)
  const invested = previous.netAssetsE4 + amountOf(flows, 'subscription') - amountOf(flows, 'redemption')
  if (invested <= 0n) return null
  return { numerator: point.netAssetsE4 + distributed, denominator: invested }
}

/** Net assets per share before and after, with what was distributed per entitled share and deducted in shares. */
function perShareGrowth(previous: NavPoint, point: NavPoint, flows: readonly Flow[]): Step | null {
  const distributed = amountOf(flows, 'distribution')
  const taken = -sharesOf(flows.filter((flow) => flow.kind === 'performance-fee'))
  const reinvested = sharesOf(flows.filter((flow) => isReinvestment(flow, distributed)))
  const entitled = point.sharesE4 - reinvested
  const before = point.sharesE4 - sharesOf(flows)
  if (previous.sharesE4 <= 0n || previous.netAssetsE4 <= 0n || entitled <= 0n || before <= taken) return null
  const perShare = (point.netAssetsE4 * entitled + distributed * point.sharesE4) * previous.sharesE4
  return {
    numerator: perShare * (before - taken),
    denominator: point.sharesE4 * entitled * previous.netAssetsE4 * before,
  }
}

/** A flow whose price is not the previous valuation's NAV would shift the chain by its own gain. */
function isPricedElsewhere(flow: Flow, previous: NavPoint): boolean {
  if (flow.kind !== 'subscription' && flow.kind !== 'redemption') return false
  if (flow.unitNavE8 !== null) return flow.unitNavE8 !== previous.unitNavE8
  const shares = signedFlowShares(flow)
  if (shares === null) return false
  const atPrevious = divideRound(absolute(shares) * previous.unitNavE8, NAV_ONE)
  const rounding = divideRound(50n * previous.unitNavE8, NAV_ONE) + HALF_CENT_E4
  return absolute(absolute(flow.amountE4) - atPrevious) > rounding
}

/** (½ unit of the NAV's last place / NAV_base) × (1 + NAV_end / NAV_base) × factor + 0.01 × valuations / net assets. */
function tolerance(series: NavSeries, base: NavPoint, end: NavPoint, valuations: number): bigint {
  const halfUnitE9 = 5n * 10n ** BigInt(PRICE_SCALE - series.navDecimals)
  const rounding = divideRound(
    RATE * halfUnitE9 * (base.unitNavE8 + end.unitNavE8) * end.factor.numerator * base.factor.denominator,
    10n * base.unitNavE8 * base.unitNavE8 * end.factor.denominator * base.factor.numerator,
  )
  return rounding + divideRound(RATE * 100n * BigInt(valuations), end.netAssetsE4)
}

const flowsOf = (series: NavSeries, previous: NavPoint, point: NavPoint, fromLaunch: boolean): Flow[] =>
  series.flows.filter((flow) => (fromLaunch || flow.date > previous.date) && flow.date <= point.date)

const amountOf = (flows: readonly Flow[], kind: Flow['kind']): bigint =>
  flows.reduce((sum, flow) => (flow.kind === kind ? sum + absolute(flow.amountE4) : sum), 0n)

const sharesOf = (flows: readonly Flow[]): bigint =>
  flows.reduce((sum, flow) => sum + (signedFlowShares(flow) ?? 0n), 0n)
