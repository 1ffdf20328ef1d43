import Fastify from 'fastify'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { AppError } from './errors'
import { addLoadShedding } from './load'
import { knownError, sendProblem } from './problem'
import { buildApp } from '../app'
import { forEachEngine } from '../testing/engines'

const SETTINGS = { maxDelayMs: 100, maxInFlight: 2 }

function openApp() {
  const measure = { delay: 0, delayMs: () => measure.delay, stop: () => undefined }
  const app = Fastify({ logger: false })
  app.setErrorHandler((error: Error, request, reply) =>
    sendProblem(request, reply, knownError(error) ?? new AppError('internal-error')),
  )
  addLoadShedding(app, SETTINGS, measure)
  const waiting: (() => void)[] = []
  app.get('/slow', () => new Promise((resolve) => waiting.push(() => resolve('done'))))
  app.get('/quick', async () => 'done')
  app.get('/readyz', async () => 'ready')
  return { app, measure, waiting }
}

it('refuses at once while the event loop lags, with a time to come again', async () => {
  const { app, measure } = openApp()
  measure.delay = 100
  expect((await app.inject('/quick')).statusCode).toBe(200)
  measure.delay = 101
  const refused = await app.inject('/quick')
  expect([refused.statusCode, refused.headers['retry-after'], refused.json<{ code: string }>().code]).toEqual([
    503,
    '2',
    'service-unavailable',
  ])
  expect((await app.inject('/readyz')).statusCode).toBe(200)
  measure.delay = 0
  expect((await app.inject('/quick')).statusCode).toBe(200)
})

it('refuses what comes while as many are under way as may be, and lets in again', async () => {
  const { app, waiting } = openApp()
  const slow = [app.inject('/slow'), app.inject('/slow')]
  await expect.poll(() => waiting.length).toBe(2)
  expect((await app.inject('/quick')).statusCode).toBe(503)
  expect((await app.inject('/readyz')).statusCode).toBe(200)
  for (const end of waiting) end()
  expect((await Promise.all(slow)).map(({ statusCode }) => statusCode)).toEqual([200, 200])
  expect((await app.inject('/quick')).statusCode).toBe(200)
})

it('counts a page that stays open only while it is being opened', async () => {
  const { app } = openApp()
  const open = [new PassThrough(), new PassThrough(), new PassThrough()]
  for (const stream of open) stream.write(': open\n\n')
  app.get('/stream/:at', { config: { isStream: true } }, async (request, reply) =>
    reply.type('text/event-stream').send(open[Number((request.params as { at: string }).at)]),
  )
  const replies = open.map((_, at) => app.inject({ url: `/stream/${at}`, payloadAsStream: true }))
  expect((await Promise.all(replies.slice(0, 2))).map(({ statusCode }) => statusCode)).toEqual([200, 200])
  expect((await app.inject('/quick')).statusCode).toBe(200)
  for (const stream of open) stream.end()
  await Promise.all(replies)
})

forEachEngine('the server under load', (open) => {
  it('answers health and metrics, and refuses the rest with the headers of every reply', async () => {
    const deps = await open()
    const app = buildApp(deps, { delayMs: () => 10_000, stop: () => undefined })
    const refused = await app.inject('/api/v1/brand')
    expect([refused.statusCode, refused.headers['x-content-type-options']]).toEqual([503, 'nosniff'])
    for (const url of ['/healthz', '/readyz', '/metrics'])
      expect([url, (await app.inject(url)).statusCode]).toEqual([url, 200])
  })
})
