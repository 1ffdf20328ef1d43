/** What a day shows: the figures of one version, and whether other figures say something else. */
import { createHash } from 'node:crypto'
import type { ClassedAccount, Holding, Payables } from '@sma/finance/facts'

/** One fund's row; `sourceRow` is its row in the file it came from. */
export type HoldingFigures = Holding & { sourceRow: number | null }

/** Money and shares E4, NAVs E8. */
export interface DayFigures {
  totalAssetsE4: bigint | null
  totalLiabilitiesE4: bigint | null
  netAssetsE4: bigint
  sharesE4: bigint
  unitNavE8: bigint
  accumulatedNavE8: bigint | null
  payables: Payables
  /** FA's whole 1203, whether a fund is named or not (R-HLD-6); null where the source does not say. */
  dividendReceivableE4: bigint | null
  /** Null: the day has no holdings (R-HLD-1). */
  holdings: HoldingFigures[] | null
  /** What stands in FA's sheet beside funds and cash, by account (R-CLS-1); null: nothing does, or no accounts are listed. */
  accounts: ClassedAccount[] | null
}

/** SHA-256 of what the day shows; O3.2's figures and source rows are no part of it. */
export function figuresHash(figures: DayFigures): string {
  const holdings = figures.holdings?.map((holding) => [holding.fundCode, ...shownOf(holding)]).sort(byFirst) ?? null
  const accounts = figures.accounts ? [accountsText(figures)] : []
  const text = JSON.stringify([...scalarsOf(figures), holdings, ...accounts], (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return createHash('sha256').update(text).digest('hex')
}

/** Classed accounts as stored and compared. */
export const accountsText = ({ accounts }: Pick<DayFigures, 'accounts'>): string | null =>
  accounts &&
  JSON.stringify(
    accounts.map(({ code, name, assetClass, marketValueE4 }) => [code, name, assetClass, marketValueE4.toString()]),
  )

/** What `accountsText` wrote. */
export const accountsOf = (text: string | null): ClassedAccount[] | null =>
  text === null
    ? null
    : (JSON.parse(text) as [string, string, ClassedAccount['assetClass'], string][]).map(
        ([code, name, assetClass, marketValueE4]) => ({
          code,
          name,
          assetClass,
          marketValueE4: BigInt(marketValueE4),
        }),
      )

const byFirst = (left: unknown[], right: unknown[]): number => (String(left[0]) < String(right[0]) ? -1 : 1)

type Scalar = bigint | string | null

const scalarsOf = (figures: DayFigures): Scalar[] => [
  figures.totalAssetsE4,
  figures.totalLiabilitiesE4,
  figures.netAssetsE4,
  figures.sharesE4,
  figures.unitNavE8,
  figures.accumulatedNavE8,
  figures.payables.managementE4,
  figures.payables.custodianE4,
  figures.payables.auditE4,
  figures.payables.performanceE4,
  figures.dividendReceivableE4,
]

const shownOf = (holding: HoldingFigures): Scalar[] => [
  holding.sharesE4,
  holding.unitNavE8,
  holding.priceDate,
  holding.marketValueE4,
  holding.sourceCostE4,
  holding.sourceProfitE4,
  holding.dividendReceivableE4,
]

/** `completes`: only says what was not available before; `differs`: contradicts what was shown. */
export type Comparison = 'same' | 'completes' | 'differs'

/** Compares newly assembled figures with shown ones; what the new ones leave open counts as the same. */
export function compareFigures(shown: DayFigures, next: DayFigures, isOpeningDay: boolean): Comparison {
  return worst([
    ...pairwise(scalarsOf(shown), scalarsOf(next)),
    ...pairwise([accountsText(shown)], [accountsText(next)]),
    compareHoldings(shown.holdings, next.holdings, isOpeningDay),
  ])
}

function compareHoldings(
  shown: HoldingFigures[] | null,
  next: HoldingFigures[] | null,
  isOpeningDay: boolean,
): Comparison {
  if (next === null) return 'same'
  if (shown === null) return 'completes'
  if (shown.length !== next.length) return 'differs'
  const before = new Map(shown.map((holding) => [holding.fundCode, holding]))
  return worst(
    next.flatMap((holding) => {
      const old = before.get(holding.fundCode)
      if (!old) return ['differs']
      const opening = isOpeningDay ? pairwise(openingOf(old), openingOf(holding)) : []
      return [...pairwise(shownOf(old), shownOf(holding)), ...opening]
    }),
  )
}

/** Cost and earlier profit of an opening lot (R-HLD-5). */
function openingOf(holding: HoldingFigures): Scalar[] {
  const cost = holding.o32CostE4 ?? holding.sourceCostE4
  if (holding.o32ProfitE4 !== null && holding.o32MarketValueE4 !== null)
    return [cost, holding.o32ProfitE4 + holding.marketValueE4 - holding.o32MarketValueE4]
  return [cost, holding.sourceProfitE4 ?? (cost === null ? null : holding.marketValueE4 - cost)]
}

const pairwise = (shown: Scalar[], next: Scalar[]): Comparison[] =>
  next.map((value, index) => {
    const old = shown[index] ?? null
    if (value === null || value === old) return 'same'
    return old === null ? 'completes' : 'differs'
  })

const worst = (comparisons: Comparison[]): Comparison =>
  comparisons.includes('differs') ? 'differs' : comparisons.includes('completes') ? 'completes' : 'same'

/** New figures with what only the shown ones say kept. */
export function completedBy(shown: DayFigures, next: DayFigures): DayFigures {
  const before = new Map((shown.holdings ?? []).map((holding) => [holding.fundCode, holding]))
  const holdings = next.holdings?.map((holding) => filled(before.get(holding.fundCode), holding)) ?? shown.holdings
  const payables = filled(shown.payables, next.payables)
  return { ...filled(shown, next), payables, holdings }
}

function filled<T extends object>(shown: T | undefined, next: T): T {
  const result = { ...next }
  for (const key in result) result[key] = next[key] ?? shown?.[key] ?? next[key]
  return result
}
