import { expect, it } from 'vitest'
import { encodingFor } from './packing'

const asked = (header: string) => encodingFor(header, 2000)

it('takes the first of its encodings that the reader takes', () => {
  expect(asked('gzip, deflate, br')).toBe('br')
  expect(asked('gzip;q=1.0, br ; q=0')).toBe('gzip')
  expect(asked('br;q=0.5 , gzip')).toBe('br')
  expect([asked('identity'), asked(''), asked('brotli'), asked('br;q=0, gzip;q=0.0')]).toEqual([null, null, null, null])
  expect(encodingFor('br', 1399)).toBeNull()
})

it('reads a header as long as one may be without going over it again and again', () => {
  // Quadratic in the blanks, this would take until long after the test's own end.
  expect(asked(`br${' '.repeat(1_000_000)}x`)).toBeNull()
  expect(asked(`${'br;'.repeat(300_000)}q=1`)).not.toBe('gzip')
})
