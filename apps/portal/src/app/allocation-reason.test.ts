import { expect, it } from 'vitest'
import { allocationReason } from './allocation-reason'

const cash = { assetClass: 'cash', ratio: null, marketValue: null } as const

it('says why there is nothing to draw, and nothing where something is', () => {
  expect(allocationReason({ classes: [cash], reasons: { classes: 'holdings-unavailable' } })).toBe(
    'holdings-unavailable',
  )
  const owing = { ...cash, marketValue: '-5.00', reasons: { ratio: 'net-assets-not-positive' } }
  expect(allocationReason({ classes: [owing] })).toBe('net-assets-not-positive')
  expect(allocationReason({ classes: [] })).toBe('unknown')
  expect(allocationReason({ classes: [cash, { ...cash, assetClass: 'equity', ratio: '0.00000000' }] })).toBeNull()
})
