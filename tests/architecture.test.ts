/** Which way imports run (docs/decisions/0001), and where each library may stand. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CONSOLE_PAGES, PORTAL_PAGES } from '../apps/server/src/http/portal'

const ROOT = join(import.meta.dirname, '..')

interface Source {
  path: string
  text: string
  imports: { from: string; typeOnly: boolean }[]
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'"\n;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

function readSources(): Source[] {
  return ['packages', 'apps'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => /\/src\/.*\.(ts|vue)$/.test(path) && !path.includes('node_modules'))
      .map((path) => {
        const text = readFileSync(join(ROOT, path), 'utf8')
        // Multi-line import lists are folded to one line first.
        const folded = text.replaceAll(/\{[^{}]*\}(?=\s*from)/g, (names) => names.replaceAll(/\s+/g, ' '))
        const imports = [...folded.matchAll(IMPORT)].map((match) => ({
          from: match[2] ?? match[3] ?? '',
          typeOnly: match[1] !== undefined,
        }))
        return { path, text, imports }
      }),
  )
}

const sources = readSources()
const isTest = (path: string) => /\.test\.ts$|\/testing\//.test(path)
const code = sources.filter(({ path }) => !isTest(path))
const inside = (folder: string) => code.filter(({ path }) => path.startsWith(folder))

/** `file → import` of every import that a rule forbids. */
function offenders(files: Source[], forbidden: (from: string, source: Source, typeOnly: boolean) => boolean): string[] {
  return files.flatMap((source) =>
    source.imports
      .filter(({ from, typeOnly }) => forbidden(from, source, typeOnly))
      .map(({ from }) => `${source.path} → ${from}`),
  )
}

const ownPackage = (from: string) => /^@sma\/([^/]+)/.exec(from)?.[1] ?? null
const isLibrary = (from: string) => !from.startsWith('.') && !from.startsWith('@sma/') && !from.startsWith('node:')

