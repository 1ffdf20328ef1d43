/** An account on one page, at a desk and on a phone, its PDF, and the marks and the drawdown of the NAV curve. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readPdf } from '../../apps/server/src/testing/read-pdf'
import { expectAccessible, expectNoSideScroll, openBrowser, openVisit, type Screen, type Visit } from './browser'
import { openHouse, readClients, type DemoClient, type House } from './platform'

let house: House
let server: Awaited<ReturnType<House['serve']>>
let browser: Browser
let visit: Visit
let account: string

beforeAll(async () => {
  house = await openHouse()
  await house.sma('demo', '--out', join(house.dir, 'demo'), '--portfolios', '2', '--years', '0.5', '--seed', '7')
  await house.sma('import', join(house.dir, 'demo'), '--publish')
  server = await house.serve()
  browser = await openBrowser()
  visit = await openVisit(browser, 'desk')
  const client = readClients(join(house.dir, 'demo', 'clients.csv')).find(({ portfolios }) => portfolios[0])
  if (!client) throw new Error('a demonstration client with an account is expected')
  account = `${server.url}/portfolios/${client.portfolios[0]}`
  await signIn(visit.page, client)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function signIn(page: Page, client: DemoClient): Promise<void> {
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
}

const SCREENS = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

it.each<Screen>(['desk', 'phone'])('shows an account on one page and gives it as a PDF on a %s', async (screen) => {
  const { page } = visit
  await page.setViewportSize(SCREENS[screen])
  await page.goto(account)
  await page.getByRole('link', { name: '一页纸' }).click()
  await page.getByRole('heading', { level: 1, name: '一页纸' }).waitFor()
  await page.locator('canvas').first().waitFor()
  await expectNoSideScroll(page)
  await expectAccessible(page)

  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载 PDF' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toContain('一页纸')
  const { pages, text } = await readPdf(await readFile(await download.path()))
  expect(pages).toBe(1)
  const shown = await page.getByRole('definition').allInnerTexts()
  expect(shown).toHaveLength(6)
  for (const figure of shown) expect(text).toContain(figure.replaceAll(/\s/g, ''))
  visit.expectSilence()
})

it.each<Screen>(['desk', 'phone'])(
  'opens what was bought and sold, and shades the drawdown on a %s',
  async (screen) => {
    const { page } = visit
    await page.setViewportSize(SCREENS[screen])
    await page.goto(`${account}/performance?view=curve`)
    await page.getByRole('checkbox', { name: '显示回撤' }).check()
    await page.getByText('最大回撤', { exact: true }).waitFor()
    await page.waitForURL(/drawdown=1/)
    await page.locator('canvas').first().waitFor()
    await page.getByRole('region', { name: '调仓' }).getByRole('button').first().click()
    await page.getByRole('dialog').getByRole('table').waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expectNoSideScroll(page)
    visit.expectSilence()
  },
)
