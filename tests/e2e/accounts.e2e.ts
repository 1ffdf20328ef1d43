/** Accounts: added by hand, changed, refused where something is wrong, taken from a file after a look at what it would change. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  enterConsole,
  expectAccessible,
  expectNoSideScroll,
  goToPage,
  openBrowser,
  openVisit,
  type Visit,
} from './browser'
import { openHouse, type House } from './platform'

const PASSWORD = 'three quiet rivers'
const HEAD = 'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,benchmark,fa_ledger_no'
const PORTFOLIOS = `${HEAD}
SA0001,示例稳健一号,balanced,2024-01-02,10000000,10000000,沪深300,701
SA0002,示例进取二号,growth,2024-01-02,20000000,20000000,,702
`

describe('accounts in the console', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  const visits: Visit[] = []
  const once: Record<string, string> = {}

  beforeAll(async () => {
    house = await openHouse()
    mkdirSync(join(house.dir, 'files'))
    writeFileSync(join(house.dir, 'files', 'portfolios.csv'), PORTFOLIOS)
    await house.sma('import', join(house.dir, 'files'))
    for (const role of ['operator', 'reviewer']) {
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

  async function enter(login: string, screen: 'desk' | 'phone'): Promise<Page> {
    const visit = await openVisit(browser, screen)
    visits.push(visit)
    const { page } = visit
    await enterConsole(page, server.url, { login, oneTime: once[login] ?? '', password: PASSWORD })
    await page.getByRole('heading', { name: '今日看板' }).waitFor()
    return page
  }

  it('an operator adds one, is told what is wrong with it, and finds it again', async () => {
    const page = await enter('operator', 'desk')
    await goToPage(page, '账户')
    await page.getByText('共 2 个账户').waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: '新增账户' }).click()
    await page.getByLabel('代码', { exact: true }).fill('SA0003')
    await page.getByLabel('名称', { exact: true }).fill('示例均衡三号')
    await page.getByLabel('成立日').fill('2026-01-05')
    await page.getByLabel('初始份额').fill('30,000,000')
    await page.getByLabel('FA 账套编号').fill('0702')
    await page.getByRole('button', { name: '新增账户' }).click()
    await page.getByText('有 2 处需要更正').waitFor()
    await expectAccessible(page)
    await page.getByLabel('策略').selectOption('balanced')
    await page.getByLabel('初始资金').fill('30,000,000.5')
    await page.getByRole('button', { name: '新增账户' }).click()
    await page.getByText('已被另一个账户使用').waitFor()
    expect(await page.getByLabel('名称', { exact: true }).inputValue()).toBe('示例均衡三号')
    await page.getByLabel('FA 账套编号').fill('703')
    await page.getByRole('button', { name: '新增账户' }).click()
    await page.getByRole('heading', { name: 'SA0003 示例均衡三号' }).waitFor()
    await page.getByText(/建立，operator/).waitFor()
    expect(await page.getByLabel('初始资金').inputValue()).toBe('30000000.50')
    await expectAccessible(page)
    await goToPage(page, '账户')
    await page.getByLabel('代码、名称、编号或客户经理').fill('703')
    await page.getByText('共 1 个账户').waitFor()
    await page.getByRole('row', { name: /SA0003 示例均衡三号 平衡 运作中 2026-01-05/ }).waitFor()
  })

  it('changes one and its contact, and reads what was said before', async () => {
    const page = visits[0]?.page
    if (!page) throw new Error('nobody is signed in')
    await page.goto(`${server.url}/console/portfolios/SA0001/master-data`)
    const [account, contact] = [page.locator('form').nth(0), page.locator('form').nth(1)]
    expect(await account.getByRole('button', { name: '保存' }).isDisabled()).toBe(true)
    await account.getByLabel('业绩比较基准').fill('中证800')
    await account.getByLabel('净值小数位数').fill('9')
    await account.getByRole('button', { name: '保存' }).click()
    await account.getByText('请填写 2 到 8 的整数').waitFor()
    await account.getByLabel('净值小数位数').fill('4')
    await account.getByRole('button', { name: '保存' }).click()
    await account.getByText('已保存').waitFor()
    await page.getByText('业绩比较基准：沪深300 → 中证800').waitFor()
    await contact.getByLabel('姓名').fill('李四')
    await contact.getByLabel('手机').fill('13800138000')
    await contact.getByRole('button', { name: '保存' }).click()
    await contact.getByText('已保存').waitFor()
    await contact.getByLabel('手机').fill('13900139000')
    await contact.getByRole('button', { name: '保存' }).click()
    await page.getByText('联系人 · 手机：13800138000 → 13900139000').waitFor()
    const set = page.locator('form').nth(2)
    await set.getByLabel('起始日').fill('2024-01-02')
    await set.getByLabel('成分 1').fill('沪深300')
    await set.getByLabel('指数代码').nth(0).fill('000300')
    await set.getByLabel('权重 %').nth(0).fill('60')
    await set.getByLabel('成分 2').fill('中债新综合')
    await set.getByLabel('权重 %').nth(1).fill('39.99')
    await set.getByRole('button', { name: '登记基准构成' }).click()
    await set.getByText('权重之和须正好为 100%').waitFor()
    await expectAccessible(page)
    await set.getByLabel('权重 %').nth(1).fill('40')
    await set.getByText('权重合计 100.00%').waitFor()
    await set.getByRole('button', { name: '登记基准构成' }).click()
    await page.getByRole('row', { name: /2024-01-02 此后 沪深300 \(000300\) 60% \+ 中债新综合 40%/ }).waitFor()
    await set.getByLabel('起始日').fill('2024-01-02')
    await set.getByLabel('成分 1').fill('中证800')
    await set.getByLabel('权重 %').nth(0).fill('100')
    await set.getByRole('button', { name: '登记基准构成' }).click()
    await set.getByText('已经有了，不能重复').waitFor()
    await set.getByLabel('起始日').fill('2025-01-02')
    await set.getByRole('button', { name: '登记基准构成' }).click()
    await page.getByRole('row', { name: /2024-01-02 2025-01-02 前 沪深300/ }).waitFor()
    await page.getByRole('button', { name: '更正 2025-01-02 起的基准构成' }).click()
    await set.getByText('正在更正 2025-01-02 起的一组').waitFor()
    await set.getByLabel('起始日').fill('2025-01-03')
    await set.getByRole('button', { name: '保存更正' }).click()
    await page.getByText('基准构成：2025-01-02: 中证800 100% → 2025-01-03: 中证800 100%').waitFor()
    await page.getByRole('button', { name: '移除 2025-01-03 起的基准构成' }).click()
    await page.getByText('基准构成：2025-01-03: 中证800 100% → —').waitFor()
    const alias = page.locator('form').nth(3)
    await alias.getByLabel('编号或名称').fill('702')
    await alias.getByRole('button', { name: '新增别名' }).click()
    await alias.getByText('已被另一个账户使用').waitFor()
    await alias.getByLabel('到', { exact: true }).fill('2023-12-31')
    await alias.getByRole('button', { name: '新增别名' }).click()
    await page.getByRole('row', { name: /FA 账套编号 702 一直 2023-12-31/ }).waitFor()
    await account.getByLabel('FA 账套编号').fill('709')
    await account.getByRole('button', { name: '保存' }).click()
    const keep = page.getByRole('form', { name: '保留为别名' })
    await keep.getByText('FA 账套编号「701」已更换').waitFor()
    expect(await keep.getByLabel('最后一天').inputValue()).toMatch(/^\d{4}-\d\d-\d\d$/)
    await expectAccessible(page)
    await keep.getByLabel('最后一天').fill('2025-12-31')
    await keep.getByRole('button', { name: '保留为别名' }).click()
    await page.getByRole('row', { name: /FA 账套编号 701 一直 2025-12-31/ }).waitFor()
    await keep.waitFor({ state: 'detached' })
    await expectAccessible(page)
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSideScroll(page)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('takes a list only after a look at what it would change, and gives all of them back', async () => {
    const page = visits[0]?.page
    if (!page) throw new Error('nobody is signed in')
    await page.goto(`${server.url}/console/accounts`)
    await page.getByRole('link', { name: '导入账户清单' }).click()
    const choose = (text: string) =>
      page
        .getByLabel('选择 CSV 文件')
        .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await choose('a,b\n1,2\n')
    await page.getByText('这个文件不是账户清单').waitFor()
    await choose(PORTFOLIOS.replace('示例进取二号', '示例进取二号A') + 'SA0004,示例四号,gold,2026-01-05,1,1,,704\n')
    await page.getByText('新增 0 个，修改 2 个').first().waitFor()
    await page.getByRole('row', { name: /SA0002 示例进取二号A 名称 示例进取二号 示例进取二号A/ }).waitFor()
    await page.getByRole('row', { name: /SA0001 示例稳健一号 业绩比较基准 中证800 沪深300/ }).waitFor()
    await page.getByText(/第 4 行「strategy」/).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '导入：新增 0 个，修改 2 个' }).click()
    await page.getByText('已导入：新增 0 个，修改 2 个').waitFor()
    await page.getByRole('link', { name: '‹ 账户' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '导出 CSV' }).click()
    const csv = readFileSync(await (await download).path(), 'utf8')
    expect(csv).toContain('SA0002,示例进取二号A,growth,2024-01-02,20000000.00,20000000.00')
    await page.getByRole('link', { name: '导入账户清单' }).click()
    await choose(csv)
    await page.getByText('与现有主数据一致').waitFor()
  })

  it('a reviewer reads it on a phone, and is offered no change', async () => {
    const page = await enter('reviewer', 'phone')
    await page.goto(`${server.url}/console/accounts`)
    await page.getByText(/共 \d 个账户/).waitFor()
    await expectNoSideScroll(page)
    expect(await page.getByRole('link', { name: '新增账户' }).count()).toBe(0)
    await page.getByRole('link', { name: '示例进取二号A' }).click()
    await page.getByText('20,000,000.00').first().waitFor()
    await expectAccessible(page)
    await expectNoSideScroll(page)
    expect(await page.getByRole('button', { name: '保存' }).count()).toBe(0)
    const asked = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-requested-with': 'sma' }
      return (await fetch('/api/v1/staff/accounts/SA0002', { method: 'PUT', headers, body: '{}' })).status
    })
    expect(asked).toBe(403)
  })
})
