/** Field by field, what two versions of a day say differently. */
import { codedComponentsText, type BenchmarkComponent } from '@sma/contract/benchmark-words'
import { moneyText } from '@sma/finance/decimal'
import type { FundFacts } from '@sma/finance/facts'
import { priceText, sharesText } from '@sma/finance/numbers'
import type { DayFigures, HoldingFigures } from './day-figures'

/** `fundCode` null: of the day itself. Decimals as text; null: not stated, or the fund is not held. */
export interface FieldDifference {
  field: DayField | FundField
  fundCode: string | null
  fundName: string | null
  before: string | null
  after: string | null
}

/** A version with the master data that it was shown with. */
export interface DaySide {
  figures: DayFigures
  portfolio: { name: string; strategy: string; manager: string | null; benchmark: string | null }
  funds: ReadonlyMap<string, FundMaster>
  /** What the benchmark is made of on that day; empty where nobody said. */
  benchmarkComponents: readonly BenchmarkComponent[]
  benchmarkE8: bigint | null
}

type FundMaster = Pick<FundFacts, 'name' | 'assetClass'>

const DAY_FIELDS = {
  portfolioName: ({ portfolio }: DaySide) => portfolio.name,
  strategy: ({ portfolio }: DaySide) => portfolio.strategy,
  manager: ({ portfolio }: DaySide) => portfolio.manager,
  benchmark: ({ portfolio }: DaySide) => portfolio.benchmark,
  benchmarkComponents: ({ benchmarkComponents }: DaySide) => codedComponentsText(benchmarkComponents) || null,
  benchmarkValue: ({ benchmarkE8 }: DaySide) => price(benchmarkE8),
  totalAssets: ({ figures }: DaySide) => money(figures.totalAssetsE4),
  totalLiabilities: ({ figures }: DaySide) => money(figures.totalLiabilitiesE4),
  netAssets: ({ figures }: DaySide) => money(figures.netAssetsE4),
  shares: ({ figures }: DaySide) => sharesText(figures.sharesE4),
  unitNav: ({ figures }: DaySide) => priceText(figures.unitNavE8),
  accumulatedNav: ({ figures }: DaySide) => price(figures.accumulatedNavE8),
  managementPayable: ({ figures }: DaySide) => money(figures.payables.managementE4),
  custodianPayable: ({ figures }: DaySide) => money(figures.payables.custodianE4),
  auditPayable: ({ figures }: DaySide) => money(figures.payables.auditE4),
  performancePayable: ({ figures }: DaySide) => money(figures.payables.performanceE4),
  dividendReceivable: ({ figures }: DaySide) => money(figures.dividendReceivableE4),
}

/** A fund's row with its master data; a fund that nobody had registered has none. */
interface HeldFund extends HoldingFigures {
  master: FundMaster | undefined
}

const FUND_FIELDS = {
  fundName: ({ master }: HeldFund) => master?.name ?? null,
  assetClass: ({ master }: HeldFund) => master?.assetClass ?? null,
  shares: ({ sharesE4 }: HeldFund) => sharesText(sharesE4),
  unitNav: ({ unitNavE8 }: HeldFund) => price(unitNavE8),
  priceDate: ({ priceDate }: HeldFund) => priceDate,
  marketValue: ({ marketValueE4 }: HeldFund) => money(marketValueE4),
  cost: ({ sourceCostE4 }: HeldFund) => money(sourceCostE4),
  profit: ({ sourceProfitE4 }: HeldFund) => money(sourceProfitE4),
  o32Cost: ({ o32CostE4 }: HeldFund) => money(o32CostE4),
  o32Profit: ({ o32ProfitE4 }: HeldFund) => money(o32ProfitE4),
}

type DayField = keyof typeof DAY_FIELDS
type FundField = keyof typeof FUND_FIELDS

const money = (valueE4: bigint | null): string | null =>
  valueE4 === null ? null : valueE4 % 100n === 0n ? moneyText(valueE4) : sharesText(valueE4)
const price = (valueE8: bigint | null): string | null => (valueE8 === null ? null : priceText(valueE8))

/** What is said of the day itself first, then fund by fund; a fund that only one side holds differs in all that it has. */
export function dayDifferences(before: DaySide, after: DaySide): FieldDifference[] {
  const own = (Object.keys(DAY_FIELDS) as DayField[]).map((field) => ({
    field,
    fundCode: null,
    fundName: null,
    before: DAY_FIELDS[field](before),
    after: DAY_FIELDS[field](after),
  }))
  const [left, right] = [heldFunds(before), heldFunds(after)]
  const codes = [...new Set([...left.keys(), ...right.keys()])].sort()
  const held = codes.flatMap((fundCode) => fundDifferences(fundCode, left.get(fundCode), right.get(fundCode)))
  return [...own, ...held].filter((difference) => difference.before !== difference.after)
}

const heldFunds = ({ figures, funds }: DaySide): Map<string, HeldFund> =>
  new Map(
    (figures.holdings ?? []).map((holding) => [holding.fundCode, { ...holding, master: funds.get(holding.fundCode) }]),
  )

const fundDifferences = (fundCode: string, before?: HeldFund, after?: HeldFund): FieldDifference[] =>
  (Object.keys(FUND_FIELDS) as FundField[]).map((field) => ({
    field,
    fundCode,
    fundName: (after ?? before)?.master?.name ?? null,
    before: before ? FUND_FIELDS[field](before) : null,
    after: after ? FUND_FIELDS[field](after) : null,
  }))
