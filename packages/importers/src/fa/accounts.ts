import { cellText, dateOf, moneyE4, normalLabel, parseNumber, priceE8 } from '../bytes/cells'
import type { Reading } from '../bytes/cells'
import { problem } from '../problems'
import type { Problem, Severity } from '../records'
import { accountCode } from './account-code'
import type { AccountCode } from './account-code'
import { FIELD_LABELS } from './fa-row'
import type { FaField, FaRow } from './fa-row'

/** An account row with its cells read; null where a cell is empty or unreadable. */
export interface Account extends AccountCode {
  row: number
  name: string
  currency: string
  quantityE4: bigint | null
  costE4: bigint | null
  priceE8: bigint | null
  marketValueE4: bigint | null
  gainE4: bigint | null
  /** 市值占净值 as printed: points, or a fraction where the text has a percent sign or the whole column is one. */
  shareOfNet: string | null
  /** The day of the price, where 停牌信息 tells it: 【正常交易】2024-1-2[资讯]. */
  priceDate: string | null
}

/** Funds stand under these level-1 accounts (R-HLD-1). */
export const isFundAccount = (code: string): boolean => code.startsWith('1105') || code.startsWith('1109')

export interface Accounts {
  accounts: Account[]
  problems: Problem[]
}

/** Reads every account row; equal repetitions are dropped, different ones wait for a person. */
export function readAccounts(rows: FaRow[]): Accounts {
  const problems: Problem[] = []
  const known = new Map<string, Account>()
  let repeated = 0
  for (const row of rows) {
    const code = accountCode(row.code)
    if (code === null) continue
    const account = readAccount(row, code, problems)
    const key = [code.code, code.market, account.currency].join(' ')
    const before = known.get(key)
    if (before === undefined) known.set(key, account)
    else if (isSame(before, account)) repeated += 1
    else problems.push(conflict(before, account))
  }
  if (repeated > 0) problems.push(problem('row-duplicate', 'warning', { found: String(repeated) }))
  return { accounts: [...known.values()], problems }
}

function readAccount(row: FaRow, code: AccountCode, problems: Problem[]): Account {
  const isNeeded = code.level === 1 || isFundAccount(code.code)
  const take = <T>(field: FaField, read: (cell: FaRow[FaField]) => Reading<T>, needed: boolean): T | null => {
    const { value, fault } = read(row[field])
    const severity: Severity = needed ? 'error' : 'warning'
    if (fault !== null) {
      const at = { row: row.row, column: FIELD_LABELS[field], found: cellText(row[field]) }
      problems.push(problem(fault, severity, at))
    }
    return value
  }
  return {
    ...code,
    row: row.row,
    name: cellText(row.name),
    currency: normalLabel(row.currency),
    quantityE4: take('quantity', moneyE4, isFundAccount(code.code)),
    costE4: take('cost', moneyE4, false),
    priceE8: take('price', priceE8, false),
    marketValueE4: take('marketValue', moneyE4, isNeeded),
    gainE4: take('gain', moneyE4, false),
    shareOfNet: parseNumber(row.shareOfNet).value,
    priceDate: dateOf(/】([\d年月日./-]+)/.exec(cellText(row.suspension))?.[1] ?? null),
  }
}

const FIGURES = ['name', 'quantityE4', 'costE4', 'priceE8', 'marketValueE4', 'gainE4'] as const

const isSame = (one: Account, other: Account): boolean => FIGURES.every((figure) => one[figure] === other[figure])

const conflict = (kept: Account, other: Account): Problem =>
  problem('row-conflict', 'review', {
    row: other.row,
    column: FIELD_LABELS.code,
    found: other.code,
    expected: `= ${kept.row}`,
  })

/** The parent row of each account that has one in the table. */
export type Parents = ReadonlyMap<Account, Account>

/** Finds parents: the nearest present ancestor. */
export function parentsOf(accounts: Account[]): Parents {
  const byCode = new Map<string, Account>()
  for (const account of accounts) if (!byCode.has(account.code)) byCode.set(account.code, account)
  const parents = new Map<Account, Account>()
  for (const account of accounts) {
    const parent = account.lastGroup === null ? parentByPrefix(account.code, byCode) : parentByGroup(account, byCode)
    if (parent !== undefined) parents.set(account, parent)
  }
  return parents
}

function parentByGroup({ groups }: Account, byCode: ReadonlyMap<string, Account>): Account | undefined {
  const code = groups.find((group) => byCode.has(group))
  return code === undefined ? undefined : byCode.get(code)
}

/** A code written in one may divide anywhere (16 digits have a group more than 14): the rows of the table decide. */
function parentByPrefix(code: string, byCode: ReadonlyMap<string, Account>): Account | undefined {
  for (let length = code.length - 2; length >= 4; length -= 1) {
    const parent = byCode.get(code.slice(0, length))
    if (parent !== undefined) return parent
  }
  return undefined
}

/** The path from an account's parent to its level-1 row. */
export function ancestorsOf(account: Account, parents: Parents): Account[] {
  const path: Account[] = []
  for (let next = parents.get(account); next !== undefined; next = parents.get(next)) path.push(next)
  return path
}
