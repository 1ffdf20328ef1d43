import { cellText, moneyE4, normalLabel, parseNumber, priceE8 } from '../bytes/cells'
import type { Reading } from '../bytes/cells'
import type { Cell } from '../bytes/grid'
import { problem } from '../problems'
import type { Problem } from '../records'
import { accountCode } from './account-code'
import { FIELD_LABELS } from './fa-row'
import type { FaField, FaRow } from './fa-row'
import { summaryLabel } from './summary-label'
import type { SummaryKey } from './summary-label'

/** The figures that stand below the accounts; null where the table has none. */
export interface Summary {
  totalAssetsE4: bigint | null
  totalLiabilitiesE4: bigint | null
  netAssetsE4: bigint | null
  netAssetsAtCostE4: bigint | null
  sharesE4: bigint | null
  unitNavE8: bigint | null
  accumulatedNavE8: bigint | null
  previousNavE8: bigint | null
  /** Day growth as printed, without saying whether points or a fraction. */
  dayGrowth: string | null
  /** Where each figure that was found stands. */
  places: Partial<Record<SummaryKey, SummaryPlace>>
}

interface SummaryPlace {
  row: number
  field: FaField
}

const TOTAL_FIELDS: FaField[] = ['marketValue']
/** 净值(成本) stands among the NAVs in some tables. */
const AT_COST_FIELDS: FaField[] = ['marketValue', 'name']
const SHARE_FIELDS: FaField[] = ['quantity', 'cost', 'marketValue', 'name']
const NAV_FIELDS: FaField[] = ['name', 'marketValue', 'quantity']

/** Labels as problems name them. */
const LABELS: Readonly<Record<SummaryKey, string>> = {
  totalAssets: '资产类合计',
  totalLiabilities: '负债类合计',
  netAssets: '基金资产净值',
  netAssetsAtCost: '净值(成本)',
  shares: '实收资本',
  unitNav: '基金单位净值',
  accumulatedNav: '累计单位净值',
  previousNav: '昨日单位净值',
  dayGrowth: '日净值增长率',
}

/** Reads the summary rows; a missing required one is an error, never 0. */
export function readSummary(rows: FaRow[]): { summary: Summary; problems: Problem[] } {
  const problems: Problem[] = []
  const found = summaryRows(rows)
  const places: Summary['places'] = {}
  const take = <T>(key: SummaryKey, fields: FaField[], read: (cell: Cell) => Reading<T>, required: boolean) => {
    const figure = readFigure(found.get(key) ?? [], { key, fields, read, required }, problems)
    if (figure !== null) places[key] = { row: figure.row, field: figure.field }
    return figure?.value ?? null
  }
  const summary: Summary = {
    totalAssetsE4: take('totalAssets', TOTAL_FIELDS, moneyE4, true),
    totalLiabilitiesE4: take('totalLiabilities', TOTAL_FIELDS, moneyE4, true),
    netAssetsE4: take('netAssets', TOTAL_FIELDS, moneyE4, true),
    netAssetsAtCostE4: take('netAssetsAtCost', AT_COST_FIELDS, moneyE4, false),
    sharesE4: take('shares', SHARE_FIELDS, moneyE4, true),
    unitNavE8: take('unitNav', NAV_FIELDS, priceE8, true),
    accumulatedNavE8: take('accumulatedNav', NAV_FIELDS, priceE8, !isMoneyFund(rows)),
    previousNavE8: take('previousNav', NAV_FIELDS, priceE8, false),
    dayGrowth: take('dayGrowth', NAV_FIELDS, parseNumber, false),
    places,
  }
  return { summary, problems }
}

/** Money funds print yields, not an accumulated NAV. */
const isMoneyFund = (rows: FaRow[]): boolean =>
  rows.some((row) => /万份.*收益|[七7]日.*收益|^净值\(按?成本\)/.test(normalLabel(row.code)))

interface Candidate {
  row: FaRow
  ofClass: boolean
  rank: number
}

/** Rows of each figure under its surest label; a class row counts only where it is the only one. */
function summaryRows(rows: FaRow[]): Map<SummaryKey, FaRow[]> {
  const candidates = new Map<SummaryKey, Candidate[]>()
  for (const row of rows) {
    const label = summaryLabel(row.code) ?? (hasOnlyNumber(row.code) ? summaryLabel(row.name) : null)
    const key = label?.key ?? sharesAccount(row)
    if (key === null) continue
    const candidate = { row, ofClass: label?.ofClass ?? false, rank: label?.rank ?? Number.MAX_SAFE_INTEGER }
    candidates.set(key, [...(candidates.get(key) ?? []), candidate])
  }
  const found = new Map<SummaryKey, FaRow[]>()
  for (const [key, all] of candidates) {
    const totals = all.filter((candidate) => !candidate.ofClass)
    const usable = totals.length > 0 ? totals : all.length === 1 ? all : []
    const best = Math.min(...usable.map((candidate) => candidate.rank))
    found.set(
      key,
      usable.filter((candidate) => candidate.rank === best).map((candidate) => candidate.row),
    )
  }
  return found
}

/** The label stands under 科目名称, beside an empty code or a short number (601 实收资本). */
const hasOnlyNumber = (code: Cell): boolean => /^\d{0,3}$/.test(normalLabel(code))

/** Some tables print the paid-in capital as account 4001 only. */
const sharesAccount = (row: FaRow): SummaryKey | null => (accountCode(row.code)?.code === '4001' ? 'shares' : null)

interface FigureRule<T> {
  key: SummaryKey
  fields: FaField[]
  read: (cell: Cell) => Reading<T>
  required: boolean
}

interface FoundFigure<T> extends SummaryPlace {
  value: T
  text: string
}

function readFigure<T>(rows: FaRow[], rule: FigureRule<T>, problems: Problem[]): FoundFigure<T> | null {
  const column = LABELS[rule.key]
  const first = rows[0]
  if (first === undefined) {
    if (rule.required) problems.push(problem('row-missing', 'error', { expected: column }))
    return null
  }
  const figure = firstFigure(first, rule)
  if (figure === null && rule.required) problems.push(unreadable(first, rule, column))
  for (const other of rows.slice(1)) {
    const repeated = firstFigure(other, rule)
    if (repeated === null || figure === null || repeated.value === figure.value) continue
    const at = { row: other.row, column, found: repeated.text, expected: figure.text }
    problems.push(problem('row-conflict', 'review', at))
  }
  return figure
}

/**
 * The first field that holds a number; a zero counts only where no other field has one (blanks arrive as 0). Null where a column
 * of figures before it holds what cannot be read: another column is no stand-in for that.
 */
function firstFigure<T>(row: FaRow, rule: FigureRule<T>): FoundFigure<T> | null {
  let zero: FoundFigure<T> | null = null
  for (const field of rule.fields) {
    const { value, fault } = rule.read(row[field])
    if (fault !== null && field !== 'name') return zero
    if (value === null) continue
    const figure = { value, text: cellText(row[field]), row: row.row, field }
    if (value !== 0n && value !== '0') return figure
    zero ??= figure
  }
  return zero
}

function unreadable<T>(row: FaRow, rule: FigureRule<T>, label: string): Problem {
  for (const field of rule.fields) {
    const { fault } = rule.read(row[field])
    if (fault === null || (field === 'name' && parseNumber(row.name).value === null)) continue
    const at = { row: row.row, column: FIELD_LABELS[field], found: cellText(row[field]), expected: label }
    return problem(fault, 'error', at)
  }
  return problem('value-missing', 'error', { row: row.row, expected: label })
}
