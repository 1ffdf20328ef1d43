/** The loop around the import jobs: woken by a new one, and looking by itself for what another server left behind. */
import type { Deps } from '../../deps'
import { runDueJobs } from './jobs.service'

const LOOK_MS = 20_000

export interface ImportWorker {
  /** A job waits. */
  poke(): void
  start(): void
  /** Lets the file under way finish; the rest of the job is done after the next start. */
  stop(): Promise<void>
}

export function startableImportWorker(deps: Deps): ImportWorker {
  let stopping = new AbortController()
  let started = false
  let running: Promise<void> | null = null
  let again = false
  let timer: NodeJS.Timeout | undefined

  function poke(): void {
    if (!started) return
    if (running) {
      again = true
      return
    }
    running = runDueJobs(deps, stopping.signal)
      .catch((error: unknown) => deps.log.error({ err: error }, 'imports could not be run'))
      .then(() => {
        running = null
        if (again) poke()
      })
    again = false
  }
  return {
    poke,
    start() {
      started = true
      stopping = new AbortController()
      timer = setInterval(poke, LOOK_MS).unref()
      poke()
    },
    async stop() {
      started = false
      clearInterval(timer)
      stopping.abort()
      await running
    },
  }
}
