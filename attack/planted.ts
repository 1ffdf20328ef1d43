/**
 * Holes that only an attack's own server has, so that "nothing found" elsewhere means something: SQL put together from what is
 * asked, and pages that show it as markup, with our policy for pages and without.
 */
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Db } from '../apps/server/src/db/schema'

export const PLANTED = '/planted'

export function plantHoles(app: FastifyInstance, db: Db): void {
  app.get<{ Querystring: { code?: string } }>(`${PLANTED}/sql`, async (request, reply) => {
    const asked = sql.raw(`select code, name from portfolio where code = '${request.query.code ?? ''}'`)
    // A hole of this kind mostly shows what the database says too.
    return asked.execute(db).then(
      ({ rows }) => ({ rows }),
      (error: Error & { code?: string }) => reply.code(500).type('text/html').send(`[${error.code}] ${error.message}`),
    )
  })
  app.get<{ Querystring: { q?: string } }>(`${PLANTED}/page`, (request, reply) =>
    reply.removeHeader('content-security-policy').type('text/html').send(pageOf(request.query.q)),
  )
  app.get<{ Querystring: { q?: string } }>(`${PLANTED}/guarded`, (request, reply) =>
    reply.type('text/html').send(pageOf(request.query.q)),
  )
}

const pageOf = (asked = '') =>
  `<!doctype html><html><body><form><input name="q"></form><a href="${PLANTED}/sql?code=SA0001">accounts</a><div>${asked}</div></body></html>`
