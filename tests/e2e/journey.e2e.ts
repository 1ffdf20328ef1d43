/** What a client does on an evening, on a phone and at a desk, in a real browser on the imported demonstration. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  expectAccessible,
  expectNoSideScroll,
  openBrowser,
  openVisit,
  signInClient,
  type Screen,
  type Visit,
} from './browser'
import { startPlatform, type DemoClient, type Platform } from './platform'

let platform: Platform
let browser: Browser

beforeAll(async () => {
  platform = await startPlatform()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await platform?.stop()
})

const clientWith = (count: number): DemoClient => {
  const client = platform.clients.find(({ portfolios }) => portfolios.length === count)
  if (!client) throw new Error(`no demonstration client with ${count} accounts`)
  return client
}

const signIn = (page: Page, client: DemoClient): Promise<void> =>
  signInClient(page, { url: platform.url, client, codeFor: platform.codeFor })

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await expectNoSideScroll(page)
  await expectAccessible(page)
}

const openPage = (page: Page, screen: Screen, names: { desk: string; phone: string }) =>
  page.getByRole('navigation').getByRole('link', { name: names[screen], exact: true }).filter({ visible: true }).click()

async function visitWith(screen: Screen, work: (visit: Visit) => Promise<void>): Promise<void> {
  const visit = await openVisit(browser, screen)
  try {
    await work(visit)
    visit.expectSilence()
  } finally {
    await visit.close()
  }
}

describe.each<Screen>(['desk', 'phone'])('on a %s', (screen) => {
  it('takes the client with one account straight home, and lets nobody back in after sign-out', async () => {
    await visitWith(screen, async ({ page }) => {
      const client = platform.clients.filter(({ portfolios }) => portfolios.length === 1)[screen === 'desk' ? 0 : 1]
      if (!client) throw new Error('two clients with one account each are expected')
      await page.goto(platform.url)
      await page.getByLabel('证件号码').waitFor()
      await settled(page)
      await signIn(page, client)
      await page.waitForURL(`**/portfolios/${client.portfolios[0]}`)
      await page.getByText('资产配置').first().waitFor()
      await settled(page)
      await page
        .getByRole('button', { name: client.name })
        .or(page.getByRole('button', { name: '设置' }))
        .first()
        .click()
      await page.getByRole('button', { name: '安全退出' }).click()
      await page.getByLabel('证件号码').waitFor()
      await page.goBack().catch(() => null)
      await page.goto(`${platform.url}/portfolios/${client.portfolios[0]}`)
      await page.getByLabel('证件号码').waitFor()
      expect(new URL(page.url()).pathname).toBe('/login')
    })
  })
})

describe('the client with six accounts', () => {
  let visit: Visit
  beforeAll(async () => {
    visit = await openVisit(browser, 'desk')
    await signIn(visit.page, clientWith(6))
  })
  afterAll(async () => {
    await visit?.close()
  })

  it.each<Screen>(['desk', 'phone'])('walks through an account on a %s', async (screen) => {
    const { page } = visit
    await page.setViewportSize(screen === 'phone' ? { width: 390, height: 844 } : { width: 1440, height: 900 })
    await page.goto(platform.url)
    await page.getByRole('heading', { level: 1, name: '个人中心' }).waitFor()
    const code = clientWith(6).portfolios[0] ?? ''
    expect(await page.getByRole('article').count()).toBe(6)
    await settled(page)

    await page.getByRole('article').filter({ hasText: code }).getByRole('link').click()
    await page.getByText('资产配置').first().waitFor()
    await settled(page)
    await chooseDay(page, '14')
    await page.waitForURL(/date=\d{4}-\d{2}-14/)
    await page.getByRole('table').first().waitFor()

    await openPage(page, screen, { desk: '账户信息', phone: '账户' })
    await page.getByRole('tab', { name: '持仓明细' }).click()
    await page.getByRole('button', { name: '权益', exact: true }).click()
    await settled(page)
    await page.getByRole('table', { name: '权益类基金的持仓' }).getByRole('link').first().click()
    await page.getByRole('table', { name: '交易流水' }).waitFor()
    await page.locator('canvas').first().waitFor()
    await settled(page)

    await openPage(page, screen, { desk: '业绩表现', phone: '业绩' })
    await page.getByRole('button', { name: '本年至今' }).click()
    await settled(page)
    await page.getByRole('button', { name: '费用明细' }).first().click()
    await page.getByRole('dialog', { name: '费用明细' }).getByText('管理费').waitFor()
    await settled(page)
    await page.keyboard.press('Escape')

    await page.getByRole('tab', { name: '阶段涨跌' }).click()
    await page.getByText('半年', { exact: true }).click()
    await page.getByText('最近三年', { exact: true }).click()
    await page.waitForURL(/period=three-years.*frequency=half-year|frequency=half-year.*period=three-years/)
    await page.locator('canvas').first().waitFor()
    await settled(page)
    await page.getByRole('tab', { name: '净值走势' }).click()
    await page.locator('canvas').first().waitFor()
    await settled(page)

    await openPage(page, screen, { desk: '投资记录', phone: '记录' })
    const count = page.getByText(/共 \d+ 笔/)
    const all = await count.textContent()
    await page.getByRole('button', { name: /^开始日期/ }).click()
    await page.getByRole('button', { name: '下一年' }).click()
    await page
      .getByRole('button', { name: /\b15日|15/ })
      .first()
      .click()
    await page.waitForURL(/from=/)
    await expect.poll(() => count.textContent()).not.toBe(all)
    await settled(page)
    visit.expectSilence()
  })

  it('signs out and cannot go back in', async () => {
    const { page } = visit
    await page.goto(platform.url)
    await page.getByRole('main').getByRole('button', { name: '安全退出' }).click()
    await page.getByLabel('证件号码').waitFor()
    await page.goBack()
    await page.getByLabel('证件号码').waitFor()
    const reply = await page.evaluate(async () => (await fetch('/api/v1/portfolios')).status)
    expect(reply).toBe(401)
    visit.expectSilence()
  })
})

async function chooseDay(page: Page, day: string): Promise<void> {
  await page.getByRole('button', { name: /^日期 / }).click()
  await page.getByRole('button', { name: '上个月' }).click()
  // Which days were published is known a moment later: the weekends can then no longer be chosen.
  await page.getByText('划去的日期不能选择').waitFor()
  await page
    .locator('.calendar-day:not([data-outside-view])')
    .filter({ hasText: new RegExp(`^\\s*${day}\\s*$`) })
    .click()
}
