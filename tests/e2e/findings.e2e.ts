/** What the checks found is looked through, explained, taken back; the day that it stands on is read beside O3.2. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, expectNoSideScroll, goToPage, openBrowser, openVisit, type Visit } from './browser'
import { openHouse, type House } from './platform'

const PASSWORD = 'three quiet rivers'
const CHANGE = { 'x-requested-with': 'sma' }
const DEMO = ['--portfolios', '4', '--years', '0.1', '--until', '2026-09-23', '--seed', '7']
/**
 * O3.2 holds more shares of a fund than the sheet (R-CHK-4); a day's NAV moves far (R-CHK-6) and restates that day. A fourth
 * account has a day without a valuation (R-CHK-7), and a sheet of its last day that is no sum of itself (R-CHK-1).
 */
const FAULTS = ['o32-shares:SA5002', 'nav-move:SA5003']
const OF_THE_FOURTH = ['missing-day:SA5004', 'total-assets:SA5004']

describe('findings and days', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  let visit: Visit

  beforeAll(async () => {
    house = await openHouse()
    await house.sma('demo', '--out', join(house.dir, 'right'), ...DEMO, '--fault', ...OF_THE_FOURTH)
    await house.sma('demo', '--out', join(house.dir, 'wrong'), ...DEMO, '--fault', ...FAULTS, ...OF_THE_FOURTH)
    // Both end with 1, as some files are held.
    await house.sma('import', join(house.dir, 'right'), '--publish').catch(() => null)
    await house.sma('import', join(house.dir, 'wrong'), '--reason', '补记估值').catch(() => null)
    server = await house.serve()
    browser = await openBrowser()
    visit = await openVisit(browser, 'desk')
    await signIn(house, visit.page, server.url, { login: 'lin', role: 'operator' })
    await house.sma('staff', 'add', '--name', 'wu', '--role', 'reviewer')
    await house.sma('staff', 'add', '--name', 'edda', '--role', 'editor')
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
    await goToPage(page, '检查发现')
    await row('O3.2 份额与估值表份额不一致').waitFor()
    await expectAccessible(page)
    await page.getByLabel('级别').selectOption('review')
    await expect.poll(() => page.getByRole('row').count()).toBe(3)
    expect(page.url()).toContain('severity=review')
    await page.getByLabel('账户代码').fill('SA5002')
    await page.getByLabel('账户代码').blur()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
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
    await row('R-CHK-4').getByText(/^经过/).click()
    await row('R-CHK-4')
      .getByText(/lin 说明： 确认单在途，次日核对一致/)
      .waitFor()
    await row('R-CHK-4')
      .getByText(/lin 撤回说明/)
      .waitFor()
    await expectAccessible(page)
  })

  it('gives a finding to another of the staff, and takes it back', async () => {
    const { page } = visit
    const choose = () => page.getByRole('checkbox', { name: /R-CHK-4 SA5002/ }).check()
    const actions = page.getByRole('region', { name: /已选/ })
    await choose()
    expect(await actions.getByLabel('负责人').locator('option').allTextContents()).toEqual(['请选择', 'lin', 'wu'])
    await actions.getByLabel('负责人').selectOption('wu')
    await actions.getByRole('button', { name: '指派' }).click()
    await row('R-CHK-4').filter({ hasText: 'wu' }).waitFor()
    await page.getByLabel('负责人').first().selectOption('me')
    await page.getByText('没有符合条件的检查发现').waitFor()
    expect(page.url()).toContain('owner=me')
    await page.getByLabel('负责人').first().selectOption('wu')
    await choose()
    await actions.getByRole('button', { name: '取消负责人' }).click()
    await page.getByText('没有符合条件的检查发现').waitFor()
    await page.getByLabel('负责人').first().selectOption('none')
    await row('R-CHK-4')
      .getByText(/lin 负责人： 无人/)
      .waitFor({ state: 'attached' })
    await page.getByLabel('负责人').first().selectOption('')
  })

  it('acknowledges a missing day for good, and lets no explanation pass what has to be mended', async () => {
    const { page } = visit
    await page.getByLabel('账户代码').fill('SA5004')
    await page.getByLabel('账户代码').blur()
    await page.getByLabel('级别').selectOption('')
    await row('R-CHK-1').getByText('须更正，不能以说明放行。').waitFor()
    await page.getByRole('checkbox', { name: /R-CHK-1 SA5004/ }).check()
    await page.getByText('其中 1 项须更正，不能说明').waitFor()
    expect(await page.getByLabel(/^说明/).count()).toBe(0)
    await page.getByRole('checkbox', { name: /R-CHK-1 SA5004/ }).uncheck()
    await page.getByRole('checkbox', { name: /R-CHK-7 SA5004/ }).check()
    await page.getByText('其中 1 项为缺估值日').waitFor()
    await page.getByLabel(/^说明/).fill('托管行当日未估值')
    await page.getByRole('button', { name: '说明 1 项' }).click()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    await page.getByLabel('状态').selectOption('explained')
    await row('已确认当日无估值，长期有效：托管行当日未估值').waitFor()
    // The server says so too, whatever a page offers.
    const { findings } = await findingsOf(page, 'SA5004', 'R-CHK-1')
    const reply = await page.request.post(`${server.url}/api/v1/staff/findings/explanations`, {
      headers: CHANGE,
      data: { findings, note: '已核对' },
    })
    expect(await reply.json()).toMatchObject({ decisions: [{ outcome: 'must-be-resolved' }] })
  })

  it('exports what the filter shows', async () => {
    const { page } = visit
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '导出 CSV' }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^检查发现_\d{4}-\d\d-\d\d\.csv$/)
    const lines = readFileSync(await file.path(), 'utf8').split('\r\n')
    expect([lines.length, lines[2]]).toEqual([3, ''])
    expect(lines[0]).toMatch(/^\uFEFF日期,组合代码,组合名称,检查,/)
    expect(lines[1]).toMatch(/^2026-09-21,SA5004,.*,R-CHK-7,.*托管行当日未估值/)
    await page.getByLabel('状态').selectOption('open')
    await page.getByLabel('账户代码').fill('')
    await page.getByLabel('账户代码').blur()
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
    await goToPage(page, '今日看板')
    await page.getByRole('link', { name: 'SA5003' }).click()
    await page.getByRole('link', { name: '2026-09-23' }).click()
    const differences = page.getByRole('region', { name: '版本差异' })
    await differences.getByRole('row', { name: /^资产净值 整个账户/ }).waitFor()
    await page.getByRole('cell', { name: '补记估值' }).waitFor()
    await page.getByLabel('时刻（北京时间）').fill('2020-01-01T00:00')
    await page.getByText('当时客户看不到').waitFor()
    // An instant is a whole minute and never one to come: the one in which all was published has to be over.
    const shows = async () => {
      await page.getByLabel('时刻（北京时间）').fill(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 16))
      return page.getByText('2026-09-23', { exact: true }).count()
    }
    await expect.poll(shows, { timeout: 90_000, interval: 1000 }).toBe(1)
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

  it('judges a shown day by a new tolerance at once', async () => {
    const { page } = visit
    const admin = await openVisit(browser, 'desk')
    await signIn(house, admin.page, server.url, { login: 'adam', role: 'administrator' })
    await admin.page.goto(`${server.url}/console/portfolios/SA5003`)
    const move = admin.page.getByRole('row', { name: /超出即提示/ })
    const states = async () => (await findingsOf(page, 'SA5003', 'R-CHK-6')).states
    expect(await states()).toEqual(['open'])
    await move.getByRole('textbox').fill('9')
    await move.getByRole('button', { name: '设置' }).click()
    await move.getByText('本账户').waitFor()
    expect(await states()).toEqual(['resolved'])
    await expectAccessible(admin.page)
    await move.getByRole('button', { name: '恢复通用' }).click()
    await move.getByText('通用', { exact: true }).waitFor()
    expect(await states()).toEqual(['open'])
    admin.expectSilence()
    await admin.close()
  })

  it('shows the board of a past day', async () => {
    const { page } = visit
    await page.goto(`${server.url}/console/`)
    await page.getByLabel('日期').fill('2026-09-24')
    await page.getByText('2026-09-24 应到的估值日').waitFor()
    expect(page.url()).toContain('date=2026-09-24')
    await row('SA5002').getByRole('link', { name: '2026-09-23' }).waitFor()
    await row('SA5004').getByText('待处理问题').waitFor()
    await expectAccessible(page)
    await row('SA5002').getByRole('link', { name: /项$/ }).click()
    await row('R-CHK-4').waitFor()
    await page.goBack()
    await page.getByRole('button', { name: '回到今天' }).click()
    await page.getByText(/^今天是/).waitFor()
    expect(page.url()).not.toContain('date=')
  })

  it('is usable on a phone', async () => {
    const { page } = visit
    await page.setViewportSize({ width: 390, height: 844 })
    await row('SA5002').waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
    const code = await page.getByRole('link', { name: 'SA5002' }).boundingBox()
    expect(code?.height).toBeLessThan(40)
    await page.goto(`${server.url}/console/portfolios/SA5003/days/2026-09-23`)
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
    await goToPage(page, '检查发现')
    // The account's page has rows of its own that name the check.
    await page.getByRole('heading', { name: '检查发现', level: 1 }).waitFor()
    await row('R-CHK-4').waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
  })
})

/** What the server holds of one check of an account, as a decision names it. */
async function findingsOf(page: Page, portfolio: string, check: string) {
  const url = new URL(`/api/v1/staff/findings?portfolio=${portfolio}&check=${check}`, page.url())
  const reply = (await (await page.request.get(url.href)).json()) as {
    items: { id: string; state: string; found: string; expected: string }[]
  }
  return {
    states: reply.items.map(({ state }) => state),
    findings: reply.items.map(({ id, found, expected }) => ({ id, found, expected })),
  }
}

async function signIn(
  house: House,
  page: Page,
  url: string,
  { login, role }: { login: string; role: string },
): Promise<void> {
  const once = await house.addStaff(login, role)
  const at = `${url}/api/v1/staff/auth`
  await page.request.post(`${at}/sessions`, { headers: CHANGE, data: { login, password: once } })
  const changed = await page.request.put(`${at}/password`, { headers: CHANGE, data: { current: once, next: PASSWORD } })
  expect(changed.status()).toBe(200)
}
