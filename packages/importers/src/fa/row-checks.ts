/** Checks that need an FA table's own rows; what needs only the record is checked by the server. */
import { absolute, divideRound, formatScaled, moneyText, parseE8 } from '@sma/finance/decimal'
import { problem } from '../problems'
import type { FundLeaf, Problem } from '../records'
import { isFundAccount } from './accounts'
import type { Account, Parents } from './accounts'
import { FIELD_LABELS } from './fa-row'
import type { Summary } from './summary'
import type { SummaryKey } from './summary-label'

const SUM_TOLERANCE_E4 = 500n
const PER_FUND_E4 = 100n
const GAIN_TOLERANCE_E4 = 200n
/** 0.0001, and what the rounding of both NAVs adds to it. */
const GROWTH_TOLERANCE_E8 = 15_000n
const E8 = 100_000_000n

type Figure = 'marketValueE4' | 'costE4'

/**
 * R-CHK-3 (fund accounts, market value) and R-CHK-16 (elsewhere, and cost): a parent is the sum of its direct children,
 * without the 估值增值 child that repeats the gain beside a 成本 child.
 */
export function childSumProblems(parents: Parents): Problem[] {
  const children = new Map<Account, Account[]>()
  for (const [child, parent] of parents) {
    const siblings = children.get(parent)
    if (siblings === undefined) children.set(parent, [child])
    else siblings.push(child)
  }
  return [...children].flatMap(([parent, all]) =>
    (['marketValueE4', 'costE4'] as const).flatMap((figure) =>
      sumProblem(parent, withoutGainChild(parent, all), figure),
    ),
  )
}

function sumProblem(parent: Account, children: Account[], figure: Figure): Problem[] {
  const expected = parent[figure]
  const parts = children.map((child) => child[figure]).filter((part) => part !== null)
  if (expected === null || parts.length === 0) return []
  const sum = parts.reduce((before, part) => before + part, 0n)
  const perFund = PER_FUND_E4 * BigInt(children.length)
  const tolerance = perFund > SUM_TOLERANCE_E4 ? perFund : SUM_TOLERANCE_E4
  if (absolute(sum - expected) <= tolerance) return []
  const blocks = isFundAccount(parent.code) && figure === 'marketValueE4'
  const at = {
    row: parent.row,
    column: figure === 'costE4' ? FIELD_LABELS.cost : FIELD_LABELS.marketValue,
    found: moneyText(sum),
    expected: moneyText(expected),
  }
  return [blocks ? problem('R-CHK-3', 'review', at) : problem('R-CHK-16', 'warning', at)]
}

function withoutGainChild(parent: Account, children: Account[]): Account[] {
  const group = (child: Account): string => child.code.slice(parent.code.length)
  const hasCost = children.some((child) => group(child) === '01' || /成本/.test(child.name))
  if (!hasCost) return children
  return children.filter((child) => !/估值增值/.test(child.name) && (group(child) !== '99' || ADDS_UP.test(child.name)))
}

/** A group 99 that is no 估值增值: 应计银行存款利息 under 1002. */
const ADDS_UP = /利息|股利|应计|应收/

/** R-CHK-16: shares × price = market value, market value − cost = gain, on fund rows. */
export function fundRowProblems(funds: FundLeaf[], accounts: Account[]): Problem[] {
  const byRow = new Map(accounts.map((account) => [account.row, account]))
  const unit = lastPlaceE8(funds)
  return funds.flatMap((fund) => {
    const account = byRow.get(fund.row)
    const isLocal = /^(?:CNY|RMB|人民币|\*+|)$/i.test(account?.currency ?? '')
    return [...(isLocal ? priceProblem(fund, unit) : []), ...gainProblem(fund, account?.gainE4 ?? null)]
  })
}

function priceProblem(fund: FundLeaf, unitE8: bigint): Problem[] {
  const price = fund.unitNavE8
  if (price === null || price <= 0n) return []
  const value = divideRound(fund.sharesE4 * price, E8)
  const tolerance = divideRound(absolute(fund.sharesE4) * unitE8, 2n * E8) + PER_FUND_E4
  if (absolute(value - fund.marketValueE4) <= tolerance) return []
  const found = moneyText(fund.marketValueE4)
  return [
    problem('R-CHK-16', 'warning', {
      row: fund.row,
      column: FIELD_LABELS.marketValue,
      found,
      expected: moneyText(value),
    }),
  ]
}

/** One unit of the finest place that the table's prices show, three decimals at least: 1.3 stands for 1.3000. */
function lastPlaceE8(funds: FundLeaf[]): bigint {
  const prices = funds.map((fund) => fund.unitNavE8 ?? 0n)
  let unit = 1n
  while (unit < E8 / 1000n && prices.every((price) => price % (unit * 10n) === 0n)) unit *= 10n
  return unit
}

function gainProblem(fund: FundLeaf, gainE4: bigint | null): Problem[] {
  if (gainE4 === null || fund.costE4 === null) return []
  const expected = fund.marketValueE4 - fund.costE4
  if (absolute(expected - gainE4) <= GAIN_TOLERANCE_E4) return []
  const at = { row: fund.row, column: FIELD_LABELS.gain, found: moneyText(gainE4), expected: moneyText(expected) }
  return [problem('R-CHK-16', 'warning', at)]
}

/**
 * R-CHK-17: the printed day growth, in points or as a fraction, against unit NAV and 昨日单位净值 of the same table; not run
 * beside R-CHK-18, which says what is wrong with them.
 */
export function growthProblems(summary: Summary): Problem[] {
  const { unitNavE8, previousNavE8, dayGrowth } = summary
  if (unitNavE8 === null || previousNavE8 === null || dayGrowth === null) return []
  if (unitNavE8 <= 0n || previousNavE8 <= 0n) return []
  const printed = parseE8(dayGrowth)
  if (printed === null) return []
  const growth = divideRound((unitNavE8 - previousNavE8) * E8, previousNavE8)
  const near = [printed, divideRound(printed, 100n)].some((value) => absolute(value - growth) <= GROWTH_TOLERANCE_E8)
  if (near) return []
  const expected = formatScaled(growth, 8, 6)
  return [problem('R-CHK-17', 'warning', { column: '日净值增长率', found: dayGrowth, expected })]
}

/** R-CHK-18: unit NAV and shares are positive, net assets not negative. */
export function plausibleProblems(summary: Summary): Problem[] {
  const { unitNavE8, sharesE4, netAssetsE4, places } = summary
  const told = (key: SummaryKey, column: string, found: string, expected: string): Problem =>
    problem('R-CHK-18', 'review', { row: places[key]?.row ?? null, column, found, expected })
  return [
    ...(unitNavE8 === null || unitNavE8 > 0n
      ? []
      : [told('unitNav', '基金单位净值', formatScaled(unitNavE8, 8, 4), '> 0')]),
    ...(sharesE4 === null || sharesE4 > 0n ? [] : [told('shares', '实收资本', moneyText(sharesE4), '> 0')]),
    ...(netAssetsE4 === null || netAssetsE4 >= 0n
      ? []
      : [told('netAssets', '基金资产净值', moneyText(netAssetsE4), '≥ 0')]),
  ]
}
