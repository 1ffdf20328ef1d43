import { describe, expect, it } from 'vitest'
import { parseE4 } from '../decimal'
import { quietDay } from '../../testing/checked-days'
import { totalsBalance } from './balance'
import { limitsOf, mayBeExplained, TOLERANCE_NAMES } from './limits'

describe('tolerances', () => {
  it("are the strategy's and the house's, with a portfolio's own over them", () => {
    expect([limitsOf('cash').movePpm, limitsOf('equity').movePpm]).toEqual([2_000n, 50_000n])
    expect(limitsOf('cash', { movePpm: 3_000n }).movePpm).toBe(3_000n)
    const off = { ...quietDay, netAssetsE4: parseE4('990.05') ?? 0n }
    expect(totalsBalance(off)).toHaveLength(1)
    expect(totalsBalance(off, limitsOf('cash', { totalE4: 500n }))).toEqual([])
    expect(TOLERANCE_NAMES).toHaveLength(14)
  })
  it('let a person explain what can be true, and nothing that must hold', () => {
    expect((['R-CHK-4', 'R-CHK-6', 'R-CHK-19', 'R-CHK-7'] as const).map(mayBeExplained)).toEqual(Array(4).fill(true))
    expect((['R-CHK-1', 'R-CHK-2', 'R-CHK-10', 'R-CHK-13'] as const).some(mayBeExplained)).toBe(false)
  })
})
