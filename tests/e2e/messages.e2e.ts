/** A client asks, the adviser answers from the inbox, and the open page shows it; the news keep their place. */
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
import { openHouse, readClients, type DemoClient, type House } from './platform'

const PASSWORD = 'three quiet rivers'

describe('the dialogue', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  let client: DemoClient
  let code = ''
  const visits: Visit[] = []
  const once: Record<string, string> = {}

  async function newPage(screen: Screen): Promise<Page> {
    const visit = await openVisit(browser, screen)
    visits.push(visit)
    return visit.page
  }

  beforeAll(async () => {
    house = await openHouse()
    await house.sma('demo', '--out', join(house.dir, 'demo'), '--portfolios', '2', '--years', '0.05', '--seed', '7')
    await house.sma('import', join(house.dir, 'demo'), '--publish')
    for (const [login, role] of [
      ['dora', 'administrator'],
      ['mia', 'adviser'],
    ] as const) {
      once[login] = await house.addStaff(login, role)
    }
    const [first] = readClients(join(house.dir, 'demo', 'clients.csv'))
    if (!first?.portfolios[0]) throw new Error('a demonstration client with an account is expected')
    client = first
    code = first.portfolios[0]
    server = await house.serve()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    for (const visit of visits) visit.expectSilence()
  })

  async function staffPage(login: string): Promise<Page> {
    const page = await newPage('desk')
    await enterConsole(page, server.url, { login, oneTime: once[login] ?? '', password: PASSWORD })
    await page.getByRole('navigation').waitFor()
    return page
  }

  async function clientPage(): Promise<Page> {
    const page = await newPage('phone')
    await page.goto(server.url)
    await page.getByLabel('证件号码').fill(client.idNumber)
    await page.getByRole('button', { name: '查询' }).click()
    await page.getByLabel('手机号码').fill(client.phone)
    const asked = new Date(Date.now() - 1000)
    await page.getByRole('button', { name: '获取验证码' }).click()
    await page.getByText('验证码会在一分钟内送达').waitFor()
    await page.getByLabel('短信验证码').fill(await house.codeFor(client.phone, asked))
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.waitForURL((url) => url.pathname !== '/login')
    await page.goto(`${server.url}/portfolios/${code}`)
    return page
  }

  it('goes from the client to the adviser and back, once, without a reload', async () => {
    const dora = await staffPage('dora')
    await dora.goto(`${server.url}/console/people`)
    await dora.getByRole('button', { name: '管理 mia' }).click()
    await dora.getByLabel('分管账户代码').fill(code)
    await dora.getByRole('button', { name: '保存分管账户' }).click()
    await dora.getByText('已保存。').waitFor()

    const page = await clientPage()
    const tile = page.getByRole('region', { name: '留言' })
    await tile.getByText('您还没有留言').waitFor()
    const card = page.getByRole('region', { name: '您的客户经理' })
    await expect
      .poll(() => card.getByRole('link', { name: /^1390000/ }).getAttribute('href'))
      .toMatch(/^tel:1390000\d{4}$/)
    const download = page.waitForEvent('download')
    await card.getByRole('button', { name: '存入通讯录' }).click()
    expect((await download).suggestedFilename()).toMatch(/\.vcf$/)
    await expectAccessible(page)
    await expectNoSideScroll(page)
    await tile.getByRole('link', { name: '全部留言' }).click()
    await page.getByRole('heading', { name: '留言', level: 1 }).waitFor()
    const box = page.getByLabel('写给您的客户经理')
    await box.fill('好')
    await page.getByRole('button', { name: '发送' }).click()
    await page.getByText('请至少写 2 个字').waitFor()
    await box.fill('请问本月为什么调仓？')

    // Without a line nothing is lost; with it again, the same words go out once.
    await page.context().setOffline(true)
    await page.getByRole('button', { name: '发送' }).click()
    await page.getByText('没有发送成功，您写的内容还在').waitFor()
    expect(await box.inputValue()).toBe('请问本月为什么调仓？')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '发送' }).dblclick()
    await page.getByText('已发送，回复会显示在这里').waitFor()
    await page.getByText('等待回复').waitFor()
    expect(await page.getByRole('main').getByText('请问本月为什么调仓？').count()).toBe(1)
    expect(await box.inputValue()).toBe('')
    await expectAccessible(page)
    await expectNoSideScroll(page)

    const mia = await staffPage('mia')
    await mia.getByRole('link', { name: '条留言待答复' }).click()
    await mia.getByText('待我答复 1 条，其中超时 0 条').waitFor()
    await expectAccessible(mia)
    await mia.getByRole('link', { name: '请问本月为什么调仓？' }).click()
    await mia.getByLabel('回复', { exact: true }).fill('您好，因为债券类占比已到约定上限。')
    await expectAccessible(mia)
    await mia.getByRole('button', { name: '发送回复' }).click()
    await mia.getByText('已回复，客户可以看到').waitFor()

    await page.getByText('您好，因为债券类占比已到约定上限。').waitFor()
    await page.getByText('新回复').waitFor()
    await expectAccessible(page)
    // What was shown is not new the next time.
    await page.reload()
    await page.getByText('SMA 回复').waitFor()
    expect(await page.getByText('新回复').count()).toBe(0)

    await mia.getByRole('link', { name: '‹ 留言' }).click()
    await mia.getByText('没有待答复的留言').waitFor()
    await mia.getByText('已答复', { exact: true }).click()
    await mia.getByRole('row', { name: /请问本月为什么调仓/ }).waitFor()
    await mia.setViewportSize({ width: 390, height: 844 })
    await expectNoSideScroll(mia)
  })

  it('shows the news by category, goes on at the end, and keeps the place', async () => {
    const [, client] = visits
    const page = client?.page
    if (!page) throw new Error('the client is not there')
    await page.goto(`${server.url}/portfolios/${code}`)
    const tile = page.getByRole('region', { name: '资讯' })
    await expect.poll(() => tile.getByRole('listitem').count()).toBe(5)
    await tile.getByRole('link', { name: '更多' }).click()
    await page.getByRole('tab', { name: '基金', exact: true }).click()
    await page.waitForURL(/category=funds/)
    const items = page.getByRole('tabpanel').getByRole('listitem')
    await expect.poll(() => items.count()).toBeGreaterThanOrEqual(20)
    const link = items.first().getByRole('link')
    expect([await link.getAttribute('target'), await link.getAttribute('rel')]).toEqual([
      '_blank',
      'noopener noreferrer',
    ])
    await expectAccessible(page)
    await expectNoSideScroll(page)
    await items.last().scrollIntoViewIfNeeded()
    await expect.poll(() => items.count()).toBe(26)
    const at = await page.evaluate(() => {
      window.scrollTo({ top: 1500 })
      return window.scrollY
    })
    await page.getByRole('navigation').getByRole('link', { name: '首页' }).filter({ visible: true }).click()
    await page.getByRole('region', { name: '资讯' }).waitFor()
    await page.goBack()
    await expect.poll(() => items.count()).toBe(26)
    await expect.poll(() => page.evaluate(() => Math.round(window.scrollY))).toBe(Math.round(at))
  })

  it('reads feeds that an administrator adds, but none of a private network', async () => {
    const [dora] = visits.map(({ page }) => page)
    if (!dora) throw new Error('nobody is signed in')
    await dora.goto(`${server.url}/console/feeds`)
    await dora.getByText('还没有订阅').waitFor()
    await expectAccessible(dora)
    await dora.getByLabel('订阅地址').fill(server.url.replace('127.0.0.1', '2130706433'))
    await dora.getByLabel('来源').fill('内部网络')
    await dora.getByRole('button', { name: '添加订阅' }).click()
    await dora.getByRole('row', { name: /内部网络 宏观 .*地址指向内部网络或无效/ }).waitFor()
    await expectAccessible(dora)
    await dora.goto(`${server.url}/console/`)
    await dora.getByText(/个资讯订阅读取失败：内部网络/).waitFor()
    await expectAccessible(dora)
  })
})
