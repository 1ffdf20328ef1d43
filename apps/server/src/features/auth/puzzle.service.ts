/**
 * Work that a browser does before it may ask for a code, while the house is under attack: an answer whose hash begins with
 * so many zero bits. Nothing is kept of a puzzle but that it was used; it carries its own seal.
 */
import { hash } from 'node:crypto'
import type { Deps } from '../../deps'
import { insertUsedPuzzle } from './house.queries'
import { isSame, newToken } from './secrets'

/** About 65,000 hashes: a second in a browser, some seconds on an old phone. */
const BITS = 16
/** An old phone has time for it. */
const SECONDS = 10 * 60

export interface Puzzle {
  token: string
  bits: number
}

export interface Proof {
  token: string
  answer: string
}

type PuzzleDeps = Pick<Deps, 'db' | 'keys' | 'clock'>

export function newPuzzle({ keys, clock }: PuzzleDeps): Puzzle {
  const body = `${clock.now().getTime() + SECONDS * 1000}.${newToken()}`
  return { token: `${body}.${keys.mac('puzzle', body)}`, bits: BITS }
}

/** True once for each puzzle of ours that is solved in time. */
export async function isSolved(deps: PuzzleDeps, { token, answer }: Proof): Promise<boolean> {
  const [expires = '', id = '', seal = ''] = token.split('.')
  if (!isSame(seal, deps.keys.mac('puzzle', `${expires}.${id}`))) return false
  if (Number(expires) <= deps.clock.now().getTime()) return false
  if (leadingZeros(hash('sha256', `${token}:${answer}`, 'buffer')) < BITS) return false
  return insertUsedPuzzle(deps.db, id, new Date(Number(expires)).toISOString())
}

function leadingZeros(bytes: Buffer): number {
  const at = bytes.findIndex((byte) => byte !== 0)
  return at === -1 ? bytes.length * 8 : at * 8 + Math.clz32(bytes[at] ?? 0) - 24
}
