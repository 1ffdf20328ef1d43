import type { TradingCalendar } from '../calendar/trading-calendar'
import type { Strategy, Transaction } from '../facts'
import { accountsAddUp, accountsHaveClass, navIsNetAssetsPerShare, totalsBalance } from './balance'
import type { CheckedDay, Finding, Movements, O32Position, PreviousDay } from './checked-day'
import { dayIsInLife, dayIsValuationDay } from './date'
import { fundRowsAddUp, fundsHaveClass, pricesAreFresh, sharesRollForward, type FundLookup } from './fund-rows'
import { accumulatedFollowsDistributions, navMovesWithinLimit, sharesFollowFlows } from './movement'
import { o32PricesAgree, o32SharesAgree } from './o32'
import { returnsAgree } from './second-path'

/** Everything that the checks of one day look at. */
export interface DayContext {
  portfolio: { launchDate: string; navDecimals: number; strategy: Strategy }
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
}

/** Runs every check of a valuation day (R-CHK-1 to 15 without 7, R-RET-2); a check that lacks its inputs gives no finding. */
export function checkDay(context: DayContext): Finding[] {
  const { day, previous, movements, portfolio, calendar, fund } = context
  const { flows } = movements
  const fundCodes = [
    ...(day.holdings ?? []).map((holding) => holding.fundCode),
    ...(movements.transactions ?? []).map((transaction) => transaction.fundCode),
  ]
  const unexplained = sharesFollowFlows(day, previous, flows)
  return [
    ...dayIsInLife(day.date, portfolio.launchDate, context.today),
    ...dayIsValuationDay(day.date, calendar),
    ...totalsBalance(day),
    ...navIsNetAssetsPerShare(day, portfolio.navDecimals),
    ...accountsAddUp(day),
    ...accountsHaveClass(day),
    ...fundRowsAddUp(day),
    ...fundsHaveClass(fundCodes, fund),
    ...pricesAreFresh(day, fund, calendar),
    ...sharesRollForward(day, previous, movements),
    ...unexplained,
    ...accumulatedFollowsDistributions(day, previous, flows, portfolio.navDecimals),
    ...(unexplained.length > 0 ? [] : returnsAgree(day, previous, flows, portfolio.navDecimals)),
    ...navMovesWithinLimit(day, previous, { strategy: portfolio.strategy, flows, calendar }),
    ...againstO32(context),
  ]
}

function againstO32({ day, previous, o32, transactionsAround, calendar, fund }: DayContext): Finding[] {
  if (o32 === null) return []
  const lagOf = (code: string) => fund(code)?.priceLag ?? null
  return [
    ...o32SharesAgree(day, o32, { transactions: transactionsAround, calendar, lagOf }),
    ...o32PricesAgree(day, previous, o32),
  ]
}

/** True where nothing keeps the day from being published. */
export const mayPublish = (findings: readonly Finding[]): boolean =>
  findings.every((item) => item.severity === 'warning')
