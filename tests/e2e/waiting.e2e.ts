/** More days wait than a page shows: what is chosen over all pages of a filter is let through at once, and by the keys. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enterConsole, expectAccessible, openBrowser, openVisit, type Visit } from './browser'
import { openHouse, type House } from './platform'

const ACCOUNTS = 60
const DAY = '2024-01-02'

describe('sixty days that wait', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  let visit: Visit

  beforeAll(async () => {
    house = await openHouse()
    const dir = join(house.dir, 'files')
    mkdirSync(dir)
    const codes = Array.from({ length: ACCOUNTS }, (_, at) => `A${String(at).padStart(2, '0')}`)
    const table = (head: string, row: (code: string) => string) => [head, ...codes.map(row), ''].join('\n')
    const head = 'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares'
    writeFileSync(
      join(dir, 'portfolios.csv'),
      table(head, (code) => `${code},账户${code},balanced,${DAY},1000,1000`),
    )
    writeFileSync(
      join(dir, 'valuations.csv'),
      table('portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav', (code) => `${code},${DAY},1000,1000,1,1`),
    )
    await house.sma('import', dir)
    const oneTime = await house.addStaff('rita', 'reviewer')
    server = await house.serve()
    browser = await openBrowser()
    visit = await openVisit(browser, 'desk')
    await enterConsole(visit.page, server.url, { login: 'rita', oneTime, password: 'three quiet rivers' })
    await visit.page.getByRole('heading', { name: '今日看板' }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    visit?.expectSilence()
  })

  it('stand fifty to a page; one is chosen by the keys and stays chosen on the next page', async () => {
    const { page } = visit
    await page.goto(`${server.url}/console/waiting?sort=code`)
    await page.getByText(`共 ${ACCOUNTS} 天，${ACCOUNTS} 个账户`).waitFor()
    await page.getByText('第 1–50 天，共 60 天').waitFor()
    expect(await page.locator('[data-row]').count()).toBe(50)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByText('已选 1 天', { exact: true }).waitFor()
    await page.getByRole('button', { name: '下一页' }).click()
    await page.getByText('第 51–60 天，共 60 天').waitFor()
    await page.getByText('已选 1 天，其中 1 天不在本页').waitFor()
    await page.reload()
    await page.getByText('第 51–60 天，共 60 天').waitFor()
    await page.getByText('已选 0 天', { exact: true }).waitFor()
  })

  it('cannot be chosen while those of another filter are on their way', async () => {
    const { page } = visit
    await page.goto(`${server.url}/console/waiting?sort=code`)
    await page.getByText('第 1–50 天，共 60 天').waitFor()
    let answer = () => {}
    const held = new Promise<void>((resolve) => (answer = resolve))
    await page.route('**/waiting?*text=A59*', async (route) => {
      await held
      await route.continue()
    })
    await page.keyboard.press('/')
    await page.keyboard.type('A59')
    await page.waitForURL('**/waiting?*text=A59')
    await page.keyboard.press('Enter')
    for (const key of ['j', 'x']) await page.keyboard.press(key)
    expect(await page.getByRole('checkbox', { name: /A00/ }).isDisabled()).toBe(true)
    answer()
    await page.getByText('共 1 天，1 个账户').waitFor()
    await page.getByText('已选 0 天', { exact: true }).waitFor()
    for (const key of ['j', 'x']) await page.keyboard.press(key)
    expect(await page.getByRole('checkbox', { name: /A59/ }).isChecked()).toBe(true)
  })

  it('are chosen over all pages of a filter, which says how many stand elsewhere, and approved at once', async () => {
    const { page } = visit
    await page.goto(`${server.url}/console/waiting?sort=code`)
    await page.getByRole('button', { name: '选择全部无问题、非更正的，含其他页（60）' }).click()
    await page.getByText('已选 60 天，其中 10 天不在本页').waitFor()
    await expectAccessible(page)
    // Another filter begins anew.
    await page.getByLabel('账户代码或名称').fill('A0')
    await page.getByText('共 10 天，10 个账户').waitFor()
    await page.getByRole('button', { name: '选择全部无问题、非更正的（10）' }).click()
    await page.getByText('已选 10 天', { exact: true }).waitFor()
    await page.getByRole('group', { name: '处理所选' }).getByRole('button', { name: '批准 10 天' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('涉及 10 个账户、0 位客户').waitFor()
    await dialog.getByRole('button', { name: '批准 10 天' }).click()
    await page.getByText('已批准 10 天（10 个账户），客户尚未看到。').waitFor()
    await page.getByLabel('状态').selectOption('checked')
    await page.getByLabel('账户代码或名称').fill('')
    await page.getByText('共 50 天，50 个账户').waitFor()
  })
})
