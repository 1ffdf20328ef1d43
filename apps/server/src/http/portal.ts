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
  '/portfolios/:code/funds/:fund',
  '/portfolios/:code/performance',
  '/portfolios/:code/records',
  '/portfolios/:code/announcements',
  '/portfolios/:code/articles',
  '/portfolios/:code/publications/:id',
  '/pages/:name',
  '/portfolios/:code/news',
  '/portfolios/:code/messages',
  '/portfolios/:code/one-page',
  '/security',
  '/consent',
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
  '/console/accounts/new',
  '/console/accounts/file',
  '/console/portfolios/:code/master-data',
  '/console/delegates',
  '/console/messages',
  '/console/messages/:id',
  '/console/feeds',
  '/console/outlooks',
  '/console/clients',
  '/console/clients/file',
  '/console/clients/:id',
  '/console/sign-in-help',
  '/console/password',
  '/console/files',
  '/console/files/:id',
  '/console/upload',
  '/console/imports/:id',
  '/console/publications',
  '/console/publications/:id',
  '/console/pages',
  '/console/findings',
  '/console/funds',
  '/console/waiting',
  '/console/portfolios/:code',
  '/console/portfolios/:code/days/:date',
]

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
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
  files: Map<string, WebFile>
  /** Null where the app is not built. */
  page: KeptReply | null
  /** Addresses that the page serves. */
  pages: readonly string[]
}

interface WebFile {
  type: string
  reply: KeptReply
}

/** How a house shows in the portal's own files. */
export interface HouseFiles {
  name: string
  files: readonly { path: string; type: string; bytes: Buffer }[]
}

export interface WebApps {
  portal: WebApp
  console: WebApp
}

export function readWebApps(dirs: { portalDir: string; consoleDir: string }, house: HouseFiles): WebApps {
  return {
    portal: branded(readWebApp(dirs.portalDir, '', PORTAL_PAGES), house),
    console: readWebApp(dirs.consoleDir, CONSOLE, CONSOLE_PAGES),
  }
}

const CONSOLE = '/console'

function readWebApp(dir: string, prefix: string, pages: readonly string[]): WebApp {
  const files = readFiles(dir, prefix)
  const page = files.get(`${prefix}/index.html`)?.reply ?? null
  files.delete(`${prefix}/index.html`)
  return { files, page, pages }
}

/** Where the portal is not built, nothing of the house's is served either. */
function branded({ files, page, pages }: WebApp, house: HouseFiles): WebApp {
  if (!page) return { files, page, pages }
  for (const { path, type, bytes } of house.files) files.set(path, { type, reply: keptReply(bytes) })
  const title = `<title>${house.name.replaceAll(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</title>`
  const html = page.bytes.toString('utf8').replace(/<title>.*?<\/title>/, () => title)
  return { files, page: keptReply(Buffer.from(html)), pages }
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
  return sendFile(request, reply, '/index.html', { type: TYPES['.html'] ?? '', reply: page })
}

function sendFile(request: FastifyRequest, reply: FastifyReply, path: string, file: WebFile): Promise<FastifyReply> {
  const caching = /^(\/console)?\/assets\//.test(path) ? FOREVER : ASK_AGAIN
  return sendKept(request, reply.type(file.type).header('cache-control', caching), file.reply)
}

function readFiles(dir: string, prefix: string): Map<string, WebFile> {
  if (!existsSync(dir)) return new Map()
  const names = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) !== '.map')
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((name) => !/(^|[\\/])\./.test(relative(dir, name)))
  return new Map(
    names.map((name) => [
      `${prefix}/${relative(dir, name).split(sep).join('/')}`,
      { type: TYPES[extname(name)] ?? 'application/octet-stream', reply: keptReply(readFileSync(name)) },
    ]),
  )
}
