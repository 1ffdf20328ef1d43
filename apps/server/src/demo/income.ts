import { divideRound } from '@sma/finance/decimal'
import { daysBetween } from './dates'
import { later, note, positionOf, type Desk, type Position } from './desk'
import * as L from './ledger'
import { sharesFor, worth } from './numbers'
import { reinvest } from './trades'

/** Trading days from a fund's ex-date until its money arrives. */
const ARRIVAL_DAYS = 4
/** Yearly interest on the bank balance, in millionths. */
const BANK_RATE_PPM = 3_500

/** On a fund's ex-date: a receivable under 1203 that arrives later, or shares at the ex NAV. */
export function takeDividends(desk: Desk): void {
  const { index } = desk.today.day
  for (const position of desk.positions.values()) {
    const perShare = position.path.dividends.get(index)
    if (perShare === undefined || position.sharesE4 === 0n) continue
    if (desk.spec.reinvests) reinvestDividend(desk, position, perShare)
    else awaitDividend(desk, position, worth(position.sharesE4, perShare))
  }
}

function reinvestDividend(desk: Desk, position: Position, perShareE8: bigint): void {
  const exNav = position.path.navE8[desk.today.day.index]
  if (exNav === undefined) return
  const { spec: fund } = position.path
  const shares = sharesFor(worth(position.sharesE4, perShareE8), exNav)
  if (shares === 0n) return
  const amount = reinvest(desk, fund, shares, exNav)
  L.post(desk.ledger, L.fundCost(fund.code), L.INVESTMENT_INCOME, amount)
}

function awaitDividend(desk: Desk, position: Position, amountE4: bigint): void {
  if (amountE4 === 0n) return
  const { spec: fund } = position.path
  L.post(desk.ledger, L.dividendDue(fund.code), L.INVESTMENT_INCOME, amountE4)
  if (desk.spec.namesDividends) position.dividendsE4 += amountE4
  later(desk, ARRIVAL_DAYS, (then) => {
    const held = positionOf(then, fund)
    L.post(then.ledger, L.BANK, L.dividendDue(fund.code), amountE4)
    if (!then.spec.namesDividends) held.dividendsE4 += amountE4
    held.dividendTodayE4 += amountE4
    note(then, { fund, operation: '红利到帐', cashE4: amountE4, account: '应收红利', subjectE4: amountE4 })
    const trade = { date: then.today.day.date, fundCode: fund.code, operation: 'dividend' as const }
    then.today.trades.push({ ...trade, amountE4, sharesE4: 0n, priceE8: 0n, feeE4: 0n })
  })
}

/** Money funds: once a month what has accrued turns into shares at 1.0000 (R-HLD-6). */
export function carryOverMoneyIncome(desk: Desk): void {
  const { date, index } = desk.today.day
  const before = desk.market.tradingDays[index - 1] ?? ''
  const due = date.slice(8) >= '15' && !(before.slice(0, 7) === date.slice(0, 7) && before.slice(8) >= '15')
  if (!due) return
  for (const { path } of desk.positions.values()) {
    const accrued = L.balance(desk.ledger, L.moneyIncome(path.spec.code))
    if (accrued <= 0n) continue
    reinvest(desk, path.spec, accrued, 100_000_000n)
    L.post(desk.ledger, L.fundCost(path.spec.code), L.moneyIncome(path.spec.code), accrued)
  }
}

/** Calendar days since the last valuation earn money-fund income and bank interest, both under 1204. */
export function accrueInterest(desk: Desk): void {
  const days = BigInt(daysBetween(desk.lastDate, desk.today.day.date))
  for (const { path, sharesE4 } of desk.positions.values()) {
    if (path.spec.kind !== 'money') continue
    const rate = BigInt(Math.round(path.spec.yearlyDrift * 1_000_000))
    const income = divideRound(sharesE4 * rate * days, 365_000_000n * 100n) * 100n
    L.post(desk.ledger, L.moneyIncome(path.spec.code), L.INTEREST_INCOME, income)
  }
  const bank = L.balance(desk.ledger, L.BANK)
  const interest = divideRound(bank * BigInt(BANK_RATE_PPM) * days, 360_000_000n * 100n) * 100n
  L.post(desk.ledger, L.BANK_INTEREST, L.INTEREST_INCOME, interest)
}

/** The bank pays its interest on the first trading day from the 21st of each quarter's last month. */
export function settleInterest(desk: Desk): void {
  const { date, index } = desk.today.day
  const before = desk.market.tradingDays[index - 1] ?? ''
  const quarterEnds = Number(date.slice(5, 7)) % 3 === 0
  if (!quarterEnds || date.slice(8) < '21' || (before.slice(0, 7) === date.slice(0, 7) && before.slice(8) >= '21'))
    return
  const earned = L.balance(desk.ledger, L.BANK_INTEREST)
  if (earned <= 0n) return
  L.post(desk.ledger, L.BANK, L.BANK_INTEREST, earned)
  note(desk, { operation: '结息', cashE4: earned, account: '应收利息', subjectE4: earned })
}
