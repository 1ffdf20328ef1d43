/** What is another client's is answered like what never was: every endpoint, every other client's accounts, same bytes. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import type { InjectOptions } from 'fastify'
import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import { buildApp } from '../apps/server/src/app'
import { forEachEngine } from '../apps/server/src/testing/engines'
import {
  addClient,
  ANNA,
  BORIS,
  CHANGE,
  inventedPerson,
  signIn,
  type Cookies,
  type Person,
} from '../apps/server/src/testing/people'

const CLARA: Person = { name: '克拉拉', idNumber: '91440300708461136T', phone: '13600136000' }
const OWNERS: [Person, string[]][] = [
  [ANNA, ['SA0001', 'SA0002']],
  [BORIS, ['SB0001']],
  [CLARA, ['SC0001', 'SC0002', 'SC0003']],
]

const NEVER_WAS = 'SX9999'
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const

const all = Object.entries<Endpoint>(api)
const closed = all.filter(([, endpoint]) => endpoint.audience !== 'public')
const owned = all.filter(([, { path, audience }]) => path.includes(':code') && audience !== 'staff')
/** Good and bad queries alike: whose an account is must be asked before what is asked of it. */
const QUERIES = ['', '?date=2025-01-02&from=2025-01-02&to=2025-02-03', '?date=never&from=x&limit=0&cursor=x&period=x']

/** However it is asked: `*` is any ETag, so a 304 would tell that there is something. */
const WAYS: Way[] = [{}, { method: 'HEAD' }, { headers: { 'if-none-match': '*', 'accept-encoding': 'br' } }]

interface Way {
  method?: 'HEAD'
  headers?: Record<string, string>
}

type App = ReturnType<typeof buildApp>

/** A stream that is open stays so: only its beginning is of interest. */
async function askStream(app: App, asked: InjectOptions) {
  const { statusCode, headers, stream } = await app.inject({ ...asked, payloadAsStream: true })
  const parts: Buffer[] = []
  for await (const part of stream()) {
    parts.push(part as Buffer)
    if (statusCode === 200) break
  }
  return { statusCode, headers, rawPayload: Buffer.concat(parts) }
}

async function ask(
  app: App,
  endpoint: Endpoint,
  { code, query = '', cookies = {}, way = {} }: { code: string; query?: string; cookies?: Cookies; way?: Way },
) {
  const url = `/api/v1${endpoint.path.replace(':code', encodeURIComponent(code))}${query}`
  const asked = { method: way.method ?? endpoint.method, url, cookies, headers: { ...CHANGE, ...way.headers } }
  const { statusCode, headers, rawPayload } = await (endpoint.carries === 'stream' && asked.method === 'GET'
    ? askStream(app, asked)
    : app.inject(asked))
  const { 'x-request-id': _id, date: _date, ...rest } = headers
  return { status: statusCode, headers: rest, bytes: rawPayload.toString('base64'), text: rawPayload.toString() }
}

