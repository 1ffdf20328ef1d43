/** The brand that editors save: who may, what it takes, where it shows, and how it comes back. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { asStaff, staffCookies } from '../../testing/staff'

const dir = mkdtempSync(join(tmpdir(), 'sma-brand-desk-'))
afterAll(() => rmSync(dir, { recursive: true }))
const brandFile = join(dir, 'brand.json')
writeFileSync(brandFile, JSON.stringify({ name: '文件中的名称', shortName: '文件' }))
const portalDir = join(dir, 'portal')
mkdirSync(portalDir)
writeFileSync(join(portalDir, 'index.html'), '<title>neutral</title>')
writeFileSync(join(portalDir, 'favicon.svg'), '<svg/>')
const consoleDir = join(dir, 'console')
mkdirSync(consoleDir)
writeFileSync(join(consoleDir, 'index.html'), '<title>console</title>')

const svg = (inner: string) =>
  `data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${inner}</svg>`).toString('base64')}`

type App = ReturnType<typeof buildApp>

const BRAND = {
  name: '澄江资产客户平台',
  shortName: '澄江',
  accent: '#1f5f78',
  logo: svg('<path d="M0 0h8v8z"/>'),
  icon: svg('<circle cx="1" cy="1" r="1"/>'),
  telephone: '400-000-0101',
  wechat: null,
  email: null,
  address: null,
  links: [{ text: '网站', url: 'https://www.chengjiang.example/' }],
  legalNotice: null,
  footnote: null,
  seasons: false,
}

const shownIn = async (app: App) => (await app.inject('/api/v1/brand')).json<{ name: string; seasons: boolean }>()

forEachEngine('the brand of the console', (open) => {
  async function house() {
    const deps = await open()
    deps.config = { ...deps.config, brandFile, portalDir, consoleDir }
    const app = buildApp(deps)
    const editor = await staffCookies(app, deps, 'editor')
    const put = (brand: object, version = 0) => asStaff(app, editor, ['PUT', '/brand', { version, brand }])
    return { deps, app, editor, put }
  }

  it('outranks the file at once, everywhere it shows, and is audited', async () => {
    const { deps, app, editor, put } = await house()
    expect(await shownIn(app)).toMatchObject({ name: '文件中的名称', seasons: true })
    expect((await put(BRAND)).body).toEqual({ version: 1 })
    expect(await shownIn(app)).toMatchObject({ name: BRAND.name, accent: '#1f5f78', seasons: false })
    expect((await app.inject('/login')).body).toBe('<title>澄江资产客户平台</title>')
    expect((await app.inject('/manifest.webmanifest')).json()).toMatchObject({ short_name: '澄江' })
    expect((await app.inject('/favicon.svg')).body).toContain('<circle')
    const events = await deps.db.selectFrom('audit_event').select(['action', 'object_id', 'actor_id']).execute()
    expect(events).toContainEqual({ action: 'change-brand', object_id: '1', actor_id: 'editor' })
    expect((await asStaff(app, editor, ['GET', '/brand'])).body).toMatchObject({
      version: 1,
      brand: BRAND,
      versions: [{ version: 1, name: BRAND.name, restoredFrom: null, changedBy: 'editor' }],
    })
  })

  it('reaches another server within seconds', async () => {
    const { deps, put } = await house()
    const other = buildApp(deps)
    expect((await shownIn(other)).name).toBe('文件中的名称')
    await put(BRAND)
    expect((await shownIn(other)).name).toBe('文件中的名称')
    deps.clock.advance(6)
    expect((await shownIn(other)).name).toBe(BRAND.name)
  })

  it('comes back as a new version, and so does what the file says', async () => {
    const { app, editor, put } = await house()
    await put(BRAND)
    await put({ ...BRAND, name: '第二版' }, 1)
    const restore = (version: number, from: number) =>
      asStaff(app, editor, ['POST', '/brand/restorations', { version, restore: from }])
    expect((await restore(1, 1)).body).toMatchObject({ code: 'version-changed' })
    expect((await restore(2, 9)).status).toBe(404)
    expect((await restore(2, 1)).body).toEqual({ version: 3 })
    expect((await shownIn(app)).name).toBe(BRAND.name)
    await restore(3, 0)
    expect((await shownIn(app)).name).toBe('文件中的名称')
    const { body } = await asStaff(app, editor, ['GET', '/brand'])
    expect(body?.versions).toMatchObject([{ restoredFrom: 0 }, { restoredFrom: 1 }, { version: 2 }, { version: 1 }])
  })

  it('is saved by one of two who read the same version', async () => {
    const { put } = await house()
    const both = await Promise.all([put(BRAND), put({ ...BRAND, name: '另一版' })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  it('takes no picture that could do harm, and no wrong field', async () => {
    const { app, put } = await house()
    const png = (hex: string) => `data:image/png;base64,${Buffer.from(hex, 'hex').toString('base64')}`
    const small = png('89504e470d0a1a0a0000000d49484452000000bf000000bf')
    const vast = png('89504e470d0a1a0a0000000d49484452000186a0000186a0')
    const codeOf = async (change: object) => (await put({ ...BRAND, ...change })).body?.code
    expect(await codeOf({ logo: svg('<script>alert(1)</script>') })).toBe('logo-unfit')
    expect(await codeOf({ logo: png('ffd8ff') })).toBe('logo-unfit')
    expect(await codeOf({ logo: 'data:image/png;base64,'.padEnd(140_000, 'A') })).toBe('logo-unfit')
    expect(await codeOf({ logo: 'data:image/svg+xml,<svg/>' })).toBe('logo-unfit')
    expect(await codeOf({ icon: small })).toBe('icon-unfit')
    expect(await codeOf({ icon: vast })).toBe('icon-unfit')
    expect(await codeOf({ logo: vast })).toBe('logo-unfit')
    expect(await codeOf({ icon: svg('<image href="https://evil.example/a.png"/>') })).toBe('icon-unfit')
    for (const wrong of [
      { accent: 'red' },
      { name: ' ' },
      { links: [{ text: 'x', url: 'javascript:alert(1)' }] },
      { email: 'nobody' },
      { colour: '#102030' },
    ])
      expect([wrong, await codeOf(wrong)]).toEqual([wrong, 'request-invalid'])
    expect((await shownIn(app)).name).toBe('文件中的名称')
  })

  it('is framed by the console alone: the page of the preview, and no other', async () => {
    const { app } = await house()
    const policy = async (url: string) => {
      const { headers } = await app.inject({ url, headers: { accept: 'text/html' } })
      const csp = String(headers['content-security-policy'])
      return [/frame-src [^;]+/.exec(csp)?.[0], /frame-ancestors [^;]+/.exec(csp)?.[0], headers['x-frame-options']]
    }
    const none = [undefined, "frame-ancestors 'none'", 'DENY']
    for (const page of ['/brand-preview', '/file-preview'])
      expect(await policy(page)).toEqual([undefined, "frame-ancestors 'self'", 'SAMEORIGIN'])
    expect(await policy('/console/brand')).toEqual(["frame-src 'self'", "frame-ancestors 'none'", 'DENY'])
    for (const url of ['/', '/login', '/portfolios/A1', '/nothing', '/api/v1/brand'])
      expect([url, await policy(url)]).toEqual([url, none])
  })
})
