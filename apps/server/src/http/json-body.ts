import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from './errors'
import { answerUnreadable } from './problem'

/** A body of 64 KB that takes longer is held open on purpose. */
const BODY_MS = 10_000

/** JSON only, in strict UTF-8 and within `withinMs`; an empty body is no body. Routes for uploads read their bodies themselves. */
export function addJsonBody(app: FastifyInstance, withinMs = BODY_MS): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    const bytes = body as Buffer
    if (bytes.length === 0) return done(null, undefined)
    try {
      done(null, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    } catch {
      done(new AppError('json-invalid'))
    }
  })
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (hasBody(request) && !request.routeOptions.config.isUpload) {
      const { socket } = request.raw
      const timer = setTimeout(() => answerUnreadable({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket), withinMs)
      const clear = () => clearTimeout(timer)
      payload.once('end', clear)
      reply.raw.once('close', clear)
    }
    done(null, payload)
  })
}

/**
 * Lets go by what is still being sent of a body that is too large: a client in the middle of sending reads no answer, it only
 * sees the connection break. Nothing of it is kept, and who takes too long is cut off as with any body.
 */
export function letGoBy(body: FastifyRequest['raw']): Promise<void> {
  if (body.readableEnded || body.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    body.once('end', resolve).once('close', resolve).resume()
  })
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
