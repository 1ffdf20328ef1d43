/**
 * Routes from the contract: validation both ways, the access rule, the reply's ETag.
 * A route cannot be added without an endpoint, and an endpoint cannot be without an audience.
 */
import type { Endpoint } from '@sma/contract/endpoint'
import type { StaffRole } from '@sma/contract/staff-roles'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { FieldCode } from './error-words'
import { AppError, type FieldError } from './errors'
import type { KeptReplies, KeptReply } from './kept-replies'
import { encodingFor, pack } from './packing'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is files, and may take long. */
    isUpload?: boolean
    /** The reply stays open as long as its page, which is no sign of somebody being there. */
    isStream?: boolean
  }
}

export const API_PREFIX = '/api/v1'

export interface SignedInClient {
  clientId: string
  expiresAt: string
  /** One of the staff who looks as this client. */
  viewer?: { login: string; staffId: string; scope: 'all' | 'assigned' }
}

export interface SignedInStaff {
  staffId: string
  login: string
  roles: StaffRole[]
  mustChangePassword: boolean
  /** A second factor is required and none is set yet. */
  mustSetTotp: boolean
  hasTotp: boolean
  /** Names this session among the person's own. */
  sessionId: string
  /** Where the request came from. */
  address: string
  expiresAt: string
}

/** A portfolio that the caller may see; `revision` grows with all that its replies can show. */
interface SeenPortfolio {
  id: string
  code: string
  revision: number
  /** Another client's, shown by a grant that lets look and not change. */
  isDelegated?: boolean
  /** Staff asks for what clients were shown at that instant (ISO, UTC). */
  knownAt?: string
}

export interface ClientAccess {
  /** Who asks; null where nobody is signed in. `portfolio` is the one of this code, if that client owns it. */
  findCaller(request: FastifyRequest, code: string): Promise<ClientCaller | null>
  /** Whether the house's terms wait for this client's consent; never for who looks as a client. */
  isConsentDue(client: SignedInClient): Promise<boolean>
}

export interface ClientCaller {
  client: SignedInClient
  portfolio: SeenPortfolio | null
}

/** `seesAll`: false where only the adviser's role lets the person in, which sees assigned accounts alone. */
export type CallingStaff = SignedInStaff & { seesAll: boolean }

export interface StaffAccess {
  findStaff(request: FastifyRequest): Promise<SignedInStaff | null>
  /** The portfolio of this code, if this person may see it. */
  findPortfolio(code: string, staff: CallingStaff): Promise<SeenPortfolio | null>
  /** The instant (ISO, UTC) that an instant or a day means; refuses one that has not come yet. */
  knownInstant(asked: string): string
}

/** What the access rules need from the features. */
export type Access = ClientAccess & StaffAccess

interface Caller {
  client: SignedInClient | null
  staff: CallingStaff | null
  portfolio: SeenPortfolio | null
}

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

/** A file as a reply. */
export interface Download {
  name: string
  bytes: Buffer
  /** One of those that show nothing but a picture or a document; bytes of no told type where it is left out. */
  mediaType?: string
}

/** What a read of one portfolio knows, whoever asks. */
type PortfolioCall<E extends Endpoint> = Pick<Call<E>, 'params' | 'query'> & { portfolio: SeenPortfolio }

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
    handler: (call: PortfolioCall<E>) => Promise<{ name: string; file: KeptReply }>,
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

