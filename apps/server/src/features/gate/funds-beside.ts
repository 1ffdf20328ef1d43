import { moneyText } from '@sma/finance/decimal'
import { priceText, sharesText } from '@sma/finance/numbers'
import type { AssembledDay } from '../days/assemble-day'
import type { O32Evidence } from '../days/evidence'
import { moneyOrNull } from '../days/reply-parts'

/** One fund in the valuation and in O3.2; null where one of them does not have it, or does not say. */
export interface FundBeside {
  fundCode: string
  fundName: string
  shares: string | null
  unitNav: string | null
  cost: string | null
  marketValue: string | null
  sourceRow: number | null
  o32Shares: string | null
  o32Cost: string | null
  o32MarketValue: string | null
}

interface Position {
  sharesE4: bigint
  costE4: bigint | null
  marketValueE4: bigint
}

/** Every fund that the valuation or O3.2 holds, by code. */
export function fundsBeside({ figures, o32 }: AssembledDay, nameOf: (code: string) => string): FundBeside[] {
  const held = new Map((figures.holdings ?? []).map((holding) => [holding.fundCode, holding]))
  const positions = positionsOf(o32 ?? [])
  return [...new Set([...held.keys(), ...positions.keys()])].sort().map((fundCode) => {
    const [holding, position] = [held.get(fundCode), positions.get(fundCode)]
    return {
      fundCode,
      fundName: nameOf(fundCode),
      shares: holding ? sharesText(holding.sharesE4) : null,
      unitNav: holding?.unitNavE8 ? priceText(holding.unitNavE8) : null,
      cost: moneyOrNull(holding?.sourceCostE4 ?? null),
      marketValue: holding ? moneyText(holding.marketValueE4) : null,
      sourceRow: holding?.sourceRow ?? null,
      o32Shares: position ? sharesText(position.sharesE4) : null,
      o32Cost: moneyOrNull(position?.costE4 ?? null),
      o32MarketValue: position ? moneyText(position.marketValueE4) : null,
    }
  })
}

/** O3.2 lists a fund once for each place that it is kept in. */
function positionsOf(rows: readonly O32Evidence[]): Map<string, Position> {
  const positions = new Map<string, Position>()
  for (const { fundCode, sharesE4, costWithFeesE4, marketValueE4 } of rows) {
    const known = positions.get(fundCode) ?? { sharesE4: 0n, costE4: 0n, marketValueE4: 0n }
    positions.set(fundCode, {
      sharesE4: known.sharesE4 + sharesE4,
      costE4: known.costE4 === null || costWithFeesE4 === null ? null : known.costE4 + costWithFeesE4,
      marketValueE4: known.marketValueE4 + marketValueE4,
    })
  }
  return positions
}
