import { expect, it } from 'vitest'
import { charactersLeft, lengthFault, newestReply, newSendKey } from './message-view'

it('says what keeps a text from being sent', () => {
  expect(['', '  ', '好', ' 好 ', '您好', '字'.repeat(1000), '字'.repeat(1001)].map(lengthFault)).toEqual([
    'empty',
    'empty',
    'too-short',
    'too-short',
    null,
    null,
    'too-long',
  ])
})

it('counts towards the end', () => {
  expect([899, 900, 1000, 1003].map((length) => charactersLeft('字'.repeat(length)))).toEqual([null, 100, 0, -3])
})

it('finds the newest reply, whichever message it belongs to', () => {
  const at = (...instants: string[]) => ({ replies: instants.map((instant) => ({ at: instant })) })
  expect(newestReply([at(), at()])).toBeNull()
  expect(newestReply([at('2026-01-03'), at('2026-01-04', '2026-01-05'), at()])).toBe('2026-01-05')
})

it('names every try anew', () => {
  const keys = Array.from({ length: 100 }, newSendKey)
  expect(new Set(keys).size).toBe(100)
  expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true)
})
