/** Reads the feeds on their schedule, and at once where staff changed one. */
import { Cron } from 'croner'
import type { Deps } from '../../deps'
import { openOutside, type Outside } from './outside'
import { pollFeeds } from './poll-feeds.service'

export interface FeedWorker {
  /** A feed was added or changed. */
  poke(): void
  start(): void
  stop(): Promise<void>
}

export function startableFeedWorker(deps: Deps, outside: Outside = openOutside()): FeedWorker {
  let stopping = new AbortController()
  let schedule: Cron | null = null
  let running = Promise.resolve()
  function poke(): void {
    if (schedule === null) return
    running = running
      .then(async () => {
        if (!stopping.signal.aborted) await pollFeeds(deps, outside, stopping.signal)
      })
      .catch((error: unknown) => deps.log.error({ err: error }, 'feeds could not be read'))
  }
  return {
    poke,
    start() {
      stopping = new AbortController()
      schedule = new Cron(deps.config.newsSchedule, { timezone: 'Asia/Shanghai', unref: true }, poke)
      poke()
    },
    async stop() {
      schedule?.stop()
      schedule = null
      stopping.abort()
      await running
    },
  }
}
