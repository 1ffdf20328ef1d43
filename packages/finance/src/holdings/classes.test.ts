import { describe, expect, it } from 'vitest'
import { e4, holding } from '../../testing/books'
import { hasSharedData, sharedRows } from '../../testing/shared-data'
import { formatScaled, moneyText } from '../decimal'
import { ASSET_CLASSES, type FundFacts } from '../facts'
import { InvariantError } from '../invariant'
import { classRows } from './classes'

const funds = new Map<string, FundFacts>(
  ASSET_CLASSES.flatMap((name) => (name === 'cash' ? [] : [[name, { code: name, name, assetClass: name }] as const])),
)

describe('asset classes (R-CLS-1, R-CLS-2)', () => {
  it.skipIf(!hasSharedData)('are those of the reference case, cash the rest', () => {
    const published = sharedRows('reference-case/classes.csv')
    const held = published
      .slice(0, 4)
      .map((row, at) => holding(ASSET_CLASSES[at] ?? '', '1', row['market_value'] ?? ''))
    const rows = classRows(e4('10462944.40'), held, funds)
    expect(rows.map((row) => [formatScaled((row.ratioE8 ?? 0n) * 100n, 8, 2), moneyText(row.marketValueE4)])).toEqual(
      published.map((row) => [row['percent'], row['market_value']]),
    )
  })

  it('round every fund by itself', () => {
    const held = [holding('equity', '1', '1.005'), holding('equity', '1', '1.005'), holding('money', '1', '2.0049')]
    const rows = classRows(e4('10'), held, funds)
    expect(rows.map((row) => moneyText(row.marketValueE4))).toEqual(['0.00', '2.02', '0.00', '2.00', '5.98'])
    expect(rows[1]?.ratioE8).toBe(20_200_000n)
  })

  it('may leave negative cash, and no shares of nothing', () => {
    expect(classRows(e4('10'), [holding('equity', '1', '12')], funds).at(-1)?.marketValueE4).toBe(e4('-2'))
    expect(classRows(0n, [], funds).map((row) => row.ratioE8)).toEqual([null, null, null, null, null])
  })

  it('refuse a fund without a class: R-CHK-8 lets none through', () => {
    expect(() => classRows(e4('10'), [holding('999999', '1', '1')], funds)).toThrow(InvariantError)
  })
})
