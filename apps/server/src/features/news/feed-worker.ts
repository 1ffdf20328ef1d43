/** Reads the feeds on their schedule, and at once where staff changed one. */
import { Cron } from 'croner'
import type { Deps } from '../../deps'
import { inForce } from '../settings/in-force'
import { openOutside, type Outside } from './outside'
import { pollFeeds } from './poll-feeds.service'

/** A schedule that was changed, here or by another server, counts so much later. */
const LOOK_MS = 30_000

export interface FeedWorker {
  /** A feed was added or changed. */
  poke(): void
  /** Takes the schedule as the house set it by now; returns the one that counts, null where none runs. */
  retime(): Promise<string | null>
  start(): void
  stop(): Promise<void>
}

export function startableFeedWorker(deps: Deps, outside: Outside = openOutside()): FeedWorker {
  let stopping = new AbortController()
  let schedule: Cron | null = null
  let looks: NodeJS.Timeout | undefined
  const open = (pattern: string) => new Cron(pattern, { timezone: 'Asia/Shanghai', unref: true }, poke)
  let running = Promise.resolve()
  function poke(): void {
    if (schedule === null) return
    running = running
      .then(async () => {
        if (!stopping.signal.aborted) await pollFeeds(deps, outside, stopping.signal)
      })
      .catch((error: unknown) => deps.log.error({ err: error }, 'feeds could not be read'))
  }
  async function retime(): Promise<string | null> {
    const { newsSchedule } = (await inForce(deps)).config
    if (schedule !== null && schedule.getPattern() !== newsSchedule) {
      schedule.stop()
      schedule = open(newsSchedule)
    }
    return schedule?.getPattern() ?? null
  }
  const look = () =>
    void retime().catch((error: unknown) => deps.log.error({ err: error }, 'the schedule of news could not be read'))
  return {
    poke,
    retime,
    start() {
      stopping = new AbortController()
      schedule = open(deps.config.newsSchedule)
      looks = setInterval(look, LOOK_MS).unref()
      look()
      poke()
    },
    async stop() {
      clearInterval(looks)
      schedule?.stop()
      schedule = null
      stopping.abort()
      await running
    },
  }
}
