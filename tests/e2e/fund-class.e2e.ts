/** A fund's class changed from a day on: what it groups anew is seen before it is saved, and the client's days before stay. */
import { mkdirSync, writeFileSync } from 'node:fs'
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
  signInClient,
  type Screen,
  type Visit,
} from './browser'
import { openHouse, type DemoClient, type House } from './platform'

const PASSWORD = 'three quiet rivers'
const CLIENT: DemoClient = {
  name: '示例客户',
  idNumber: '110101198503170022',
  phone: '13900000021',
  portfolios: ['SA0001'],
}
/** 600 of 1,000 in one fund and 300 in the other, on two days. */
const FILES: Record<string, string> = {
  'portfolios.csv': `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
SA0001,示例一号,balanced,2024-01-02,1000,1000
`,
  'clients.csv': `client_no,client_name,id_number,phone,portfolio_codes
C1,${CLIENT.name},${CLIENT.idNumber},${CLIENT.phone},SA0001
`,
  'funds.csv': 'fund_code,fund_name,asset_class\n000001,示例双利,fixed-income\n000002,示例成长混合,equity\n',
  'valuations.csv': `portfolio_code,date,net_assets,shares,unit_nav
SA0001,2024-01-02,1000,1000,1.0000
SA0001,2024-01-03,1000,1000,1.0000
`,
  'holdings.csv': `portfolio_code,date,fund_code,shares,unit_nav,market_value,cost
SA0001,2024-01-02,000001,600,1,600,600
SA0001,2024-01-02,000002,300,1,300,300
SA0001,2024-01-03,000001,600,1,600,600
SA0001,2024-01-03,000002,300,1,300,300
`,
}

describe('a class from a day on', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  const visits: Visit[] = []
  const once: Record<string, string> = {}

  beforeAll(async () => {
    house = await openHouse()
    const folder = join(house.dir, 'files')
    mkdirSync(folder)
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
    await house.sma('import', folder, '--publish')
    for (const role of ['operator', 'auditor']) {
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

  async function open(screen: Screen): Promise<Page> {
    const visit = await openVisit(browser, screen)
    visits.push(visit)
    return visit.page
  }

  async function enter(login: string, screen: Screen): Promise<Page> {
    const page = await open(screen)
    await enterConsole(page, server.url, { login, oneTime: once[login] ?? '', password: PASSWORD })
    await page.getByRole('heading', { name: '今日看板' }).waitFor()
    return page
  }

  /** The percentages of the classes as the client's account page prints them on a day. */
  async function classesOn(page: Page, date: string): Promise<string[]> {
    await page.goto(`${server.url}/portfolios/SA0001/account?date=${date}`)
    const rows = page.getByRole('table').first().getByRole('row')
    await rows.filter({ hasText: '固收' }).first().waitFor()
    const texts = await rows.allInnerTexts()
    return texts.flatMap((text) => /(固收|权益|现金)\s+([\d.]+%)/.exec(text.replaceAll(/\s+/g, ' '))?.slice(1) ?? [])
  }

  it('an operator sees which days it groups anew, and changes it with a reason', async () => {
    const page = await enter('operator', 'desk')
    await goToPage(page, '基金')
    await page.getByRole('link', { name: '示例双利' }).click()
    await page.getByRole('heading', { name: '000001 示例双利' }).waitFor()
    await page.getByRole('link', { name: 'SA0001 示例一号' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: '变更类别' }).click()
    const save = page.getByRole('button', { name: '确认变更' })
    await page.getByLabel('新类别').selectOption('fixed-income')
    await page.getByLabel('生效日').fill('2024-01-03')
    await page.getByText('这些日子已经是这个类别').waitFor()
    await page.getByLabel('新类别').selectOption('equity')
    await page.getByText('1 个账户重新归组，其中 1 个已披露的账户日持有这只基金，1 位客户会看到变化').waitFor()
    await page.getByText('1 天（2024-01-03 至 2024-01-03）').waitFor()
    expect(await save.isDisabled()).toBe(true)
    await page.getByLabel('变更原因').fill('基金合同变更')
    await expectAccessible(page)
    await save.click()
    await page.getByText('自 2024-01-03 起', { exact: true }).waitFor()
    await page.getByText('原因：基金合同变更').waitFor()
  })

  it('the client’s account shows the old class the day before, and the new one on the day', async () => {
    const page = await open('phone')
    await signInClient(page, { url: server.url, client: CLIENT, codeFor: house.codeFor })
    expect(await classesOn(page, '2024-01-02')).toEqual(['固收', '60.00%', '权益', '30.00%', '现金', '10.00%'])
    expect(await classesOn(page, '2024-01-03')).toEqual(['固收', '0.00%', '权益', '90.00%', '现金', '10.00%'])
  })

  it('an auditor reads what was done on a phone, and is offered no change', async () => {
    const page = await enter('auditor', 'phone')
    await page.goto(`${server.url}/console/funds/000001`)
    await page.getByText('资产类别自 2024-01-03 起：权益').waitFor()
    await expectAccessible(page)
    await expectNoSideScroll(page)
    for (const name of ['变更类别', '修改资料']) expect(await page.getByRole('button', { name }).count()).toBe(0)
    const asked = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-requested-with': 'sma' }
      const body = JSON.stringify({ assetClass: 'money', from: '2024-01-03', reason: 'x' })
      return (await fetch('/api/v1/staff/funds/000001/class', { method: 'PUT', headers, body })).status
    })
    expect(asked).toBe(403)
  })
})
