import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps'

declare module 'fastify' {
  interface FastifyRequest {
    /** The signed-in client; the log holds a pseudonym of it. */
    clientId: string | null
  }
}

/** One line per reply: route pattern, status, time, pseudonym. Never the URL, the body, an id or a name (docs/security.md). */
export function addRequestLog(app: FastifyInstance, { log, keys }: Pick<Deps, 'log' | 'keys'>): void {
  app.decorateRequest('clientId', null)
  if (!log.isLevelEnabled('info')) return
  app.addHook('onResponse', (request, reply, done) => {
    const { method, clientId } = request
    const client = clientId === null ? null : keys.mac('log', clientId).slice(0, 12)
    const route = request.routeOptions.url ?? null
    request.log.info({ method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), client })
    done()
  })
}
