import type { FastifyInstance } from 'fastify'
import { keptReply, sendKept } from '../../http/replies'
import { API_PREFIX } from '../../http/router'
import { DOCS_CSS, docsPage } from './docs-page'
import { openApi } from './openapi'

/** The contract as OpenAPI and as a page; built once, at the first request for any of them. */
export function docsRoutes(app: FastifyInstance): void {
  let built: ReturnType<typeof buildDocs> | null = null
  const docs = () => (built ??= buildDocs())
  const open = { config: { audience: 'public' } } as const
  app.get(`${API_PREFIX}/openapi.json`, open, (request, reply) => sendKept(request, reply, docs().json))
  app.get('/api/docs', open, (request, reply) => sendKept(request, reply.type('text/html; charset=utf-8'), docs().html))
  app.get('/api/docs.css', open, (request, reply) =>
    sendKept(request, reply.type('text/css; charset=utf-8'), docs().css),
  )
}

function buildDocs() {
  const document = openApi()
  return {
    json: keptReply(Buffer.from(JSON.stringify(document))),
    html: keptReply(Buffer.from(docsPage(document))),
    css: keptReply(Buffer.from(DOCS_CSS)),
  }
}
