import { expect, it } from 'vitest'
import { documentUrl, publishedDay } from './publications-view'

it('the day is Shanghai’s', () => {
  expect(publishedDay('2026-11-05T15:59:00.000Z', 'zh-CN')).toBe('2026年11月5日')
  expect(publishedDay('2026-11-05T16:00:00.000Z', 'en')).toBe('6 November 2026')
})

it('an id never leaves its place in the address', () => {
  expect(documentUrl('a/../b')).toBe('/api/v1/documents/a%2F..%2Fb')
})
