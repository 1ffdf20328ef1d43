import { sum } from './numbers'

/**
 * Double entry: every posting takes from one account what it gives to another, so the balances always add up to zero.
 * Debit balances are positive. Keys are an FA account, with a fund or a purpose behind a colon where it has parts.
 */
export type Ledger = Map<string, bigint>

export const BANK = '1002'
export const DEPOSIT = '1031'
export const fundCost = (code: string): string => `1105:${code}`
export const fundGain = (code: string): string => `1105.99:${code}`
export const dividendDue = (code: string): string => `1203:${code}`
export const BANK_INTEREST = '1204:bank'
export const moneyIncome = (code: string): string => `1204:${code}`
export const SUBSCRIPTIONS_DUE = '1207'
export const REDEMPTIONS_DUE = '2203'
export const MANAGEMENT_DUE = '2206'
export const CUSTODIAN_DUE = '2207'
export const DISTRIBUTION_DUE = '2232'
export const AUDIT_DUE = '2501'
export const FUND_CLEARING = '3003:funds'
export const EXCHANGE_CLEARING = '3003:exchange'
export const PAID_IN = '4001'
export const EQUALISATION = '4003'
export const DISTRIBUTED = '4104'
export const INTEREST_INCOME = '6011'
export const VALUATION_GAIN = '6101'
export const INVESTMENT_INCOME = '6111'
export const MANAGEMENT_FEE = '6403'
export const CUSTODIAN_FEE = '6404'
export const TRADING_FEE = '6407'
export const AUDIT_FEE = '6605'

export const balance = (ledger: Ledger, account: string): bigint => ledger.get(account) ?? 0n

/** Moves money: the debited account rises, the credited one falls. */
export function post(ledger: Ledger, debit: string, credit: string, amountE4: bigint): void {
  ledger.set(debit, balance(ledger, debit) + amountE4)
  ledger.set(credit, balance(ledger, credit) - amountE4)
}

/** Assets less liabilities: what the accounts 1xxx, 2xxx and 3xxx hold together. */
export const netAssetsOf = (ledger: Ledger): bigint =>
  sum([...ledger].filter(([account]) => /^[123]/.test(account)).map(([, amount]) => amount))
