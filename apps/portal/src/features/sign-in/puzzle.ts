import { ApiProblem } from '@sma/ui/api/api-problem'
import { call } from '../../app/api'
import type { Puzzle } from './find-answer'

/** Our own code for a browser without WebCrypto (plain http, or very old). */
const PUZZLE_IMPOSSIBLE = 'puzzle-impossible'

/** The work the house asks for while it is under attack, done beside the page; undefined where it asks for none any more. */
export async function solvePuzzle(): Promise<{ token: string; answer: string } | undefined> {
  const { puzzle } = await call('readPuzzle', {})
  if (puzzle === null) return undefined
  if (globalThis.crypto?.subtle === undefined) throw new ApiProblem({ code: PUZZLE_IMPOSSIBLE, status: 0 })
  return { token: puzzle.token, answer: await answerOf(puzzle) }
}

function answerOf(puzzle: Puzzle): Promise<string> {
  const worker = new Worker(new URL('./puzzle-worker.ts', import.meta.url), { type: 'module' })
  return new Promise<string>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<string>) => resolve(data))
    worker.addEventListener('error', () => reject(new ApiProblem({ code: PUZZLE_IMPOSSIBLE, status: 0 })))
    worker.postMessage(puzzle)
  }).finally(() => worker.terminate())
}
