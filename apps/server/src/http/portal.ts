/** The built portal, read into memory at the start: what is not in this map cannot be asked for. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import type { KeptReply } from './kept-replies'
import { keptReply, sendKept } from './router'

/** The portal's own addresses; apps/portal/src/app/paths.ts is compared with these by the architecture test. */
export const PORTAL_PAGES = [
  '/',
  '/login',
  '/portfolios/:code',
  '/portfolios/:code/account',
  '/portfolios/:code/performance',
  '/portfolios/:code/records',
]

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** Names under assets/ carry a hash of their content. */
const FOREVER = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

export interface Portal {
  files: Map<string, KeptReply>
  /** Null where the portal is not built. */
  page: KeptReply | null
}

export function readPortal(dir: string): Portal {
  const files = readFiles(dir)
  const page = files.get('/index.html') ?? null
  files.delete('/index.html')
  return { files, page }
}

export function addPortal(app: FastifyInstance, { files, page }: Portal): void {
  for (const [path, file] of files) app.get(path, (request, reply) => sendFile(request, reply, path, file))
  if (!page) return
  for (const path of PORTAL_PAGES) app.get(path, (request, reply) => sendPage(request, reply, page))
}

/** Whether someone follows a wrong link in a browser: the portal has a page of its own for that. */
export function wantsPage(request: FastifyRequest): boolean {
  const { method, url, headers } = request
  if (method !== 'GET' && method !== 'HEAD') return false
  return !/^\/(api|assets)\//.test(url) && headers.accept?.includes('text/html') === true
}

export function sendPage(request: FastifyRequest, reply: FastifyReply, page: KeptReply): Promise<FastifyReply> {
  return sendFile(request, reply, '/index.html', page)
}

function sendFile(request: FastifyRequest, reply: FastifyReply, path: string, file: KeptReply): Promise<FastifyReply> {
  reply.type(TYPES[extname(path)] ?? 'application/octet-stream')
  return sendKept(request, reply.header('cache-control', path.startsWith('/assets/') ? FOREVER : ASK_AGAIN), file)
}

function readFiles(dir: string): Map<string, KeptReply> {
  if (!existsSync(dir)) return new Map()
  const names = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && extname(entry.name) !== '.map')
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(names.map((name) => [`/${relative(dir, name).split(sep).join('/')}`, keptReply(readFileSync(name))]))
}
