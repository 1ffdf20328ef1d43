import type { FastifyInstance } from 'fastify'
import { AppError } from './errors'

/** JSON only, in strict UTF-8; an empty body is no body. */
export function addJsonBody(app: FastifyInstance): void {
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
}
