import { expect, it } from 'vitest'
import { bytesOf, textOf } from './bytes'

it.each([
  ['', []],
  ['AA', [0]],
  ['-_8', [251, 255]],
  ['c21h', [115, 109, 97]],
])('reads and writes %s', (text, bytes) => {
  expect([...bytesOf(text)]).toEqual(bytes)
  expect(textOf(new Uint8Array(bytes).buffer)).toBe(text)
})
