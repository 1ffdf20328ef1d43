import { describe, expect, it } from 'vitest'
import { tradingCalendar } from '../calendar/trading-calendar'
import { parseE4 } from '../decimal'
import { accrualGoesOn, type AccrualPoint } from './accrual'

const calendar = tradingCalendar([])
const point = (date: string, payable: string | null, net = '3650000'): AccrualPoint => ({
  date,
  netAssetsE4: parseE4(net) ?? 0n,
  managementPayableE4: payable === null ? null : parseE4(payable),
})
const found = (...points: [AccrualPoint, AccrualPoint, AccrualPoint]) => accrualGoesOn(points, calendar)

// 3,650,000.00 at 1 % a year accrue 100.00 a day; 2024-01-04 is a Thursday.
describe('R-CHK-26 the accrual of the management fee', () => {
  it('goes on within five percent and the rounding of two payables', () => {
    expect(found(point('2024-01-02', '100'), point('2024-01-03', '200'), point('2024-01-04', '305.02'))).toEqual([])
    expect(found(point('2024-01-02', '100'), point('2024-01-03', '200'), point('2024-01-04', '305.03'))).toMatchObject([
      { check: 'R-CHK-26', severity: 'warning', found: '105.03', expected: '100.00' },
    ])
    expect(found(point('2024-01-02', '100'), point('2024-01-03', '200'), point('2024-01-04', '294.97'))).toHaveLength(1)
  })
  it('counts a weekend with the day before or after it, and net assets of either end', () => {
    const thursday = [point('2024-01-03', '200'), point('2024-01-04', '300')] as const
    expect(found(...thursday, point('2024-01-05', '600'))).toEqual([])
    expect(found(point('2024-01-04', '300'), point('2024-01-05', '400'), point('2024-01-08', '700'))).toEqual([])
    expect(found(...thursday, point('2024-01-05', '400', '7300000'))).toEqual([])
    expect(found(...thursday, point('2024-01-05', '500', '7300000'))).toEqual([])
    expect(found(...thursday, point('2024-01-05', '500'))).toHaveLength(1)
  })
  it('is not run where the payable was paid, is steady or unknown', () => {
    expect(found(point('2024-01-02', '100'), point('2024-01-03', '200'), point('2024-01-04', '90'))).toEqual([])
    expect(found(point('2024-01-02', '100'), point('2024-01-03', '0'), point('2024-01-04', '500'))).toEqual([])
    expect(found(point('2024-01-02', null), point('2024-01-03', '200'), point('2024-01-04', '900'))).toEqual([])
    expect(accrualGoesOn(null, calendar)).toEqual([])
  })
})
