import type { Packable } from './packing'

export interface KeptReply extends Packable {
  /** Without quotes and without the suffix of an encoding. */
  etag: string
}

/** Finished replies by key, least recently used first out; callers that ask for the same missing key share one computation. */
export interface KeptReplies {
  get(key: string, make: () => Promise<KeptReply>): Promise<KeptReply>
}

/** What an entry takes besides its bytes: many tiny replies must not outgrow the limit either. */
const ENTRY_BYTES = 500

/** @param maxBytes how much is kept, packed forms (about a fifth) not counted; a key must name everything that the reply depends on, the portfolio's revision included. */
export function keepReplies(maxBytes: number): KeptReplies {
  const kept = new Map<string, KeptReply>()
  const making = new Map<string, Promise<KeptReply>>()
  let size = 0

  function remember(key: string, reply: KeptReply): void {
    kept.set(key, reply)
    size += weightOf(key, reply)
    for (const [oldest, other] of kept) {
      if (size <= maxBytes) return
      kept.delete(oldest)
      size -= weightOf(oldest, other)
    }
  }

  return {
    async get(key, make) {
      const found = kept.get(key)
      if (found) {
        kept.delete(key)
        kept.set(key, found)
        return found
      }
      const underWay = making.get(key)
      if (underWay) return underWay
      const promise = make()
      making.set(key, promise)
      try {
        const reply = await promise
        remember(key, reply)
        return reply
      } finally {
        making.delete(key)
      }
    },
  }
}

const weightOf = (key: string, { bytes }: KeptReply): number => bytes.length + key.length * 2 + ENTRY_BYTES
