import { expect, it } from 'vitest'
import { momentText } from './access-view'

it('shows moments in Shanghai', () => {
  expect(momentText('2026-01-05T17:30:59.000Z')).toBe('2026-01-06 01:30')
})
