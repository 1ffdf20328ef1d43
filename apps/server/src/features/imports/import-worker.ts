/** The loop around the import jobs: woken by a new one, and looking by itself for what another server left behind. */
import type { Deps } from '../../deps'
import { openInbox } from './inbox'

const LOOK_MS = 20_000
const INBOX_MS = 5_000

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
  const { inboxDir } = deps.config
  const inbox = inboxDir === null ? null : openInbox(deps, inboxDir, poke)
  const timers: NodeJS.Timeout[] = []
  let looking: Promise<void> | null = null

  function poke(): void {
    if (!started) return
    if (running) {
      again = true
      return
    }
    running = deps
      .runJobs(deps, stopping.signal)
      .catch((error: unknown) => deps.log.error({ err: error }, 'imports could not be run'))
      .then(() => {
        running = null
        if (again) poke()
      })
    again = false
  }
  function look(): void {
    if (!inbox || looking) return
    looking = inbox
      .lookOnce()
      .catch((error: unknown) => deps.log.error({ err: error }, 'the inbox could not be looked through'))
      .finally(() => (looking = null))
  }
  return {
    poke,
    start() {
      started = true
      stopping = new AbortController()
      timers.push(setInterval(poke, LOOK_MS).unref(), setInterval(look, INBOX_MS).unref())
      poke()
      look()
    },
    async stop() {
      started = false
      for (const timer of timers.splice(0)) clearInterval(timer)
      stopping.abort()
      await looking
      await running
    },
  }
}
