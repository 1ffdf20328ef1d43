/**
 * Routes from the contract: validation both ways, the access rule, the reply's ETag.
 * A route cannot be added without an endpoint, and an endpoint cannot be without an audience.
 */
import type { Endpoint } from '@sma/contract/endpoint'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { parse } from './asked'
import {
  callerOf,
  isStillAllowed,
  namesPortfolio,
  type Access,
  type CallingStaff,
  type SeenPortfolio,
  type SignedInClient,
} from './callers'
import { AppError } from './errors'
import type { KeptReplies, KeptReply } from './kept-replies'
import { attachment, isFresh, keptReply, replyBytes, sendBytes, sendKept, type Download } from './replies'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is files, and may take long. */
    isUpload?: boolean
    /** The reply stays open as long as its page, which is no sign of somebody being there. */
    isStream?: boolean
  }
}

export const API_PREFIX = '/api/v1'

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

interface StaffPortfolioEndpoint {
  audience: 'staff'
  path: `${string}:code${string}`
}

interface Call<E extends Endpoint> {
  params: Parsed<E['params']>
  query: Parsed<E['query']>
  body: Parsed<E['body']>
  /** Set for audiences `client` and `owner`. */
  client: E['audience'] extends 'client' | 'owner' ? SignedInClient : null
  /** Set for audience `staff`. */
  staff: E['audience'] extends 'staff' ? CallingStaff : null
  /** What staff asks for is what clients were shown at that instant (ISO, UTC). */
  knownAt: string | null
  /** Set for audience `owner`, and for `staff` where the path names a portfolio. */
  portfolio: E['audience'] extends 'owner' ? SeenPortfolio : E extends StaffPortfolioEndpoint ? SeenPortfolio : null
  request: FastifyRequest
  reply: FastifyReply
}

/** What a read of one portfolio knows, whoever asks. */
type PortfolioCall<E extends Endpoint> = Pick<Call<E>, 'params' | 'query'> & { portfolio: SeenPortfolio }

/** The same of a file that is taken away: by whom, as that is written down. */
type TakingCall<E extends Endpoint> = PortfolioCall<E> &
  Pick<Call<Endpoint>, 'request'> & { client: SignedInClient | null; staff: CallingStaff | null }

interface Kept<E extends Endpoint> {
  key: string
  make(): Promise<z.input<E['reply']>>
}

type Handler<E extends Endpoint> = (call: Call<E>) => Promise<z.input<E['reply']>>

export interface Router {
  /** A route whose reply is computed at every call. */
  route<E extends Endpoint>(endpoint: E, handler: Handler<E>): void
  /**
   * A GET whose finished reply is kept as bytes under `key` and answered with a strong ETag. `make` works with what the key was
   * made of and reads nothing of it anew: it may have changed meanwhile, and the key is others' too.
   */
  keptRoute<E extends Endpoint>(endpoint: E, prepare: (call: Call<E>) => Promise<Kept<E>>): void
  /** A GET whose reply is a file. */
  downloadRoute<E extends Endpoint & { carries: 'download' }>(
    endpoint: E,
    handler: (call: Call<E>) => Promise<Download>,
  ): void
  /** A GET that stays open with server-sent events; `isStill` asks whether the caller may still see what the path names. */
  streamRoute<E extends Endpoint & { carries: 'stream' }>(
    endpoint: E,
    handler: (call: Call<E>, isStill: () => Promise<boolean>) => Promise<Readable>,
  ): void
  /** A file of a portfolio for its client and for staff, with a strong ETag; who makes it keeps it. */
  portfolioDownload<E extends Endpoint & { audience: 'owner'; carries: 'download' }>(
    pair: { owner: E; staff: StaffTwin<E> },
    handler: (call: TakingCall<E>) => Promise<{ name: string; file: KeptReply }>,
  ): void
  /** The client's read of a portfolio and the same one for staff; both are answered with the same kept bytes. */
  portfolioRead<E extends Endpoint & { audience: 'owner' }>(
    pair: { owner: E; staff: StaffTwin<E> },
    keyOf: (call: PortfolioCall<E>) => Promise<string> | string,
    handler: (call: PortfolioCall<E>) => Promise<z.input<E['reply']>>,
  ): void
}

/** Asks and answers what the client's endpoint does, and may ask for an instant (`knownAt`). */
type StaffTwin<E extends Endpoint> = Endpoint & StaffPortfolioEndpoint & Pick<E, 'reply'>

/** How often a call is handled where others, who write the same at the same time, get in its way. */
const ATTEMPTS = 5

interface RouterParts {
  access: Access
  kept: KeptReplies
  /** Whether what was thrown undid a transaction only because of another one at the same time. */
  isConflict(error: unknown): boolean
}

