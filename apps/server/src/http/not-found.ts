/** Our own 404 and 405: they echo nothing of the request. */
import type { FastifyInstance } from 'fastify'
import { AppError } from './errors'
import { pageAt, sendPage, wantsPage, type WebApps } from './portal'

interface KnownPath {
  pattern: RegExp
  methods: Set<string>
}

/** Answers what no route takes; must be called before the routes are added, so that it sees them all. */
export function addNotFound(app: FastifyInstance, apps: WebApps): void {
  const known = new Map<string, KnownPath>()
  app.addHook('onRoute', ({ url, method }) => {
    const path = known.get(url) ?? { pattern: patternOf(url), methods: new Set() }
    for (const one of [method].flat()) path.methods.add(one)
    known.set(url, path)
  })

  const failure = (url: string, method: string): AppError => {
    const path = url.split('?', 1)[0] ?? ''
    const methods = new Set(
      [...known.values()].filter(({ pattern }) => pattern.test(path)).flatMap((one) => [...one.methods]),
    )
    if (methods.size === 0 || methods.has(method)) return new AppError('not-found')
    return new AppError('method-not-allowed', { allow: [...methods].sort().join(', ') })
  }

  // Before any body is read: what has no address has no media type either.
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return
    const error = failure(request.url, request.method)
    if (error.code !== 'not-found' || !wantsPage(request)) throw error
    const page = await pageAt(request.url, apps)
    if (page === null) throw error
    return sendPage(request, reply.code(404), page)
  })
  app.setNotFoundHandler(() => {
    throw new AppError('not-found')
  })
}

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')
  return new RegExp(`^${escaped}$`)
}
