import type { TradingCalendar } from '../calendar/trading-calendar'
import type { Strategy, Transaction } from '../facts'
import { accrualGoesOn, type AccrualPoints } from './accrual'
import { accountsAddUp, accountsHaveClass, navIsNetAssetsPerShare, totalsBalance } from './balance'
import type { CheckedDay, Finding, Movements, O32Position, PreviousDay } from './checked-day'
import { confirmationsAgree } from './confirmations'
import { dayIsInLife, dayIsValuationDay, type Life } from './date'
import { fundRowsAddUp, fundsHaveClass, pricesAreFresh, sharesRollForward, type FundLookup } from './fund-rows'
import { moveIsPlausible, type JumpContext } from './jump'
import { limitsOf, type Limits } from './limits'
import { accumulatedFollowsDistributions, navMovesWithinLimit, sharesFollowFlows } from './movement'
import { o32PricesAgree, o32SharesAgree } from './o32'
import { returnsAgree } from './second-path'
import { accumulatedIsNotBelow, bankIsNotOverdrawn, clearingIsSmall } from './plausible'
import { previousNavAgrees } from './previous-nav'
import { confirmedAtPublicNav, pricesArePublic, type PublicNavLookup } from './public-navs'

/** Everything that the checks of one day look at. */
export interface DayContext {
  portfolio: Life & { navDecimals: number; strategy: Strategy }
  day: CheckedDay
  /** Null on the first loaded day. */
  previous: PreviousDay | null
  movements: Movements
  /** O3.2's positions of the day; null without an O3.2 file. */
  o32: readonly O32Position[] | null
  /** Transactions confirmed within some trading days of the day (R-CHK-4). */
  transactionsAround: readonly Transaction[]
  fund: FundLookup
  calendar: TradingCalendar
  /** Today in Shanghai (R-DAY-1). */
  today: string
  /** The tolerances of this portfolio; the strategy's where they are left out. */
  limits?: Limits
  /** Public NAVs of funds; null or left out where none were loaded (R-CHK-20). */
  publicNavOf?: PublicNavLookup | null
  /** R-CHK-22; the history is left out where the day's move is too small to stand out. */
  benchmark?: JumpContext['benchmark']
  history?: JumpContext['history']
  /** The last two valuations and this one (R-CHK-26). */
  accruals?: AccrualPoints | null
}

/** Runs every check of a valuation day (R-CHK-*, without 7, 16 to 18); a check that lacks its inputs gives no finding. */
export function checkDay(context: DayContext): Finding[] {
  const { day, previous, movements, portfolio, calendar, fund } = context
  const limits = context.limits ?? limitsOf(portfolio.strategy)
  const { flows } = movements
  const fundCodes = [
    ...(day.holdings ?? []).map((holding) => holding.fundCode),
    ...(movements.transactions ?? []).map((transaction) => transaction.fundCode),
  ]
  const navOff = navIsNetAssetsPerShare(day, portfolio.navDecimals, limits)
  const sharesOff = sharesFollowFlows(day, previous, flows, limits)
  // The second path would only say once more what R-CHK-2 or R-CHK-10 has said.
  const secondPath =
    navOff.length + sharesOff.length > 0 ? [] : returnsAgree(day, previous, flows, portfolio.navDecimals)
  return [
    ...dayIsInLife(day.date, portfolio, context.today),
    ...dayIsValuationDay(day.date, calendar),
    ...totalsBalance(day, limits),
    ...navOff,
    ...accountsAddUp(day, limits),
    ...accountsHaveClass(day),
    ...fundRowsAddUp(day, limits),
    ...fundsHaveClass(fundCodes, fund),
    ...pricesAreFresh(day, fund, calendar),
    ...sharesRollForward(day, previous, movements, limits),
    ...sharesOff,
    ...accumulatedFollowsDistributions(day, previous, flows, portfolio.navDecimals),
    ...secondPath,
    ...navMovesWithinLimit(day, previous, { strategy: portfolio.strategy, flows, calendar, limits }),
    ...againstO32(context, limits),
    ...againstOthers(context, limits),
    ...accumulatedIsNotBelow(day, previous, portfolio.navDecimals),
    ...bankIsNotOverdrawn(day),
    ...clearingIsSmall(day, limits),
    ...accrualGoesOn(context.accruals ?? null, calendar, limits),
  ]
}

function againstO32({ day, previous, o32, transactionsAround, calendar, fund }: DayContext, limits: Limits): Finding[] {
  if (o32 === null) return []
  const lagOf = (code: string) => fund(code)?.priceLag ?? null
  return [
    ...o32SharesAgree(day, o32, { transactions: transactionsAround, calendar, lagOf, limits }),
    ...o32PricesAgree(day, previous, o32, limits),
  ]
}

/** What the day was made against, and what is known of prices and markets elsewhere. */
function againstOthers(context: DayContext, limits: Limits): Finding[] {
  const { day, previous, movements, portfolio, calendar, fund, publicNavOf } = context
  const { flows } = movements
  const transactions = movements.transactions ?? []
  const publicNavs = publicNavOf && { navOf: publicNavOf, fund, calendar, limits }
  const { strategy, navDecimals } = portfolio
  const jump = {
    strategy,
    flows,
    calendar,
    limits,
    benchmark: context.benchmark ?? null,
    history: context.history ?? null,
  }
  return [
    ...previousNavAgrees(day, previous, { calendar, navDecimals }),
    ...(publicNavs ? pricesArePublic(day, publicNavs) : []),
    ...(publicNavs ? confirmedAtPublicNav(transactions, publicNavs) : []),
    ...confirmationsAgree(transactions, limits),
    ...moveIsPlausible(day, previous, jump),
  ]
}

/** True where nothing keeps the day from being published. */
export const mayPublish = (findings: readonly Finding[]): boolean =>
  findings.every((item) => item.severity === 'warning')
