/** What every request meets, whatever feature it asks for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../app'
import { forEachEngine } from '../testing/engines'
import { ANNA, CHANGE } from '../testing/people'
import type { FastifyInstance, InjectOptions } from 'fastify'

interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail: string
  errors?: { field: string; code: string; detail: string }[]
}

const CHALLENGES = '/api/v1/auth/challenges'

forEachEngine('http', (open) => {
  let app: FastifyInstance
  const portalDir = mkdtempSync(join(tmpdir(), 'sma-portal-'))
  const script = `console.log(${JSON.stringify('用于压缩的文字'.repeat(200))})`

  beforeAll(async () => {
    mkdirSync(join(portalDir, 'assets'))
    writeFileSync(join(portalDir, 'index.html'), '<!doctype html><title>portal</title><p>here</p>')
    writeFileSync(join(portalDir, 'favicon.svg'), '<svg/>')
    writeFileSync(join(portalDir, '.built'), 'x')
    writeFileSync(join(portalDir, 'assets', 'main-abc123.js'), script)
    const deps = await open()
    app = buildApp({ ...deps, config: { ...deps.config, portalDir } })
  })
  afterAll(() => rmSync(portalDir, { recursive: true }))

  async function problem(request: InjectOptions | string) {
    const reply = await app.inject(request)
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'")
    const body = reply.json<Problem>()
    expect(body.status).toBe(reply.statusCode)
    expect(body.type).toBe(`/api/docs#${body.code}`)
    return { status: reply.statusCode, code: body.code, body, headers: reply.headers, text: reply.body }
  }

  describe('problems', () => {
    it('speak Chinese unless English is asked for', async () => {
      const { body, headers } = await problem('/api/v1/nowhere')
      expect(body).toMatchObject({ status: 404, code: 'not-found', title: '未找到' })
      expect(headers['content-language']).toBe('zh-CN')
      const english = (language: string) =>
        problem({ url: '/api/v1/nowhere', headers: { 'accept-language': language } }).then((reply) => reply.body.title)
      expect(await english('en-GB,en;q=0.9')).toBe('Not found')
      expect(await english('fr, en;q=0.5, zh;q=0.8')).toBe('未找到')
      expect(await english('fr')).toBe('未找到')
      expect(await english(`en;q=${'9'.repeat(5000)}`)).toBe('Not found')
    })

    it('echo nothing of the request', async () => {
      const { text } = await problem('/api/v1/<script>secret</script>?idNumber=secret')
      expect(text).not.toContain('secret')
    })

    it('tell a wrong method from a wrong address', async () => {
      const wrong = await problem({ method: 'PUT', url: '/api/v1/auth/session?x=1' })
      expect([wrong.status, wrong.code, wrong.headers.allow]).toEqual([405, 'method-not-allowed', 'DELETE, GET, HEAD'])
      const post = await problem({ method: 'POST', url: '/api/v1/portfolios/SA1/holdings', payload: 'x' })
      expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD'])
      expect((await problem({ method: 'POST', url: '/api/v1/nowhere', payload: '{' })).status).toBe(404)
      expect((await problem({ method: 'DELETE', url: '/login' })).status).toBe(405)
    })

    it('refuse bodies that cannot be read', async () => {
      const post = (payload: string | Buffer, type = 'application/json') =>
        problem({ method: 'POST', url: CHALLENGES, headers: { ...CHANGE, 'content-type': type }, payload })
      expect(await post('{"idNumber":')).toMatchObject({ status: 400, code: 'json-invalid' })
      expect(await post(Buffer.from([0x22, 0xd6, 0xd0, 0x22]))).toMatchObject({ status: 400, code: 'json-invalid' })
      expect(await post('idNumber=1', 'application/x-www-form-urlencoded')).toMatchObject({
        status: 415,
        code: 'media-type-unsupported',
      })
      expect(await post('{}', 'text/plain')).toMatchObject({ status: 415 })
      expect(await post(JSON.stringify({ idNumber: 'x'.repeat(70_000) }))).toMatchObject({
        status: 413,
        code: 'body-too-large',
      })
    })

    it('name the fields that do not fit', async () => {
      const { status, body } = await problem({
        method: 'POST',
        url: CHALLENGES,
        headers: { ...CHANGE, 'accept-language': 'en' },
        payload: { phone: 13800138000, extra: 1 },
      })
      expect([status, body.code, body.errors]).toEqual([
        400,
        'request-invalid',
        [
          { field: 'idNumber', code: 'required', detail: 'required' },
          { field: 'phone', code: 'type-invalid', detail: 'of the wrong type' },
        ],
      ])
      const empty = await problem({ method: 'POST', url: CHALLENGES, headers: CHANGE })
      expect([empty.status, empty.code]).toEqual([400, 'request-invalid'])
    })

    it('answer addresses that cannot be decoded or are too long', async () => {
      expect(await problem('/api/v1/portfolios/%E4%B8')).toMatchObject({ status: 400, code: 'request-invalid' })
      expect(await problem('/%')).toMatchObject({ status: 400 })
      expect(await problem(`/api/v1/portfolios/${'a'.repeat(9000)}`)).toMatchObject({ status: 404, code: 'not-found' })
      expect((await problem(`/api/v1/portfolios/${'a'.repeat(80)}`)).status).toBe(401)
    })
  })

  describe('changes', () => {
    it.each<[string, Record<string, string>, string | null]>([
      ['without the header', {}, 'header-missing'],
      ['with another header', { 'x-requested-with': 'XMLHttpRequest' }, 'header-missing'],
      ['from another site', { ...CHANGE, 'sec-fetch-site': 'cross-site' }, 'origin-refused'],
      ['from a sister site', { ...CHANGE, 'sec-fetch-site': 'same-site' }, 'origin-refused'],
      ['from another origin', { ...CHANGE, origin: 'https://evil.example' }, 'origin-refused'],
      ['from nowhere', { ...CHANGE, origin: 'null' }, 'origin-refused'],
      ['from our page', { ...CHANGE, origin: 'http://localhost:80', 'sec-fetch-site': 'same-origin' }, null],
    ])('%s', async (_name, headers, code) => {
      const reply = await app.inject({ method: 'DELETE', url: '/api/v1/auth/session', headers })
      const answered = reply.body === '' ? null : reply.json<Problem>().code
      expect([reply.statusCode, answered]).toEqual([code === null ? 204 : 403, code])
    })
  })

  it('gives every reply the headers that keep a browser in bounds', async () => {
    const { headers } = await app.inject('/api/v1/brand')
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(headers['strict-transport-security']).toBeUndefined()
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['x-request-id']).toMatch(/^[\w-]{12}$/)
  })

  it('is kept by nobody on the way, however the address is written', async () => {
    for (const url of ['/api/v1/brand', '/%61pi/v1/brand', 'http://sma.example/api/v1/brand']) {
      const { statusCode, headers } = await app.inject(url)
      expect([url, statusCode, headers['cache-control']]).toEqual([url, 200, 'no-store'])
    }
  })

  it('does not start with a route of the API that does not say who may call it', async () => {
    const late = buildApp(await open())
    expect(() => late.get('/api/v1/forgotten', (_request, reply) => reply.send({}))).toThrow(
      'GET /api/v1/forgotten declares no audience',
    )
  })

  it('serves a strong ETag and 304', async () => {
    const first = await app.inject('/api/v1/brand')
    const etag = String(first.headers.etag)
    expect(etag).toMatch(/^"[\w-]{27}"$/)
    const again = await app.inject({ url: '/api/v1/brand', headers: { 'if-none-match': `"x", ${etag}` } })
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
    const other = await app.inject({ url: '/api/v1/brand', headers: { 'if-none-match': '"x"' } })
    expect(other.statusCode).toBe(200)
  })

  describe('the portal', () => {
    it('is served with its pages, and its own page for wrong links', async () => {
      const page = await app.inject('/portfolios/SA5001/account?date=2021-11-23')
      expect([page.statusCode, page.body]).toEqual([200, '<!doctype html><title>SMA 客户服务平台</title><p>here</p>'])
      expect(page.headers['cache-control']).toBe('no-cache')
      const lost = await app.inject({ url: '/nowhere', headers: { accept: 'text/html,*/*' } })
      expect([lost.statusCode, lost.body]).toEqual([404, page.body])
      expect(lost.headers['content-security-policy']).toContain("default-src 'none'")
      for (const url of ['/nowhere', '/assets/gone.js', '/.built', '/index.html', '/..%2fx']) {
        expect((await problem(url)).status).toBe(404)
      }
      const missingAsset = await problem({ url: '/assets/gone.js', headers: { accept: 'text/html' } })
      expect(missingAsset.status).toBe(404)
    })

    it('keeps hashed files for good, packed', async () => {
      const url = '/assets/main-abc123.js'
      const plain = await app.inject(url)
      expect([plain.body, plain.headers['cache-control'], plain.headers['content-type']]).toEqual([
        script,
        'public, max-age=31536000, immutable',
        'text/javascript; charset=utf-8',
      ])
      const packed = await app.inject({ url, headers: { 'accept-encoding': 'gzip, deflate, br' } })
      expect(packed.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' })
      expect(brotliDecompressSync(packed.rawPayload).toString()).toBe(script)
      expect(packed.headers.etag).toBe(`${String(plain.headers.etag).slice(0, -1)}-br"`)
      const head = await app.inject({ method: 'HEAD', url })
      expect([head.statusCode, head.body]).toEqual([200, ''])
    })
  })

  it('tells whether it lives, is ready, and how it fares: to this machine only', async () => {
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' })
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' })
    const metrics = await app.inject('/metrics')
    expect(metrics.body).toContain('sma_http_request_seconds_count{method="GET",route="/readyz",status="200"} 1')
    expect(metrics.body).not.toContain('SA5001')
    expect((await problem({ url: '/metrics', remoteAddress: '10.0.0.9' })).status).toBe(404)
    for (const header of ['x-forwarded-for', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'])
      expect((await problem({ url: '/metrics', headers: { [header]: '127.0.0.1' } })).status, header).toBe(404)
  })

  it('describes itself in OpenAPI 3.1 and on a page', async () => {
    const document = (await app.inject('/api/v1/openapi.json')).json<{
      openapi: string
      paths: Record<
        string,
        Record<string, { parameters: { name: string }[]; responses: Record<string, { description: string }> }>
      >
    }>()
    expect(document.openapi).toBe('3.1.0')
    const holdings = document.paths['/portfolios/{code}/holdings']?.get
    expect(holdings?.parameters.map(({ name }) => name)).toEqual(['code', 'date'])
    expect(Object.keys(holdings?.responses ?? {})).toEqual(['200', '400', '401', '403', '404', '500', '503'])
    expect(holdings?.responses['400']?.description).toBe('request-invalid, date-invalid')
    expect(document.paths['/auth/sessions']?.post?.responses['400']?.description).toBe('request-invalid, json-invalid')
    const page = await app.inject('/api/docs')
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.body).toContain('GET /api/v1/portfolios/{code}/holdings')
    expect(page.body).not.toMatch(/<script|<style|style=/)
    expect((await app.inject('/api/docs.css')).headers['content-type']).toBe('text/css; charset=utf-8')
  })

  it('answers what is no HTTP, on the socket', async () => {
    await app.listen({ host: '127.0.0.1', port: 0 })
    const address = app.server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const send = (text: string) =>
      new Promise<string>((resolve, reject) => {
        let answer = ''
        const socket = connect(port, '127.0.0.1', () => socket.write(text))
        socket.on('data', (chunk) => (answer += chunk.toString()))
        socket.on('close', () => resolve(answer))
        socket.on('error', reject)
      })
    const long = await send(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`)
    expect(long).toMatch(/^HTTP\/1.1 431 /)
    expect(long).toContain('"code":"headers-too-large"')
    const garbage = await send('nonsense\r\n\r\n')
    expect(garbage).toMatch(/^HTTP\/1.1 400 /)
    expect(garbage).toContain('application/problem+json')
    await app.close()
  })
})

forEachEngine('a body that is too large', (open) => {
  it('is refused in words that a client in the middle of sending can read', async () => {
    const app = buildApp(await open())
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    for (const megabytes of [1, 5, 20]) {
      const reply = await fetch(url + CHALLENGES, {
        method: 'POST',
        headers: { ...CHANGE, 'content-type': 'application/json' },
        body: new Uint8Array(megabytes * 1_000_000).fill(97),
      })
      expect([reply.status, await reply.json()]).toMatchObject([413, { code: 'body-too-large' }])
    }
    await app.close()
  })
})

forEachEngine('own mistakes', (open) => {
  async function openLogged() {
    const deps = await open()
    const lines: object[] = []
    const log = deps.log.child({}, { level: 'error' })
    log.error = (line: object) => void lines.push(line)
    return { deps, lines, app: buildApp({ ...deps, log }) }
  }

  it('are not what breaks off on its way here', async () => {
    const { app, lines } = await openLogged()
    const broken = new Promise<void>((resolve) => {
      app.addHook('onRequestAbort', (_request, done) => {
        done()
        resolve()
      })
    })
    const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
    const socket = connect(Number(url.port), url.hostname)
    const head = ['host: x', 'x-requested-with: sma', 'content-type: application/json', 'content-length: 100']
    socket.write(`POST ${CHALLENGES} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n{`, () => socket.destroy())
    await broken
    expect(lines).toEqual([])
    await app.close()
  })

  it('say nothing and are logged', async () => {
    const { deps, lines, app } = await openLogged()
    await deps.database.close()
    const reply = await app.inject({ method: 'POST', url: CHALLENGES, headers: CHANGE, payload: ANNA })
    expect([reply.statusCode, reply.json<Problem>().code]).toEqual([500, 'internal-error'])
    expect(reply.body).not.toMatch(/destroyed|closed|sql/i)
    expect(lines).toMatchObject([{ route: CHALLENGES }])
    expect((await app.inject('/readyz')).statusCode).toBe(503)
  })
})
