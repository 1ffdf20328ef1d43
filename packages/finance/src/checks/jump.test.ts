import { describe, expect, it } from 'vitest'
import { tradingCalendar } from '../calendar/trading-calendar'
import { parseE8 } from '../decimal'
import { quietDay, valuedBefore } from '../../testing/checked-days'
import { moveIsPlausible, type JumpContext } from './jump'

const e8 = (text: string) => parseE8(text) ?? 0n
const context: JumpContext = {
  strategy: 'balanced',
  flows: [],
  calendar: tradingCalendar([]),
  benchmark: null,
  history: null,
}
/** From 1.0000 to the NAV given. */
const move = (nav: string, over: Partial<JumpContext>) =>
  moveIsPlausible(
    { ...quietDay, unitNavE8: e8(nav), accumulatedNavE8: null },
    { ...valuedBefore, unitNavE8: e8('1') },
    { ...context, ...over },
  )

describe('R-CHK-22 against the benchmark', () => {
  const falling = { before: e8('4000'), after: e8('3920') } // −2 %
  it('finds a return more than three percent away', () => {
    expect(move('1.01', { benchmark: falling })).toEqual([])
    expect(move('1.0101', { benchmark: falling })).toMatchObject([
      { check: 'R-CHK-22', severity: 'warning', found: '1.01%', expected: '-2.00% +/- 3.00%' },
    ])
  })
  it("leaves moves beyond the strategy's limit to R-CHK-6, and days after a gap alone", () => {
    expect(move('1.0301', { benchmark: falling })).toEqual([])
    expect(move('1.02', { benchmark: null })).toEqual([])
    const gap = { ...valuedBefore, date: '2023-12-28', unitNavE8: e8('1') }
    expect(moveIsPlausible({ ...quietDay, unitNavE8: e8('1.02') }, gap, { ...context, benchmark: falling })).toEqual([])
  })
})

describe('R-CHK-22 against the last sixty days', () => {
  // Thirty times +0.3 % and thirty times −0.3 %: mean 0, deviation 0.3 % × √(60 / 59) = 0.30253 %, six of them 1.8152 %.
  const history = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? 3_000n : -3_000n))
  it('finds a return more than six deviations away', () => {
    expect(move('1.0181', { history })).toEqual([])
    expect(move('1.0182', { history })).toMatchObject([{ check: 'R-CHK-22', found: '1.82%', expected: '+/- 6 σ' }])
    expect(move('0.9818', { history })).toHaveLength(1)
  })
  it('is not run on fewer days, nor for moves below half of what the strategy allows', () => {
    expect(move('1.02', { history: history.slice(1) })).toEqual([])
    const calm = history.map((each) => each / 10n)
    expect([move('1.015', { history: calm }), move('1.0151', { history: calm })].map(({ length }) => length)).toEqual([
      0, 1,
    ])
  })
})
