/** Two servers with one database and one Redis: what they share, and what holds while Redis is away. */
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { buildApp } from '../../app'
import { openBrowser } from '../../testing/browser'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addClient, ANNA, askForCode, BORIS, signIn } from '../../testing/people'
import { hasRedisServer, ownRedisUrl, reachRedis, sparePort, startRedis, type OwnRedis } from '../../testing/redis'
import { staffCookies, asStaff } from '../../testing/staff'
import { readLimits } from './limits'
import { countLimits } from './limits.service'

const redisMissing = await reachRedis()
const skipped = redisMissing ? ` (skipped: ${redisMissing})` : ''

const apps: FastifyInstance[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})

async function serverWith(deps: TestDeps, redisUrl: string, limits: string | null = null): Promise<FastifyInstance> {
  const app = buildApp({ ...deps, config: { ...deps.config, redisUrl, limits } })
  apps.push(app)
  await app.ready()
  return app
}

const stateOf = async (app: FastifyInstance) => (await app.inject('/readyz')).json<{ redis?: string }>().redis
const until = (app: FastifyInstance, state: string) =>
  vi.waitFor(async () => expect(await stateOf(app)).toBe(state), { timeout: 10_000, interval: 20 })

/** Passports, so that any number will do. */
const person = (index: number) => ({
  idNumber: `E${String(10_000_000 + index)}`,
  phone: `137${String(10_000_000 + index)}`,
})
const ask = async (app: FastifyInstance, index: number) => (await askForCode(app, person(index), '10.0.0.1')).statusCode

describe.skipIf(redisMissing !== null)(`with Redis${skipped}`, () => {
  forEachEngine('two servers', (open) => {
    const { url, clean } = ownRedisUrl()
    afterAll(clean)

    it('share the limits, which Redis answers and the database keeps', async () => {
      const deps = await open()
      const [one, two] = [await serverWith(deps, url), await serverWith(deps, url)]
      await Promise.all([until(one, 'ready'), until(two, 'ready')])
      for (let index = 0; index < 10; index++) expect(await ask(index % 2 ? one : two, index)).toBe(202)
      expect([await ask(one, 10), await ask(two, 11)]).toEqual([429, 429])
      // ten of the address, and of each person one as a phone and one as a client
      const events = () => deps.db.selectFrom('limit_event').select('slot').execute()
      expect(await events()).toHaveLength(30)
      await deps.db.deleteFrom('limit_event').execute()
      expect(await ask(one, 12)).toBe(429)
      expect((await askForCode(two, person(1), '10.0.0.2')).statusCode).toBe(429)
      deps.clock.advance(601)
      expect(await ask(two, 13)).toBe(202)
    })

    it('count each of many at once, and no more than the limit', async () => {
      const deps = await open()
      const limits = '{"codesPerAddress":"7/10m"}'
      const both = [await serverWith(deps, url, limits), await serverWith(deps, url, limits)]
      for (const app of both) await until(app, 'ready')
      const asked = Array.from({ length: 24 }, (_, index) => ask(both[index % 2] as FastifyInstance, index))
      const answers = await Promise.all(asked)
      expect(answers.filter((status) => status === 202)).toHaveLength(7)
      expect(answers.filter((status) => status === 429)).toHaveLength(17)
    })

    it('fill what Redis has forgotten from the database', async () => {
      const deps = await open()
      const app = await serverWith(deps, url)
      await until(app, 'ready')
      for (let index = 0; index < 10; index++) expect(await ask(app, index)).toBe(202)
      await clean()
      expect(await ask(app, 10)).toBe(429)
    })

    it('share sessions: what ends on one has ended on the other', async () => {
      const deps = await open()
      const anna = await addClient(deps, ANNA, ['SA0001'])
      const [one, two] = [await serverWith(deps, url), await serverWith(deps, url)]
      const cookies = await signIn(one, deps, ANNA)
      const readOn = async (app: FastifyInstance) =>
        (await app.inject({ url: '/api/v1/portfolios', cookies })).statusCode
      expect([await readOn(one), await readOn(two)]).toEqual([200, 200])
      const browser = openBrowser(two)
      browser.cookies = { ...cookies }
      expect((await browser.send({ method: 'DELETE', path: '/auth/session' })).statusCode).toBe(204)
      expect([await readOn(one), await readOn(two)]).toEqual([401, 401])

      const operator = await staffCookies(one, deps, 'operator')
      expect((await asStaff(two, operator, ['GET', '/board'])).status).toBe(200)
      await deps.db.updateTable('staff').set({ state: 'disabled' }).execute()
      expect((await asStaff(two, operator, ['GET', '/board'])).status).toBe(401)
      expect(anna).toHaveLength(26)
    })

    it('count the house’s failures together', async () => {
      const deps = await open()
      await addClient(deps, BORIS)
      const limits = '{"failuresPerHouse":"2/1h"}'
      const [one, two] = [await serverWith(deps, url, limits), await serverWith(deps, url, limits)]
      for (const app of [one, two]) await until(app, 'ready')
      const browser = openBrowser(one)
      await browser.ask(BORIS)
      const puzzle = async () => (await two.inject('/api/v1/auth/puzzle')).json<{ puzzle: object | null }>().puzzle
      expect(await puzzle()).toBeNull()
      for (const code of ['000000', '000001']) expect((await browser.tryCode(code)).statusCode).toBe(401)
      expect(await puzzle()).toMatchObject({ bits: 16 })
    })
  })
})

