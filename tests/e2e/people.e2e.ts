/** Two administrators: invited, with an authenticator app; people, requests, the audit log, and a look as a client. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appCode } from './authenticator'
import { expectAccessible, expectNoSideScroll, goToPage, openBrowser, openVisit, type Visit } from './browser'
import { openHouse, type House } from './platform'

const PASSWORD = 'three quiet rivers'
describe('people of the house', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  const visits: Visit[] = []
  const secrets: Record<string, string> = {}

  async function newPage(): Promise<Page> {
    const visit = await openVisit(browser, 'desk')
    visits.push(visit)
    return visit.page
  }

  beforeAll(async () => {
    house = await openHouse({ SMA_STAFF_TOTP: 'required' })
    await house.sma('demo', '--out', join(house.dir, 'demo'), '--portfolios', '2', '--years', '0.05', '--seed', '7')
    await house.sma('import', join(house.dir, 'demo'), '--publish')
    server = await house.serve()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    for (const visit of visits) visit.expectSilence()
  })

  async function inviteByShell(login: string, ...roles: string[]): Promise<string> {
    const { stdout } = await house.sma(
      'staff',
      'add',
      '--name',
      login,
      '--invite',
      ...roles.flatMap((r) => ['--role', r]),
    )
    return new URL(stdout.trim().split('\n').at(-1) ?? '').hash
  }

  /** Opens the link, sets a password and the authenticator app. */
  async function comeIn(page: Page, login: string, hash: string): Promise<void> {
    await page.goto(`${server.url}/console/invitation${hash}`)
    await page.getByText(`登录名：${login}`).waitFor()
    await page.waitForURL((url) => url.hash === '')
    await expectAccessible(page)
    await page.getByLabel('新密码', { exact: true }).fill(PASSWORD)
    await page.getByLabel('再次输入新密码').fill(PASSWORD)
    await page.getByRole('button', { name: '设置并登录' }).click()
    await page.getByRole('img', { name: '绑定身份验证器的二维码' }).waitFor()
    await page.getByText('不能扫描时').click()
    const secret = (await page.locator('details .mono').textContent())?.trim() ?? ''
    secrets[login] = secret
    await expectAccessible(page)
    await page.getByLabel('验证器显示的 6 位数字').fill('000000')
    await page.getByRole('button', { name: '确认绑定' }).click()
    await page.getByText('动态验证码不正确').waitFor()
    await page.getByLabel('验证器显示的 6 位数字').fill(appCode(secret, 0))
    await page.getByRole('button', { name: '确认绑定' }).click()
    await page.getByText('请妥善保存恢复码').waitFor()
    expect(await page.getByTestId('recovery-codes').getByRole('listitem').count()).toBe(8)
    await expectAccessible(page)
    await page.getByRole('button', { name: '我已保存' }).click()
    await page.getByRole('navigation').waitFor()
  }

  it('come in by a link, with an authenticator app, and sign in with its code', async () => {
    const page = await newPage()
    const hash = await inviteByShell('dora', 'administrator')
    await comeIn(page, 'dora', hash)
    await page.getByRole('button', { name: '退出' }).click()
    await page.getByLabel('登录名').fill('dora')
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('登录名、密码或动态验证码有误').waitFor()
    // The code of the step before was used; the next one is taken already.
    await page.getByLabel('动态验证码').fill(appCode(secrets['dora'] ?? '', 1))
    await expectAccessible(page)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('heading', { name: '今日看板' }).waitFor()
    await page.goto(`${server.url}/console/invitation${hash}`)
    await page.getByLabel('新密码', { exact: true }).fill(PASSWORD)
    await page.getByLabel('再次输入新密码').fill(PASSWORD)
    await page.getByRole('button', { name: '设置并登录' }).click()
    await page.getByText('链接有误、已使用或已过期').waitFor()
    await page.goto(`${server.url}/console/security`)
    await page.getByText('已绑定身份验证器').waitFor()
    await page.getByText('当前设备').waitFor()
    await expectAccessible(page)
  })

  it('are invited on the people page; an administrator by two', async () => {
    const [dora] = visits.map(({ page }) => page)
    if (!dora) throw new Error('nobody is signed in')
    await goToPage(dora, '人员')
    await dora.getByRole('row', { name: /dora 管理员 正常 已绑定/ }).waitFor()
    await dora.getByLabel('登录名').fill('mia')
    const roles = dora.getByRole('group', { name: '角色' })
    await roles.getByLabel('运营').uncheck()
    await roles.getByLabel('客户经理').check()
    await dora.getByRole('button', { name: '生成邀请链接' }).click()
    const link = new URL((await dora.getByTestId('invitation-link').textContent()) ?? '')
    await dora.getByRole('row', { name: /mia 客户经理 待接受邀请/ }).waitFor()
    await expectAccessible(dora)
    await dora.getByRole('button', { name: '管理 mia' }).click()
    await dora.getByLabel('分管账户代码').fill('SA5001')
    await dora.getByRole('button', { name: '保存分管账户' }).click()
    await dora.getByText('已保存。').waitFor()
    await expectAccessible(dora)
    await dora.keyboard.press('Escape')
    const mia = await newPage()
    await comeIn(mia, 'mia', link.hash)
    expect(await mia.getByRole('navigation').getByRole('link').allTextContents()).toEqual([
      '今日看板',
      '账户',
      '客户',
      '留言',
      '投资经理观点',
    ])

    await dora.getByLabel('登录名').fill('erik')
    await roles.getByLabel('管理员').check()
    await dora.getByRole('button', { name: '生成邀请链接' }).click()
    await dora.getByText('由您提交，须由另一人确认').waitFor()
    const second = await newPage()
    await comeIn(second, 'second', await inviteByShell('second', 'administrator'))
    await second.goto(`${server.url}/console/people`)
    await second.getByRole('heading', { name: '邀请管理员' }).waitFor()
    await expectAccessible(second)
    await second.getByRole('button', { name: '确认执行' }).click()
    await second.getByTestId('invitation-link').waitFor()
    await second.setViewportSize({ width: 390, height: 844 })
    await expectNoSideScroll(second)
  })

  it('an adviser looks as the client of an assigned account, with a banner and a way out', async () => {
    const mia = visits[1]?.page
    if (!mia) throw new Error('mia is not there')
    await goToPage(mia, '账户')
    await mia
      .getByRole('row', { name: /SA5001/ })
      .getByRole('button')
      .click()
    await mia.getByRole('dialog').getByText('查看为只读').waitFor()
    await expectAccessible(mia)
    await mia
      .getByRole('button', { name: /^查看 .* 所见$/ })
      .first()
      .click()
    await mia.waitForURL('**/portfolios/SA5001')
    await mia.getByText(/mia，您正在以客户 .* 的视角查看/).waitFor()
    await mia.getByText('资产配置').first().waitFor()
    await expectAccessible(mia)
    await mia.getByRole('button', { name: '结束查看' }).click()
    await mia.waitForURL('**/console/**')
    await mia.getByRole('heading', { name: '今日看板', level: 1 }).waitFor()
  })

  it('the audit log shows it, filters in the address and gives it away as CSV', async () => {
    const [dora] = visits.map(({ page }) => page)
    if (!dora) throw new Error('nobody is signed in')
    await goToPage(dora, '审计日志')
    await dora.getByRole('row', { name: /mia 人员 以客户视角查看 .* 127\.0\.0\.1/ }).waitFor()
    await expectAccessible(dora)
    await dora.getByLabel('操作').selectOption('sign-in-failed')
    await dora.waitForURL(/action=sign-in-failed/)
    await dora.reload()
    await expect.poll(() => dora.getByRole('row').count()).toBe(2)
    const download = dora.waitForEvent('download')
    await dora.getByRole('link', { name: '导出 CSV' }).click()
    expect((await download).suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/)
    await dora.setViewportSize({ width: 390, height: 844 })
    await expectNoSideScroll(dora)
    expect((await house.sma('audit', 'verify')).stdout).toContain('the chain is whole')
  })
})
