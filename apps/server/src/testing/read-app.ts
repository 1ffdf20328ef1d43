/** The read endpoints without sign-in: whoever a request names in `x-client` is the client. */
import Fastify, { type FastifyInstance } from 'fastify'
import type { Deps } from '../deps'
import { keepBooks } from '../features/days/book'
import { fundRoutes } from '../features/funds/funds.routes'
import { holdingRoutes } from '../features/holdings/holdings.routes'
import { performanceRoutes } from '../features/performance/performance.routes'
import { portfolioRoutes } from '../features/portfolios/portfolios.routes'
import { transactionRoutes } from '../features/transactions/transactions.routes'
import { AppError } from '../http/errors'
import { keepReplies } from '../http/kept-replies'
import { knownError, sendProblem } from '../http/problem'
import type { Access } from '../http/callers'
import { API_PREFIX, createRouter } from '../http/router'

interface Answer {
  status: number
  etag: string | undefined
  /** The parsed body; null where there is none. */
  body: unknown
}

export interface ReadApp {
  get(path: string, headers?: Record<string, string>): Promise<Answer>
}

export const CLIENT_ID = '01TESTCLIENT00000000000001'

export function openReadApp({ db, config }: Pick<Deps, 'db' | 'config'>): ReadApp {
  const app = Fastify({ logger: false })
  app.setErrorHandler((error: Error, request, reply) =>
    sendProblem(request, reply, knownError(error) ?? new AppError('internal-error')),
  )
  const router = createRouter(app, { access: accessOf(db), kept: keepReplies(1_000_000), isConflict: () => false })
  const books = keepBooks(db, 1_000_000)
  portfolioRoutes(router, { db, config, clock: { now: () => new Date('2026-01-05T01:00:00.000Z') } }, books)
  holdingRoutes(router, books)
  fundRoutes(router, books)
  transactionRoutes(router, books)
  performanceRoutes(router, books)
  return { get: (path, headers) => getFrom(app, path, headers ?? {}) }
}

async function getFrom(app: FastifyInstance, path: string, headers: Record<string, string>): Promise<Answer> {
  const response = await app.inject({
    method: 'GET',
    url: API_PREFIX + path,
    headers: { 'x-client': CLIENT_ID, ...headers },
  })
  const etag = response.headers['etag']
  const body: unknown = response.body === '' ? null : JSON.parse(response.body)
  return { status: response.statusCode, etag: typeof etag === 'string' ? etag : undefined, body }
}

function accessOf(db: Deps['db']): Access {
  return {
    async findCaller(request, code) {
      const clientId = request.headers['x-client']
      if (typeof clientId !== 'string') return null
      const portfolio = await db
        .selectFrom('client_portfolio as owned')
        .innerJoin('portfolio as p', 'p.id', 'owned.portfolio_id')
        .select(['p.id', 'p.code', 'p.revision'])
        .where('owned.client_id', '=', clientId)
        .where('p.code', '=', code)
        .executeTakeFirst()
      return {
        client: { clientId, signedInAt: null, expiresAt: '2026-01-05T02:00:00.000Z' },
        portfolio: portfolio ?? null,
      }
    },
    isConsentDue: async () => false,
    findStaff: async () => null,
    findPortfolio: async () => null,
    knownInstant: (asked) => asked,
  }
}
