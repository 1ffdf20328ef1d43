import type { Payables } from '@sma/finance/facts'
import type { AccountRow } from '../records'

const MANAGEMENT = /管理|受托/
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
  const liabilities = accounts.filter((account) => account.code.startsWith('2'))
  const performance = outermost(liabilities.filter((account) => PERFORMANCE.test(account.name)))
  const management = named(liabilities, MANAGEMENT, '2206')
  const insideManagement = performance.filter((row) => management.some((parent) => row.code.startsWith(parent.code)))
  return {
    managementE4: total(management) - total(insideManagement),
    custodianE4: total(named(liabilities, CUSTODIAN, '2207')),
    auditE4: total(liabilities.filter((account) => account.code === '2501')),
    performanceE4: total(performance),
  }
}

/** By the name of a level-1 account, else of its parts (insurance: 2202 应付账款 with 管理费 and 托管费 below it). */
function named(liabilities: AccountRow[], name: RegExp, code: string): AccountRow[] {
  const fits = (account: AccountRow): boolean => name.test(account.name) && !/审计|销售|税/.test(account.name)
  const level1 = liabilities.filter((account) => account.level === 1)
  const owed = level1.filter(fits)
  if (owed.length > 0) return owed
  const unnamed = level1.filter((account) => account.code === code && account.name === '')
  return unnamed.length > 0
    ? unnamed
    : outermost(liabilities.filter((account) => fits(account) && /费|报酬/.test(account.name)))
}

const outermost = (rows: AccountRow[]): AccountRow[] =>
  rows.filter(
    (row) => !rows.some((other) => other !== row && other.level < row.level && row.code.startsWith(other.code)),
  )

const total = (rows: AccountRow[]): bigint => rows.reduce((sum, row) => sum + row.marketValueE4, 0n)
