/** What page and frame say to each other: `sma-…-wanted` up, then an unsaved brand or the bytes of a file down. */
import type { Reply } from '@sma/contract/api'

type Brand = Reply<'readBrand'>
type Kind = 'sma-brand' | 'sma-file'

interface Place {
  parent: unknown
  location: { origin: string }
}

type Message = Pick<MessageEvent, 'origin' | 'source' | 'data'>

/** What a message of the page around us holds; null for anybody else's, and for one of another kind. */
function messageIn({ origin, source, data }: Message, here: Place, kind: Kind): Record<string, unknown> | null {
  if (origin !== here.location.origin || source !== here.parent) return null
  const message: unknown = data
  return typeof message === 'object' && message !== null && 'type' in message && message.type === kind
    ? { ...message }
    : null
}

export function brandIn(event: Message, here: Place): Brand | null {
  const brand = messageIn(event, here, 'sma-brand')?.['brand']
  return isBrand(brand) ? brand : null
}

export function fileIn(event: Message, here: Place): Uint8Array | null {
  const bytes = messageIn(event, here, 'sma-file')?.['bytes']
  return bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : null
}

/** Enough to be drawn: what the rest holds is shown as text, or as a picture. */
function isBrand(value: unknown): value is Brand {
  if (typeof value !== 'object' || value === null) return false
  const { name, shortName, accent, links, texts } = value as Record<string, unknown>
  const isAccent = typeof accent === 'string' && /^#[0-9a-f]{6}$/i.test(accent)
  return (
    typeof name === 'string' &&
    typeof shortName === 'string' &&
    isAccent &&
    Array.isArray(links) &&
    Array.isArray(texts)
  )
}

/** Tells the page around us, and no other, that we listen. */
export function askFor(kind: Kind, here: Window): void {
  if (here.parent !== here) here.parent.postMessage({ type: `${kind}-wanted` }, here.location.origin)
}
