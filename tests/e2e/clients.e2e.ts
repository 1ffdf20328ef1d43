/** Clients in the console: found by last four signs, read, added with wrong input first, compared by a file; and who may not. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  enterConsole,
  expectAccessible,
  expectNoSideScroll,
  openBrowser,
  openVisit,
  type Screen,
  type Visit,
} from './browser'
import { openHouse, type House } from './platform'

const PASSWORD = 'three quiet rivers'
const HEAD = 'client_no,client_name,id_type,id_number,phone,portfolio_codes\n'
const FILES = {
  'portfolios.csv': `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲一号,balanced,2024-01-02,1000,1000
B1,乙一号,balanced,2024-01-02,1000,1000
`,
  'clients.csv': `${HEAD}C1,安娜,id-card,11010519491231002X,13800138000,A1
C2,鲍里斯,id-card,440524188001010014,13900139000,B1
`,
}

describe('clients in the console', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  const once: Record<string, string> = {}
  const visits: Visit[] = []

  beforeAll(async () => {
    house = await openHouse()
    const folder = join(house.dir, 'files')
    mkdirSync(folder)
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
    await house.sma('import', folder)
    for (const role of ['operator', 'reviewer', 'administrator']) {
      once[role] = await house.addStaff(role, role)
    }
    server = await house.serve()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    for (const visit of visits) visit.expectSilence()
  })

  async function enter(login: string, screen: Screen): Promise<Page> {
    const visit = await openVisit(browser, screen)
    visits.push(visit)
    const { page } = visit
    await enterConsole(page, server.url, { login, oneTime: once[login] ?? '', password: PASSWORD })
    await page.getByRole('navigation').first().waitFor()
    return page
  }

  it('one is found by last four signs, and read', async () => {
    const page = await enter('operator', 'desk')
    await page.goto(`${server.url}/console/clients`)
    await page.getByText('2 位客户').waitFor()
    await expectAccessible(page)
    const plain = page.getByLabel('客户号、账户代码或名称')
    await plain.fill('陌生人')
    await page.getByText('0 位客户').waitFor()
    expect(decodeURIComponent(page.url())).not.toContain('陌生人')
    await plain.fill('C')
    await page.getByText('2 位客户').waitFor()
    await page.getByLabel('姓名全称，或证件、手机后四位').fill('8000')
    await page.keyboard.press('Enter')
    await page.getByText('1 位客户').waitFor()
    expect(page.url()).not.toContain('8000')
    await page.getByRole('link', { name: 'C1' }).click()
    await page.getByRole('heading', { name: 'C1 · 安*' }).waitFor()
    await page.getByText('138****8000').waitFor()
    await page.goBack()
    await page.getByText('1 位客户').waitFor()
    expect(await plain.inputValue()).toBe('C')
    await page.getByRole('link', { name: 'C1' }).click()
    await page.getByRole('cell', { name: '归属中' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '立即结束 A1' }).click()
    await page.getByLabel('原因（会记入审计日志，请勿填写个人信息）').fill('合同终止')
    await page.getByRole('dialog').getByRole('button', { name: '立即结束' }).click()
    await page.getByRole('cell', { name: '已结束' }).waitFor()
    await page.getByRole('button', { name: '更改 A1 的起止' }).click()
    await page.getByLabel('末日').fill('')
    await page.getByLabel('原因（会记入审计日志，请勿填写个人信息）').fill('合同续签')
    await page.getByRole('dialog').getByRole('button', { name: '保存起止' }).click()
    await page.getByText('已提交，等待另一人确认').waitFor()
    await page.getByText('账户 A1 的归属等待另一人确认').waitFor()
    await page.getByText('由您提交，须由另一人确认').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '取消', exact: true }).click()
    await page.getByText('账户 A1 的归属等待另一人确认').waitFor({ state: 'detached' })
  })

  it('wrong input is said where it stands, and what was typed stays', async () => {
    const page = await enter('administrator', 'phone')
    await page.goto(`${server.url}/console/clients`)
    await expectNoSideScroll(page)
    await page.getByRole('button', { name: '新增客户' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('客户号').fill('C1')
    await dialog.getByLabel('姓名').fill('陌生人')
    await dialog.getByLabel('证件号码').fill('110105194912310021')
    await dialog.getByLabel('手机').fill('13700137000')
    const add = dialog.getByRole('button', { name: '新增客户' })
    await add.click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel('证件号码').fill('11010519491231002X')
    await add.click()
    await dialog.getByText('客户编号已被使用').waitFor()
    await dialog.getByLabel('客户号').fill('C3')
    await add.click()
    await page.getByRole('heading', { name: 'C3 · 陌**' }).waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
    await page.goto(`${server.url}/console/clients/file`)
    const text = `${HEAD}C3,陌生人,id-card,11010519491231002X,13700137001,A1\n`
    const file = { name: 'clients.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
    await page.getByLabel('选择 CSV 文件').setInputFiles(file)
    await page.getByText('新增 0 位，修改 1 位，0 位没有变化。').waitFor()
    await page.getByText('须由另一人确认后变更').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '导入：新增 0 位，修改 1 位' }).click()
    await page.getByText('已导入：新增 0 位，修改 1 位。').waitFor()
  })

  it('who may not is shown no way there, and refused', async () => {
    const page = await enter('reviewer', 'desk')
    expect(await page.getByRole('link', { name: '客户', exact: true }).count()).toBe(0)
    const status = await page.evaluate(async () => {
      const headers = { 'x-requested-with': 'sma', 'content-type': 'application/json' }
      return (await fetch('/api/v1/staff/clients/searches', { method: 'POST', headers, body: '{}' })).status
    })
    expect(status).toBe(403)
  })
})
