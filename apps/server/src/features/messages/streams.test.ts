/** An open page hears at once that there is something new, and nothing after its session has ended. */
import type { FastifyInstance } from 'fastify'
import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PassThrough } from 'node:stream'
import { afterEach, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addClient, ANNA, CHANGE, signIn, type Cookies } from '../../testing/people'
import { addPerson, asStaff, signInAs } from '../../testing/staff'
import { openStreams } from './streams'

const apps: FastifyInstance[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})

const PATH = '/api/v1/portfolios/SA0001/messages'

interface Listening {
  status: number
  headers: Record<string, unknown>
  /** The next event by name; `closed` at the end. Heartbeats and what comes first are left out. */
  next(): Promise<string>
}

function listen(app: FastifyInstance, cookies: Cookies, path = `${PATH}/stream`): Promise<Listening> {
  const { port } = app.server.address() as AddressInfo
  const cookie = Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
  return new Promise((resolve, reject) => {
    const request = get({ port, path, headers: { cookie } }, (reply) => {
      const events: string[] = []
      const waiting: ((event: string) => void)[] = []
      const add = (event: string) => (waiting.shift() ?? ((one: string) => events.push(one)))(event)
      let text = ''
      reply.setEncoding('utf8').on('data', (part: string) => {
        text += part
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const name = /^event: (\w+)/m.exec(text.slice(0, end))?.[1]
          if (name) add(name)
          text = text.slice(end + 2)
        }
      })
      reply.on('close', () => add('closed'))
      const { statusCode: status = 0, headers } = reply
      resolve({
        status,
        headers,
        next: () => {
          const event = events.shift()
          return event === undefined ? new Promise((take) => waiting.push(take)) : Promise.resolve(event)
        },
      })
    })
    request.on('error', reject)
  })
}

async function serve(deps: TestDeps) {
  const clientId = await addClient(deps, ANNA, ['SA0001'])
  const app = buildApp(deps)
  apps.push(app)
  const admin = await signInAs(app, 'admin', await addPerson(deps, 'admin', { roles: ['administrator'] }))
  // Before the app listens: then its own worker sends codes too, and the test's would find none to send.
  const anna = await signIn(app, deps, ANNA)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const write = () =>
    app.inject({ method: 'POST', url: PATH, cookies: anna, headers: CHANGE, payload: { text: '在吗' } })
  const answer = (id: string) => asStaff(app, admin, ['POST', `/messages/${id}/replies`, { text: '在的' }])
  return { app, anna, clientId, write, answer }
}

forEachEngine('the stream of an open page', (open) => {
  it('tells of a message and of a reply, through whatever stands between', async () => {
    const deps = await open()
    const { app, anna, write, answer } = await serve(deps)
    const page = await listen(app, anna)
    expect([page.status, page.headers]).toMatchObject([
      200,
      {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      },
    ])
    const { id } = (await write()).json<{ id: string }>()
    expect(await page.next()).toBe('message')
    await answer(id)
    expect(await page.next()).toBe('message')
  })

  it('is refused to who may not see the account', async () => {
    const deps = await open()
    const { app, anna } = await serve(deps)
    expect((await listen(app, {})).status).toBe(401)
    expect((await listen(app, anna, '/api/v1/portfolios/SX9999/messages/stream')).status).toBe(404)
  })

  it('ends with the session, which it does not keep alive', async () => {
    const deps = await open()
    const { app, anna, write } = await serve(deps)
    const { id } = (await write()).json<{ id: string }>()
    deps.clock.advance(14 * 60)
    const late = await listen(app, anna)
    expect(late.status).toBe(200)
    // The session was last used a quarter of an hour ago: opening the stream was no use of it.
    deps.clock.advance(2 * 60)
    const admin = await signInAs(app, 'second', await addPerson(deps, 'second', { roles: ['administrator'] }))
    await asStaff(app, admin, ['POST', `/messages/${id}/replies`, { text: '在的' }])
    expect([await late.next(), await late.next()]).toEqual(['end', 'closed'])
    expect((await listen(app, anna)).status).toBe(401)
  })

  it('ends when the account is taken away', async () => {
    const deps = await open()
    const { app, anna, clientId, write, answer } = await serve(deps)
    const { id } = (await write()).json<{ id: string }>()
    const page = await listen(app, anna)
    await deps.db.deleteFrom('client_portfolio').where('client_id', '=', clientId).execute()
    await answer(id)
    expect([await page.next(), await page.next()]).toEqual(['end', 'closed'])
  })

  it('of a fourth page takes the place of the first one’s', async () => {
    const deps = await open()
    const { app, anna } = await serve(deps)
    const first = await listen(app, anna)
    for (let count = 0; count < 3; count += 1) expect((await listen(app, anna)).status).toBe(200)
    expect([await first.next(), await first.next()]).toEqual(['end', 'closed'])
  })

  it('closes when the server stops, so that the page asks again', async () => {
    const deps = await open()
    const { app, anna } = await serve(deps)
    const page = await listen(app, anna)
    await app.close()
    expect(await page.next()).toBe('closed')
  })
})

forEachEngine('a heartbeat', (open) => {
  it('finds what another server took in', async () => {
    const deps = await open()
    const { write } = await serve(deps)
    const { id } = await deps.db.selectFrom('portfolio').select('id').executeTakeFirstOrThrow()
    const streams = openStreams(deps)
    const out = await streams.open({ clientId: 'c', portfolioId: id, isStill: async () => true })
    const texts: string[] = []
    out.on('data', (part: Buffer) => texts.push(part.toString()))
    await write()
    streams.tell(id)
    await expect.poll(() => texts.join('')).toMatch(/^retry: \d{4}\n\nevent: message\ndata: \{\}\n\n$/)
    streams.tell(id)
    await expect.poll(() => texts.at(-1)).toBe(':\n\n')
    streams.close()
  })

  it('are three for a client at most, however many are asked for at the same moment', async () => {
    const deps = await open()
    const streams = openStreams(deps)
    const one = { clientId: 'c', portfolioId: 'p', isStill: async () => true }
    const opened = await Promise.all(Array.from({ length: 20 }, () => streams.open(one)))
    expect(opened.filter((stream) => !(stream as PassThrough).writableEnded)).toHaveLength(3)
    for (const stream of opened) stream.destroy()
  })
})
