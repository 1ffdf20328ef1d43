/** What an attack is and what it says at its end. */

export const ENGINES = ['sqlite', 'mysql'] as const
export type Engine = (typeof ENGINES)[number]

export interface Attack {
  engine: Engine
  /** How often each attack is tried. */
  runs: number
  /** Decides the moments; the same seed, the same moments. */
  seed: number
}

/** One line of the table. */
export interface Outcome {
  what: string
  runs: number
  /** What was met on the way, so that a reader sees that the attack hit something. */
  seen: string
  /** What must not be; empty: it held. */
  faults: string[]
}

export interface Part {
  attack(attack: Attack): Promise<Outcome[]>
  /** How often it is tried unless another number is asked for. */
  runs: number
}

/** An attack that this machine does not allow, by name. */
export const skipped = (what: string, why: string): Outcome => ({ what, runs: 0, seen: `skipped: ${why}`, faults: [] })

/** `2 old, 3 new`: how often each word was met. */
export function tally(words: readonly string[]): string {
  const kinds = [...new Set(words)]
  return kinds.map((kind) => `${words.filter((word) => word === kind).length} ${kind}`).join(', ')
}
