/** A client's second factor: offered by two of the staff, set up, asked for, replaced by a recovery code, turned off, taken away. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appCode } from './authenticator'
import {
  enterConsole,
  expectAccessible,
  expectAccessibleInBoth,
  expectNoSideScroll,
  goToPage,
  openBrowser,
  openVisit,
  signInClient,
  type Screen,
  type Visit,
} from './browser'
import { openHouse, readClients, type DemoClient, type House } from './platform'

const PASSWORD = 'three quiet rivers'
const NARROW = { width: 320, height: 640 }

describe('the second factor of a client', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  let clients: DemoClient[]
  const staff: Record<string, Visit> = {}

  beforeAll(async () => {
    house = await openHouse({ SMA_LIMITS: 'off' })
    const demo = join(house.dir, 'demo')
    await house.sma('demo', '--out', demo, '--portfolios', '2', '--years', '0.1', '--seed', '7')
    await house.sma('import', demo, '--publish')
    clients = readClients(join(demo, 'clients.csv'))
    const logins = {
      anna: await house.addStaff('anna', 'administrator'),
      bert: await house.addStaff('bert', 'administrator'),
    }
    server = await house.serve()
    browser = await openBrowser()
    for (const [login, oneTime] of Object.entries(logins)) {
      const visit = await openVisit(browser, 'desk')
      await enterConsole(visit.page, server.url, { login, oneTime, password: PASSWORD })
      await visit.page.getByRole('heading', { name: '今日看板' }).waitFor()
      staff[login] = visit
    }
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const pageOf = (login: string): Page => (staff[login] as Visit).page
  const asked = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

  async function signOut(page: Page, client: DemoClient): Promise<void> {
    await page.getByRole('button', { name: client.name }).click()
    await asked(page, '安全退出')
    await page.getByLabel('证件号码').waitFor()
  }

  /** As far as the right code of the text message; the page then asks for more. */
  async function enterCode(page: Page, client: DemoClient): Promise<void> {
    await page.goto(`${server.url}/login`)
    await page.getByLabel('证件号码').fill(client.idNumber)
    await page.keyboard.press('Enter')
    await page.getByLabel('手机号码').fill(client.phone)
    const since = new Date(Date.now() - 1000)
    await asked(page, '获取验证码')
    await page.getByText('验证码会在一分钟内送达').waitFor()
    await page.getByLabel('短信验证码').fill(await house.codeFor(client.phone, since))
    await page.keyboard.press('Enter')
    await page.getByLabel('动态验证码').waitFor()
  }

  const isIn = (page: Page) => page.waitForURL(({ pathname }) => pathname.startsWith('/portfolios'))

  it('is nothing that a client sees until two of the staff offer it', async () => {
    const client = clients[0] as DemoClient
    const visit = await openVisit(browser, 'phone')
    await signInClient(visit.page, { url: server.url, client, codeFor: house.codeFor })
    await visit.page.goto(`${server.url}/security`)
    await visit.page.getByRole('heading', { name: '登录提醒' }).waitFor()
    expect(await visit.page.getByText('动态验证码').count()).toBe(0)
    await visit.close()

    const [anna, bert] = [pageOf('anna'), pageOf('bert')]
    await anna.goto(`${server.url}/console/settings`)
    const setting = anna.locator('section', { has: anna.getByRole('heading', { name: '客户的动态验证码', level: 2 }) })
    await setting.getByLabel('改为').selectOption('offered')
    await setting.getByRole('button', { name: '保存' }).click()
    await setting.getByRole('status').waitFor()
    await expectAccessible(anna)
    await bert.goto(`${server.url}/console/people`)
    await bert.getByText('提供：由客户自行决定是否绑定').waitFor()
    await asked(bert, '确认执行')
    await bert.getByText('已执行。').waitFor()
  })

  it.each(['phone', 'desk'] as Screen[])('is set up, asked for, recovered and turned off: %s', async (screen) => {
    const client = clients[screen === 'phone' ? 0 : 1] as DemoClient
    const visit = await openVisit(browser, screen)
    const { page } = visit
    await signInClient(page, { url: server.url, client, codeFor: house.codeFor })
    await page.goto(`${server.url}/security`)
    await asked(page, '启用动态验证码')
    await page.getByRole('img', { name: '绑定身份验证器的二维码' }).waitFor()
    await expectAccessibleInBoth(page)
    expect(await page.getByRole('link', { name: '在本机的身份验证器中打开' }).isVisible()).toBe(screen === 'phone')
    const link = new URL((await page.locator('a[href^="otpauth:"]').getAttribute('href')) ?? '')
    const secret = link.searchParams.get('secret') ?? ''
    const written = (await page.getByText('不能扫描时').textContent()) ?? ''
    expect(written.replaceAll(' ', '')).toContain(secret)
    await page.getByLabel('验证器显示的 6 位数字').fill('000000')
    await asked(page, '确认启用')
    await page.getByText('验证码有误').waitFor()
    await page.getByLabel('验证器显示的 6 位数字').fill(appCode(secret, 0))
    await page.keyboard.press('Enter')
    const codes = page.getByRole('list', { name: '请保存恢复码' })
    await codes.waitFor()
    expect(await codes.getByRole('listitem').count()).toBe(8)
    const recovery = await codes.getByRole('listitem').allTextContents()
    await expectAccessibleInBoth(page)
    await asked(page, '我已保存')
    await page.getByText('剩余恢复码 8 个').waitFor()
    await page.getByText('启用了动态验证码').waitFor()
    await page.reload()
    await page.getByText('剩余恢复码 8 个').waitFor()
    expect(await page.getByText(recovery[0] ?? '').count()).toBe(0)
    await expectAccessibleInBoth(page)
    if (screen === 'phone') {
      await page.setViewportSize(NARROW)
      await expectNoSideScroll(page)
      await page.setViewportSize({ width: 390, height: 844 })
    }
    await signOut(page, client)

    await enterCode(page, client)
    await expectAccessibleInBoth(page)
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('totp')
    expect(await page.getByLabel('动态验证码').getAttribute('autocomplete')).toBe('one-time-code')
    await page.keyboard.press('Enter')
    await page.getByText('请填写动态验证码或恢复码').waitFor()
    await page.getByLabel('动态验证码').fill('000000')
    await page.keyboard.press('Enter')
    await page.getByText('动态验证码或恢复码有误').waitFor()
    await page.getByText('核实身份后可以解除动态验证码').waitFor()
    await expectAccessibleInBoth(page)
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('totp')
    // Back leads to the code of the text message, which still serves.
    await page.goBack()
    await page.getByLabel('短信验证码').waitFor()
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('code')
    await page.keyboard.press('Enter')
    await page.getByLabel('动态验证码').waitFor()
    await asked(page, '返回上一步')
    await asked(page, '登录')
    await page.getByLabel('动态验证码').fill(appCode(secret, 1))
    await page.keyboard.press('Enter')
    await isIn(page)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await signOut(page, client)

    await enterCode(page, client)
    await asked(page, '验证器不在身边？使用恢复码')
    await page.getByLabel('恢复码', { exact: true }).fill((recovery[0] ?? '').toUpperCase())
    await expectAccessibleInBoth(page)
    await page.keyboard.press('Enter')
    await isIn(page)
    await page.goto(`${server.url}/security`)
    await page.getByText('剩余恢复码 7 个').waitFor()
    await page.getByText('使用恢复码登录').waitFor()

    await asked(page, '关闭动态验证码')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('当前的动态验证码，或一个恢复码').fill(recovery[0] ?? '')
    await page.keyboard.press('Enter')
    await page.getByText('验证码有误').waitFor()
    await expectAccessibleInBoth(page)
    await dialog.getByLabel('当前的动态验证码，或一个恢复码').fill(recovery[1] ?? '')
    await page.keyboard.press('Enter')
    await page.getByText('动态验证码已关闭').waitFor()
    await signOut(page, client)
    await signInClient(page, { url: server.url, client, codeFor: house.codeFor })
    visit.expectSilence()
    await visit.close()
  })

  it('is taken away by two, for a client who lost everything', async () => {
    const client = clients[0] as DemoClient
    const visit = await openVisit(browser, 'phone')
    const { page } = visit
    await signInClient(page, { url: server.url, client, codeFor: house.codeFor })
    await page.goto(`${server.url}/security`)
    await asked(page, '启用动态验证码')
    const link = new URL((await page.locator('a[href^="otpauth:"]').getAttribute('href')) ?? '')
    await page.getByLabel('验证器显示的 6 位数字').fill(appCode(link.searchParams.get('secret') ?? '', 0))
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: '请保存恢复码' }).waitFor()

    const [anna, bert] = [pageOf('anna'), pageOf('bert')]
    await goToPage(anna, '客户')
    await anna
      .getByRole('row', { name: new RegExp(client.portfolios[0] ?? '') })
      .getByRole('link')
      .first()
      .click()
    await asked(anna, '解除动态验证码')
    await anna.getByLabel(/依据|原因/).fill('视频核实，档案 2026-19')
    await expectAccessible(anna)
    await anna.getByRole('dialog').getByRole('button', { name: '解除动态验证码' }).click()
    await anna.getByText('解除动态验证码等待另一人确认').waitFor()
    await bert.goto(anna.url())
    await bert.getByRole('heading', { name: '解除客户的动态验证码' }).waitFor()
    await expectAccessible(bert)
    await asked(bert, '确认执行')
    await bert.getByText('未启用').waitFor()
    await page.reload()
    await page.getByLabel('证件号码').waitFor()
    await signInClient(page, { url: server.url, client, codeFor: house.codeFor })
    await page.goto(`${server.url}/security`)
    await page.getByText('动态验证码由本公司解除').waitFor()
    visit.expectSilence()
    for (const each of Object.values(staff)) each.expectSilence()
    await visit.close()
  })
})
