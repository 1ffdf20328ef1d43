/** Redis for tests: the one that is reachable, with a prefix for each test, and one of a test's own that can be stopped. */
import { Redis } from 'ioredis'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { ulid } from 'ulid'

const GIVEN_URL = process.env.SMA_TEST_REDIS_URL
const REDIS_URL = GIVEN_URL || 'redis://127.0.0.1:6379'

/** Why Redis cannot be used, or null; where the environment names one it must answer. */
export async function reachRedis(): Promise<string | null> {
  const redis = new Redis(REDIS_URL, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    await redis.ping()
    return null
  } catch (error) {
    if (GIVEN_URL) throw new Error('SMA_TEST_REDIS_URL is set, but nothing answers there', { cause: error })
    return 'no Redis reachable at SMA_TEST_REDIS_URL'
  } finally {
    redis.disconnect()
  }
}

/** An address with a prefix that no other test has, and what removes its keys. */
export function ownRedisUrl(): { url: string; prefix: string; clean(): Promise<void> } {
  const prefix = `sma-test-${ulid()}:`
  return {
    url: `${REDIS_URL}/?keyPrefix=${prefix}`,
    prefix,
    async clean() {
      const redis = new Redis(REDIS_URL)
      const keys = await redis.keys(`${prefix}*`)
      if (keys.length > 0) await redis.del(keys)
      redis.disconnect()
    },
  }
}

export const hasRedisServer = (): boolean => spawnSync('redis-server', ['--version']).status === 0

export async function sparePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export interface OwnRedis {
  kill(): Promise<void>
}

/** A server that keeps nothing on the disk; back once it takes connections. */
export async function startRedis(port: number): Promise<OwnRedis> {
  const child: ChildProcess = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''])
  let said = ''
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk)
    if (said.includes('Ready to accept connections')) break
  }
  if (child.exitCode !== null) throw new Error(`redis-server did not start: ${said}`)
  return {
    async kill() {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