forEachEngine('isolation', (open) => {
  it('every account path is for its owner alone', () => {
    expect(owned.length).toBeGreaterThanOrEqual(7)
    expect(owned.filter(([, { audience }]) => audience !== 'owner').map(([name]) => name)).toEqual([])
  })

  it('answers 401 to nobody, on every endpoint of a client', async () => {
    const deps = await open()
    await addClient(deps, ANNA, ['SA0001'])
    const app = buildApp(deps)
    const dead = { sma_session: 'x'.repeat(43) }
    for (const [name, endpoint] of closed) {
      for (const query of QUERIES) {
        const there = await ask(app, endpoint, { code: 'SA0001', query })
        expect([name, there.status, there.text.includes('not-signed-in')]).toEqual([name, 401, true])
        expect(await ask(app, endpoint, { code: NEVER_WAS, query })).toEqual(there)
        expect(await ask(app, endpoint, { code: 'SA0001', query, cookies: dead })).toEqual(there)
      }
    }
  })

  it("answers another client's account like one that never was", async () => {
    const deps = await open()
    for (const [person, codes] of OWNERS) await addClient(deps, person, codes)
    const app = buildApp(deps)
    for (const [person, own] of OWNERS) {
      const cookies = await signIn(app, deps, person)
      const others = OWNERS.flatMap(([, codes]) => codes).filter((code) => !own.includes(code))
      for (const [name, endpoint] of owned) {
        for (const query of QUERIES) {
          for (const way of endpoint.method === 'GET' ? WAYS : [{}]) {
            const never = await ask(app, endpoint, { code: NEVER_WAS, query, cookies, way })
            const isEmpty = way.method === 'HEAD'
            expect([name, never.status, never.text.includes('"not-found"')]).toEqual([name, 404, !isEmpty])
            for (const code of others) {
              expect(await ask(app, endpoint, { code, query, cookies, way }), `${name} ${code}`).toEqual(never)
            }
          }
        }
        for (const code of own) {
          expect((await ask(app, endpoint, { code, cookies })).text).not.toContain('"not-found"')
        }
        // The code is compared byte by byte on both engines.
        expect((await ask(app, endpoint, { code: own[0]?.toLowerCase() ?? '', cookies })).status).toBe(404)
      }
      const list = await ask(app, api.listPortfolios, { code: '', cookies })
      expect((JSON.parse(list.text) as { portfolios: { code: string }[] }).portfolios.map(({ code }) => code)).toEqual(
        own,
      )
    }
  })

  it('holds between twenty clients, who are each other’s delegates in part', { timeout: 300_000 }, async () => {
    const deps = await open()
    deps.config = { ...deps.config, limits: 'off' }
    const people = Array.from({ length: 20 }, (_, index) => inventedPerson(index))
    const codeOf = (index: number) => `S${String(index).padStart(3, '0')}`
    const ids: string[] = []
    for (const [index, person] of people.entries()) ids.push(await addClient(deps, person, [codeOf(index)]))
    const app = buildApp(deps)
    // Every third may look at the account of the next one; every third at that of the one after, until a moment ago.
    for (let index = 0; index < people.length - 2; index += 3)
      for (const [away, ends_at] of [
        [1, '2026-02-01T00:00:00.000Z'],
        [2, '2026-01-05T01:00:00.000Z'],
      ] as const) {
        const of = await deps.db
          .selectFrom('portfolio')
          .select('id')
          .where('code', '=', codeOf(index + away))
          .executeTakeFirstOrThrow()
        const stated = { granted_by: 'a', confirmed_by: 'b', created_at: '2026-01-01T00:00:00.000Z', ends_at }
        const delegation = { id: deps.newId(), delegate_id: ids[index] ?? '', portfolio_id: of.id, ...stated }
        await deps.db.insertInto('delegation').values(delegation).execute()
      }
    let asked = 0
    for (const [index, person] of people.entries()) {
      const cookies = await signIn(app, deps, person)
      const mine = index % 3 === 0 && index < people.length - 2 ? [codeOf(index), codeOf(index + 1)] : [codeOf(index)]
      for (const [name, endpoint] of owned) {
        const never = await ask(app, endpoint, { code: NEVER_WAS, cookies })
        for (const code of people.map((_, other) => codeOf(other))) {
          const reply = await ask(app, endpoint, { code, cookies })
          asked++
          expect([name, code, isDeepStrictEqual(reply, never)]).toEqual([name, code, !mine.includes(code)])
        }
      }
      const { portfolios } = JSON.parse((await ask(app, api.listPortfolios, { code: '', cookies })).text) as {
        portfolios: { code: string }[]
      }
      expect(portfolios.map(({ code }) => code)).toEqual(mine)
      // Who looks at one's own accounts, and nobody else's list.
      const { delegates } = JSON.parse((await ask(app, api.listDelegates, { code: '', cookies })).text) as {
        delegates: { portfolio: string }[]
      }
      expect(delegates.map(({ portfolio }) => portfolio)).toEqual(index % 3 === 1 && index < 19 ? [codeOf(index)] : [])
      expect((await ask(app, api.listAccesses, { code: '', cookies })).text).toBe('{"accesses":[]}')
    }
    expect(asked).toBe(20 * 20 * owned.length)
  })

  it('takes an account away at the next request', async () => {
    const deps = await open()
    const clientId = await addClient(deps, ANNA, ['SA0001'])
    const app = buildApp(deps)
    const cookies = await signIn(app, deps, ANNA)
    expect((await ask(app, api.readHoldings, { code: 'SA0001', cookies })).text).toContain('no-valuation')
    await deps.db.deleteFrom('client_portfolio').where('client_id', '=', clientId).execute()
    expect((await ask(app, api.readHoldings, { code: 'SA0001', cookies })).text).toContain('"not-found"')
  })

  it('offers no API route that the contract does not name', async () => {
    const deps = await open()
    const app = buildApp({ ...deps, config: { ...deps.config, portalDir: 'no-portal', consoleDir: 'no-console' } })
    await app.ready()
    const named = new Set(all.map(([, { path }]) => `/api/v1${path}`))
    const ofTheServer = [
      '/sso',
      '/healthz',
      '/readyz',
      '/metrics',
      '/api/v1/openapi.json',
      '/api/docs',
      '/api/docs.css',
      '/console',
    ]
    for (const path of [...named, ...ofTheServer]) {
      expect(
        METHODS.some((method) => app.hasRoute({ method, url: path })),
        path,
      ).toBe(true)
    }
    const routes = app.printRoutes({ commonPrefix: false }).match(/\S* \((?:GET|POST|DELETE|PUT|PATCH)[^)]*\)/g) ?? []
    expect(routes).toHaveLength(new Set([...named, ...ofTheServer]).size)
  })
})
