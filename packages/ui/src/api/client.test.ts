import { endpoints } from '@sma/contract/endpoints'
import { describe, expect, it, vi } from 'vitest'
import { ApiProblem } from './api-problem'
import { callUrl, createClient } from './client'

function clientAnswering(answer: Response | Error) {
  const fetch = vi.fn((_url: string | URL | Request, _init?: RequestInit) =>
    answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer),
  )
  return { fetch, call: createClient({ endpoints, base: '/api/v1', language: () => 'zh-CN', fetch }) }
}

function problem(status: number, body: unknown, headers: Record<string, string> = {}) {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

describe('callUrl', () => {
  it('fills and escapes path parameters, leaves absent query values out', () => {
    expect(callUrl('/portfolios/:code/holdings', { params: { code: 'SA 1/2' }, query: { date: undefined } })).toBe(
      '/portfolios/SA%201%2F2/holdings',
    )
    expect(callUrl('/a', { query: { from: '2021-01-04', limit: 100 } })).toBe('/a?from=2021-01-04&limit=100')
  })
})

describe('call', () => {
  it('sends the own header with changes and returns the reply', async () => {
    const { fetch, call } = clientAnswering(new Response(JSON.stringify({ challengeId: 'c' }), { status: 202 }))
    const reply = await call('createChallenge', { body: { idNumber: 'X', phone: 'Y' } })
    expect(reply).toEqual({ challengeId: 'c' })
    const [url, init] = fetch.mock.calls[0] ?? []
    expect(url).toBe('/api/v1/auth/challenges')
    expect(init?.headers).toMatchObject({ 'x-requested-with': 'sma', 'content-type': 'application/json' })
    expect(init?.body).toBe('{"idNumber":"X","phone":"Y"}')
  })

  it('answers null for 204', async () => {
    const { call } = clientAnswering(new Response(null, { status: 204 }))
    expect(await call('deleteSession', {})).toBeNull()
  })

  it('turns a problem reply into its code, status and waiting time', async () => {
    const { call } = clientAnswering(problem(429, { code: 'too-many-requests' }, { 'retry-after': '41' }))
    await expect(call('listPortfolios', {})).rejects.toMatchObject({
      code: 'too-many-requests',
      status: 429,
      retryAfterSeconds: 41,
    })
  })

  it('keeps the named bad fields and drops what has no shape', async () => {
    const errors = [{ field: 'phone', code: 'phone-invalid' }, 'x', { field: 1 }]
    const { call } = clientAnswering(problem(400, { code: 'request-invalid', errors }))
    await expect(call('listPortfolios', {})).rejects.toMatchObject({
      fields: [{ field: 'phone', code: 'phone-invalid' }],
    })
  })

  it('names a network failure, a foreign page and half a body', async () => {
    await expect(clientAnswering(new TypeError('failed')).call('listPortfolios', {})).rejects.toMatchObject({
      code: 'network-failed',
      status: 0,
    })
    const page = new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } })
    await expect(clientAnswering(page).call('listPortfolios', {})).rejects.toMatchObject({ code: 'http-502' })
    const half = new Response('{"portf', { status: 200 })
    await expect(clientAnswering(half).call('listPortfolios', {})).rejects.toBeInstanceOf(ApiProblem)
  })

  it('lets an abort through as it is', async () => {
    const controller = new AbortController()
    controller.abort()
    const abort = new DOMException('aborted', 'AbortError')
    const { call } = clientAnswering(abort)
    await expect(call('listPortfolios', {}, { signal: controller.signal })).rejects.toBe(abort)
  })
})
