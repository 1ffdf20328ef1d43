import { divideRound, PRICE_SCALE, roundToCents } from '../decimal'
import { ASSET_CLASSES, type AssetClass, type ClassedAccount, type FundFacts, type Holding } from '../facts'
import { invariant } from '../invariant'

/** One asset class of one day: market value in E4 cents, share of net assets as a rate in E8 (R-CLS-1, R-CLS-2). */
export interface ClassRow {
  assetClass: AssetClass
  marketValueE4: bigint
  /** Null where net assets are not positive. */
  ratioE8: bigint | null
}

/** All five classes in order; cash is what the rounded market values of funds and classed accounts leave of net assets (R-CLS-1). */
export function classRows(
  netAssetsE4: bigint,
  holdings: readonly Holding[],
  funds: ReadonlyMap<string, FundFacts>,
  accounts: readonly ClassedAccount[] = [],
): ClassRow[] {
  const netAssets = roundToCents(netAssetsE4)
  const sums = new Map<AssetClass, bigint>(ASSET_CLASSES.map((name) => [name, 0n]))
  let cash = netAssets
  for (const holding of holdings) {
    const marketValue = roundToCents(holding.marketValueE4)
    if (marketValue === 0n) continue
    const assetClass = funds.get(holding.fundCode)?.assetClass
    invariant(assetClass, `fund ${holding.fundCode} is held without an asset class (R-CHK-8)`)
    sums.set(assetClass, (sums.get(assetClass) ?? 0n) + marketValue)
    cash -= marketValue
  }
  for (const { assetClass, marketValueE4 } of accounts) {
    if (assetClass === 'cash') continue
    const marketValue = roundToCents(marketValueE4)
    sums.set(assetClass, (sums.get(assetClass) ?? 0n) + marketValue)
    cash -= marketValue
  }
  sums.set('cash', cash)
  return ASSET_CLASSES.map((assetClass) => {
    const marketValueE4 = sums.get(assetClass) ?? 0n
    return { assetClass, marketValueE4, ratioE8: ratioOf(marketValueE4, netAssets) }
  })
}

/** part / netAssets as a rate in E8, half-up; null where net assets are not positive (R-CLS-2). */
export function ratioOf(partE4: bigint, netAssetsE4: bigint): bigint | null {
  if (netAssetsE4 <= 0n) return null
  return divideRound(partE4 * 10n ** BigInt(PRICE_SCALE), netAssetsE4)
}
