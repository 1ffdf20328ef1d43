import { expect, it } from 'vitest'
import { formatMinute, groupedSecret } from './security-view'

it('writes an instant to the minute, in Shanghai', () => {
  expect(formatMinute('2026-01-05T01:00:59.000Z')).toBe('2026-01-05 09:00')
  expect(formatMinute('2026-01-05T20:30:00+00:00')).toBe('2026-01-06 04:30')
  expect(formatMinute('soon')).toBe('soon')
})

it('writes a secret in groups of four', () => {
  expect(groupedSecret('ABCDEFGHIJKL')).toBe('ABCD EFGH IJKL')
  expect(groupedSecret('ABCDE')).toBe('ABCD E')
})
