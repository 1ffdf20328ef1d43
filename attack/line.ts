/** One kept connection to a server, and what is heard on it, with the time it took. */
import { Agent, request, type IncomingMessage } from 'node:http'

export interface Heard {
  /** Status, headers as they came and body, without what is drawn by lot. */
  text: string
  body: string
  cookie: string
  ms: number
}

export interface Line {
  post(path: string, ask: { body: object; from: string; cookie?: string }): Promise<Heard>
  close(): void
}

export function openLine(url: string): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    post(path, { body, from, cookie = '' }) {
      const payload = JSON.stringify(body)
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(payload),
        'x-requested-with': 'sma',
        'x-forwarded-for': from,
        cookie,
      }
      return new Promise((resolve, reject) => {
        const started = performance.now()
        const sent = request(`${url}/api/v1${path}`, { method: 'POST', agent, headers }, (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
          response.once('end', () => resolve(heard(response, text, performance.now() - started)))
        })
        sent.once('error', reject).end(payload)
      })
    },
    close: () => agent.destroy(),
  }
}

function heard({ statusCode, rawHeaders, headers }: IncomingMessage, body: string, ms: number): Heard {
  const cookies = headers['set-cookie'] ?? []
  const drawn = [
    [/"challengeId":"[0-9A-Z]{26}"/, '"challengeId":"…"'],
    [/x-request-id,[0-9a-f]{12}/, 'x-request-id'],
    [/(sma_challenge=)[\w-]{43};/, '$1…;'],
    [/(date),[^,]+,[^,]+GMT/i, '$1'],
  ] as const
  const text = drawn.reduce((so, [what, by]) => so.replace(what, by), `${statusCode} ${rawHeaders.join()} ${body}`)
  return { text, body, cookie: cookies.map((line) => line.split(';')[0]).join('; '), ms }
}
