/** Whether the valuation agrees with itself: R-CHK-1, R-CHK-2, R-CHK-13 and R-CHK-14. */
import { absolute, divideRound } from '../decimal'
import type { CheckedDay, Finding, LevelOneAccount } from './checked-day'
import { amountText, finding, navText } from './finding'
import { HOUSE_LIMITS, type Limits } from './limits'

const NAV_DECIMALS_MAX = 8
const ONE_E8 = 100_000_000n

/** R-CHK-1: total assets − total liabilities = net assets, to the cent. Not run where a total is not stated. */
export function totalsBalance(day: CheckedDay, { totalE4 }: Pick<Limits, 'totalE4'> = HOUSE_LIMITS): Finding[] {
  if (day.totalAssetsE4 === null || day.totalLiabilitiesE4 === null) return []
  const expected = day.totalAssetsE4 - day.totalLiabilitiesE4
  if (absolute(expected - day.netAssetsE4) <= totalE4) return []
  return [finding('R-CHK-1', { found: amountText(day.netAssetsE4), expected: amountText(expected) })]
}

/**
 * R-CHK-2: net assets / shares = unit NAV within half a unit of the NAV's last place + 0.01 / shares.
 * The last place is that of `navDecimals`, or of the NAV itself where it has more.
 */
export function navIsNetAssetsPerShare(
  day: CheckedDay,
  navDecimals: number,
  { totalE4 }: Pick<Limits, 'totalE4'> = HOUSE_LIMITS,
): Finding[] {
  const netAssetsE4 = day.netAssetsAtCostE4 ?? day.netAssetsE4
  const decimals = lastPlace(day.unitNavE8, navDecimals)
  const unit = 10n ** BigInt(NAV_DECIMALS_MAX - decimals)
  const gapTwice = 2n * absolute(netAssetsE4 * ONE_E8 - day.unitNavE8 * day.sharesE4)
  const allowedTwice = unit * absolute(day.sharesE4) + 2n * totalE4 * ONE_E8
  if (day.sharesE4 >= 0n && gapTwice <= allowedTwice) return []
  const expected = day.sharesE4 > 0n ? navText(divideRound(netAssetsE4 * ONE_E8, day.sharesE4), 8) : '-'
  return [finding('R-CHK-2', { found: navText(day.unitNavE8, decimals), expected })]
}

/** Decimals that a NAV is published with: at least `navDecimals`, more where its digits show more. */
export function lastPlace(navE8: bigint, navDecimals: number): number {
  let decimals = NAV_DECIMALS_MAX
  for (let rest = navE8; decimals > navDecimals && rest % 10n === 0n; rest /= 10n) decimals -= 1
  return decimals
}

/** R-CHK-13: Σ level-1 1xxx + 3xxx − 2xxx = net assets, to the cent. Not run where the source lists no accounts. */
export function accountsAddUp(day: CheckedDay, { totalE4 }: Pick<Limits, 'totalE4'> = HOUSE_LIMITS): Finding[] {
  if (!day.accounts?.some((account) => account.code.startsWith('1'))) return []
  const sum = day.accounts.reduce((total, account) => total + signedBalance(account), 0n)
  if (absolute(sum - day.netAssetsE4) <= totalE4) return []
  return [finding('R-CHK-13', { found: amountText(sum), expected: amountText(day.netAssetsE4) })]
}

function signedBalance({ code, balanceE4 }: LevelOneAccount): bigint {
  if (code.startsWith('1') || code.startsWith('3')) return balanceE4
  return code.startsWith('2') ? -balanceE4 : 0n
}

const FUND_ACCOUNTS = new Set(['1105', '1109'])
const CASH_ACCOUNTS = new Set(['1002', '1021', '1031', '3003'])

/** R-CHK-14: a level-1 account with a balance that is neither fund nor cash (R-CLS-1) and has no class of its own. */
export function accountsHaveClass(day: CheckedDay): Finding[] {
  return (day.accounts ?? [])
    .filter(({ code, balanceE4 }) => balanceE4 !== 0n && needsClass(code) && !day.accountClasses?.has(code))
    .map(({ code, name, balanceE4, row }) =>
      finding('R-CHK-14', { subject: code, row, found: `${code} ${name} ${amountText(balanceE4)}`, expected: '0.00' }),
    )
}

/** Whether a level-1 account of assets is neither fund nor cash (R-CLS-1). */
export const needsClass = (code: string): boolean =>
  /^[13]/.test(code) && !FUND_ACCOUNTS.has(code) && !CASH_ACCOUNTS.has(code) && !code.startsWith('12')
