/** Whether the funds' rows agree with the valuation and with what came before: R-CHK-3, R-CHK-5, R-CHK-8 and R-CHK-9. */
import type { TradingCalendar } from '../calendar/trading-calendar'
import { absolute } from '../decimal'
import type { FundClass } from '../facts'
import { signedShares } from '../transactions/money-and-shares'
import type { CheckedDay, Finding, Movements, PreviousDay } from './checked-day'
import { amountText, finding } from './finding'
import { HOUSE_LIMITS, type Limits } from './limits'

/** What the checks ask of a fund; `priceLag` in trading days. */
export interface CheckedFund {
  assetClass: FundClass | null
  priceLag: number
}

export type FundLookup = (fundCode: string) => CheckedFund | undefined

/** R-CHK-3: Σ fund rows = FA's 1105 + 1109 (0.05, or 0.01 a fund); neutral holdings may not exceed net assets. */
export function fundRowsAddUp(
  day: CheckedDay,
  { totalE4, fundSumE4 }: Pick<Limits, 'totalE4' | 'fundSumE4'> = HOUSE_LIMITS,
): Finding[] {
  if (day.holdings === null) return []
  const sum = day.holdings.reduce((total, holding) => total + holding.marketValueE4, 0n)
  if (day.holdingsFrom === 'neutral') {
    if (sum <= day.netAssetsE4 + totalE4) return []
    return [finding('R-CHK-3', { found: amountText(sum), expected: `<= ${amountText(day.netAssetsE4)}` })]
  }
  if (day.accounts === null) return []
  const accounts = day.accounts.filter(({ code }) => code === '1105' || code === '1109')
  const expected = accounts.reduce((total, account) => total + account.balanceE4, 0n)
  const perFund = totalE4 * BigInt(day.holdings.length)
  const tolerance = perFund > fundSumE4 ? perFund : fundSumE4
  if (absolute(sum - expected) <= tolerance) return []
  return [finding('R-CHK-3', { row: accounts[0]?.row ?? null, found: amountText(sum), expected: amountText(expected) })]
}

/**
 * R-CHK-5: shares per fund = the previous valuation's + all signed shares since; a residual under ten shares is dust.
 * Not run without holdings on both days, or where no transaction was ever loaded.
 */
export function sharesRollForward(
  day: CheckedDay,
  previous: PreviousDay | null,
  movements: Movements,
  { dustSharesE4 }: Pick<Limits, 'dustSharesE4'> = HOUSE_LIMITS,
): Finding[] {
  if (!previous?.holdings || !day.holdings || movements.transactions === null) return []
  const expected = new Map<string, bigint>()
  const unknown = new Set<string>()
  for (const { fundCode, sharesE4 } of previous.holdings) expected.set(fundCode, sharesE4)
  for (const transaction of movements.transactions) {
    const signed = signedShares(transaction)
    if (signed === null) unknown.add(transaction.fundCode)
    else expected.set(transaction.fundCode, (expected.get(transaction.fundCode) ?? 0n) + signed)
  }
  const held = new Map(day.holdings.map(({ fundCode, sharesE4 }) => [fundCode, sharesE4]))
  return [...new Set([...expected.keys(), ...held.keys()])].flatMap((fundCode) => {
    const has = held.get(fundCode) ?? 0n
    const should = expected.get(fundCode) ?? 0n
    if (unknown.has(fundCode) || absolute(has - should) < dustSharesE4) return []
    return [
      finding('R-CHK-5', {
        subject: fundCode,
        found: `${fundCode} ${amountText(has)}`,
        expected: amountText(should),
      }),
    ]
  })
}

/** R-CHK-8: a fund in holdings or transactions has no asset class; one finding for each fund. */
export function fundsHaveClass(fundCodes: Iterable<string>, fund: FundLookup): Finding[] {
  return [...new Set(fundCodes)]
    .filter((code) => !fund(code)?.assetClass)
    .sort()
    .map((code) => finding('R-CHK-8', { subject: code, found: code, expected: 'asset_class' }))
}

/** R-CHK-9: a price is older than the fund's `price_lag` trading days; money funds are exempt, rows without a price date skipped. */
export function pricesAreFresh(day: CheckedDay, fund: FundLookup, calendar: TradingCalendar): Finding[] {
  return (day.holdings ?? []).flatMap(({ fundCode, priceDate, sharesE4 }) => {
    const known = fund(fundCode)
    if (priceDate === null || sharesE4 === 0n || !known || known.assetClass === 'money') return []
    const age = calendar.tradingDayDistance(priceDate, day.date)
    if (age <= known.priceLag) return []
    return [
      finding('R-CHK-9', { subject: fundCode, found: `${fundCode} ${priceDate}`, expected: `<= ${known.priceLag}` }),
    ]
  })
}
