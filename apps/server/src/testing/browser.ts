/** A browser's side of the sign-in: keeps its cookies from one request to the next. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { hash } from 'node:crypto'
import type { Deps } from '../deps'
import { CHANGE, sentCodes, type Cookies, type Person } from './people'

interface Sent {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: object
}

export interface TestBrowser {
  cookies: Cookies
  send(request: Sent): Promise<LightMyRequestResponse>
  ask(person: Omit<Person, 'name'>, proof?: object): Promise<LightMyRequestResponse>
  tryCode(code: string, totp?: string): Promise<LightMyRequestResponse>
  /** Asks for a code and signs in with it; the status of the last answer. */
  signIn(deps: Deps, person: Person): Promise<number>
}

export function openBrowser(app: FastifyInstance, { address = '127.0.0.1', userAgent = '' } = {}): TestBrowser {
  let challengeId = ''
  const browser: TestBrowser = {
    cookies: {},
    async send({ method, path, body }) {
      const { cookies } = browser
      const headers = { ...CHANGE, 'user-agent': userAgent }
      const url = `/api/v1${path}`
      const request = { method, url, cookies, headers, remoteAddress: address, ...(body && { payload: body }) }
      const reply = await app.inject(request)
      for (const { name, value } of reply.cookies) {
        const { [name]: _old, ...others } = browser.cookies
        browser.cookies = value === '' ? others : { ...others, [name]: value }
      }
      return reply
    },
    async ask({ idNumber, phone }, proof) {
      const body = { idNumber, phone, ...(proof && { proof }) }
      const reply = await browser.send({ method: 'POST', path: '/auth/challenges', body })
      if (reply.statusCode === 202) challengeId = reply.json<{ challengeId: string }>().challengeId
      return reply
    },
    tryCode: (code, totp) =>
      browser.send({ method: 'POST', path: '/auth/sessions', body: { challengeId, code, totp } }),
    async signIn(deps, person) {
      const asked = await browser.ask(person)
      if (asked.statusCode !== 202) return asked.statusCode
      const code = (await sentCodes(deps)).findLast(({ phone }) => phone === person.phone)?.code ?? 'none'
      return (await browser.tryCode(code)).statusCode
    },
  }
  return browser
}

/** What a browser's worker finds: an answer whose hash begins with so many zero bits. */
export function solvePuzzle({ token, bits }: { token: string; bits: number }): { token: string; answer: string } {
  for (let answer = 0; ; answer++) {
    const start = Number.parseInt(hash('sha256', `${token}:${answer}`).slice(0, 8), 16)
    if (Math.clz32(start) >= bits) return { token, answer: String(answer) }
  }
}
