import { roundToCents } from '@sma/finance/decimal'
import { ASSET_CLASSES, type AssetClass, type FundFacts, type Holding } from '@sma/finance/facts'
import { classRows } from '@sma/finance/holdings/classes'
import { pointAt } from '@sma/finance/nav/nav-series'
import type { ReasonCode } from '@sma/contract/reason-codes'
import type { OpenBook } from './open-book'
import { moneyOrNull, rateOrNull, reasonsFor } from './reply-parts'

export interface ClassReply {
  assetClass: AssetClass
  ratio: string | null
  marketValue: string | null
  reasons?: Record<string, string>
}

/** The five classes of a day, or why they are not available. */
export interface DayClasses {
  classes: ClassReply[]
  reason: ReasonCode | null
}

/** All five classes in order, of the valuation at `index` and its holdings; nulls with a reason where these do not give them (R-CLS-1). */
export async function dayClasses(
  book: OpenBook,
  index: number,
  holdings: readonly Holding[] | null,
): Promise<DayClasses> {
  const point = pointAt(book.series, index)
  if (!point || !holdings) return unknownClasses('holdings-unavailable')
  const funds = await book.funds(
    holdings.map((holding) => holding.fundCode),
    point.date,
  )
  if (holdings.some((holding) => lacksClass(holding, funds))) return unknownClasses('fund-class-missing')
  const classes = classRows(point.netAssetsE4, holdings, funds, book.accounts(index)).map(
    ({ assetClass, marketValueE4, ratioE8 }) => {
      const figures = { ratio: rateOrNull(ratioE8), marketValue: moneyOrNull(marketValueE4) }
      return { assetClass, ...figures, ...reasonsFor(figures, { ratio: 'net-assets-not-positive' }) }
    },
  )
  return { classes, reason: null }
}

const lacksClass = (holding: Holding, funds: ReadonlyMap<string, FundFacts>): boolean =>
  roundToCents(holding.marketValueE4) !== 0n && !funds.get(holding.fundCode)?.assetClass

function unknownClasses(reason: ReasonCode): DayClasses {
  const reasons = { ratio: reason, marketValue: reason }
  return {
    classes: ASSET_CLASSES.map((assetClass) => ({ assetClass, ratio: null, marketValue: null, reasons })),
    reason,
  }
}