describe('packages', () => {
  const allowed: Record<string, string[]> = {
    'packages/contract/': [],
    'packages/finance/': [],
    'packages/importers/': ['contract', 'finance'],
    'packages/ui/': ['contract'],
    'apps/portal/': ['contract', 'ui'],
    'apps/console/': ['contract', 'ui'],
    'apps/server/': ['contract', 'finance', 'importers'],
  }
  it.each(Object.entries(allowed))('%s imports only the packages below it', (folder, below) => {
    const own = /([^/]+)\/$/.exec(folder)?.[1] ?? ''
    const wrong = (from: string) => {
      const target = ownPackage(from)
      return target !== null && target !== own && !below.includes(target)
    }
    expect(offenders(inside(folder), wrong)).toEqual([])
  })

  it('no relative import leaves its package', () => {
    const leaves = (from: string, { path }: Source) => {
      if (!from.startsWith('.')) return false
      const home = path.split('/').slice(0, 2).join('/')
      return !relative(home, join(dirname(path), from)).startsWith('src')
    }
    expect(offenders(code, leaves)).toEqual([])
  })

  it.each(['packages/finance/', 'packages/importers/', 'packages/contract/'])('%s is pure', (folder) => {
    expect(offenders(inside(folder), (from) => from.startsWith('node:'))).toEqual([])
    const impure = /\bfetch\(|Date\.now\(|new Date\(\)|console\.|process\.|Math\.random/
    expect(
      inside(folder)
        .filter(({ text }) => impure.test(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
        .map(({ path }) => path),
    ).toEqual([])
  })

  it('each keeps to its short list of libraries', () => {
    const libraries: Record<string, string[]> = {
      'packages/contract/': ['zod'],
      'packages/finance/': ['decimal.js'],
      'packages/importers/': ['@e965/xlsx', 'csv-parse', 'fflate'],
    }
    for (const [folder, names] of Object.entries(libraries)) {
      const wrong = (from: string) =>
        isLibrary(from) && !names.some((name) => from === name || from.startsWith(`${name}/`))
      expect(offenders(inside(folder), wrong)).toEqual([])
    }
  })
})

describe('the audit log in the console', () => {
  it.each(['zh-CN', 'en'])('has words for every act and object (%s)', (locale) => {
    const table = readFileSync(join(ROOT, 'apps/server/src/features/audit/audit.table.ts'), 'utf8')
    const union = (name: string): string[] =>
      [
        ...(new RegExp(`type ${name} =\\n((?: +\\| '[a-z-]+'\\n)+)`).exec(table)?.[1] ?? '').matchAll(/'([a-z-]+)'/g),
      ].map(([, word = '']) => word)
    const { audit } = JSON.parse(readFileSync(join(ROOT, `apps/console/src/locales/${locale}.json`), 'utf8'))
    expect(Object.keys(audit.did).toSorted()).toEqual(union('AuditAction').toSorted())
    expect(Object.keys(audit.object).toSorted()).toEqual(union('AuditObjectKind').toSorted())
  })
})

describe('whose account it is', () => {
  it('is asked for with its dates wherever the table is read', () => {
    const reads = /(?:selectFrom|[jJ]oin)\(\s*'client_portfolio\b/g
    const asks = /\bowns\('/g
    // What was whose ever: the history of owners, and a client's own data.
    const ofAllTimes = [
      'clients/ownership.queries.ts',
      'client-desk/client-page.queries.ts',
      'retention/retention.queries.ts',
    ]
    const short = inside('apps/server/')
      .filter(({ path }) => !ofAllTimes.some((name) => path.endsWith(`/features/${name}`)))
      .filter(({ text }) => (text.match(reads)?.length ?? 0) > (text.match(asks)?.length ?? 0))
    expect(short.map(({ path }) => path)).toEqual([])
  })
})

describe('libraries on the server', () => {
  const places: [string, RegExp][] = [
    ['kysely', /\/db\/|\.queries\.ts$|\.table\.ts$/],
    ['better-sqlite3', /\/db\//],
    ['mysql2', /\/db\//],
    ['ioredis', /\/redis\//],
    ['fastify', /\/http\/|\/app\.ts$|\.routes\.ts$/],
    ['commander', /\/cli\//],
    ['@myriaddreamin/typst-ts-node-compiler', /\/pdf\//],
  ]
  it.each(places)('%s stands only where it belongs', (library, place) => {
    const wrong = (from: string, { path }: Source) =>
      (from === library || from.startsWith(`${library}/`)) && !place.test(path)
    expect(offenders(inside('apps/server/'), wrong)).toEqual([])
  })

  it('the environment is read in config.ts alone', () => {
    const readers = inside('apps/server/')
      .filter(({ text }) => /process\.env/.test(text))
      .map(({ path }) => path)
    expect(readers).toEqual(['apps/server/src/config.ts'])
  })

  it('queries know neither services nor routes, services know no routes', () => {
    expect(
      offenders(
        inside('apps/server/').filter(({ path }) => path.endsWith('.queries.ts')),
        (from) => /\.(service|routes)$/.test(from),
      ),
    ).toEqual([])
    expect(
      offenders(
        inside('apps/server/').filter(({ path }) => path.endsWith('.service.ts')),
        (from) => from.endsWith('.routes'),
      ),
    ).toEqual([])
  })
})

describe('the web', () => {
  const web = [...inside('apps/portal/'), ...inside('apps/console/'), ...inside('packages/ui/')]
  it('takes only types and plain constants from the contract', () => {
    const plain = [
      'benchmark-words',
      'endpoints',
      'file-kinds',
      'staff-endpoints',
      'staff-roles',
      'identity',
      'message-length',
      'news-categories',
      'problem-codes',
      'problem-words',
    ]
    const wrong = (from: string, _source: Source, typeOnly: boolean) =>
      from === 'zod' || (ownPackage(from) === 'contract' && !typeOnly && !plain.includes(from.split('/')[2] ?? ''))
    expect(offenders(web, wrong)).toEqual([])
  })

  it('names echarts in one file', () => {
    const files = new Set(
      offenders(web, (from, _source, typeOnly) => !typeOnly && from.startsWith('echarts')).map(
        (line) => line.split(' → ')[0],
      ),
    )
    expect([...files]).toHaveLength(1)
  })

  it('puts no text into the page as markup', () => {
    expect(web.filter(({ text }) => /v-html|innerHTML/.test(text)).map(({ path }) => path)).toEqual([])
  })
})

describe('pages', () => {
  it.each([
    ['portal', '', Object.keys(PORTAL_PAGES)],
    ['console', '/console', CONSOLE_PAGES],
  ])('the server answers exactly the addresses that the %s has', (app, base, pages) => {
    const paths = readFileSync(join(ROOT, `apps/${app}/src/app/paths.ts`), 'utf8')
    const table = /ROUTES = \{([^}]*)\}/.exec(paths)?.[1] ?? ''
    const addresses = [...table.matchAll(/'([^']*)'/g)].map((match) => `${base}${match[1]}`)
    expect([...pages].sort()).toEqual(addresses.sort())
  })

  it('the server links to the part of the build that shows the page', () => {
    const router = readFileSync(join(ROOT, 'apps/portal/src/app/router.ts'), 'utf8')
    const paths = readFileSync(join(ROOT, 'apps/portal/src/app/paths.ts'), 'utf8')
    const addressOf = (name: string) => new RegExp(`  ${name}: '([^']*)'`).exec(paths)?.[1] ?? ''
    // Home stands in the file of what every page of a client needs (scripts/lib/web-app.mjs).
    const partOf = (file: string) => ({ SignInPage: 'sign-in', HomePage: 'shell' })[file] ?? file
    const shown = [...router.matchAll(/path: ROUTES\.(\w+),[^}]*?import\('[^']*\/(\w+)\.vue'\)/g)].map(
      ([, name = '', file = '']) => [addressOf(name), partOf(file)],
    )
    expect(Object.fromEntries(shown)).toEqual(PORTAL_PAGES)
  })

  it('the portal knows nothing of the staff', () => {
    const wrong = (from: string) => from.startsWith('@sma/contract/staff')
    expect(offenders(inside('apps/portal/'), wrong)).toEqual([])
  })
})

describe('settings', () => {
  it('.env.example lists every setting that config.ts reads, and no other', () => {
    const read = new Set(
      [...readFileSync(join(ROOT, 'apps/server/src/config.ts'), 'utf8').matchAll(/env\.([A-Z_]+)/g)].map(
        (match) => match[1],
      ),
    )
    const listed = new Set(
      [...readFileSync(join(ROOT, '.env.example'), 'utf8').matchAll(/^#?\s?([A-Z][A-Z_]+)=/gm)].map(
        (match) => match[1],
      ),
    )
    expect([...listed].sort()).toEqual([...read].sort())
  })
})
