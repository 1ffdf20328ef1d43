/** From an empty system through the guide to a client's first sign-in: brand, people, files by upload, a second person, a code. */
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  expectAccessible,
  expectNoSideScroll,
  goToPage,
  openBrowser,
  openVisit,
  signInClient,
  type Visit,
} from './browser'
import { openHouse, type House } from './platform'

const PASSWORD = 'three quiet rivers'
const CLIENT = { name: '示例客户', idNumber: '11010519491231002X', phone: '13800138000', portfolios: ['SA1'] }

/** What a house would fill in below the header of each template, as far as it has to. */
const ROWS: Record<string, Record<string, string>> = {
  基金: { 基金代码: '000001', 基金名称: '示例货币市场基金', 资产类别: '货币' },
  组合: {
    组合代码: 'SA1',
    组合名称: '示例一号单一资产管理计划',
    策略: '平衡',
    成立日: '2026-09-28',
    初始资金: '1000000.00',
    初始份额: '1000000.00',
  },
  客户: {
    客户编号: 'C1',
    客户名称: CLIENT.name,
    证件号码: CLIENT.idNumber,
    手机号码: CLIENT.phone,
    组合代码: 'SA1',
  },
  估值: { 组合代码: 'SA1', 日期: '2026-09-28', 资产净值: '1000000.00', 份额: '1000000.00', 单位净值: '1.0000' },
  持仓: { 组合代码: 'SA1', 日期: '2026-09-28', 基金代码: '000001', 份额: '600000.00', 市值: '600000.00' },
}

/** Puts a row below the header of an empty file, each value under its heading. */
function fillIn(file: string, row: Record<string, string>): void {
  const headings = readFileSync(file, 'utf8').replace('\uFEFF', '').trim().split(',')
  const cells = headings.map((heading) => row[heading.replace('*', '')] ?? '')
  expect(cells.filter(Boolean)).toHaveLength(Object.keys(row).length)
  appendFileSync(file, `${cells.join(',')}\r\n`)
}