describe.skipIf(!hasRedisServer())(`Redis away${hasRedisServer() ? '' : ' (skipped: no redis-server here)'}`, () => {
  forEachEngine('a server', (open) => {
    let redis: OwnRedis | null = null
    afterEach(() => redis?.kill())

    it('goes on with the database, and never opens a limit', async () => {
      const deps = await open()
      await addClient(deps, ANNA, ['SA0001'])
      const port = await sparePort()
      const [one, two] = await Promise.all([1, 2].map(() => serverWith(deps, `redis://127.0.0.1:${port}`)))
      if (!one || !two) throw new Error('two servers were asked for')
      expect([await stateOf(one), (await one.inject('/readyz')).statusCode]).toEqual(['away', 200])
      const counts = [await ask(one, 0), await ask(two, 1), await ask(one, 2)]

      redis = await startRedis(port)
      await Promise.all([until(one, 'ready'), until(two, 'ready')])
      const cookies = await signIn(one, deps, ANNA)
      counts.push(await ask(one, 3), await ask(two, 4), await ask(one, 5))

      await redis.kill()
      await Promise.all([until(one, 'away'), until(two, 'away')])
      expect((await two.inject({ url: '/api/v1/portfolios', cookies })).statusCode).toBe(200)
      expect((await one.inject({ url: '/metrics' })).body).toContain('sma_redis_ready 0')
      counts.push(await ask(one, 6), await ask(two, 7))

      // back, and empty
      redis = await startRedis(port)
      await Promise.all([until(one, 'ready'), until(two, 'ready')])
      expect((await two.inject({ url: '/metrics' })).body).toContain('sma_redis_ready 1')
      counts.push(await ask(one, 8), await ask(two, 9))
      expect(counts).toEqual(counts.map(() => 202))
      expect([await ask(one, 10), await ask(two, 11)]).toEqual([429, 429])
      await redis.kill()
      expect([await ask(one, 12), await ask(two, 13)]).toEqual([429, 429])
    })
  })
})

forEachEngine('a house without REDIS_URL', (open) => {
  it('says nothing of Redis', async () => {
    const deps = await open()
    const app = buildApp(deps)
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' })
    expect((await app.inject('/metrics')).body).not.toContain('sma_redis_ready')
    const limits = readLimits('{"codesPerPhone":"1/60s"}')
    const counter = countLimits(deps, async () => limits)
    const subject = { limit: 'codesPerPhone', value: 'somebody' } as const
    expect([await counter.take([subject]), await counter.take([subject])]).toEqual([0, 60])
  })
})
