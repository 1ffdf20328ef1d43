import Fastify from 'fastify'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPartLinks } from './page-parts'
import { addWebApps, readWebApps } from './portal'

const MANIFEST = {
  '_start.js': { file: 'assets/start.js', name: 'start', css: ['assets/start.css'], imports: ['_base.js'] },
  '_base.js': { file: 'assets/base.js', name: 'base' },
  '_front.js': { file: 'assets/front.js', name: 'front', css: ['assets/front.css'], imports: ['_start.js'] },
  '_shell.js': { file: 'assets/shell.js', name: 'shell', imports: ['_start.js', '_front.js'] },
  '_sign-in.js': { file: 'assets/sign-in.js', name: 'sign-in', imports: ['_front.js'] },
  'AccountPage.vue': { file: 'assets/account.js', name: 'AccountPage', imports: ['_shell.js', '_front.js'] },
  'HousePage.vue': { file: 'assets/house.js', name: 'HousePage' },
  'zh.json': { file: 'assets/zh.js', name: 'words.zh-CN' },
  'en.json': { file: 'assets/en.js', name: 'words.en' },
}

function builtPortal(): string {
  const dir = mkdtempSync(join(tmpdir(), 'sma-parts-'))
  mkdirSync(join(dir, '.vite'))
  writeFileSync(join(dir, '.vite/manifest.json'), JSON.stringify(MANIFEST))
  writeFileSync(join(dir, 'index.html'), '<head><title>t</title></head>')
  return dir
}

const filesIn = (html: string): string[] =>
  [...html.matchAll(/href="\/assets\/([^"]+)"/g)].map(([, name]) => name ?? '')

describe('parts of a page', () => {
  it('are linked with what they import, each once, and without what every page begins with', () => {
    const linksTo = readPartLinks(builtPortal())
    expect(linksTo(['front'])).toBe(
      '<link rel="stylesheet" crossorigin href="/assets/front.css">' +
        '<link rel="modulepreload" crossorigin href="/assets/front.js">',
    )
    expect(filesIn(linksTo(['shell', 'AccountPage'])).sort()).toEqual([
      'account.js',
      'front.css',
      'front.js',
      'shell.js',
    ])
    expect(linksTo(['base', 'unknown'])).toBe('')
  })

  it('are those of the page where a session may be, of signing in where none is, in the language of the browser', async () => {
    const app = Fastify()
    const none = join(tmpdir(), 'sma-no-console')
    addWebApps(
      app,
      readWebApps({ portalDir: builtPortal(), consoleDir: none }, async () => ({ name: 'A', files: [] })),
    )
    const asked = async (url: string, headers: Record<string, string> = {}) =>
      filesIn((await app.inject({ url, headers })).body).sort()
    const page = '/portfolios/SA1/account'
    const own = ['account.js', 'front.css', 'front.js', 'shell.js']
    expect(await asked(page)).toEqual(['front.css', 'front.js', 'sign-in.js'])
    expect(await asked(page, { cookie: 'my_sma_session=1' })).toEqual(['front.css', 'front.js', 'sign-in.js'])
    expect(await asked(page, { cookie: 'a=b; sma_session=1' })).toEqual([...own, 'zh.js'])
    expect(await asked(page, { cookie: '__Host-sma_session=1', 'accept-language': 'en-GB' })).toEqual(
      [...own, 'en.js'].sort(),
    )
    expect(await asked('/pages/about')).toEqual(['house.js'])
  })
})
