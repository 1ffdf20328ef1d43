import type { Payables } from '@sma/finance/facts'
import type { AccountRow } from '../records'

const MANAGEMENT = /管理/
const CUSTODIAN = /托管|保管/
/** A performance fee is kept apart from management (R-FEE-3). */
const PERFORMANCE = /业绩|浮动/

/**
 * What FA owes, from a valuation's account rows, in E4 (R-FEE-2, R-FEE-3). The same number means something else with
 * other custodians (trusts: 2212 管理人报酬), so the name decides and the number only where no name does. FA leaves out
 * accounts without a balance: they are 0. Null throughout for a valuation without accounts.
 */
export function payablesOf(accounts: AccountRow[]): Payables {
  if (accounts.length === 0) return { managementE4: null, custodianE4: null, auditE4: null, performanceE4: null }
  const level1 = accounts.filter((account) => account.level === 1 && account.code.startsWith('2'))
  const performance = outermost(accounts.filter((row) => row.code.startsWith('2') && PERFORMANCE.test(row.name)))
  const management = named(level1, MANAGEMENT, '2206')
  const insideManagement = performance.filter((row) => management.some((parent) => row.code.startsWith(parent.code)))
  return {
    managementE4: total(management) - total(insideManagement),
    custodianE4: total(named(level1, CUSTODIAN, '2207')),
    auditE4: total(level1.filter((account) => account.code === '2501')),
    performanceE4: total(performance),
  }
}

const named = (level1: AccountRow[], name: RegExp, code: string): AccountRow[] => {
  const byName = level1.filter((account) => name.test(account.name) && !/审计|销售/.test(account.name))
  return byName.length > 0 ? byName : level1.filter((account) => account.code === code && account.name === '')
}

const outermost = (rows: AccountRow[]): AccountRow[] =>
  rows.filter(
    (row) => !rows.some((other) => other !== row && other.level < row.level && row.code.startsWith(other.code)),
  )

const total = (rows: AccountRow[]): bigint => rows.reduce((sum, row) => sum + row.marketValueE4, 0n)