export function createRouter(app: FastifyInstance, access: Access, kept: KeptReplies): Router {
  return {
    route(endpoint, handler) {
      addRoute(app, endpoint, async (request, reply) => {
        const call = await openCall(endpoint, access, request, reply)
        const body = await handler(call)
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
          const { name, file } = await handler(call as PortfolioCall<typeof owner>)
          reply.code(endpoint.status).headers(attachment({ name })).header('etag', `"${file.etag}"`)
          if (matches(request.headers['if-none-match'], file.etag)) return reply.code(304).send()
          return reply.send(file.bytes)
        })
    },
    keptRoute: (endpoint, keyOf, handler) => addKept(endpoint, endpoint.path, keyOf, handler),
    portfolioRead({ owner, staff }, keyOf, handler) {
      const asked = (call: unknown) => call as PortfolioCall<typeof owner>
      for (const endpoint of [owner, staff])
        addKept(
          endpoint,
          owner.path,
          async (call) => `${await keyOf(asked(call))} ${asked(call).portfolio.knownAt ?? ''}`,
          (call) => handler(asked(call)),
        )
    },
  }

  function addKept<E extends Endpoint>(
    endpoint: E,
    name: string,
    keyOf: (call: Call<E>) => Promise<string> | string,
    handler: Handler<E>,
  ): void {
    addRoute(app, endpoint, async (request, reply) => {
      const call = await openCall(endpoint, access, request, reply)
      const key = `${name} ${await keyOf(call)}`
      const found = await kept.get(key, async () => keptReply(replyBytes(endpoint, await handler(call))))
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

const NOBODY = { client: null, staff: null, portfolio: null }

/** Who asks, and the portfolio that the path names: a client's own, or any for staff. */
async function callerOf(endpoint: Endpoint, access: Access, request: FastifyRequest): Promise<Caller> {
  if (endpoint.audience === 'public') return NOBODY
  const code = codeIn(request)
  if (endpoint.audience === 'staff') {
    const staff = await staffOf(endpoint, access, request)
    return { client: null, staff, portfolio: namesPortfolio(endpoint) ? await access.findPortfolio(code, staff) : null }
  }
  const caller = await access.findCaller(request, code)
  if (!caller) throw new AppError('not-signed-in')
  if (isViewOnly(endpoint, caller)) throw new AppError('view-only')
  if (showsFigures(endpoint) && (await access.isConsentDue(caller.client))) throw new AppError('consent-required')
  return { ...caller, staff: null }
}

/** What the house's terms must be accepted for. */
export const showsFigures = ({ audience, afterConsent }: Endpoint): boolean =>
  audience === 'owner' || afterConsent === true

/** Staff who look as a client, and delegates, change nothing; staff see of the client's own pages only what shows figures. */
function isViewOnly({ method, audience, inViews }: Endpoint, { client, portfolio }: ClientCaller): boolean {
  const isRead = method === 'GET'
  if (client.viewer) return !isRead || (audience === 'client' && !inViews)
  return portfolio?.isDelegated === true && !isRead
}

async function isStillAllowed(endpoint: Endpoint, access: Access, request: FastifyRequest): Promise<boolean> {
  try {
    const { portfolio } = await callerOf(endpoint, access, request)
    return !namesPortfolio(endpoint) || portfolio !== null
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

const namesPortfolio = ({ audience, path }: Endpoint): boolean =>
  audience === 'owner' || (audience === 'staff' && path.includes(':code'))

/** The code of a portfolio in the path; empty where the path has none. */
const codeIn = ({ params }: FastifyRequest): string => (params as { code?: string }).code ?? ''

async function staffOf(endpoint: Endpoint, access: Access, request: FastifyRequest): Promise<CallingStaff> {
  const staff = await access.findStaff(request)
  if (staff === null) throw new AppError('not-signed-in')
  if (!endpoint.beforePasswordChange) {
    if (staff.mustChangePassword) throw new AppError('password-change-required')
    if (staff.mustSetTotp) throw new AppError('totp-setup-required')
  }
  const own = endpoint.roles?.filter((role) => staff.roles.includes(role)) ?? []
  if (own.length === 0) throw new AppError('role-missing')
  return { ...staff, seesAll: own.some((role) => role !== 'adviser') }
}

/** What a staff read says of `knownAt`. */
function knownAtIn(query: unknown): string | null {
  const asked = typeof query === 'object' && query !== null ? Reflect.get(query, 'knownAt') : undefined
  return typeof asked === 'string' ? asked : null
}

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

/** Nothing between us and the page may keep events back or change them. */
const EVENTS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}

/** Whatever the bytes hold, a browser stores them and neither shows nor runs them. */
const attachment = ({ name, mediaType = 'application/octet-stream' }: Omit<Download, 'bytes'>) => ({
  'content-type': mediaType,
  'content-disposition': `attachment; ${plainName(name)}filename*=UTF-8''${extendedName(name)}`,
  'content-security-policy': "sandbox; default-src 'none'",
})

const extendedName = (name: string): string =>
  encodeURIComponent(name.replaceAll(/\p{Surrogate}/gu, '_')).replaceAll(/['()*]/g, percent)

/** For what does not know RFC 6266's longer form: the same name with `_` for every other sign. */
const plainName = (name: string): string =>
  /^[\w.-]+$/.test(name) ? '' : `filename="${name.replaceAll(/[^\w.-]/g, '_')}"; `

const percent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`

/** The reply through its schema: what the schema does not list does not leave. */
function replyBytes(endpoint: Endpoint, body: unknown): Buffer {
  return Buffer.from(JSON.stringify(endpoint.reply.parse(body)))
}

/** A reply that nobody keeps; packed once and sent once, it takes the encoding that costs the server less. */
async function sendBytes(request: FastifyRequest, reply: FastifyReply, bytes: Buffer): Promise<FastifyReply> {
  const encoding = encodingFor(request.headers['accept-encoding'], bytes.length, ['gzip'])
  reply.type('application/json; charset=utf-8').header('vary', 'Accept-Encoding')
  if (encoding === null) return reply.send(bytes)
  return reply.header('content-encoding', encoding).send(await pack({ bytes }, encoding))
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
