/** A text-message gateway on this machine that misbehaves as told. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

interface GatewayCall {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** What the gateway does with one request. `silent` never answers, `reset` breaks the connection, `cut` breaks off in the reply. */
export type Behaviour = 'silent' | 'reset' | 'cut' | { status: number; body?: string; headers?: Record<string, string> }

export interface FakeGateway {
  url: string
  calls: GatewayCall[]
  /** Taken one by one; the last one stays. */
  behave(...behaviours: Behaviour[]): void
  close(): Promise<void>
}

export async function openFakeGateway(): Promise<FakeGateway> {
  const calls: GatewayCall[] = []
  let planned: Behaviour[] = [{ status: 200 }]
  const server = createServer((request, response) => {
    void answer(request, response)
  })
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    calls.push({ path: request.url ?? '', headers: request.headers, body: await text(request) })
    const [now = { status: 200 }, ...later] = planned
    if (later.length > 0) planned = later
    if (now === 'silent') return
    if (now === 'reset') return void request.socket.resetAndDestroy()
    if (now === 'cut') {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"Code":')
      response.flushHeaders()
      return void setImmediate(() => request.socket.destroy())
    }
    response.writeHead(now.status, now.headers).end(now.body ?? '')
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    behave: (...behaviours) => (planned = behaviours),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
