import { expect, it } from 'vitest'
import { cutBefore, cutText } from './cut-text'

it('a text is cut between signs, never within one', () => {
  expect(cutText('ab😀', 3)).toBe('ab')
  expect(cutText('ab😀', 4)).toBe('ab😀')
  expect(cutText('ab', 3)).toBe('ab')
  expect(cutBefore('😀ab', 3)).toBe('ab')
  expect(cutBefore('😀ab', 4)).toBe('😀ab')
})
