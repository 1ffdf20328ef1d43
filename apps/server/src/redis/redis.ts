/**
 * Redis in front of the counts of the database (docs/decisions/0012): it answers, or the database goes on alone. What it holds
 * counts within one epoch only; a server that may have counted past it begins a new one, for all servers.
 */
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { randomUUID } from 'node:crypto'

export interface RedisFront {
  /** What a Lua script answers, which knows the `epoch` and has its keys from KEYS[2] on; null where Redis is away or slow. */
  run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>
  state(): 'ready' | 'away'
  /** Loads the driver (20 MB, only where Redis is named) and begins to connect; waits for no answer. */
  start(): Promise<void>
  stop(): void
}

const EPOCH = 'epoch'
const WITHIN_EPOCH = `
local epoch = redis.call('GET', KEYS[1])
if not epoch then return false end
`
/** Longer than a trip takes, shorter than anybody waits: a sign-in goes on without it. */
const COMMAND_MS = 250
const CONNECT_MS = 2_000
const RETRY_MS = { first: 100, most: 2_000 }

/** `url` may name a prefix of its own where installations share one Redis: `?keyPrefix=house2:`. */
export function openRedis(url: string, log: Logger): RedisFront {
  let redis: Redis | null = null
  let isCurrent = false
  let isAway = false

  function follow(opened: Redis): void {
    opened.on('ready', () => {
      isCurrent = false
      if (isAway) log.info('Redis is back')
      isAway = false
    })
    opened.on('error', lose)
  }

  function lose(error: unknown): void {
    isCurrent = false
    if (!isAway) log.warn({ err: error }, 'Redis is away: the database counts alone')
    isAway = true
  }

  async function beginEpoch(of: Redis): Promise<void> {
    await of.set(EPOCH, randomUUID())
    isCurrent = true
  }

  return {
    async run(script, keys, args) {
      if (redis?.status !== 'ready') return null
      const ready = redis
      const ask = () => ready.eval(WITHIN_EPOCH + script, keys.length + 1, EPOCH, ...keys, ...args)
      try {
        if (!isCurrent) await beginEpoch(ready)
        let answer = await ask()
        if (answer === null) {
          // Redis has forgotten everything
          await beginEpoch(ready)
          answer = await ask()
        }
        isAway = false
        return answer
      } catch (error) {
        lose(error)
        return null
      }
    },
    state: () => (redis?.status === 'ready' && !isAway ? 'ready' : 'away'),
    async start() {
      const driver = await import('ioredis')
      redis = new driver.Redis(url, {
        keyPrefix: 'sma:',
        lazyConnect: true,
        enableOfflineQueue: false,
        maxRetriesPerRequest: 0,
        commandTimeout: COMMAND_MS,
        connectTimeout: CONNECT_MS,
        retryStrategy: (times) => Math.min(times * RETRY_MS.first, RETRY_MS.most),
      })
      follow(redis)
      void redis.connect().catch(lose)
    },
    stop: () => redis?.disconnect(),
  }
}
