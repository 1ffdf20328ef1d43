/** Whether the management fee grows as it did: R-CHK-26. */
import type { TradingCalendar } from '../calendar/trading-calendar'
import { daysBetween } from '../dates'
import type { Finding } from './checked-day'
import { amountText, finding } from './finding'
import { HOUSE_LIMITS, type Limits } from './limits'

/** The management fee owed at the end of a valuation day (R-FEE-2). */
export interface AccrualPoint {
  date: string
  netAssetsE4: bigint
  managementPayableE4: bigint | null
}

/** Three valuations that follow each other: two steps. */
export type AccrualPoints = readonly [AccrualPoint, AccrualPoint, AccrualPoint]

const PPM = 1_000_000n
/** Two cents: what the rounding of two payables can make. */
const ROUNDING_E4 = 200n

/**
 * R-CHK-26: the fee accrued since the valuation before, per day and net assets, is that of the step before within 5 %. Houses
 * differ in which end of a step gives its net assets, and in whether a weekend is accrued before or after it: any will do. Not
 * run on the first three days, and where a payable falls (it was paid) or is steady.
 */
export function accrualGoesOn(
  points: AccrualPoints | null,
  calendar: TradingCalendar,
  { accrualPpm }: Pick<Limits, 'accrualPpm'> = HOUSE_LIMITS,
): Finding[] {
  if (!points) return []
  const [first, second, third] = points
  const before = accrued(first, second)
  const now = accrued(second, third)
  if (before === null || now === null || before <= 0n || now <= 0n) return []
  const expected = expectedSteps(before, points, calendar)
  const fits = (step: bigint) =>
    now >= (step * (PPM - accrualPpm)) / PPM - ROUNDING_E4 && now <= (step * (PPM + accrualPpm)) / PPM + ROUNDING_E4
  if (expected.some(fits)) return []
  return [finding('R-CHK-26', { found: amountText(now), expected: amountText(expected[0] ?? before) })]
}

function accrued(from: AccrualPoint, to: AccrualPoint): bigint | null {
  if (from.managementPayableE4 === null || to.managementPayableE4 === null) return null
  return to.managementPayableE4 - from.managementPayableE4
}

/** The step before, carried on to this one: for each pair of net assets and each way of counting its days. */
function expectedSteps(before: bigint, [first, second, third]: AccrualPoints, calendar: TradingCalendar): bigint[] {
  const ahead = ({ date }: AccrualPoint) => daysBetween(date, calendar.nextTradingDay(date))
  const days = [
    [daysBetween(first.date, second.date), daysBetween(second.date, third.date)],
    [ahead(second), ahead(third)],
  ]
  return days.flatMap(([daysBefore = 1, daysNow = 1]) =>
    [first, second].flatMap((base) =>
      [second, third]
        .filter(() => base.netAssetsE4 > 0n)
        .map((next) => (before * BigInt(daysNow) * next.netAssetsE4) / (BigInt(daysBefore) * base.netAssetsE4)),
    ),
  )
}
