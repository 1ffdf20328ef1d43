import { absolute } from '@sma/finance/decimal'
import type { DayBook } from './books'
import { daysBetween } from './dates'
import { note, type Desk, type Payable } from './desk'
import { AUDIT_DUE, balance, BANK, post } from './ledger'
import { part, proportion } from './numbers'

/** Accrues the calendar days since the last valuation and pays the bills that are due (R-FEE-2). */
export function accrueAndPayFees(desk: Desk): DayBook['accrued'] {
  const days = daysBetween(desk.lastDate, desk.today.day.date)
  const { management, custodian, audit } = desk.payables
  const daily = (ppm: number) => proportion(part(desk.lastNetE4, ppm), 1n, 365n)
  const accrued = {
    managementE4: daily(desk.spec.managementPpm) * BigInt(days),
    custodianE4: daily(desk.spec.custodianPpm) * BigInt(days),
    auditE4: proportion(desk.spec.auditE4, 1n, 365n) * BigInt(days),
  }
  settle(desk, management, accrued.managementE4, days)
  settle(desk, custodian, accrued.custodianE4, days)
  settle(desk, audit, accrued.auditE4, days)
  return accrued
}

function settle(desk: Desk, payable: Payable, accrualE4: bigint, days: number): void {
  post(desk.ledger, payable.expense, payable.account, accrualE4)
  const { billE4 } = payable
  const payDay = desk.today.day.isTradingDay && isPayDay(desk, payable)
  if (billE4 !== null && payDay && paymentReadsBack(payable, billE4, accrualE4, days)) {
    post(desk.ledger, payable.account, BANK, billE4)
    note(desk, { operation: '资金划转', cashE4: -billE4, account: '银行存款', subjectE4: -billE4 })
    payable.billE4 = null
  }
  payable.lastAccrualE4 = accrualE4
  payable.lastDays = days
  if (desk.today.day.isMonthEnd) closeMonth(desk, payable)
}

/** Bills of the management and custodian fee are paid from the fifth trading day, the audit's in the second half of April. */
function isPayDay(desk: Desk, payable: Payable): boolean {
  const { date, tradingDayOfMonth } = desk.today.day
  if (payable.account === AUDIT_DUE) return date.slice(5) >= '04-16' && date.slice(5) <= '12-20'
  return tradingDayOfMonth >= 5
}

function closeMonth(desk: Desk, payable: Payable): void {
  const owed = -balance(desk.ledger, payable.account)
  payable.monthEndsE4.push(owed)
  const month = Number(desk.today.day.date.slice(5, 7))
  const billed = payable.account === AUDIT_DUE ? month === 12 : desk.spec.feesPaid === 'monthly' || month % 3 === 0
  if (billed && owed > 0n) payable.billE4 = owed
}

/**
 * True where R-FEE-2 finds this payment from the payables alone: of all earlier month ends the bill leaves the accrual
 * nearest the previous day's, and within 20 %. Else the payment waits a day, as a careful accountant would let it.
 */
function paymentReadsBack(payable: Payable, billE4: bigint, accrualE4: bigint, days: number): boolean {
  if (billE4 <= accrualE4 || payable.lastDays === 0) return false
  const distance = (paidE4: bigint) => {
    const left = accrualE4 - billE4 + paidE4
    return absolute(left * BigInt(payable.lastDays) - payable.lastAccrualE4 * BigInt(days))
  }
  const own = distance(billE4)
  if (own * 5n > payable.lastAccrualE4 * BigInt(days)) return false
  return payable.monthEndsE4.every((other) => other === billE4 || distance(other) > own)
}
