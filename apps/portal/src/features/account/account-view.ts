import type { Reply } from '@sma/contract/api'
import { compareDecimals } from '@sma/ui/format/decimal-text'
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

/** What holdings can be sorted by; the first is what is shown unasked. */
export const SORTS = ['marketValue', 'profit', 'ratio', 'cost', 'name'] as const
export const ORDERS = ['down', 'up'] as const

/** How holdings are listed: kept in the URL. */
export interface Listing {
  find: string
  sort: (typeof SORTS)[number]
  order: (typeof ORDERS)[number]
}

/** One class as it is listed: funds and accounts beside them that are held (R-CLS-1), and apart from them what was sold. */
export interface ListedClass {
  group: HoldingsClass
  held: Holding[]
  accounts: HoldingsClass['accounts']
  soldOut: Holding[]
}

/** The classes with what is looked for, funds in the order asked; a search leaves out classes without any. */
export function listedClasses(classes: readonly HoldingsClass[], listing: Listing): ListedClass[] {
  const wanted = listing.find.trim().toLowerCase()
  const isNamed = (...names: string[]) => names.some((name) => name.toLowerCase().includes(wanted))
  return classes
    .map((group) => {
      const found = group.holdings
        .filter(({ fundCode, fundName }) => isNamed(fundCode, fundName))
        .toSorted((left, right) => compared(left, right, listing))
      const accounts = group.accounts.filter(({ accountCode, accountName }) => isNamed(accountCode, accountName))
      const isSold = ({ status }: Holding) => status === 'sold-out'
      return { group, held: found.filter((one) => !isSold(one)), accounts, soldOut: found.filter(isSold) }
    })
    .filter((listed) => wanted === '' || hasParts(listed))
}

/** What is not available stands last, whichever way is asked; equals stay in the order of the reply. */
function compared(left: Holding, right: Holding, { sort, order }: Listing): number {
  const sign = order === 'down' ? -1 : 1
  if (sort === 'name') return -sign * left.fundName.localeCompare(right.fundName, 'zh-CN')
  const [one, other] = [left[sort], right[sort]]
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return sign * compareDecimals(one, other)
}

/** Whether anything stands behind a class: funds held or sold, or accounts beside funds (R-CLS-1). */
export const hasParts = ({ held, accounts, soldOut }: ListedClass): boolean =>
  held.length + accounts.length + soldOut.length > 0

/** The class keys that can be opened. */
export const openable = (classes: readonly ListedClass[]): AssetClass[] =>
  classes.filter(hasParts).map(({ group }) => group.assetClass)

/** The price's own day, where it is not the valuation's (R-HLD-1). */
export function otherPriceDate(holding: Holding, date: string): string | null {
  return holding.priceDate !== null && holding.priceDate !== date ? holding.priceDate : null
}
