/** Moves that the strategy allows but that stand out: R-CHK-22. */
import { absolute, divideRound } from '../decimal'
import type { CheckedDay, Finding, PreviousDay } from './checked-day'
import { finding, percentText } from './finding'
import { HOUSE_LIMITS, limitsOf, type Limits } from './limits'
import { dayMovePpm, type MoveContext } from './movement'

const PPM = 1_000_000n
/** R-CHK-22 compares with so many day returns; with fewer it is not run. */
export const JUMP_DAYS = 60

/** What R-CHK-22 compares with besides the day before. */
export interface JumpContext extends MoveContext {
  /** The benchmark on the day before and on the day, in E8; null where either is not known. */
  benchmark: { before: bigint; after: bigint } | null
  /** Adjusted day returns before the day in millionths, the newest 60; null where fewer are held. */
  history: readonly bigint[] | null
}

/**
 * R-CHK-22: the day's return stands more than 3 % from the benchmark's, or more than six standard deviations from the mean of
 * the last 60 days. Moves beyond the strategy's limit are R-CHK-6's; those below half of it never stand out by deviations.
 */
export function moveIsPlausible(day: CheckedDay, previous: PreviousDay | null, context: JumpContext): Finding[] {
  const limits = context.limits ?? limitsOf(context.strategy)
  const move = dayMovePpm(day, previous, context)
  if (move === null || absolute(move) > limits.movePpm) return []
  return [...againstBenchmark(move, context, limits), ...againstHistory(move, context, limits)].slice(0, 1)
}

function againstBenchmark(move: bigint, { benchmark }: JumpContext, { benchmarkGapPpm }: Limits): Finding[] {
  if (!benchmark || benchmark.before <= 0n) return []
  const expected = divideRound((benchmark.after - benchmark.before) * PPM, benchmark.before)
  if (absolute(move - expected) <= benchmarkGapPpm) return []
  const allowed = `${percentText(expected)} +/- ${percentText(benchmarkGapPpm)}`
  return [finding('R-CHK-22', { found: percentText(move), expected: allowed })]
}

/** (move − mean)² > k² × variance (n − 1), multiplied out so that it stays in whole numbers. */
function againstHistory(move: bigint, { history }: JumpContext, { deviations, movePpm }: Limits): Finding[] {
  if (!standsOut(move, movePpm) || history === null || history.length < JUMP_DAYS) return []
  const n = BigInt(history.length)
  const sum = history.reduce((total, each) => total + each, 0n)
  const squares = history.reduce((total, each) => total + each * each, 0n)
  const gap = move * n - sum
  const spread = n * squares - sum * sum
  if (gap * gap * (n - 1n) <= deviations * deviations * spread * n) return []
  return [finding('R-CHK-22', { found: percentText(move), expected: `+/- ${deviations} σ` })]
}

/** Whether a move is large enough for its deviations to matter: more than half of what the strategy allows. */
export const standsOut = (movePpm: bigint, limitPpm = HOUSE_LIMITS.movePpm): boolean =>
  absolute(movePpm) * 2n > limitPpm
