/**
 * npm run screens: pictures of every page of the portal, as a phone and a desk show it, light and dark, with ordinary and with odd data,
 * and of the console's pages.
 *   --out DIR (screens-out); --lang zh-CN|en; --only portal|console
 */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { ensureBrowser } from '../scripts/lib/browser.mjs'
import { ensureBuilt } from '../scripts/lib/build.mjs'
import { ROUTES } from '../apps/portal/src/app/paths'
import { openBrowser, SCREENS, type Screen } from '../tests/e2e/chromium'
import { openHouse, readClients, type House } from '../tests/e2e/platform'
import { shootConsole } from './console'
import { ODD_CLIENT, writeOddHouse } from './odd-house'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'screens-out' },
    lang: { type: 'string', default: 'zh-CN' },
    only: { type: 'string', default: 'portal,console' },
  },
})
const out = resolve(values.out)
const THEMES = ['light', 'dark'] as const

interface Visitor {
  idNumber: string
  phone: string
  accounts: string[]
}

process.env['SMA_CHROMIUM'] ??= await ensureBrowser()
await ensureBuilt(['server', 'portal', 'console'])
const house = await openHouse({ SMA_LIMITS: 'off' })
await house.sma('demo', '--out', join(house.dir, 'demo'), '--portfolios', '8', '--years', '1', '--until', '2026-09-30')
writeOddHouse(join(house.dir, 'odd'))
await house.sma('import', join(house.dir, 'demo'), join(house.dir, 'odd'), '--publish')
const server = await house.serve()
const browser = await openBrowser()
try {
  const clients = readClients(join(house.dir, 'demo', 'clients.csv'))
  const several = clients.find(({ portfolios }) => portfolios.length > 1)
  if (!several) throw new Error('a demonstration client with several accounts is expected')
  const plain = { ...several, accounts: several.portfolios.slice(0, 1) }
  if (values.only.includes('portal'))
    for (const screen of ['phone', 'desk'] as const)
      for (const theme of THEMES) {
        await shoot(browser, house, { screen, theme, visitor: plain, name: 'plain' })
        await shoot(browser, house, { screen, theme, visitor: ODD_CLIENT, name: 'odd' })
      }
  const day = { code: plain.accounts[0] ?? '', date: '2026-09-30' }
  if (values.only.includes('console'))
    await shootConsole(browser, { house, url: server.url, out, lang: values.lang, day })
  console.log(`Pictures: ${out}`)
} finally {
  await browser.close()
  await server.stop()
}

interface Round {
  screen: Screen
  theme: (typeof THEMES)[number]
  visitor: Visitor
  name: string
}

async function shoot(at: Browser, { codeFor }: House, { screen, theme, visitor, name }: Round): Promise<void> {
  const context = await at.newContext({
    ...SCREENS[screen],
    colorScheme: theme,
    locale: values.lang,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const folder = join(out, `${name}-${screen}-${theme}`)
  mkdirSync(folder, { recursive: true })
  const take = async (file: string) => {
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true, animations: 'disabled' })
  }
  await page.goto(`${server.url}${ROUTES.signIn}`)
  await take('sign-in')
  await signIn(page, visitor, codeFor, take)
  for (const [route, path] of Object.entries(ROUTES)) {
    if (route === 'signIn' || route === 'consent') continue
    const accounts = path.includes(':code') ? visitor.accounts : ['']
    for (const code of accounts) {
      const filled = path.replace(':code', code)
      // A page of one thing (a fund, a document) is opened from its list, not by a made-up name.
      if (filled.includes(':')) continue
      await page.goto(server.url + filled)
      await take([route, code].filter(Boolean).join('-'))
    }
  }
  await context.close()
}

async function signIn(
  page: Page,
  visitor: Visitor,
  codeFor: House['codeFor'],
  take: (file: string) => Promise<void>,
): Promise<void> {
  await page.locator('form input').first().fill(visitor.idNumber)
  await page.locator('form button[type=submit]').click()
  await page.waitForURL(/step=code/)
  await page.locator('form input').first().fill(visitor.phone)
  const asked = new Date()
  await page.getByRole('button', { name: /^(获取验证码|Get a code)$/ }).click()
  await page
    .locator('form input')
    .nth(1)
    .fill(await codeFor(visitor.phone, asked))
  await take('sign-in-code')
  await page.locator('form button[type=submit]').click()
  await page.waitForURL((url) => url.pathname !== ROUTES.signIn)
}
