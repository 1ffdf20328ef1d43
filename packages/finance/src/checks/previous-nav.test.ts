import { describe, expect, it } from 'vitest'
import { tradingCalendar } from '../calendar/trading-calendar'
import { parseE8 } from '../decimal'
import { quietDay, valuedBefore } from '../../testing/checked-days'
import { previousNavAgrees } from './previous-nav'

const context = { calendar: tradingCalendar([]), navDecimals: 4 }
const day = (previousNav: string | null) => ({
  ...quietDay,
  previousNavE8: previousNav === null ? null : parseE8(previousNav),
})

describe("R-CHK-19 the sheet's previous NAV", () => {
  const before = { ...valuedBefore, date: '2024-01-02', unitNavE8: parseE8('0.9912') ?? 0n }
  it("is that of the trading day before, at the account's decimals", () => {
    expect(previousNavAgrees(day('0.9912'), before, context)).toEqual([])
    expect(previousNavAgrees(day('0.99124'), before, context)).toEqual([])
    expect(previousNavAgrees(day('0.9911'), before, context)).toMatchObject([
      { check: 'R-CHK-19', severity: 'review', found: '0.9911', expected: '2024-01-02 0.9912' },
    ])
  })
  it('is not looked at where it is not stated, on the first day, and after a gap', () => {
    expect(previousNavAgrees(day(null), before, context)).toEqual([])
    expect(previousNavAgrees(day('1'), null, context)).toEqual([])
    expect(previousNavAgrees(day('1'), { ...before, date: '2023-12-29' }, context)).toEqual([])
  })
})
