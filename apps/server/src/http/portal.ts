/** The built web apps, read into memory at the start: what is not in these maps cannot be asked for. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { AppError } from './errors'
import type { KeptReply } from './kept-replies'
import { readPartLinks, type PartLinks } from './page-parts'
import { languageOf } from './problem'
import { keptReply, sendKept } from './replies'

/** Parts of the portal's build: what a visitor needs who is to sign in; what every page of a client needs, home among them. */
const SIGN_IN = 'sign-in'
const SHELL = 'shell'

/**
 * The portal's own addresses, and the part of the build that shows each. apps/portal/src/app/{paths,router}.ts are compared with these
 * by the architecture test.
 */
export const PORTAL_PAGES: Record<string, string> = {
  '/': 'PortfoliosPage',
  '/login': SIGN_IN,
  '/access': 'AccessPage',
  '/portfolios/:code': SHELL,
  '/portfolios/:code/account': 'AccountPage',
  '/portfolios/:code/funds/:fund': 'FundPage',
  '/portfolios/:code/performance': 'PerformancePage',
  '/portfolios/:code/records': 'RecordsPage',
  '/portfolios/:code/announcements': 'PublicationsPage',
  '/portfolios/:code/articles': 'PublicationsPage',
  '/portfolios/:code/publications/:id': 'PublicationPage',
  '/pages/:name': 'HousePage',
  '/portfolios/:code/news': 'NewsPage',
  '/portfolios/:code/messages': 'MessagesPage',
  '/portfolios/:code/one-page': 'OnePagePage',
  '/security': 'SecurityPage',
  '/consent': 'ConsentPage',
  '/brand-preview': 'BrandPreviewPage',
  '/file-preview': 'FilePreviewPage',
}

/** Show a brand that is not saved yet, and a file that is not shown yet; the console frames them. */
const PREVIEWS = ['/brand-preview', '/file-preview']

/** What a visitor may read. */
const OPEN_PAGES = ['/login', '/pages/:name', ...PREVIEWS]

/** The console's own addresses; apps/console/src/app/paths.ts is compared with these by the architecture test. */
export const CONSOLE_PAGES = [
  '/console/',
  '/console/sign-in',
  '/console/invitation',
  '/console/second-factor',
  '/console/security',
  '/console/guide',
  '/console/brand',
  '/console/settings',
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
  '/console/disclosure',
  '/console/findings',
  '/console/funds',
  '/console/funds/:code',
  '/console/fund-navs',
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

/** The portal as the house has it now. */
interface Portal extends WebApp {
  /** The page with links to parts of the build (`PartLinks`). */
  pageWith(parts: readonly string[]): KeptReply | null
}

export interface WebApps {
  portal: WebApp
  /** Where the portal is not built, nothing of the house's is served either. */
  portalNow(): Promise<Portal>
  console: WebApp
}

/** `house`: as it is now, the same object as long as it is the same. */
export function readWebApps(
  dirs: { portalDir: string; consoleDir: string },
  house: () => Promise<HouseFiles>,
): WebApps {
  const portal = readWebApp(dirs.portalDir, '')
  const linksTo = readPartLinks(dirs.portalDir)
  const made = new WeakMap<HouseFiles, Portal>()
  return {
    portal,
    async portalNow() {
      const now = await house()
      const known = made.get(now) ?? branded(portal, now, linksTo)
      made.set(now, known)
      return known
    },
    console: readWebApp(dirs.consoleDir, CONSOLE),
  }
}

const CONSOLE = '/console'

function readWebApp(dir: string, prefix: string): WebApp {
  const files = readFiles(dir, prefix)
  const page = files.get(`${prefix}/index.html`)?.reply ?? null
  files.delete(`${prefix}/index.html`)
  return { files, page }
}

/** The house's files in the place of the neutral ones, and its name as the title and as what stands until a script has made the page. */
function branded({ files: neutral, page }: WebApp, house: HouseFiles, linksTo: PartLinks): Portal {
  if (!page) return { files: neutral, page, pageWith: () => null }
  const files = new Map(neutral)
  for (const { path, type, bytes } of house.files) files.set(path, { type, reply: keptReply(bytes) })
  const name = house.name.replaceAll(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  const html = page.bytes
    .toString('utf8')
    .replaceAll(/(<title>|<p class="house">)[^<]*/g, (_, tag: string) => tag + name)
  const made = new Map<string, KeptReply>()
  return {
    files,
    page: keptReply(Buffer.from(html)),
    pageWith(parts) {
      const key = parts.join()
      const reply = made.get(key) ?? keptReply(Buffer.from(html.replace('</head>', () => `${linksTo(parts)}</head>`)))
      made.set(key, reply)
      return reply
    },
  }
}

/** What the house's brand decides; the manifest is in no neutral portal. */
const HOUSE_PATHS = ['/manifest.webmanifest', '/favicon.svg', '/apple-touch-icon.png']

export function addWebApps(app: FastifyInstance, apps: WebApps): void {
  addPortal(app, apps)
  const { files, page } = apps.console
  for (const [path, file] of files) app.get(path, (request, reply) => sendFile(request, reply, path, file))
  if (page)
    for (const path of CONSOLE_PAGES)
      app.get(path, { config: { framing: 'frames-own' } }, (request, reply) => sendPage(request, reply, page))
  app.get(CONSOLE, (_request, reply) => reply.redirect(`${CONSOLE}/`, 308))
}

function addPortal(app: FastifyInstance, { portal, portalNow }: WebApps): void {
  for (const [path, file] of portal.files)
    if (!HOUSE_PATHS.includes(path)) app.get(path, (request, reply) => sendFile(request, reply, path, file))
  if (!portal.page) return
  for (const path of HOUSE_PATHS)
    app.get(path, async (request, reply) => {
      const file = (await portalNow()).files.get(path)
      if (!file) throw new AppError('not-found')
      return sendFile(request, reply, path, file)
    })
  for (const [path, part] of Object.entries(PORTAL_PAGES)) {
    const sendNow = async (request: FastifyRequest, reply: FastifyReply) => {
      const page = (await portalNow()).pageWith(partsOf(request, OPEN_PAGES.includes(path), part))
      if (!page) throw new AppError('not-found')
      return sendPage(request, reply, page)
    }
    if (PREVIEWS.includes(path)) app.get(path, { config: { framing: 'framed-by-own' } }, sendNow)
    else app.get(path, sendNow)
  }
}

/** Whoever brings no session is asked to sign in; whether one still holds, the page asks. */
function partsOf(request: FastifyRequest, isOpen: boolean, part: string): string[] {
  const language = languageOf(request.headers['accept-language'])
  const words = `start.${language}`
  if (isOpen) return [words, part]
  const hasSession = /(^|[\s-])sma_session=/.test(request.headers.cookie ?? '')
  return hasSession ? [words, `words.${language}`, SHELL, part] : [words, SIGN_IN]
}

/** The app that says "not found" in its own words. */
export async function pageAt(url: string, { portalNow, console }: WebApps): Promise<KeptReply | null> {
  return url.startsWith(`${CONSOLE}/`) ? console.page : (await portalNow()).page
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
