import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

declare module 'fastify' {
  interface FastifyRequest {
    /** Pseudonym of the signed-in client, for the log. */
    clientKey: string | null
  }
}

/** One line per reply: route pattern, status, time, pseudonym. Never the URL, the body, an id or a name (docs/security.md). */
export function addRequestLog(app: FastifyInstance, log: Logger): void {
  app.decorateRequest('clientKey', null)
  if (!log.isLevelEnabled('info')) return
  app.addHook('onResponse', (request, reply, done) => {
    const { method, clientKey } = request
    const route = request.routeOptions.url ?? null
    request.log.info({ method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), client: clientKey })
    done()
  })
}
