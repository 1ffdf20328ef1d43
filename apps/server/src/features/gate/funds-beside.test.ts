import { expect, it } from 'vitest'
import type { HoldingFigures } from '../days/day-figures'
import type { O32Evidence } from '../days/evidence'
import { fundsBeside } from './funds-beside'

const holding: HoldingFigures = {
  fundCode: '000001',
  sharesE4: 5_000_000n,
  unitNavE8: 120_000_000n,
  priceDate: null,
  marketValueE4: 6_000_000n,
  sourceCostE4: 5_500_000n,
  sourceProfitE4: null,
  o32CostE4: null,
  o32ProfitE4: null,
  o32MarketValueE4: null,
  dividendReceivableE4: null,
  sourceRow: 12,
}

const position = (fundCode: string, sharesE4: bigint, costWithFeesE4: bigint | null): O32Evidence => ({
  fundCode,
  fundName: null,
  market: null,
  sharesE4,
  marketValueE4: sharesE4,
  costE4: null,
  costWithFeesE4,
  floatingProfitE4: null,
  totalProfitE4: null,
  source: { sheet: null, row: 2, columns: {} },
})

const day = (holdings: HoldingFigures[], o32: O32Evidence[] | null) => ({ figures: { holdings }, o32 })

it('adds up what O3.2 lists of a fund; a cost with an unknown part is unknown', () => {
  const o32 = [position('000001', 3_000_000n, 3_300_000n), position('000001', 2_000_000n, 2_210_000n)]
  const [both, ...rest] = fundsBeside(day([holding], o32), (code) => `基金${code}`)
  expect(rest).toEqual([])
  expect(both).toEqual({
    fundCode: '000001',
    fundName: '基金000001',
    shares: '500.00',
    unitNav: '1.2000',
    cost: '550.00',
    marketValue: '600.00',
    sourceRow: 12,
    o32Shares: '500.00',
    o32Cost: '551.00',
    o32MarketValue: '500.00',
  })
  const unknown = [...o32, position('000001', 10_000n, null)]
  expect(fundsBeside(day([holding], unknown), String)[0]).toMatchObject({ o32Shares: '501.00', o32Cost: null })
})

it('keeps what one side alone holds, by code', () => {
  const funds = fundsBeside(day([holding], [position('000000', 10_000n, 10_000n)]), String)
  expect(funds.map(({ fundCode, shares, o32Shares }) => [fundCode, shares, o32Shares])).toEqual([
    ['000000', null, '1.00'],
    ['000001', '500.00', null],
  ])
  expect(fundsBeside(day([holding], null), String)[0]).toMatchObject({ o32Shares: null, o32Cost: null })
})
