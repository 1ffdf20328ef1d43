/** Field by field, what two versions of a day say differently. */
import { moneyText } from '@sma/finance/decimal'
import { priceText, sharesText } from '@sma/finance/numbers'
import type { DayFigures, HoldingFigures } from './day-figures'

/** `fundCode` null: a figure of the day itself. Decimals as text; null: not stated, or the fund is not held. */
export interface FieldDifference {
  field: DayField | HoldingField
  fundCode: string | null
  before: string | null
  after: string | null
}

const DAY_FIELDS = {
  totalAssets: ({ totalAssetsE4 }: DayFigures) => money(totalAssetsE4),
  totalLiabilities: ({ totalLiabilitiesE4 }: DayFigures) => money(totalLiabilitiesE4),
  netAssets: ({ netAssetsE4 }: DayFigures) => money(netAssetsE4),
  shares: ({ sharesE4 }: DayFigures) => sharesText(sharesE4),
  unitNav: ({ unitNavE8 }: DayFigures) => priceText(unitNavE8),
  accumulatedNav: ({ accumulatedNavE8 }: DayFigures) => price(accumulatedNavE8),
  managementPayable: ({ payables }: DayFigures) => money(payables.managementE4),
  custodianPayable: ({ payables }: DayFigures) => money(payables.custodianE4),
  auditPayable: ({ payables }: DayFigures) => money(payables.auditE4),
  performancePayable: ({ payables }: DayFigures) => money(payables.performanceE4),
  dividendReceivable: ({ dividendReceivableE4 }: DayFigures) => money(dividendReceivableE4),
}

const HOLDING_FIELDS = {
  shares: ({ sharesE4 }: HoldingFigures) => sharesText(sharesE4),
  unitNav: ({ unitNavE8 }: HoldingFigures) => price(unitNavE8),
  priceDate: ({ priceDate }: HoldingFigures) => priceDate,
  marketValue: ({ marketValueE4 }: HoldingFigures) => money(marketValueE4),
  cost: ({ sourceCostE4 }: HoldingFigures) => money(sourceCostE4),
  profit: ({ sourceProfitE4 }: HoldingFigures) => money(sourceProfitE4),
  o32Cost: ({ o32CostE4 }: HoldingFigures) => money(o32CostE4),
  o32Profit: ({ o32ProfitE4 }: HoldingFigures) => money(o32ProfitE4),
}

type DayField = keyof typeof DAY_FIELDS
type HoldingField = keyof typeof HOLDING_FIELDS

const money = (valueE4: bigint | null): string | null =>
  valueE4 === null ? null : valueE4 % 100n === 0n ? moneyText(valueE4) : sharesText(valueE4)
const price = (valueE8: bigint | null): string | null => (valueE8 === null ? null : priceText(valueE8))

/** The day's own figures first, then fund by fund; a fund that only one side holds differs in each figure that it has. */
export function dayDifferences(before: DayFigures, after: DayFigures): FieldDifference[] {
  const own = (Object.keys(DAY_FIELDS) as DayField[]).map((field) => ({
    field,
    fundCode: null,
    before: DAY_FIELDS[field](before),
    after: DAY_FIELDS[field](after),
  }))
  const [left, right] = [byCode(before), byCode(after)]
  const funds = [...new Set([...left.keys(), ...right.keys()])].sort()
  const held = funds.flatMap((fundCode) =>
    (Object.keys(HOLDING_FIELDS) as HoldingField[]).map((field) => ({
      field,
      fundCode,
      before: fieldOf(left.get(fundCode), field),
      after: fieldOf(right.get(fundCode), field),
    })),
  )
  return [...own, ...held].filter((difference) => difference.before !== difference.after)
}

const byCode = ({ holdings }: DayFigures): Map<string, HoldingFigures> =>
  new Map((holdings ?? []).map((holding) => [holding.fundCode, holding]))

const fieldOf = (holding: HoldingFigures | undefined, field: HoldingField): string | null =>
  holding ? HOLDING_FIELDS[field](holding) : null
