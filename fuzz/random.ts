/** Seeded random numbers: the same words give the same mutant on every machine. */
export interface Random {
  /** A whole number below `bound`. */
  below(bound: number): number
  pick<T>(list: readonly T[]): T
}

/** mulberry32 over a hash of the words. */
export function randomOf(...words: (string | number)[]): Random {
  let state = 0x811c9dc5
  for (const char of words.join(' ')) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  const pick = <T>(list: readonly T[]): T => {
    const item = list[below(list.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  return { below, pick }
}
