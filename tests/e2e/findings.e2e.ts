/** What the checks found is looked through, explained, taken back; the day that it stands on is read beside O3.2. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, expectNoSideScroll, openBrowser, openVisit, type Visit } from './browser'
import { openHouse, type House } from './platform'

const PASSWORD = 'three quiet rivers'
const CHANGE = { 'x-requested-with': 'sma' }
const DEMO = ['--portfolios', '3', '--years', '0.1', '--until', '2026-09-23', '--seed', '7']
/** O3.2 holds more shares of a fund than the sheet (R-CHK-4); a day's NAV moves far (R-CHK-6) and restates that day. */
const FAULTS = ['o32-shares:SA5002', 'nav-move:SA5003']

describe('findings and days', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  let visit: Visit

  beforeAll(async () => {
    house = await openHouse()
    await house.sma('demo', '--out', join(house.dir, 'right'), ...DEMO)
    await house.sma('demo', '--out', join(house.dir, 'wrong'), ...DEMO, '--fault', ...FAULTS)
    await house.sma('import', join(house.dir, 'right'), '--publish')
    // Ends with 1, as some files are held.
    await house.sma('import', join(house.dir, 'wrong'), '--reason', '补记估值').catch(() => null)
    server = await house.serve()
    browser = await openBrowser()
    visit = await openVisit(browser, 'desk')
    await signIn(house, visit.page, server.url)
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
    visit.expectSilence()
  })

  const row = (text: string | RegExp) => visit.page.getByRole('row').filter({ hasText: text })

  it('explains a finding with a note, and takes the explanation back', async () => {
    const { page } = visit
    await page.goto(`${server.url}/console/`)
    await page.getByRole('link', { name: '检查发现' }).click()
    await row('O3.2 份额与估值表份额不一致').waitFor()
    await expectAccessible(page)
    await page.getByLabel('级别').selectOption('review')
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    expect(page.url()).toContain('severity=review')
    await page.getByRole('checkbox', { name: /R-CHK-4 SA5002/ }).press('Space')
    await page.getByRole('button', { name: '由我负责', exact: true }).click()
    await row('R-CHK-4').filter({ hasText: 'lin' }).waitFor()
    await page.getByRole('checkbox', { name: /R-CHK-4 SA5002/ }).press('Space')
    await page.getByLabel(/^说明/).fill('确认单在途，次日核对一致')
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByText('没有符合条件的检查发现').waitFor()
    await page.getByLabel('状态').selectOption('explained')
    await row('说明：确认单在途，次日核对一致').waitFor()
    await page.getByRole('checkbox', { name: /R-CHK-4 SA5002/ }).check()
    await page.getByRole('button', { name: '撤回 1 项说明' }).click()
    await page.getByText('没有符合条件的检查发现').waitFor()
    await page.getByLabel('状态').selectOption('open')
    await row('R-CHK-4').waitFor()
  })

  it("shows a day's figures beside O3.2's, what a new version changes, and what clients saw", async () => {
    const { page } = visit
    await row('R-CHK-4').getByRole('link', { name: '2026-09-23' }).click()
    await page.getByRole('heading', { name: /SA5002 .* 2026-09-23/ }).waitFor()
    await row('910208').getByRole('cell', { name: '100.00', exact: true }).waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: '← 2026-09-22' }).click()
    await page.getByText('当日没有检查发现').waitFor()
    await page.getByRole('link', { name: '今日看板' }).click()
    await page.getByRole('link', { name: 'SA5003' }).click()
    await page.getByRole('link', { name: '2026-09-23' }).click()
    const differences = page.getByRole('region', { name: '版本差异' })
    await differences.getByRole('row', { name: /^资产净值 整个账户/ }).waitFor()
    await page.getByRole('cell', { name: '补记估值' }).waitFor()
    await page.getByLabel('时刻（北京时间）').fill('2020-01-01T00:00')
    await page.getByText('当时客户看不到').waitFor()
    await page.getByLabel('时刻（北京时间）').fill('2099-12-31T00:00')
    await page.getByText('2026-09-23', { exact: true }).waitFor()
    await expectAccessible(page)
  })

  it('opens a figure to the file, sheet and cell it came from, and a computed one to its parts', async () => {
    const { page } = visit
    await page.getByRole('heading', { name: /SA5003 .* 2026-09-23/ }).waitFor()
    const figures = page.getByRole('region', { name: '估值', exact: true })
    await figures
      .getByRole('row', { name: /^资产净值/ })
      .getByRole('button')
      .last()
      .press('Enter')
    const panel = page.getByRole('dialog')
    await panel.getByText('SA5003 · 2026-09-23 · 第 1 版').waitFor()
    await panel.getByText(/^[A-Z]\d+$/).waitFor()
    expect(await panel.getByRole('link', { name: '下载' }).getAttribute('href')).toMatch(
      /\/staff\/files\/\w+\/content$/,
    )
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    const seen = page.getByRole('region', { name: '客户所见', exact: true })
    await seen.getByRole('row', { name: /^现金/ }).getByRole('button').click()
    await panel.getByText(/规则 R-CLS-1/).waitFor()
    await panel.getByRole('button', { name: '资产净值' }).press('Enter')
    await panel.getByText(/^[A-Z]\d+$/).waitFor()
    await expectAccessible(page)
    await panel.getByRole('button', { name: /返回上一层/ }).click()
    await panel.getByText(/规则 R-CLS-1/).waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'hidden' })
  })

  it('is usable on a phone', async () => {
    const { page } = visit
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSideScroll(page)
    await page.getByRole('region', { name: '客户所见', exact: true }).getByRole('button').first().click()
    await page
      .getByRole('dialog')
      .getByText(/规则 R-CLS-1/)
      .waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: '全部估值日' }).click()
    await page.getByRole('heading', { name: '检查容差' }).waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
    await page.getByRole('link', { name: '检查发现', exact: true }).click()
    await row('R-CHK-4').waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
  })
})

async function signIn(house: House, page: Page, url: string): Promise<void> {
  const { stdout } = await house.sma('staff', 'add', '--name', 'lin', '--role', 'operator')
  const once = stdout.trim().split('\n').at(-1) ?? ''
  const at = `${url}/api/v1/staff/auth`
  await page.request.post(`${at}/sessions`, { headers: CHANGE, data: { login: 'lin', password: once } })
  const changed = await page.request.put(`${at}/password`, { headers: CHANGE, data: { current: once, next: PASSWORD } })
  expect(changed.status()).toBe(200)
}
