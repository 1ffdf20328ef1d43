import type { Reply } from '@sma/contract/api'
import { formatFigure, forPixels } from '@sma/ui/format/figures'

type Portfolio = Reply<'readPortfolio'>
export type HoldingsClass = Reply<'readHoldings'>['classes'][number]
export type AssetClass = HoldingsClass['assetClass']
export type Holding = HoldingsClass['holdings'][number]

export const VIEWS = ['allocation', 'holdings'] as const

export interface ShareItem {
  key: string
  label: string
  share: number
  text: string
}

/** Bars of the classes whose share is known. */
export function allocationBars(classes: Portfolio['classes'], name: (assetClass: string) => string): ShareItem[] {
  return classes.flatMap(({ assetClass, ratio }) =>
    ratio === null
      ? []
      : [{ key: assetClass, label: name(assetClass), share: forPixels(ratio), text: formatFigure('ratio', ratio) }],
  )
}

/** The class keys that can be opened: those with funds in them. */
export function openable(classes: readonly HoldingsClass[]): AssetClass[] {
  return classes.filter((item) => item.holdings.length > 0).map((item) => item.assetClass)
}

/** The price's own day, where it is not the valuation's (R-HLD-1). */
export function otherPriceDate(holding: Holding, date: string): string | null {
  return holding.priceDate !== null && holding.priceDate !== date ? holding.priceDate : null
}

export function findHolding(classes: readonly HoldingsClass[], fundCode: string): Holding | undefined {
  return classes.flatMap((item) => item.holdings).find((holding) => holding.fundCode === fundCode)
}
