import { expect, it } from 'vitest'
import { readHint } from './session'

it('believes the cookie of the server before its own note', () => {
  expect(readHint(null, 'a=1; sma-signed-in=1')).toBe('in')
  expect(readHint('out', 'sma-signed-in=1')).toBe('in')
  expect(readHint('out', 'not-sma-signed-in=1')).toBe('out')
  expect(readHint('in', '')).toBe('in')
  expect(readHint(null, '')).toBe('unknown')
  expect(readHint('tampered', '')).toBe('unknown')
})
