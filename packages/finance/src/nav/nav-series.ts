import { absolute, divideRound, PRICE_SCALE } from '../decimal'
import type { Book, Flow, Valuation } from '../facts'
import { fraction, multiply, ONE, scale, type Fraction } from '../fraction'
import { accountFlows, signedFlowShares } from './account-flows'

/** One published valuation, or the launch, with the factor that makes its unit NAV adjusted (R-NAV-2). */
export interface NavPoint {
  date: string
  netAssetsE4: bigint
  sharesE4: bigint
  /** At the account's number of decimals (R-NAV-1). */
  unitNavE8: bigint
  accumulatedNavE8: bigint | null
  /** Adjusted NAV = unit NAV × factor; 1 at launch, never rewritten backwards. */
  factor: Fraction
}

/** Points by place; an array is one, and so are kept columns that make a point when it is looked at. */
export interface NavPoints {
  readonly length: number
  /** The last ones for negative places, as arrays have it: see `pointAt`. */
  at(index: number): NavPoint | undefined
  slice(start: number, end: number): NavPoint[]
}

/** The NAV of an account over its life. Built once per published version and shared by periods, stages and curves. */
export interface NavSeries<Points extends NavPoints = NavPoints> {
  launch: NavPoint
  /** One per valuation, in date order. */
  points: Points
  /** Those of the points. */
  dates: readonly string[]
  /** The account's flows without the founding one; distributions seen only in the accumulated NAV are added (R-NAV-2). */
  flows: Flow[]
  /** False where shares show that flows before the first valuation are not loaded (R-PER-1). */
  historyComplete: boolean
  navDecimals: number
}

interface Walk {
  book: Book
  flows: Flow[]
  derived: Flow[]
  /** Σ distributions per share so far: what accumulated − unit NAV should be. */
  distributedE8: bigint
  unitE8: bigint
}

/** Builds the series of adjusted NAVs from a book in date order (R-NAV-1, R-NAV-2). */
export function navSeries(book: Book): NavSeries<NavPoint[]> {
  const { portfolio, valuations } = book
  const { flows, historyComplete } = accountFlows(book)
  const unitE8 = 10n ** BigInt(PRICE_SCALE - portfolio.navDecimals)
  const launch = launchPoint(book, unitE8)
  const first = valuations[0]
  const walk: Walk = { book, flows, derived: [], distributedE8: historyComplete ? 0n : (gapOf(first) ?? 0n), unitE8 }
  const points: NavPoint[] = []
  let factor = ONE
  let flowAt = 0
  if (!historyComplete && first) while ((flows[flowAt]?.date ?? '~') <= first.date) flowAt++
  for (const valuation of valuations) {
    const start = flowAt
    while ((flows[flowAt]?.date ?? '~') <= valuation.date) flowAt++
    const unitNavE8 = divideRound(valuation.unitNavE8, unitE8) * unitE8
    const step = stepFactor(walk, valuation, unitNavE8, flows.slice(start, flowAt))
    if (step !== null) factor = multiply(factor, step)
    const { date, netAssetsE4, sharesE4, accumulatedNavE8 } = valuation
    points.push({ date, netAssetsE4, sharesE4, unitNavE8, accumulatedNavE8, factor })
  }
  const allFlows = walk.derived.length === 0 ? flows : inDateOrder([...flows, ...walk.derived])
  const dates = points.map(({ date }) => date)
  return { launch, points, dates, flows: allFlows, historyComplete, navDecimals: portfolio.navDecimals }
}

/** Adjusted NAV in E8, rounded half-up once (R-NAV-2). */
export const adjustedNavE8 = (point: NavPoint): bigint => scale(point.unitNavE8, point.factor)

