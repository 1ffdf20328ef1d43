import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { openBrowser } from '../../testing/browser'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA } from '../../testing/people'

const dir = mkdtempSync(join(tmpdir(), 'sma-consent-'))
afterAll(() => rmSync(dir, { recursive: true }))

function brandFile(versions: { terms: string; privacy: string }): string {
  const file = join(dir, 'brand.json')
  const texts = {
    terms: { version: versions.terms, text: '用户协议\n\n第一条' },
    privacy: { version: versions.privacy, text: '隐私政策' },
  }
  writeFileSync(file, JSON.stringify(texts))
  return file
}

forEachEngine('consent', (open) => {
  it('is asked for once, for each version of the house’s texts, and kept with its time', async () => {
    const deps = await open()
    await addClient(deps, ANNA, ['SA0001'])
    const appWith = (versions: { terms: string; privacy: string }) =>
      buildApp({ ...deps, config: { ...deps.config, brandFile: brandFile(versions) } })
    const first = appWith({ terms: '1', privacy: '1' })
    expect((await first.inject('/api/v1/brand')).json<{ texts: string[] }>().texts).toEqual(['terms', 'privacy'])
    const { texts } = (await first.inject('/api/v1/texts')).json<{ texts: object[] }>()
    expect(texts[0]).toEqual({ kind: 'terms', version: '1', text: '用户协议\n\n第一条' })

    const browser = openBrowser(first)
    await browser.signIn(deps, ANNA)
    const isDue = async () =>
      (await browser.send({ method: 'GET', path: '/auth/session' })).json<{ consentDue: boolean }>().consentDue
    const give = (...agreed: [string, string][]) =>
      browser.send({
        method: 'POST',
        path: '/auth/consent',
        body: { texts: agreed.map(([kind, version]) => ({ kind, version })) },
      })
    expect(await isDue()).toBe(true)
    // figures wait for it: the own ones, a stranger's and none alike
    const figures = async (path: string) => {
      const reply = await browser.send({ method: 'GET', path })
      return [reply.statusCode, reply.json<{ code?: string }>().code]
    }
    const PATHS = ['/portfolios', '/portfolios/SA0001', '/portfolios/SA0001/holdings', '/portfolios/NONE/holdings']
    for (const path of PATHS) expect([path, await figures(path)]).toEqual([path, [403, 'consent-required']])
    expect((await browser.send({ method: 'GET', path: '/auth/sessions' })).statusCode).toBe(200)
    expect((await give(['terms', '1'])).statusCode).toBe(204)
    expect(await figures('/portfolios')).toEqual([403, 'consent-required'])
    expect(await isDue()).toBe(true)
    expect((await give(['terms', '1'], ['privacy', '0'])).statusCode).toBe(409)
    expect((await give(['terms', '1'], ['privacy', '1'])).statusCode).toBe(204)
    expect(await isDue()).toBe(false)
    expect((await figures('/portfolios'))[0]).toBe(200)
    expect(await figures('/portfolios/SA0001')).toEqual([404, 'no-valuation'])
    deps.clock.advance(60)
    expect((await give(['terms', '1'])).statusCode).toBe(204)
    const rows = await deps.db.selectFrom('client_consent').selectAll().orderBy('kind').execute()
    expect(rows).toMatchObject([
      { kind: 'privacy', version: '1', at: '2026-01-05T01:00:00.000Z' },
      // sha256sum of the text
      {
        kind: 'terms',
        text_sha256: '3dc5e57ac9a2bc1ced3f9a6792f4e779151b1be766daa636305259587aa37055',
        at: '2026-01-05T01:00:00.000Z',
      },
    ])

    const second = openBrowser(appWith({ terms: '1', privacy: '2' }))
    second.cookies = browser.cookies
    const session = await second.send({ method: 'GET', path: '/auth/session' })
    expect(session.json<{ consentDue: boolean }>().consentDue).toBe(true)
    expect((await second.send({ method: 'GET', path: '/portfolios' })).statusCode).toBe(403)
  })

  it('is not asked for where the house has no texts', async () => {
    const deps = await open()
    await addClient(deps, ANNA)
    const browser = openBrowser(buildApp(deps))
    await browser.signIn(deps, ANNA)
    const session = await browser.send({ method: 'GET', path: '/auth/session' })
    expect(session.json<{ consentDue: boolean }>().consentDue).toBe(false)
    expect((await browser.send({ method: 'GET', path: '/texts' })).json()).toEqual({ texts: [] })
    expect((await browser.send({ method: 'GET', path: '/portfolios' })).statusCode).toBe(200)
  })
})
