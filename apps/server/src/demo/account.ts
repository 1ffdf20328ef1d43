import type { AssetClass } from '@sma/finance/facts'
import type { DayBook, HoldingBook } from './books'
import { distribute, takeClientFlow } from './client-flows'
import { COST_EXTRA, priceAt, type Desk, type Position } from './desk'
import { accrueAndPayFees } from './fees'
import { accrueInterest, carryOverMoneyIncome, settleInterest, takeDividends } from './income'
import { balance, BANK, DEPOSIT, fundGain, netAssetsOf, post, VALUATION_GAIN } from './ledger'
import type { ValuationDay } from './market'
import { sum, unitNavOf, worth, yuan } from './numbers'
import { decide } from './trader'
import { confirm } from './trades'
import { divideRound } from '@sma/finance/decimal'

/** Runs one account through one valuation day and closes its books; days must come in order, from the launch on. */
export function runDay(desk: Desk, day: ValuationDay): DayBook {
  desk.today = { day, journal: [], trades: [], flows: [] }
  for (const position of desk.positions.values()) position.dividendTodayE4 = 0n
  if (day.isTradingDay && day.index > desk.launchIndex) morning(desk)
  if (day.date === desk.spec.launchDate && desk.spec.strategy !== 'cash') post(desk.ledger, DEPOSIT, BANK, yuan(2000))
  accrueInterest(desk)
  const accrued = accrueAndPayFees(desk)
  if (day.isTradingDay) decide(desk)
  return close(desk, accrued)
}

/** What was put off until today, then confirmations, dividends and the client's own money. */
function morning(desk: Desk): void {
  const { index } = desk.today.day
  const due = desk.pending.filter(({ dueIndex }) => dueIndex === index)
  desk.pending = desk.pending.filter(({ dueIndex }) => dueIndex !== index)
  for (const { run } of due) run(desk)
  takeDividends(desk)
  const confirmed = desk.orders.filter(({ dueIndex }) => dueIndex === index)
  desk.orders = desk.orders.filter(({ dueIndex }) => dueIndex !== index)
  for (const order of confirmed) confirm(desk, order)
  carryOverMoneyIncome(desk)
  settleInterest(desk)
  takeClientFlow(desk)
  distribute(desk)
}

/** Values the funds, reads off net assets and remembers what tomorrow needs. */
function close(desk: Desk, accrued: DayBook['accrued']): DayBook {
  const { day, journal, trades, flows } = desk.today
  const holdings = [...desk.positions.values()].map((position) => holdingBook(desk, position))
  for (const { fund, marketValueE4, bookCostE4 } of holdings) {
    const gain = fundGain(fund.code)
    post(desk.ledger, gain, VALUATION_GAIN, marketValueE4 - bookCostE4 - balance(desk.ledger, gain))
  }
  const netAssetsE4 = netAssetsOf(desk.ledger)
  const unitNavE8 = unitNavOf(netAssetsE4, desk.sharesE4)
  const previousNavE8 = desk.lastNavE8
  desk.lastDate = day.date
  desk.lastNavE8 = unitNavE8
  desk.lastNetE4 = netAssetsE4
  return {
    day,
    netAssetsE4,
    sharesE4: desk.sharesE4,
    unitNavE8,
    previousNavE8,
    accumulatedNavE8: unitNavE8 + desk.distributedE8,
    balances: new Map(desk.ledger),
    holdings,
    classes: classTotals(netAssetsE4, holdings),
    accrued,
    journal,
    trades,
    flows,
  }
}

function holdingBook(desk: Desk, position: Position): HoldingBook {
  const { path, sharesE4, bookCostE4, feesE4, dividendsE4, dividendTodayE4 } = position
  const { priceE8, index } = priceAt(path, desk.today.day.index)
  const marketValueE4 = worth(sharesE4, priceE8)
  return {
    fund: path.spec,
    sharesE4,
    bookCostE4,
    costE4: divideRound(position.exactCost, COST_EXTRA * 100n) * 100n,
    feesE4,
    priceE8,
    priceDate: desk.market.tradingDays[index] ?? desk.today.day.date,
    marketValueE4,
    profitE4: marketValueE4 + position.proceedsE4 + dividendsE4 - position.paidE4,
    dividendsE4,
    dividendTodayE4,
  }
}

function classTotals(netAssetsE4: bigint, holdings: readonly HoldingBook[]): Record<AssetClass, bigint> {
  const of = (assetClass: AssetClass) =>
    sum(holdings.filter(({ fund }) => fund.assetClass === assetClass).map(({ marketValueE4 }) => marketValueE4))
  const funds = {
    'fixed-income': of('fixed-income'),
    equity: of('equity'),
    alternative: of('alternative'),
    money: of('money'),
  }
  return { ...funds, cash: netAssetsE4 - sum(Object.values(funds)) }
}
