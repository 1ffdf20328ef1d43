/** What page and frame say to each other: `sma-brand-wanted` up, `sma-brand` with an unsaved brand down. */
import type { Reply } from '@sma/contract/api'

type Brand = Reply<'readBrand'>

interface Place {
  parent: unknown
  location: { origin: string }
}

/** The brand in a message of the page around us; null for anybody else's, and for anything else. */
export function brandIn(
  { origin, source, data }: Pick<MessageEvent, 'origin' | 'source' | 'data'>,
  here: Place,
): Brand | null {
  if (origin !== here.location.origin || source !== here.parent) return null
  const message: unknown = data
  if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'sma-brand')
    return null
  return 'brand' in message && isBrand(message.brand) ? message.brand : null
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
export function askForBrand(here: Window): void {
  if (here.parent !== here) here.parent.postMessage({ type: 'sma-brand-wanted' }, here.location.origin)
}
