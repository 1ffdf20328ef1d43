/**
 * Routes from the contract: validation both ways, the access rule, the reply's ETag.
 * A route cannot be added without an endpoint, and an endpoint cannot be without an audience.
 */
import type { Endpoint } from '@sma/contract/endpoint'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { FieldCode } from './error-words'
import { AppError, type FieldError } from './errors'
import type { KeptReplies, KeptReply } from './kept-replies'
import { encodingFor, pack } from './packing'

export const API_PREFIX = '/api/v1'

interface SignedInClient {
  clientId: string
  expiresAt: string
}

/** A portfolio that the signed-in client may see; `revision` grows with all that its replies can show. */
interface OwnedPortfolio {
  id: string
  code: string
  revision: number
}

/** What the access rules need from the features. */
export interface Access {
  /** Who asks; null where nobody is signed in. `portfolio` is the one of this code, if that client owns it. */
  findCaller(request: FastifyRequest, code: string): Promise<Caller | null>
}

export interface Caller {
  client: SignedInClient
  portfolio: OwnedPortfolio | null
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

interface Call<E extends Endpoint> {
  params: Parsed<E['params']>
  query: Parsed<E['query']>
  body: Parsed<E['body']>
  /** Set for audiences `client` and `owner`. */
  client: E['audience'] extends 'public' ? null : SignedInClient
  /** Set for audience `owner`. */
  portfolio: E['audience'] extends 'owner' ? OwnedPortfolio : null
  request: FastifyRequest
  reply: FastifyReply
}

type Handler<E extends Endpoint> = (call: Call<E>) => Promise<z.input<E['reply']>>

export interface Router {
  /** A route whose reply is computed at every call. */
  route<E extends Endpoint>(endpoint: E, handler: Handler<E>): void
  /** A GET whose finished reply is kept as bytes under `keyOf(call)` and answered with a strong ETag. */
  keptRoute<E extends Endpoint>(
    endpoint: E,
    keyOf: (call: Call<E>) => Promise<string> | string,
    handler: Handler<E>,
  ): void
}

export function createRouter(app: FastifyInstance, access: Access, kept: KeptReplies): Router {
  return {
    route(endpoint, handler) {
      addRoute(app, endpoint, async (request, reply) => {
        const call = await openCall(endpoint, access, request, reply)
        const body = await handler(call)
        reply.code(endpoint.status)
        if (endpoint.status === 204) return reply.send()
        return reply.type('application/json; charset=utf-8').send(replyBytes(endpoint, body))
      })
    },
    keptRoute(endpoint, keyOf, handler) {
      addRoute(app, endpoint, async (request, reply) => {
        const call = await openCall(endpoint, access, request, reply)
        const key = `${endpoint.path} ${await keyOf(call)}`
        const found = await kept.get(key, async () => keptReply(replyBytes(endpoint, await handler(call))))
        return sendKept(request, reply.code(endpoint.status), found)
      })
    },
  }
}

function addRoute(
  app: FastifyInstance,
  endpoint: Endpoint,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  app.route({ method: endpoint.method, url: API_PREFIX + endpoint.path, handler })
}

async function openCall<E extends Endpoint>(
  endpoint: E,
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Call<E>> {
  const caller = endpoint.audience === 'public' ? NOBODY : await access.findCaller(request, codeIn(request))
  if (!caller) throw new AppError('not-signed-in')
  const params = parse(endpoint.params, request.params, 'not-found')
  const { client, portfolio } = caller
  if (endpoint.audience === 'owner' && !portfolio) throw new AppError('not-found')
  const query = parse(endpoint.query, request.query, 'request-invalid')
  const body = parse(endpoint.body, request.body, 'request-invalid')
  // The audience decides at run time what its conditional types say at compile time.
  return { params, query, body, client, portfolio, request, reply } as Call<E>
}

const NOBODY = { client: null, portfolio: null }

/** The code of a portfolio in the path; empty where the path has none. */
const codeIn = ({ params }: FastifyRequest): string => (params as { code?: string }).code ?? ''

function parse(schema: z.ZodType | undefined, value: unknown, code: 'request-invalid' | 'not-found'): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  if (result.success) return result.data
  if (code === 'not-found') throw new AppError(code)
  const fields = result.error.issues.map((issue) => fieldError(issue, value))
  throw new AppError(fields.every((field) => field.code === 'date-invalid') ? 'date-invalid' : code, { fields })
}

function fieldError(issue: z.core.$ZodIssue, value: unknown): FieldError {
  const field = issue.path.join('.')
  const name = issue.path[0]
  const given =
    typeof value === 'object' && value !== null && typeof name === 'string' ? Reflect.get(value, name) : value
  return { field, code: given === undefined ? 'required' : fieldCode(issue) }
}

function fieldCode(issue: z.core.$ZodIssue): FieldCode {
  switch (issue.code) {
    case 'too_small':
      return 'too-short'
    case 'too_big':
      return 'too-long'
    case 'invalid_value':
      return 'not-in-list'
    case 'invalid_type':
      return 'type-invalid'
    case 'invalid_format':
      return issue.format === 'date' ? 'date-invalid' : 'format-invalid'
    default:
      return issue.message === 'date-out-of-range' ? 'date-invalid' : 'format-invalid'
  }
}

/** The reply through its schema: what the schema does not list does not leave. */
function replyBytes(endpoint: Endpoint, body: unknown): Buffer {
  return Buffer.from(JSON.stringify(endpoint.reply.parse(body)))
}

export function keptReply(bytes: Buffer): KeptReply {
  return { bytes, etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 27) }
}

/** Bytes as they are or packed, each form with a strong ETag of its own; 304 where the reader has either. */
export async function sendKept(request: FastifyRequest, reply: FastifyReply, kept: KeptReply): Promise<FastifyReply> {
  const encoding = encodingFor(request.headers['accept-encoding'], kept.bytes.length)
  reply.header('etag', encoding ? `"${kept.etag}-${encoding}"` : `"${kept.etag}"`).header('vary', 'Accept-Encoding')
  if (matches(request.headers['if-none-match'], kept.etag)) return reply.code(304).send()
  if (!reply.hasHeader('content-type')) reply.type('application/json; charset=utf-8')
  if (encoding === null) return reply.send(kept.bytes)
  return reply.header('content-encoding', encoding).send(await pack(kept, encoding))
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return (
    header.trim() === '*' ||
    header.split(',').some((tag) => /^(?:W\/)?"([\w-]+?)(?:-br|-gzip)?"$/.exec(tag.trim())?.[1] === etag)
  )
}
