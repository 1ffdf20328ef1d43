/** Pictures of the console's pages, as somebody with every role sees them. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { BASE, ROUTES } from '../apps/console/src/app/paths'
import { enterConsole } from '../tests/e2e/browser'
import { SCREENS } from '../tests/e2e/chromium'
import type { House } from '../tests/e2e/platform'

const ROLES = ['operator', 'reviewer', 'adviser', 'editor', 'administrator', 'auditor']
/** Seen by somebody who is not in yet, or once. */
const OUTSIDE = ['signIn', 'password', 'invitation', 'secondFactor']

interface Round {
  house: House
  url: string
  out: string
  lang: string
  /** An account and a day of it, for the pages of one. */
  day: { code: string; date: string }
}

export async function shootConsole(browser: Browser, { house, url, out, lang, day }: Round): Promise<void> {
  const oneTime = await house.addStaff('screens', ...ROLES)
  const signedIn = await browser.newContext({ locale: 'zh-CN' })
  const first = await signedIn.newPage()
  await enterConsole(first, url, { login: 'screens', oneTime, password: 'calm-river-stone-47' })
  await first.getByRole('heading', { name: '今日看板' }).waitFor()
  const cookies = await signedIn.cookies()
  for (const screen of ['phone', 'desk'] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        ...SCREENS[screen],
        colorScheme,
        locale: lang,
        reducedMotion: 'reduce',
      })
      await context.addCookies(cookies)
      const page = await context.newPage()
      const folder = join(out, `console-${screen}-${colorScheme}`)
      mkdirSync(folder, { recursive: true })
      for (const [name, path] of Object.entries(ROUTES)) {
        const filled = path.replace(':code', day.code).replace(':date', day.date)
        // A page of one thing (a file, a client, a fund) is opened from its list, not by a made-up name.
        if (OUTSIDE.includes(name) || filled.includes(':') || name === 'fund') continue
        await page.goto(`${url}${BASE}${filled}`)
        await page.waitForLoadState('networkidle')
        await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, animations: 'disabled' })
      }
      await context.close()
    }
  await signedIn.close()
}
