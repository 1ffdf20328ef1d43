import { expect, it } from 'vitest'
import { fileSize } from './file-size'

it.each([
  [1, '1 KB'],
  [640_400, '640 KB'],
  [2_345_678, '2.3 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(fileSize(bytes)).toBe(text)
})
