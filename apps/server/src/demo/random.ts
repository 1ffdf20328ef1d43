/** A small seeded generator (mulberry32). Only 32-bit integer steps and additions, so every platform draws the same. */
export interface Random {
  /** A number in [0, 1). */
  unit(): number
  /** A whole number in [low, high]. */
  integer(low: number, high: number): number
  /** Standard normal, as twelve uniforms less six: within ±6, no transcendental functions. */
  normal(): number
  pick<T>(items: readonly T[]): T
}

/** A stream of its own for each name, so that one more account or fund leaves the draws of the others unchanged. */
export function randomStream(seed: number, name: string): Random {
  let state = mix(hashOf(name) ^ Math.imul(seed | 0, 0x9e3779b1))
  const unit = () => {
    state = (state + 0x6d2b79f5) | 0
    return mix(state) / 4294967296
  }
  const integer = (low: number, high: number) => low + Math.floor(unit() * (high - low + 1))
  return {
    unit,
    integer,
    normal: () => {
      let sum = -6
      for (let draw = 0; draw < 12; draw++) sum += unit()
      return sum
    },
    pick: (items) => {
      const item = items[integer(0, items.length - 1)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
  }
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), 1 | value)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return (mixed ^ (mixed >>> 14)) >>> 0
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