describe('the first day of a house', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  let admin: Page
  let operator: Page
  let reviewer: Page
  const visits: Visit[] = []

  async function newPage(screen: 'desk' | 'phone' = 'desk'): Promise<Page> {
    const visit = await openVisit(browser, screen)
    visits.push(visit)
    return visit.page
  }

  beforeAll(async () => {
    house = await openHouse()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    for (const visit of visits) visit.expectSilence()
  })

  const step = (page: Page, name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) })

  it('an administrator, added in an empty folder, is led by the board', async () => {
    const once = await house.addStaff('ada', 'administrator')
    server = await house.serve()
    admin = await newPage()
    await admin.goto(`${server.url}/console/`)
    await admin.getByLabel('登录名').fill('ada')
    await admin.getByLabel('密码').fill(once)
    await admin.keyboard.press('Enter')
    await admin.getByLabel('当前密码').fill(once)
    await admin.getByLabel('新密码', { exact: true }).fill(PASSWORD)
    await admin.getByLabel('再次输入新密码').fill(PASSWORD)
    await admin.keyboard.press('Enter')
    await admin.getByText('还没有已披露的估值日').waitFor()
    await step(admin, '设定公司品牌').getByText('下一步').waitFor()
    await step(admin, '导入估值文件').getByText('由运营办理').waitFor()
    await expectAccessible(admin)
  })

  it('the brand shows in the frame as it is typed, a poor colour is told of, and clients see it once saved', async () => {
    await step(admin, '设定公司品牌').getByRole('link', { name: '前往“品牌”' }).click()
    const frame = admin.frameLocator('iframe')
    await frame.getByText('SMA 客户服务平台').waitFor()
    await admin.getByLabel('全称').fill('澄江资产客户平台')
    await admin.getByLabel('简称').fill('澄江资产')
    await frame.getByText('澄江资产客户平台').waitFor()
    await admin.getByLabel('主色').fill('#ffe600')
    await admin.getByText(/浅色底：对比度只有 1\.1:1/).waitFor()
    await admin.getByLabel('主色').fill('#1f5f78')
    await admin.getByText(/浅色底：对比度 6\.3:1，达到/).waitFor()
    const evil = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    await admin
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: evil })
    await admin.getByRole('button', { name: '保存并生效' }).click()
    await admin
      .getByRole('alert')
      .getByText(/只含图形的 SVG/)
      .waitFor()
    await admin.getByRole('button', { name: '不使用' }).click()
    await expectAccessible(admin)
    await admin.getByRole('button', { name: '保存并生效' }).click()
    await admin.getByText('正在使用').waitFor()
    const page = await newPage('phone')
    await page.goto(`${server.url}/login`)
    await page.getByText('澄江资产客户平台').waitFor()
    expect(await page.title()).toContain('澄江资产')
  })

  async function invite(login: string, role: string): Promise<Page> {
    await admin.getByLabel('登录名').fill(login)
    const form = admin.locator('form').filter({ has: admin.getByRole('button', { name: '生成邀请链接' }) })
    for (const box of await form.getByRole('checkbox').all()) await box.uncheck()
    await form.getByRole('checkbox', { name: role }).check()
    await form.getByRole('button', { name: '生成邀请链接' }).click()
    await admin.getByText(`${login} 的邀请链接`).waitFor()
    const link = new URL((await admin.getByTestId('invitation-link').textContent())?.trim() ?? '')
    const page = await newPage()
    await page.goto(`${server.url}${link.pathname}${link.hash}`)
    await page.getByLabel('新密码', { exact: true }).fill(PASSWORD)
    await page.getByLabel('再次输入新密码').fill(PASSWORD)
    await page.getByRole('button', { name: '设置并登录' }).click()
    await page.getByRole('heading', { name: '今日看板' }).waitFor()
    return page
  }

  it('an operator and a reviewer come in by links', async () => {
    await goToPage(admin, '开始使用')
    await step(admin, '邀请运营与复核').getByRole('link', { name: '前往“人员”' }).click()
    operator = await invite('olin', '运营')
    reviewer = await invite('rhea', '复核')
    await goToPage(admin, '开始使用')
    await step(admin, '邀请运营与复核').getByText('已完成').waitFor()
    await step(admin, '导入基金').getByText('下一步').waitFor()
    expect(await step(admin, '邀请运营与复核').getByText('已有 2 人可以登录').count()).toBe(1)
  })

  it('the operator fills in the empty files and sends them', async () => {
    await operator.getByRole('link', { name: '前往“上传文件”' }).first().click()
    await operator.getByRole('heading', { name: '上传文件' }).waitFor()
    await operator.getByText('空白 CSV 模板').click()
    await expectAccessible(operator)
    const files: string[] = []
    for (const [kind, row] of Object.entries(ROWS)) {
      const download = operator.waitForEvent('download')
      await operator.getByRole('link', { name: `下载：${kind}`, exact: true }).click()
      const template = await download
      const file = join(house.dir, template.suggestedFilename())
      await template.saveAs(file)
      fillIn(file, row)
      files.push(file)
    }
    await operator.locator('input[type=file]:not([webkitdirectory])').setInputFiles(files)
    await operator.getByRole('button', { name: /上传并导入/ }).click()
    await operator.getByText('导入完成').waitFor({ timeout: 60_000 })
    await goToPage(operator, '开始使用')
    for (const name of ['导入基金', '建立账户', '登记客户', '导入估值文件'])
      await step(operator, name).getByText('已完成').waitFor()
    await step(operator, '批准并披露').getByText('由复核办理').waitFor()
    await operator.setViewportSize({ width: 390, height: 844 })
    await expectNoSideScroll(operator)
  })

  it('the reviewer approves and publishes it', async () => {
    await goToPage(reviewer, '开始使用')
    await step(reviewer, '批准并披露').getByRole('link', { name: '前往“待披露”' }).click()
    for (const act of ['批准', '披露']) {
      await reviewer.getByRole('checkbox', { name: '选择 SA1 2026-09-28' }).check()
      await reviewer
        .getByRole('group', { name: '处理所选' })
        .getByRole('button', { name: `${act} 1 天` })
        .click()
      await reviewer
        .getByRole('dialog')
        .getByRole('button', { name: `${act} 1 天` })
        .click()
      await reviewer.getByText(new RegExp(`已${act} 1 天`)).waitFor()
    }
    await goToPage(reviewer, '开始使用')
    await reviewer.getByText(/第一个估值日已披露/).waitFor()
    await expectAccessible(reviewer)
  })

  it('the client signs in with the code that was sent, and sees that day', async () => {
    const page = await newPage('phone')
    await signInClient(page, { url: server.url, client: CLIENT, codeFor: house.codeFor })
    await page.getByText('1,000,000.00').first().waitFor()
    await page.getByText('澄江资产').first().waitFor()
    await expectAccessible(page)
  })

  it('the paragraph of a page is folded once and stays folded', async () => {
    await goToPage(admin, '今日看板')
    const words = admin.getByText('每天先看这里')
    await words.waitFor()
    await admin.getByText('这一页是做什么的').click()
    await words.waitFor({ state: 'hidden' })
    await admin.reload()
    await admin.getByRole('heading', { name: '今日看板' }).waitFor()
    expect(await words.isVisible()).toBe(false)
    await goToPage(admin, '人员')
    await admin.getByText('本公司谁能进入工作台').waitFor()
  })
})
