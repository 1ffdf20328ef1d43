/** Horizontal bars of a few shares around a common zero, in percent of the track. */

export interface ShareBar {
  key: string
  start: number
  length: number
}

export interface ShareBars {
  zero: number
  bars: ShareBar[]
}

/** Longest bar fills its side; a negative share (cash owed) goes left of zero. */
export function shareBars(shares: readonly { key: string; share: number }[]): ShareBars {
  const high = Math.max(0, ...shares.map((item) => item.share))
  const low = Math.min(0, ...shares.map((item) => item.share))
  const span = high - low || 1
  const zero = (Math.abs(low) / span) * 100
  const bars = shares.map(({ key, share }) => {
    const length = (Math.abs(share) / span) * 100
    return { key, start: share < 0 ? zero - length : zero, length }
  })
  return { zero, bars }
}
