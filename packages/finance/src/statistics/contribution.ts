import { ASSET_CLASSES, type AssetClass, type FundClass } from '../facts'

/** A fund's total profit in E4 cents; null where it is not known (R-HLD-3). */
export interface FundContribution {
  fundCode: string
  fundName: string
  assetClass: FundClass | null
  profitE4: bigint | null
}

/** One class in E4 cents; `cash` is what the account gained besides its funds: cash and costs. */
export interface ClassContribution {
  assetClass: AssetClass
  profitE4: bigint | null
}

/** What the account gained since its inception, in parts that add up to it (R-CTB-2). */
export interface Contribution {
  gainE4: bigint | null
  classes: ClassContribution[]
  /** The largest gain first, the largest loss last, unknown ones after it. */
  funds: FundContribution[]
}

/** Contribution in money by class and fund; funds without a class or a known profit leave the rest unknown (R-CTB-2). */
export function contribution(gainE4: bigint | null, funds: readonly FundContribution[]): Contribution {
  const isSorted = funds.every(({ assetClass, profitE4 }) => assetClass !== null || profitE4 === 0n)
  const all = isSorted ? sumOf(funds) : null
  const classes = ASSET_CLASSES.map((assetClass) => ({
    assetClass,
    profitE4:
      assetClass === 'cash'
        ? gainE4 === null || all === null
          ? null
          : gainE4 - all
        : sumOf(funds.filter((fund) => fund.assetClass === assetClass)),
  }))
  return { gainE4, classes, funds: funds.toSorted(byProfit) }
}

/** The sum of what is known; null as soon as one is not. */
export function sumOf(funds: readonly { profitE4: bigint | null }[]): bigint | null {
  let sum = 0n
  for (const { profitE4 } of funds) {
    if (profitE4 === null) return null
    sum += profitE4
  }
  return sum
}

function byProfit(left: FundContribution, right: FundContribution): number {
  if (left.profitE4 === right.profitE4) return left.fundCode < right.fundCode ? -1 : 1
  if (left.profitE4 === null || right.profitE4 === null) return left.profitE4 === null ? 1 : -1
  return left.profitE4 > right.profitE4 ? -1 : 1
}
