/** How the HTTP server listens, times out and logs. */
import { LogController, type FastifyBaseLogger, type FastifyServerOptions } from 'fastify'
import { randomUUID } from 'node:crypto'
import type { Deps } from '../deps'
import { SECURITY_HEADERS } from './guards'
import { answerUnreadable, knownError, sendProblem } from './problem'
import { AppError } from './errors'

const BODY_LIMIT = 64 * 1024

export function serverOptions({ config, log }: Deps): FastifyServerOptions & { http: object } {
  return {
    loggerInstance: log as FastifyBaseLogger,
    // Fastify's own lines hold the URL; ours (request-log.ts) hold the route pattern.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID().slice(-12),
    requestIdHeader: false,
    bodyLimit: BODY_LIMIT,
    // Long enough for files on a slow line; every other body has its own limit (json-body.ts).
    requestTimeout: 300_000,
    http: { headersTimeout: 4_000, connectionsCheckingInterval: 1_000 },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // Only what the nearest hop says is believed: it is the house's own proxy.
    trustProxy: config.trustProxy ? (_address, hop) => hop === 0 : false,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors(error, request, reply) {
      sendProblem(request, reply.headers(SECURITY_HEADERS), knownError(error) ?? new AppError('request-invalid'))
    },
    clientErrorHandler: answerUnreadable,
  }
}
