import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { openBrowser } from '../../testing/browser'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'
import { plainText } from './page-html'

const dir = mkdtempSync(join(tmpdir(), 'sma-pages-'))
afterAll(() => rmSync(dir, { recursive: true }))
const brandFile = join(dir, 'brand.json')
writeFileSync(brandFile, JSON.stringify({ terms: { version: '2025', text: '第一条 <甲>\n\n第二条' } }))

type App = ReturnType<typeof buildApp>

const page = async (app: App, name: string, language = 'zh-CN') => {
  const reply = await app.inject({ url: `/api/v1/pages/${name}`, headers: { 'accept-language': language } })
  return {
    status: reply.statusCode,
    ...reply.json<{ title: string; html: string; version: string; updatedAt: string }>(),
  }
}

forEachEngine('pages', (open) => {
  it('stand there from the start, in both languages; terms only where the house has them', async () => {
    const app = buildApp(await open())
    expect(await page(app, 'about')).toMatchObject({ status: 200, title: '关于我们', version: '1', updatedAt: null })
    expect((await page(app, 'disclaimer', 'en')).title).toBe('Disclaimer')
    expect((await page(app, 'risk')).html).toContain('<li>')
    for (const name of ['terms', 'privacy', 'nothing']) expect((await page(app, name)).status).toBe(404)
  })

  it('are changed by an editor, sanitised, version by version, and written to the audit log', async () => {
    const deps = await open()
    const app = buildApp(deps)
    const editor = await staffCookies(app, deps, 'editor')
    const zh = {
      title: '关于我们',
      html: '<h1>我们</h1><p onclick="x()">见<a href="javascript:alert(1)">此</a><a href="https://a.cn">处</a><script>x</script></p><img src=x>',
    }
    const put = (body: object) => asStaff(app, editor, ['PUT', '/pages/about', body])
    expect((await put({ version: '1', zh, en: null })).body).toEqual({ version: '2026-01-05.1' })
    expect(await page(app, 'about')).toMatchObject({
      html: '<h2>我们</h2><p>见<a>此</a><a href="https://a.cn">处</a></p>',
      version: '2026-01-05.1',
      updatedAt: '2026-01-05T01:00:00.000Z',
    })
    // Without English, Chinese stands in.
    expect((await page(app, 'about', 'en')).title).toBe('关于我们')
    expect((await put({ version: '1', zh, en: null })).body).toMatchObject({ code: 'version-changed' })
    expect(
      (await put({ version: '2026-01-05.1', zh: { ...zh, html: '<script>x</script>' }, en: null })).body,
    ).toMatchObject({
      code: 'page-empty',
    })
    const plain = { title: 'About', html: 'a < b\n\nsecond' }
    expect((await put({ version: '2026-01-05.1', zh, en: plain })).body).toEqual({ version: '2026-01-05.2' })
    expect((await page(app, 'about', 'en')).html).toBe('<p>a &lt; b</p>\n<p>second</p>')
    const events = await deps.db
      .selectFrom('audit_event')
      .select(['object_id', 'detail'])
      .where('action', '=', 'edit-page')
      .execute()
    expect(events).toEqual([
      { object_id: 'about', detail: '{"version":"2026-01-05.1"}' },
      { object_id: 'about', detail: '{"version":"2026-01-05.2"}' },
    ])
  })

  it('of terms are those of the brand file until staff writes them; then clients are asked anew', async () => {
    const opened = await open()
    const deps = { ...opened, config: { ...opened.config, brandFile } }
    await addClient(deps, ANNA)
    const app = buildApp(deps)
    expect(await page(app, 'terms')).toMatchObject({
      title: '用户协议',
      html: '<p>第一条 &lt;甲&gt;</p>\n<p>第二条</p>',
      version: '2025',
    })
    const browser = openBrowser(app)
    await browser.signIn(deps, ANNA)
    const isDue = async () =>
      (await browser.send({ method: 'GET', path: '/auth/session' })).json<{ consentDue: boolean }>().consentDue
    const agree = (version: string) =>
      browser.send({ method: 'POST', path: '/auth/consent', body: { texts: [{ kind: 'terms', version }] } })
    expect((await agree('2025')).statusCode).toBe(204)
    expect(await isDue()).toBe(false)
    const editor = await staffCookies(app, deps, 'editor')
    const zh = { title: '用户协议', html: '<h2>总则</h2><p>第一条<br />接着</p>' }
    await asStaff(app, editor, ['PUT', '/pages/terms', { version: '2025', zh, en: null }])
    expect((await app.inject('/api/v1/texts')).json()).toEqual({
      texts: [{ kind: 'terms', version: '2026-01-05.1', text: '总则\n\n第一条\n接着' }],
    })
    expect(await isDue()).toBe(true)
    expect((await agree('2025')).statusCode).toBe(409)
    expect((await agree('2026-01-05.1')).statusCode).toBe(204)
    expect(await isDue()).toBe(false)
    // A house without texts gets some: the sign-in page knows at once.
    const privacy = { version: null, zh: { title: '隐私政策', html: '我们如何使用信息' }, en: null }
    await asStaff(app, editor, ['PUT', '/pages/privacy', privacy])
    expect((await app.inject('/api/v1/brand')).json<{ texts: string[] }>().texts).toEqual(['terms', 'privacy'])
    expect(await isDue()).toBe(true)
  })
})

it('reads markup with however many blanks without going over them again and again', () => {
  const blanks = ' '.repeat(400_000)
  expect(plainText(`<p>a${blanks}b</p>`)).toBe(`a${blanks}b`)
  expect(plainText('<p>a <br /> b</p><p>c  </p>\n\n\n<ul><li>d</li></ul>')).toBe('a\nb\n\nc\n\nd')
})