export function createRouter(app: FastifyInstance, { access, kept, isConflict }: RouterParts): Router {
  return {
    route(endpoint, handler) {
      // Of files that were sent there is nothing left to read a second time.
      const attempts = endpoint.carries === 'upload' ? 1 : ATTEMPTS
      addRoute(app, endpoint, async (request, reply) => {
        const call = await openCall(endpoint, access, request, reply)
        const body = await withoutConflict(() => handler(call), attempts)
        reply.code(endpoint.status)
        if (endpoint.status === 204) return reply.send()
        return sendBytes(request, reply, replyBytes(endpoint, body))
      })
    },
    downloadRoute(endpoint, handler) {
      addRoute(app, endpoint, async (request, reply) => {
        const call = await openCall(endpoint, access, request, reply)
        const download = await handler(call)
        return reply.code(endpoint.status).headers(attachment(download)).send(download.bytes)
      })
    },
    streamRoute(endpoint, handler) {
      addRoute(app, endpoint, async (request, reply) => {
        const call = await openCall(endpoint, access, request, reply)
        reply.code(endpoint.status).headers(EVENTS)
        if (request.method === 'HEAD') return reply.send()
        return reply.send(await handler(call, () => isStillAllowed(endpoint, access, request)))
      })
    },
    portfolioDownload({ owner, staff }, handler) {
      for (const endpoint of [owner, staff])
        addRoute(app, endpoint, async (request, reply) => {
          const call: unknown = await openCall(endpoint, access, request, reply)
          const { name, file } = await handler(call as TakingCall<typeof owner>)
          reply.code(endpoint.status).headers(attachment({ name })).header('etag', `"${file.etag}"`)
          if (isFresh(request, file)) return reply.code(304).send()
          return reply.send(file.bytes)
        })
    },
    keptRoute: (endpoint, prepare) => addKept(endpoint, endpoint.path, prepare),
    portfolioRead({ owner, staff }, keyOf, handler) {
      const asked = (call: unknown) => call as PortfolioCall<typeof owner>
      for (const endpoint of [owner, staff])
        addKept(endpoint, owner.path, async (call) => ({
          key: `${await keyOf(asked(call))} ${asked(call).portfolio.knownAt ?? ''}`,
          make: () => handler(asked(call)),
        }))
    },
  }

  /** What one press of two decided is then found as it stands: the second is answered by it, and not by an error. */
  async function withoutConflict<T>(handle: () => Promise<T>, attempts: number): Promise<T> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await handle()
      } catch (error) {
        if (attempt >= attempts || !isConflict(error)) throw error
      }
  }

  function addKept<E extends Endpoint>(endpoint: E, name: string, prepare: (call: Call<E>) => Promise<Kept<E>>): void {
    addRoute(app, endpoint, async (request, reply) => {
      const call = await openCall(endpoint, access, request, reply)
      const { key, make } = await prepare(call)
      const found = await kept.get(`${name} ${key}`, async () => keptReply(replyBytes(endpoint, await make())))
      return sendKept(request, reply.code(endpoint.status), found)
    })
  }
}

function addRoute(
  app: FastifyInstance,
  endpoint: Endpoint,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  const isForStaff = endpoint.audience === 'staff'
  if (isForStaff !== (endpoint.roles !== undefined && endpoint.roles.length > 0))
    throw new Error(`${endpoint.method} ${endpoint.path}: roles belong to the audience staff, and it needs some`)
  const config = {
    audience: endpoint.audience,
    isUpload: endpoint.carries === 'upload',
    isStream: endpoint.carries === 'stream',
  }
  const bodyLimit = endpoint.bodyKb === undefined ? {} : { bodyLimit: endpoint.bodyKb * 1024 }
  app.route({ method: endpoint.method, url: API_PREFIX + endpoint.path, handler, config, ...bodyLimit })
}

async function openCall<E extends Endpoint>(
  endpoint: E,
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Call<E>> {
  const { client, staff, portfolio } = await callerOf(endpoint, access, request)
  const params = parse(endpoint.params, request.params, 'not-found')
  if (namesPortfolio(endpoint) && !portfolio) throw new AppError('not-found')
  const query = parse(endpoint.query, request.query, 'request-invalid')
  const body = parse(endpoint.body, request.body, 'request-invalid')
  const asked = staff && knownAtIn(query)
  const knownAt = asked === null ? null : access.knownInstant(asked)
  if (portfolio && knownAt) portfolio.knownAt = knownAt
  // The audience decides at run time what its conditional types say at compile time.
  return { params, query, body, client, staff, knownAt, portfolio, request, reply } as Call<E>
}

/** What a staff read says of `knownAt`. */
function knownAtIn(query: unknown): string | null {
  const asked = typeof query === 'object' && query !== null ? Reflect.get(query, 'knownAt') : undefined
  return typeof asked === 'string' ? asked : null
}

/** Nothing between us and the page may keep events back or change them. */
const EVENTS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}
