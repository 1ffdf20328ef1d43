import type { TradingCalendar } from '../calendar/trading-calendar'
import { absolute, divideRound } from '../decimal'
import { daysBetween } from '../dates'
import type { FundDividend, Transaction } from '../facts'
import { signedShares, transactionMoney } from '../transactions/money-and-shares'

/** An arrival settles a dividend whose ex-date lies at most this many calendar days back. */
const LONGEST_SETTLEMENT = 60
/** FA may carry a receivable for some days after O3.2 has booked its arrival. */
const BOOKING_TRADING_DAYS = 3

export interface FundIncome {
  date: string
  /** FA 1203 for this fund at the end of the day. */
  receivableE4: bigint | null
  /** Shares and day that the fund's loaded history begins with; transactions are those since. */
  opening: { date: string; sharesE4: bigint }
  transactions: readonly Transaction[]
  dividends: readonly FundDividend[]
  calendar: TradingCalendar
}

/**
 * Dividends that count although they have not arrived, in E4 cents: what FA names as receivable, else dividend × shares of
 * every ex-date that no arrival has settled (R-HLD-6).
 */
export function pendingIncome(income: FundIncome): bigint {
  if (income.receivableE4 !== null && income.receivableE4 !== 0n)
    return justArrived(income, income.receivableE4) ? 0n : income.receivableE4
  const settled = new Set<string>()
  for (const arrival of income.transactions.filter(isArrival)) {
    const open = income.dividends.findLast((dividend) => settles(arrival, dividend) && !settled.has(dividend.date))
    if (open) settled.add(open.date)
  }
  let pending = 0n
  for (const { date, dividendE8 } of income.dividends) {
    if (date > income.opening.date && date <= income.date && !settled.has(date))
      pending += divideRound(sharesEntitled(income, date) * dividendE8, 10n ** 10n) * 100n
  }
  return pending
}

const isArrival = ({ operation }: Transaction): boolean => operation === 'dividend' || operation === 'reinvest'

const settles = (arrival: Transaction, dividend: FundDividend): boolean =>
  dividend.date <= arrival.date && daysBetween(dividend.date, arrival.date) <= LONGEST_SETTLEMENT

/** O3.2 booked the arrival of this very amount while FA still carries it: it counts once. */
function justArrived({ transactions, calendar, date }: FundIncome, receivableE4: bigint): boolean {
  return transactions.some(
    (transaction) =>
      isArrival(transaction) &&
      absolute((transactionMoney(transaction).valueE4 ?? 0n) - receivableE4) <= 100n &&
      calendar.tradingDayDistance(transaction.date, date) <= BOOKING_TRADING_DAYS,
  )
}

/** Shares at the end of the ex-date without what was reinvested on it; none where sold short by incomplete data. */
function sharesEntitled({ opening, transactions }: FundIncome, exDate: string): bigint {
  let shares = opening.sharesE4
  for (const transaction of transactions) {
    if (transaction.date > exDate) break
    if (transaction.date === exDate && transaction.operation === 'reinvest') continue
    shares += signedShares(transaction) ?? 0n
  }
  return shares > 0n ? shares : 0n
}
