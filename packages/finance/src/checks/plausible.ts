/** Figures that can be true but seldom are: R-CHK-23, R-CHK-24 and R-CHK-25. */
import { absolute } from '../decimal'
import type { CheckedDay, Finding, PreviousDay } from './checked-day'
import { amountText, finding, navText, percentText } from './finding'
import { HOUSE_LIMITS, type Limits } from './limits'

/** R-CHK-23: the accumulated NAV falls below the unit NAV; told on the day it begins. Not run where it is not stated. */
export function accumulatedIsNotBelow(day: CheckedDay, previous: PreviousDay | null, navDecimals: number): Finding[] {
  if (!isBelow(day) || (previous && isBelow(previous))) return []
  const found = navText(day.accumulatedNavE8 ?? 0n, navDecimals)
  return [finding('R-CHK-23', { found, expected: `>= ${navText(day.unitNavE8, navDecimals)}` })]
}

const isBelow = ({ accumulatedNavE8, unitNavE8 }: Pick<CheckedDay, 'accumulatedNavE8' | 'unitNavE8'>): boolean =>
  accumulatedNavE8 !== null && accumulatedNavE8 < unitNavE8

/** R-CHK-24: the bank account (1002) is overdrawn. Not run where the source lists no accounts. */
export function bankIsNotOverdrawn(day: CheckedDay): Finding[] {
  return (day.accounts ?? [])
    .filter(({ code, balanceE4 }) => code === '1002' && balanceE4 < 0n)
    .map(({ code, row, balanceE4 }) =>
      finding('R-CHK-24', { subject: code, row, found: amountText(balanceE4), expected: '>= 0.00' }),
    )
}

const PPM = 1_000_000n

/** R-CHK-25: more than a fifth of net assets stands in clearing (3003). Not run where the source lists no accounts. */
export function clearingIsSmall(
  day: CheckedDay,
  { clearingPpm }: Pick<Limits, 'clearingPpm'> = HOUSE_LIMITS,
): Finding[] {
  return (day.accounts ?? [])
    .filter(
      ({ code, balanceE4 }) => code === '3003' && absolute(balanceE4) * PPM > absolute(day.netAssetsE4) * clearingPpm,
    )
    .map(({ code, row, balanceE4 }) =>
      finding('R-CHK-25', {
        subject: code,
        row,
        found: amountText(balanceE4),
        expected: `<= ${percentText(clearingPpm)}`,
      }),
    )
}