/** Index of the last point dated on or before `date`; −1 where there is none. */
export function lastPointUpTo({ dates }: NavSeries, date: string): number {
  let low = 0
  let high = dates.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((dates[middle] ?? '') <= date) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The point at a place of the account's life; undefined outside it. */
export const pointAt = ({ points }: NavSeries, index: number): NavPoint | undefined =>
  index < 0 ? undefined : points.at(index)

/** The launch as a point: initial assets per initial share at the account's decimals, 1 in the common case (R-PER-1). */
function launchPoint({ portfolio }: Book, unitE8: bigint): NavPoint {
  const { launchDate: date, initialAssetsE4, initialSharesE4 } = portfolio
  const oneE8 = 10n ** BigInt(PRICE_SCALE)
  const unitNavE8 =
    initialSharesE4 > 0n ? divideRound(initialAssetsE4 * oneE8, initialSharesE4 * unitE8) * unitE8 : oneE8
  return {
    date,
    netAssetsE4: initialAssetsE4,
    sharesE4: initialSharesE4,
    unitNavE8,
    accumulatedNavE8: unitNavE8,
    factor: ONE,
  }
}

/** What the distributions and fee deductions since the previous valuation do to the factor; null: nothing. */
function stepFactor(walk: Walk, valuation: Valuation, navE8: bigint, flows: readonly Flow[]): Fraction | null {
  const before = walk.distributedE8
  const stated = flows.length === 0 ? null : flowFactor(walk, valuation, navE8, flows)
  const gap = gapOf(valuation)
  if (gap === null || navE8 <= 0n) return stated
  const unexplained = gap - walk.distributedE8
  if (absolute(unexplained) <= walk.unitE8) {
    if (walk.distributedE8 !== before) walk.distributedE8 = gap
    return stated
  }
  if (unexplained < 0n) return stated
  walk.distributedE8 = gap
  walk.derived.push(derivedDistribution(valuation, unexplained))
  const found = fraction(navE8 + unexplained, navE8)
  return stated === null ? found : multiply(stated, found)
}

function flowFactor(walk: Walk, valuation: Valuation, navE8: bigint, flows: readonly Flow[]): Fraction | null {
  let factor: Fraction | null = null
  for (const date of new Set(flows.map((flow) => flow.date))) {
    const day = flows.filter((flow) => flow.date === date)
    const after = sharesAfter(valuation, date, flows)
    const paid = distributionFraction(walk, navE8, after, day)
    const fees = day.filter((flow) => flow.kind === 'performance-fee')
    for (const step of [paid, deductionFraction(after, day, fees)]) {
      if (step !== null) factor = factor === null ? step : multiply(factor, step)
    }
  }
  return factor
}

/** (NAV + d) / NAV with d = amount / shares that were entitled: a reinvestment of the same day was not (R-NAV-2). */
function distributionFraction(walk: Walk, navE8: bigint, after: bigint, day: readonly Flow[]): Fraction | null {
  const amount = sumOf(day.filter((flow) => flow.kind === 'distribution').map((flow) => absolute(flow.amountE4)))
  if (amount === 0n || navE8 <= 0n) return null
  const reinvested = day.filter((flow) => isReinvestment(flow, amount))
  const entitled = after - sumOf(reinvested.map((flow) => signedFlowShares(flow) ?? 0n))
  if (entitled <= 0n) return null
  walk.distributedE8 += divideRound(amount * 10n ** BigInt(PRICE_SCALE), entitled)
  return fraction(navE8 * entitled + amount * 10n ** BigInt(PRICE_SCALE), navE8 * entitled)
}

/** Shares after / before a performance fee that was taken in shares, so that the return is net (R-FLW-1). */
function deductionFraction(after: bigint, day: readonly Flow[], fees: readonly Flow[]): Fraction | null {
  const taken = -sumOf(fees.map((flow) => signedFlowShares(flow) ?? 0n))
  const before = after - sumOf(day.map((flow) => signedFlowShares(flow) ?? 0n))
  if (taken <= 0n || before <= taken) return null
  return fraction(before - taken, before)
}

/** A subscription of the ex-date for the distributed amount (shares round, so the amounts may differ by cents). */
export const isReinvestment = (flow: Flow, distributedE4: bigint): boolean =>
  flow.kind === 'subscription' && absolute(absolute(flow.amountE4) - distributedE4) <= 200n

/** The account's shares at the end of `date`, counted back from the first valuation on or after it. */
function sharesAfter(valuation: Valuation, date: string, flows: readonly Flow[]): bigint {
  const later = flows.filter((flow) => flow.date > date)
  return valuation.sharesE4 - sumOf(later.map((flow) => signedFlowShares(flow) ?? 0n))
}

function derivedDistribution(valuation: Valuation, perShareE8: bigint): Flow {
  const cents = divideRound(perShareE8 * valuation.sharesE4, 10n ** BigInt(PRICE_SCALE + 2))
  return { date: valuation.date, kind: 'distribution', amountE4: cents * 100n, sharesE4: null, unitNavE8: null }
}

const gapOf = (valuation: Valuation | undefined): bigint | null =>
  valuation === undefined || valuation.accumulatedNavE8 === null
    ? null
    : valuation.accumulatedNavE8 - valuation.unitNavE8

const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n)

const inDateOrder = (flows: Flow[]): Flow[] =>
  flows.sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0))
