import { expect, it } from 'vitest'
import { keepReplies, type KeptReply } from './kept-replies'

const reply = (length: number): KeptReply => ({ bytes: Buffer.alloc(length), etag: String(length) })

it('makes a reply once, also for callers who ask while it is made', async () => {
  const kept = keepReplies(10_000)
  let made = 0
  const make = async () => {
    made++
    await Promise.resolve()
    return reply(10)
  }
  const [first, second] = await Promise.all([kept.get('a', make), kept.get('a', make)])
  expect(await kept.get('a', make)).toBe(first)
  expect(second).toBe(first)
  expect(made).toBe(1)
})

it('drops what was asked for longest ago, and keeps no failure', async () => {
  const kept = keepReplies(2_500)
  const asked: string[] = []
  const ask = (key: string) =>
    kept.get(key, async () => {
      asked.push(key)
      return reply(500)
    })
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(key)
  expect(asked).toEqual(['a', 'b', 'c', 'b'])
  const failure = kept.get('x', () => Promise.reject(new Error('no')))
  await expect(failure).rejects.toThrow('no')
  expect((await kept.get('x', async () => reply(1))).etag).toBe('1')
})

it('counts empty replies too', async () => {
  const kept = keepReplies(10_000)
  let made = 0
  const ask = (key: string) =>
    kept.get(key, async () => {
      made++
      return reply(0)
    })
  for (let i = 0; i < 100; i++) await ask(`key ${i}`)
  await ask('key 0')
  expect(made).toBe(101)
})
