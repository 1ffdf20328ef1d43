import type { FastifyInstance } from 'fastify'
import { isMigrated } from '../../db/migrate'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'

/**
 * Liveness says that the process answers; readiness that the database does, with every migration run. Redis is told of where
 * the settings name one: without it the server is as ready as with it.
 */
export function healthRoutes(app: FastifyInstance, { database, log, redis }: Deps): void {
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const ready = await isMigrated(database).catch((error: unknown) => {
      log.error({ err: error }, 'the database does not answer')
      return false
    })
    if (!ready) throw new AppError('service-unavailable', { retryAfterSeconds: 5 })
    return reply.header('cache-control', 'no-store').send({ status: 'ready', redis: redis?.state() })
  })
}
