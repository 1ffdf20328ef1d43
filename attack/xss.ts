/** Every page of both web apps in a real browser, over a house whose texts are scripts: none of them runs, no policy is violated. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { CONSOLE_PAGES, PORTAL_PAGES } from '../apps/server/src/http/portal'
import type { Cookies } from '../apps/server/src/testing/people'
import { ensureBuilt } from '../scripts/lib/build.mjs'
import { listen, openBrowser, SCREENS } from '../tests/e2e/chromium'
import { PLANTED } from './planted'
import type { Attack, Outcome } from './part'
import { progressOf } from './progress'
import { HOOK, openXssHouse, PAYLOADS, SIGN, type XssHouse } from './xss-house'

export async function xss({ engine, runs }: Attack): Promise<Outcome[]> {
  await ensureBuilt(['portal', 'console'])
  const house = await openXssHouse(engine)
  const browser = await openBrowser()
  try {
    const url = await house.app.listen({ host: '127.0.0.1', port: 0 })
    const outcomes = [await planted(browser, url)]
    for (const screen of Object.keys(SCREENS).slice(0, runs))
      outcomes.push(...(await look(browser, { url, house, screen })))
    return outcomes
  } finally {
    await browser.close()
    await house.close()
  }
}

interface Watched {
  page: Page
  /** What must not happen, as it happens. */
  found: string[]
}

async function watched(context: BrowserContext, url: string): Promise<Watched> {
  const page = await context.newPage()
  const found = await listen(page)
  await page.exposeFunction(HOOK, () => void found.push('a script ran'))
  page.on('dialog', (dialog) => {
    found.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(url))
      found.push(`asks for ${request.url()}`)
  })
  return { page, found }
}

/** The watch sees what it is for: scripts that run where there is no policy, violations where there is one. */
async function planted(browser: Browser, url: string): Promise<Outcome> {
  const faults: string[] = []
  for (const text of [PAYLOADS[0], PAYLOADS[1], PAYLOADS[2], PAYLOADS[6]])
    for (const [name, sign] of [
      ['page', /a script ran/],
      ['guarded', /policy/i],
    ] as const) {
      const context = await browser.newContext()
      const { page, found } = await watched(context, url)
      await page.goto(`${url}${PLANTED}/${name}?q=${encodeURIComponent(text)}`, { waitUntil: 'networkidle' })
      if (!found.some((line) => sign.test(line))) faults.push(`${name}: nothing was seen of ${text}`)
      if (name === 'guarded' && found.includes('a script ran')) faults.push(`the policy lets run: ${text}`)
      await context.close()
    }
  return { what: 'xss: planted holes', runs: 8, seen: `${8 - faults.length} of 8 seen`, faults }
}

async function look(browser: Browser, about: { url: string; house: XssHouse; screen: string }): Promise<Outcome[]> {
  const { house } = about
  // Addresses carry texts too: where to go on, and what went wrong.
  const asked = PAYLOADS.flatMap((text) =>
    ['/login?next=', '/login?sso=', '/console/sign-in?next=', '/console/findings?q=', '/%23'].map(
      (path) => path + encodeURIComponent(text),
    ),
  )
  return [
    await visit(browser, {
      ...about,
      what: 'portal',
      cookies: house.client,
      pages: addressesOf(Object.keys(PORTAL_PAGES), house),
    }),
    await visit(browser, { ...about, what: 'console', cookies: house.staff, pages: addressesOf(CONSOLE_PAGES, house) }),
    await visit(browser, { ...about, what: 'addresses', cookies: {}, pages: asked }),
  ]
}

/** Pages that end a session come last. */
function addressesOf(pages: readonly string[], { params }: XssHouse): string[] {
  return pages.map((page) => {
    const known = Object.keys(params).find((end) => page.endsWith(end))
    return known
      ? page.replace(':id', params[known] ?? '')
      : page.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? 'none')
  })
}

interface Tour {
  what: string
  url: string
  screen: string
  cookies: Cookies
  pages: string[]
}

async function visit(browser: Browser, { what, url, screen, cookies, pages }: Tour): Promise<Outcome> {
  const context = await browser.newContext({
    ...SCREENS[screen as keyof typeof SCREENS],
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  })
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url })))
  const faults: string[] = []
  let showing = 0
  const { page, found } = await watched(context, url)
  const step = progressOf(`xss: ${what}, ${screen}`, pages.length)
  for (const path of pages) {
    await page.goto(url + path, { waitUntil: 'networkidle' })
    await touchEverything(page)
    if ((await page.locator('body').innerText()).includes(SIGN)) showing++
    faults.push(...found.splice(0).map((line) => `${path}: ${line}`))
    step()
  }
  await context.close()
  const seen = `${pages.length} pages, ${showing} of them show payloads as text`
  return { what: `xss: ${what}, ${screen}`, runs: pages.length, seen, faults }
}

/** Whatever waits for the pointer or the keyboard gets it. */
const touchEverything = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (const element of document.querySelectorAll('body *'))
      for (const kind of ['mouseover', 'mouseenter', 'focus', 'error', 'load'])
        element.dispatchEvent(new Event(kind, { bubbles: kind === 'mouseover' }))
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)))
  })
