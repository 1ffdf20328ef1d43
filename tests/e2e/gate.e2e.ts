/** A morning at the gate: a wrong sheet is held, the right one let through by another person; then a restatement, and a withdrawal. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { zipOf } from '@sma/importers/testing/zip'
import { basename, join } from 'node:path'
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
import { openHouse, readClients, type House } from './platform'

const PASSWORD = 'three quiet rivers'
const REASON = '估值表行情有误，按重新出具的估值表更正'

describe('the gate', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  let day = ''
  const people: Record<string, Visit> = {}

  /** The same demonstration with or without mistakes planted in its last day. */
  const write = (name: string, ...faults: string[]) =>
    house.sma(
      'demo',
      `--out=${join(house.dir, name)}`,
      '--portfolios=2',
      '--years=0.05',
      '--seed=7',
      ...faults.flatMap((fault) => ['--fault', fault]),
    )
  const filesOf = (name: string, wanted: (file: string) => boolean) =>
    readdirSync(join(house.dir, name))
      .filter(wanted)
      .map((file) => join(house.dir, name, file))
  const isOfLastDay = (file: string) =>
    file.replace(/(\d{4})年(\d\d)月(\d\d)日/, '$1$2$3').includes(day.replaceAll('-', ''))
  const sheetOf = (name: string, account: RegExp) => filesOf(name, (file) => isOfLastDay(file) && account.test(file))

  beforeAll(async () => {
    house = await openHouse()
    await Promise.all([write('right'), write('wrong', 'unit-nav:SA5001'), write('restated', 'nav-move:SA5002')])
    const [last = ''] = filesOf('right', (file) => file.startsWith('chicang_'))
      .sort()
      .reverse()
    day = last.replace(/.*chicang_(\d{4})(\d\d)(\d\d)\.xls/, '$1-$2-$3')
    await house.sma('import', ...filesOf('right', (file) => !isOfLastDay(file) && !file.endsWith('.json')), '--publish')
    const roles = { lin: ['operator'], dora: ['operator', 'reviewer'], rita: ['reviewer'] }
    const once: Record<string, string> = {}
    for (const [name, own] of Object.entries(roles)) {
      once[name] = await house.addStaff(name, ...own)
    }
    server = await house.serve()
    browser = await openBrowser()
    for (const name of Object.keys(roles)) {
      people[name] = await openVisit(browser, name === 'rita' ? 'phone' : 'desk')
      await signIn(pageOf(name), name, once[name] ?? '')
    }
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    for (const visit of Object.values(people)) visit.expectSilence()
  })

  function pageOf(name: string): Page {
    const visit = people[name]
    if (!visit) throw new Error(`${name} has no page`)
    return visit.page
  }

  async function signIn(page: Page, login: string, once: string) {
    await enterConsole(page, server.url, { login, oneTime: once, password: PASSWORD })
    await page.getByRole('heading', { name: '今日看板' }).waitFor()
  }

  const openUpload = (page: Page) => page.goto(`${server.url}/console/upload`)

  async function upload(page: Page, files: string[], reason = '') {
    await openUpload(page)
    await page.locator('input[type=file]:not([webkitdirectory])').setInputFiles(files)
    await page.getByText('客户将看到这段说明').waitFor()
    await page.getByLabel(/更正原因/).fill(reason)
    await sendChosen(page)
  }

  async function sendChosen(page: Page) {
    await page.getByRole('button', { name: /上传并导入/ }).click()
    await page.waitForURL('**/imports/*')
    await page.getByText('导入完成').waitFor({ timeout: 60_000 })
  }

  /** A folder pulled onto the page from outside the browser. */
  async function dropFolder(page: Page, folder: string) {
    await openUpload(page)
    const box = await page.getByText('将文件或文件夹拖到这里').boundingBox()
    if (!box) throw new Error('there is no place to drop')
    const session = await page.context().newCDPSession(page)
    const data = { items: [], files: [folder], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: box.x + 10, y: box.y + 10, data })
  }

  /** The morning's files in a folder of their own, as they are saved from the other systems. */
  function morning(name: string): string {
    const folder = join(house.dir, `morning-${name}`, 'today')
    mkdirSync(folder, { recursive: true })
    for (const file of filesOf(name, isOfLastDay)) cpSync(file, join(folder, basename(file)))
    return folder
  }

  function zipped(files: string[]): string {
    const path = join(house.dir, 'mended.zip')
    writeFileSync(path, zipOf(Object.fromEntries(files.map((file) => [basename(file), readFileSync(file)]))))
    return path
  }

  const openWaiting = (page: Page) => page.goto(`${server.url}/console/waiting`)

  /** Presses a button of the bar, and the same one in the dialog that asks once more. */
  async function confirm(page: Page, name: RegExp, says: string) {
    await page.getByRole('group', { name: '处理所选' }).getByRole('button', { name }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(says).waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name }).click()
  }

  /** What the client of an account reads of its NAV, in a session of the client's own. */
  async function navOf(code: string) {
    const visit = people[code] ?? (people[code] = await clientOf(code))
    const reply = await visit.page.request.get(`${server.url}/api/v1/portfolios/${code}/performance/nav`)
    const nav = (await reply.json()) as { dates: string[]; restated: { date: string; reason: string }[] }
    return { last: nav.dates.at(-1), restated: nav.restated }
  }

  async function clientOf(code: string): Promise<Visit> {
    const client = readClients(join(house.dir, 'right', 'clients.csv')).find((one) => one.portfolios.includes(code))
    if (!client) throw new Error(`nobody has ${code}`)
    const visit = await openVisit(browser, 'phone')
    const { page } = visit
    await page.goto(server.url)
    await page.getByLabel('证件号码').fill(client.idNumber)
    await page.getByRole('button', { name: '查询' }).click()
    await page.getByLabel('手机号码').fill(client.phone)
    const asked = new Date(Date.now() - 1000)
    await page.getByRole('button', { name: '获取验证码' }).click()
    await page.getByLabel('短信验证码').fill(await house.codeFor(client.phone, asked))
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.waitForURL((url) => url.pathname !== '/login')
    return visit
  }

  /** What the client of an account is shown as the day of its figures. */
  async function expectShown(code: string, isShown: boolean) {
    const visit = people[code] ?? (people[code] = await clientOf(code))
    await visit.page.goto(`${server.url}/portfolios/${code}`)
    await visit.page.getByText('资产配置').first().waitFor()
    const [year, month, date] = day.split('-').map(Number)
    // The page also says for which day the next figures are expected.
    const text = visit.page.getByText(`资产净值（${year}年${month}月${date}日）`)
    await expect.poll(async () => (await text.count()) > 0).toBe(isShown)
  }

  it('holds the wrong sheet and says why, and lets an operator approve nothing', async () => {
    const page = pageOf('lin')
    await dropFolder(page, morning('wrong'))
    await page.getByText(/云帆稳健一号/).waitFor()
    await sendChosen(page)
    await page.getByRole('link', { name: '查看检查发现' }).click()
    await page
      .getByRole('row', { name: /SA5001/ })
      .getByText('R-CHK-2', { exact: true })
      .waitFor()
    await goToPage(page, '待披露')
    const row = page.getByRole('row', { name: /SA5001/ })
    await row.getByText('待处理问题').waitFor()
    await row.getByRole('button').click()
    await page.getByText(/资产净值 ÷ 份额 与单位净值不符/).waitFor()
    expect(await page.getByRole('button', { name: '批准' }).count()).toBe(0)
    expect(await page.getByRole('checkbox').count()).toBe(0)
    await page.reload()
    await page.getByText(/资产净值 ÷ 份额 与单位净值不符/).waitFor()
    await expectAccessible(page)
    await expectShown('SA5001', false)
  })

  it('takes the right sheet, but no approval from whoever brought it', async () => {
    const page = pageOf('dora')
    await upload(page, [zipped(sheetOf('right', /云帆稳健一号/))])
    await page.getByRole('row', { name: /云帆稳健一号.*已采用/ }).waitFor()
    await page.getByRole('link', { name: '查看检查发现' }).click()
    await page.getByText(/没有符合条件的检查发现/).waitFor()
    await page.getByLabel('状态').selectOption('resolved')
    await page
      .getByRole('row', { name: /SA5001/ })
      .getByText('R-CHK-2', { exact: true })
      .waitFor()
    await goToPage(page, '待披露')
    const row = page.getByRole('row', { name: /SA5001/ })
    await row.getByText('待批准').waitFor()
    // By the keys alone, from the search to the second question.
    await page.keyboard.press('/')
    await page.keyboard.type('SA5001')
    await page.waitForURL('**/waiting?text=SA5001')
    await page.getByText('共 1 天，1 个账户').waitFor()
    await page.keyboard.press('Enter')
    for (const key of ['j', 'x', 'a', 'Enter']) await page.keyboard.press(key)
    const dialog = page.getByRole('dialog')
    await dialog.getByText('涉及 1 个账户、1 位客户。').waitFor()
    await expectAccessible(page)
    const isOn = () => dialog.getByRole('button', { name: /^批准/ }).evaluate((it) => it === document.activeElement)
    for (let step = 0; step < 5 && !(await isOn()); step++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await row.getByText(/须由另一人批准/).waitFor()
    await expectAccessible(page)
  })

  it('shows another person what would change, and publishes on her word', async () => {
    const page = pageOf('rita')
    await page.goto(`${server.url}/console/`)
    await page.getByRole('link', { name: '1 天' }).first().click()
    await page.getByRole('button', { name: /SA500/ }).first().click()
    await page.getByRole('heading', { name: '大类占净值比例' }).waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
    await openWaiting(page)
    await page.getByRole('button', { name: /选择全部/ }).click()
    await confirm(page, /^批准 2 天/, '客户暂时看不到变化')
    await page.getByText('已批准 2 天').waitFor()
    await confirm(page, /^披露 2 天/, '展示给 2 位客户')
    await page.getByText('已披露 2 天').waitFor()
    await page.getByText('没有等待处理的估值日').waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
    await expectShown('SA5001', true)
  })

  it('restates a shown day with a reason, of which it says that the client will read it', async () => {
    await upload(pageOf('lin'), sheetOf('restated', /远山均衡二号/), REASON)
    const page = pageOf('rita')
    await openWaiting(page)
    await page.getByRole('button', { name: /SA5002/ }).click()
    await page.getByText(REASON).waitFor()
    await page.getByText('（达到 0.5%，重大）').waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
    await page.getByLabel(`选择 SA5002 ${day}`).check()
    await confirm(page, /^批准/, '其中 1 天更改已披露过的数据，1 天的净值变动达到 0.5%')
    await confirm(page, /^披露/, '立即展示给 1 位客户')
    await page.getByText('已披露 1 天').waitFor()
    expect((await navOf('SA5002')).restated).toMatchObject([{ date: day, reason: REASON }])
  })

  it('lets the client find the mark on the curve, and the reason beside it, under the finger and in the table', async () => {
    const page = pageOf('SA5002')
    await page.goto(`${server.url}/portfolios/SA5002/performance?view=curve`)
    const chart = page.getByRole('img', { name: /其中 1 天的数据已更正/ })
    await chart.scrollIntoViewIfNeeded()
    const list = page.getByRole('region', { name: '更正', exact: true })
    await list.getByText(`原因：${REASON}`).waitFor()
    await list.getByText(/披露于 \d{4}-\d\d-\d\d，更正于 \d{4}-\d\d-\d\d/).waitFor()
    await chart.locator('canvas').waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
    await page.getByText('以表格查看').click()
    await page.getByRole('row', { name: new RegExp(`${day}.*${REASON}`, 's') }).waitFor()
    await page.goto(`${server.url}/portfolios/SA5002`)
    await page.getByText(`本日数据已更正。原因：${REASON}`).waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
    await page.goto(`${server.url}/portfolios/SA5002/account`)
    await page.getByText(`本日数据已更正。原因：${REASON}`).waitFor()
  })

  it('shows staff what the correction changed, how far the NAV went, and whose account it is', async () => {
    const page = pageOf('dora')
    await page.goto(`${server.url}/console/portfolios/SA5002/days/${day}`)
    await page.getByRole('cell', { name: /（达到 0.5%，重大）/ }).waitFor()
    await page.getByText('看到此账户的客户：1 位').waitFor()
    await page.getByText(/达到基金估值错误的 0.5%/).waitFor()
    await page.getByRole('row', { name: /单位净值 整个账户/ }).waitFor()
    await expectNoSideScroll(page)
    await expectAccessible(page)
  })

  it('withdraws a day when a second person agrees', async () => {
    const asking = pageOf('rita')
    await asking.getByRole('button', { name: '撤回', exact: true }).click()
    await asking.getByRole('button', { name: '确认撤回' }).click()
    await asking.getByText('请填写撤回原因').waitFor()
    await asking.getByLabel('撤回原因').fill('托管行要求核实')
    await asking.getByRole('button', { name: '确认撤回' }).click()
    await asking.getByText('由您申请，等待另一人同意').waitFor()
    await expectAccessible(asking)
    expect((await navOf('SA5002')).last).toBe(day)
    const page = pageOf('lin')
    await openWaiting(page)
    await page.getByRole('button', { name: '同意撤回' }).click()
    await page.getByText('申请原因：托管行要求核实').waitFor()
    await expectAccessible(page)
    await page.getByRole('dialog').getByRole('button', { name: '同意撤回' }).click()
    await page.getByText('已撤回，客户不再看到这一天').waitFor()
    expect((await navOf('SA5002')).last).not.toBe(day)
    const client = pageOf('SA5002')
    for (const place of ['', '/account', `?date=${day}`]) {
      await client.goto(`${server.url}/portfolios/SA5002${place}`)
      await client.getByText(/的数据已撤回，正在核对，核对后会重新披露/).waitFor()
    }
    await expectAccessible(client)
  })
})
