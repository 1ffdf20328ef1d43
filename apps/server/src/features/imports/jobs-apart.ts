/**
 * Import jobs run in a process of their own, with its own connection to the database: reads are answered meanwhile as if
 * nothing were imported, and the memory of a large import is given back with the process (docs/decisions/0010).
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Deps } from '../../deps'
import { selectNextJob } from './jobs.queries'

/** Runs what waits and ends where nothing waits any more; `stopping` ends it after the file under way. */
export type RunJobs = (deps: Deps, stopping: AbortSignal) => Promise<void>

/** Beside the bundle it is bundled too; from the sources it runs through tsx. */
const isBundled = !import.meta.url.endsWith('.ts')
const PROGRAM = new URL(isBundled ? './import-process.js' : '../../import-process.ts', import.meta.url)

export const STOP = 'stop'

/** Starts the process only where something waits; throws where it ended by a mistake. */
export const runJobsApart: RunJobs = async ({ config, db }, stopping) => {
  if (!(await selectNextJob(db)) || stopping.aborted) return
  const child = fork(fileURLToPath(PROGRAM), { execArgv: isBundled ? [] : ['--import', 'tsx'] })
  const stop = () => child.send(STOP, () => undefined)
  stopping.addEventListener('abort', stop)
  try {
    const ended = once(child, 'exit')
    child.send(config)
    const [code, signal] = (await ended) as [number | null, string | null]
    if (code !== 0) throw new Error(`the import process ended with ${signal ?? code}`)
  } finally {
    stopping.removeEventListener('abort', stop)
  }
}
