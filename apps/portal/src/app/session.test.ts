import { expect, it } from 'vitest'
import { readHint } from './session'

it('believes the mark of the server before its own note', () => {
  expect(readHint('present', null)).toBe('in')
  expect(readHint('present', 'out')).toBe('in')
  expect(readHint('absent', 'in')).toBe('out')
  expect(readHint('unknown', 'in')).toBe('in')
  expect(readHint('unknown', 'out')).toBe('out')
  expect(readHint(undefined, null)).toBe('unknown')
  expect(readHint(undefined, 'tampered')).toBe('unknown')
})
