import { problem } from '../problems'
import { VALUATION_FIGURES } from '../records'
import type { AccountRow, Columns, PortfolioKey, Problem, ValuationRecord, ValuationSource } from '../records'
import { leafFundCode } from './account-code'
import { parentsOf, readAccounts } from './accounts'
import type { Account, Parents } from './accounts'
import type { FaField, FaRow } from './fa-row'
import { fundLeaves } from './fund-leaves'
import { childSumProblems, fundRowProblems, growthProblems, plausibleProblems } from './row-checks'
import { shareOfNetProblems } from './share-of-net'
import { readSummary } from './summary'
import type { Summary } from './summary'

/** One portfolio's table of one day, from a sheet or a dump. */
export interface FaTable {
  origin: 'fa-sheet' | 'fa-dump'
  sheet: string | null
  portfolio: PortfolioKey
  alternatives: PortfolioKey[]
  date: string
  /** Letters of the columns that the rows' fields were read from. */
  columns: Columns<FaField>
  rows: FaRow[]
}

export interface FaTableResult {
  /** Null where a required figure is missing or unreadable: an error says which. */
  record: ValuationRecord | null
  summary: Summary
  problems: Problem[]
}

/** Assembles the valuation of one FA table and checks its rows; every problem is scoped to the portfolio and day. */
export function readFaTable(table: FaTable): FaTableResult {
  const { accounts, problems: accountProblems } = readAccounts(table.rows)
  const { summary, problems: summaryProblems } = readSummary(table.rows)
  const parents = parentsOf(accounts)
  const { funds, problems: fundProblems } = fundLeaves(accounts, parents)
  const problems = [
    ...accountProblems,
    ...summaryProblems,
    ...fundProblems,
    ...accountNameProblems(accounts),
    ...currencyProblems(accounts),
    ...childSumProblems(parents),
    ...fundRowProblems(funds, accounts),
    ...growthProblems(summary),
    ...shareOfNetProblems(accounts, summary.netAssetsE4),
    ...plausibleProblems(summary),
  ]
  if (accounts.length === 0) problems.push(problem('row-missing', 'error', { expected: '科目代码' }))
  const { portfolio, date, sheet } = table
  const refused = problems.some((found) => found.severity === 'error')
  const record = refused ? null : valuation(table, summary, { accounts: keptAccounts(accounts, parents), funds })
  return { record, summary, problems: problems.map((found) => ({ ...found, sheet, portfolio, date })) }
}

function valuation(
  table: FaTable,
  summary: Summary,
  parts: Pick<ValuationRecord, 'accounts' | 'funds'>,
): ValuationRecord | null {
  const { netAssetsE4, sharesE4, unitNavE8 } = summary
  if (netAssetsE4 === null || sharesE4 === null || unitNavE8 === null) return null
  return {
    kind: 'valuation',
    origin: table.origin,
    portfolio: table.portfolio,
    alternatives: table.alternatives,
    date: table.date,
    source: sourceOf(table, summary),
    totalAssetsE4: summary.totalAssetsE4,
    totalLiabilitiesE4: summary.totalLiabilitiesE4,
    netAssetsE4,
    sharesE4,
    unitNavE8,
    accumulatedNavE8: summary.accumulatedNavE8,
    previousNavE8: summary.previousNavE8,
    netAssetsAtCostE4: summary.netAssetsAtCostE4,
    ...parts,
  }
}

const FOREIGN = /^(?:USD|HKD|EUR|GBP|JPY|AUD|CAD|CHF|SGD|美元|港币|港元|欧元|英镑|日元)$/i

/** A book of which every level-1 account that names a currency names another than yuan is not kept in yuan. */
function currencyProblems(accounts: readonly Account[]): Problem[] {
  const named = accounts.filter(({ level, currency }) => level === 1 && currency !== '')
  const [first] = named
  if (first === undefined || !named.every(({ currency }) => FOREIGN.test(currency))) return []
  return [problem('unit-not-yuan', 'error', { row: first.row, column: '币种', found: first.currency, expected: '元' })]
}

/** Each figure's own cell; a cost that was made of 估值增值 has no column. */
function sourceOf({ sheet, columns }: FaTable, { places }: Summary): ValuationSource {
  const { quantity: shares = '', price: unitNav = '', marketValue = '', cost = '' } = columns
  const cells: ValuationSource['cells'] = {}
  for (const figure of VALUATION_FIGURES) {
    const place = places[figure]
    if (place) cells[figure] = `${columns[place.field] ?? ''}${place.row}`
  }
  return { sheet, row: places.netAssets?.row ?? 0, cells, columns: { shares, unitNav, marketValue, cost } }
}

/** Level 1, and what checks, payables and dividends need below it: 12xx, 2xxx, 3xxx. */
const keptAccounts = (accounts: Account[], parents: Parents): AccountRow[] =>
  accounts
    .filter((account) => account.level === 1 || /^(?:12|2|3)/.test(account.code))
    .filter((account) => account.marketValueE4 !== null || account.costE4 !== null)
    .map((account) => ({
      code: account.code,
      name: account.name,
      level: account.level,
      marketValueE4: account.marketValueE4 ?? 0n,
      costE4: account.costE4,
      row: account.row,
      fundCode: account.code.startsWith('1203') ? dividendFund(account, parents.get(account)) : null,
    }))

function dividendFund(account: Account, parent: Account | undefined): string | null {
  const code = account.level > 1 ? leafFundCode(account, parent?.code ?? null) : null
  return code !== null && /^(?:\d{6}|[A-Z][0-9A-Z]{5})$/.test(code) ? code : null
}

/** The same number means something else with other custodians. */
const EXPECTED_NAMES: readonly (readonly [string, RegExp, string])[] = [
  ['1002', /存款/, '存款'],
  ['2203', /赎回/, '赎回'],
  ['2206', /管理|报酬/, '管理'],
  ['2207', /托管|保管/, '托管'],
  ['3003', /清算|交收/, '清算'],
]

function accountNameProblems(accounts: Account[]): Problem[] {
  return EXPECTED_NAMES.flatMap(([code, pattern, expected]) =>
    accounts
      .filter((account) => account.level === 1 && account.code === code && !pattern.test(account.name))
      .map(({ row, name: found }) =>
        problem('account-name-mismatch', 'warning', { row, column: '科目名称', found: `${code} ${found}`, expected }),
      ),
  )
}
