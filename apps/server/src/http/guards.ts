/** What every reply carries and every change must carry (docs/security.md). */
import type { Audience } from '@sma/contract/endpoint'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config'
import { AppError } from './errors'

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
]

/** Who frames whom: nobody anybody, but for the console, which shows the portal's page of an unsaved brand. */
type Framing = 'frames-own' | 'framed-by-own'

const csp = (framing?: Framing): string => {
  const ancestors = framing === 'framed-by-own' ? "'self'" : "'none'"
  const frames = framing === 'frames-own' ? ["frame-src 'self'"] : []
  return [...CSP, ...frames, `frame-ancestors ${ancestors}`].join('; ')
}

export const SECURITY_HEADERS = {
  'content-security-policy': csp(),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
}

const HTTPS_HEADERS = { ...SECURITY_HEADERS, 'strict-transport-security': 'max-age=63072000; includeSubDomains' }

/** Whether the browser came over https: to us, to the trusted proxy, or by the address the house gives out. */
export function isHttps(request: FastifyRequest, config: Config): boolean {
  return request.protocol === 'https' || config.publicUrl?.startsWith('https://') === true
}

const isChange = (method: string): boolean => method !== 'GET' && method !== 'HEAD'

const FRAMED_HEADERS: Record<Framing, Record<string, string>> = {
  'frames-own': { 'content-security-policy': csp('frames-own') },
  'framed-by-own': { 'content-security-policy': csp('framed-by-own'), 'x-frame-options': 'SAMEORIGIN' },
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a page that frames one of our own, or is framed by one; every other page does neither. */
    framing?: Framing
    /** Who may call; every route of the API says so. */
    audience?: Audience
  }
}

/** To be called before the routes are added: one of the API without an audience stops the start. */
export function addGuards(app: FastifyInstance, config: Config): void {
  app.addHook('onRoute', ({ url, method, config: declared }) => {
    if (url.startsWith('/api/') && declared?.audience === undefined)
      throw new Error(`${String(method)} ${url} declares no audience`)
  })
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(isHttps(request, config) ? HTTPS_HEADERS : SECURITY_HEADERS)
    const { framing } = request.routeOptions.config
    if (framing) reply.headers(FRAMED_HEADERS[framing])
    reply.header('x-request-id', request.id)
    // The route and not the address, which can be written in many ways.
    if (request.routeOptions.url?.startsWith('/api/')) reply.header('cache-control', 'no-store')
    if (!request.is404 && isChange(request.method)) {
      const refused = refusal(request, config)
      if (refused) return done(refused)
    }
    done()
  })
}

/** A form or script of another site can send neither our header nor our origin. */
function refusal(request: FastifyRequest, config: Config): AppError | null {
  const { headers } = request
  if (headers['x-requested-with'] !== 'sma') return new AppError('header-missing')
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return new AppError('origin-refused')
  if (headers.origin !== undefined && !isOwnOrigin(headers.origin, request, config)) {
    return new AppError('origin-refused')
  }
  return null
}

function isOwnOrigin(origin: string, request: FastifyRequest, config: Config): boolean {
  if (!URL.canParse(origin)) return false
  const { host, protocol } = new URL(origin)
  if (config.publicUrl !== null && host === new URL(config.publicUrl).host) return true
  // Parsed alike, so that a default port counts for nothing.
  const own = `${protocol}//${request.host}`
  return URL.canParse(own) && host === new URL(own).host
}
