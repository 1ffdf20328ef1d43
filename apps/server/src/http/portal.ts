/** The built web apps, read into memory at the start: what is not in these maps cannot be asked for. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import type { KeptReply } from './kept-replies'
import { keptReply, sendKept } from './router'

/** The portal's own addresses; apps/portal/src/app/paths.ts is compared with these by the architecture test. */
export const PORTAL_PAGES = [
  '/',
  '/login',
  '/access',
  '/portfolios/:code',
  '/portfolios/:code/account',
  '/portfolios/:code/performance',
  '/portfolios/:code/records',
  '/portfolios/:code/news',
  '/portfolios/:code/messages',
  '/security',
  '/consent',
  '/texts',
]

/** The console's own addresses; apps/console/src/app/paths.ts is compared with these by the architecture test. */
export const CONSOLE_PAGES = [
  '/console/',
  '/console/sign-in',
  '/console/invitation',
  '/console/second-factor',
  '/console/security',
  '/console/people',
  '/console/audit',
  '/console/accounts',
  '/console/delegates',
  '/console/messages',
  '/console/messages/:id',
  '/console/feeds',
  '/console/password',
  '/console/files',
  '/console/files/:id',
  '/console/upload',
  '/console/imports/:id',
  '/console/findings',
  '/console/waiting',
  '/console/portfolios/:code',
  '/console/portfolios/:code/days/:date',
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

interface WebApp {
  files: Map<string, KeptReply>
  /** Null where the app is not built. */
  page: KeptReply | null
  /** Addresses that the page serves. */
  pages: readonly string[]
}

export interface WebApps {
  portal: WebApp
  console: WebApp
}

export function readWebApps(dirs: { portalDir: string; consoleDir: string }): WebApps {
  return {
    portal: readWebApp(dirs.portalDir, '', PORTAL_PAGES),
    console: readWebApp(dirs.consoleDir, CONSOLE, CONSOLE_PAGES),
  }
}

const CONSOLE = '/console'

function readWebApp(dir: string, prefix: string, pages: readonly string[]): WebApp {
  const files = readFiles(dir, prefix)
  const page = files.get(`${prefix}/index.html`) ?? null
  files.delete(`${prefix}/index.html`)
  return { files, page, pages }
}

export function addWebApps(app: FastifyInstance, apps: WebApps): void {
  for (const { files, page, pages } of [apps.portal, apps.console]) {
    for (const [path, file] of files) app.get(path, (request, reply) => sendFile(request, reply, path, file))
    if (!page) continue
    for (const path of pages) app.get(path, (request, reply) => sendPage(request, reply, page))
  }
  app.get(CONSOLE, (_request, reply) => reply.redirect(`${CONSOLE}/`, 308))
}

/** The app that says "not found" in its own words. */
export function pageAt(url: string, { portal, console }: WebApps): KeptReply | null {
  return url.startsWith(`${CONSOLE}/`) ? console.page : portal.page
}

/** Whether someone follows a wrong link in a browser: the web apps have pages of their own for that. */
export function wantsPage(request: FastifyRequest): boolean {
  const { method, url, headers } = request
  if (method !== 'GET' && method !== 'HEAD') return false
  return !/^\/(api|assets|console\/assets)\//.test(url) && headers.accept?.includes('text/html') === true
}

export function sendPage(request: FastifyRequest, reply: FastifyReply, page: KeptReply): Promise<FastifyReply> {
  return sendFile(request, reply, '/index.html', page)
}

function sendFile(request: FastifyRequest, reply: FastifyReply, path: string, file: KeptReply): Promise<FastifyReply> {
  reply.type(TYPES[extname(path)] ?? 'application/octet-stream')
  return sendKept(
    request,
    reply.header('cache-control', /^(\/console)?\/assets\//.test(path) ? FOREVER : ASK_AGAIN),
    file,
  )
}

function readFiles(dir: string, prefix: string): Map<string, KeptReply> {
  if (!existsSync(dir)) return new Map()
  const names = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && extname(entry.name) !== '.map')
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    names.map((name) => [`${prefix}/${relative(dir, name).split(sep).join('/')}`, keptReply(readFileSync(name))]),
  )
}
