/** A page in Chromium whose console must stay silent. */
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { listen, SCREENS, type Screen } from './chromium'
import type { DemoClient, Platform } from './platform'

export { openBrowser, type Screen } from './chromium'

export interface Visit {
  page: Page
  /** Fails if the page has put an error on the console, thrown one or violated its policy. */
  expectSilence(): void
  close(): Promise<void>
}

export async function openVisit(browser: Browser, screen: Screen): Promise<Visit> {
  const context = await browser.newContext({
    ...SCREENS[screen],
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const errors = await listen(page)
  page.setDefaultTimeout(30_000)
  return { page, expectSilence: () => expect(errors).toEqual([]), close: () => context.close() }
}

/** Someone new signs in to the console with the one-time password, and changes it as is asked. */
export async function enterConsole(
  page: Page,
  url: string,
  { login, oneTime, password }: { login: string; oneTime: string; password: string },
): Promise<void> {
  await page.goto(`${url}/console/`)
  await page.getByLabel('登录名').fill(login)
  await page.getByLabel('密码').fill(oneTime)
  await page.keyboard.press('Enter')
  await page.getByLabel('当前密码').fill(oneTime)
  await page.getByLabel('新密码', { exact: true }).fill(password)
  await page.getByLabel('再次输入新密码').fill(password)
  await page.keyboard.press('Enter')
}

/** Accessibility: axe finds nothing on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
  expect(found).toEqual([])
}

/** The same in light and in dark. */
export async function expectAccessibleInBoth(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page)
  }
  await page.emulateMedia({ colorScheme: null })
}

/** Goes on with the keys until what has the focus says so; what has it on the way is seen to have it. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(focusedElement)
    if (focused === null) continue
    expect(focused, 'where the focus is').toMatchObject({ seen: true })
    if (focused.words.startsWith(name)) return
  }
  throw new Error(`the keys do not reach ${name}`)
}

/** What has the focus, and whether an outline or a border tells; a radio's label shows it for its hidden button. */
function focusedElement(): { words: string; seen: boolean } | null {
  const own = document.activeElement
  if (own === null || own === document.body) return null
  const isField = own instanceof HTMLInputElement || own instanceof HTMLTextAreaElement
  const labels = isField ? [...(own.labels ?? [])] : []
  const seen = [own, ...labels].some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0
  })
  const words = [own.getAttribute('aria-label'), ...labels.map((one) => one.textContent), own.textContent]
  return { words: words.filter(Boolean).join(' ').trim(), seen }
}

/** Nothing is cut: the page is no wider than the screen, once charts have taken its width. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(beyond, { timeout: 5_000 }).toBeLessThanOrEqual(0)
}

/** Goes to a page of the console by its name in the navigation; where that is folded into a menu, opens the menu first. */
export async function goToPage(page: Page, name: string): Promise<void> {
  const navigation = page.getByRole('navigation', { name: '主导航' })
  await navigation.waitFor()
  const menu = navigation.getByRole('button', { name: /^菜单/ })
  if (await menu.isVisible()) await menu.click()
  await navigation.getByRole('link', { name, exact: true }).click()
}

/** Signs a client in by ID number, phone and the code that was sent. */
export async function signInClient(
  page: Page,
  { url, client, codeFor }: { url: string; client: DemoClient; codeFor: Platform['codeFor'] },
): Promise<void> {
  await page.goto(url)
  await page.getByLabel('证件号码').fill(client.idNumber)
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByLabel('手机号码').fill(client.phone)
  const asked = new Date(Date.now() - 1000)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByText('验证码会在一分钟内送达').waitFor()
  await page.getByLabel('短信验证码').fill(await codeFor(client.phone, asked))
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForURL((current) => current.pathname !== '/login')
}
