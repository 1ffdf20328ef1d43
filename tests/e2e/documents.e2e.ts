/** What the house gives its clients to read: opened on a phone, written and targeted at a desk, a month's reports sent at once. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainPdf } from '../../apps/server/src/demo/plain-pdf'
import {
  enterConsole,
  expectAccessible,
  expectNoSideScroll,
  goToPage,
  openBrowser,
  openVisit,
  type Visit,
} from './browser'
import { openHouse, readClients, type DemoClient, type House } from './platform'

const PASSWORD = 'three quiet rivers'

describe('documents', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  let once = ''
  let onceOfBoss = ''
  let clients: DemoClient[] = []
  const visits: Visit[] = []

  beforeAll(async () => {
    house = await openHouse()
    const demo = join(house.dir, 'demo')
    await house.sma(
      'demo',
      '--out',
      demo,
      '--portfolios',
      '3',
      '--years',
      '0.1',
      '--until',
      '2026-09-30',
      '--seed',
      '7',
    )
    await house.sma('import', demo, '--publish')
    once = await house.addStaff('ela', 'editor')
    onceOfBoss = await house.addStaff('boss', 'administrator')
    clients = readClients(join(demo, 'clients.csv'))
    server = await house.serve()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    for (const visit of visits) visit.expectSilence()
  })

  async function open(screen: 'phone' | 'desk'): Promise<Page> {
    const visit = await openVisit(browser, screen)
    visits.push(visit)
    return visit.page
  }

  const clientOf = (code: string): DemoClient => {
    const found = clients.find(({ portfolios }) => portfolios.includes(code))
    if (!found) throw new Error(`no client of ${code}`)
    return found
  }

  async function signIn(page: Page, client: DemoClient): Promise<void> {
    await page.goto(server.url)
    await page.getByLabel('证件号码').fill(client.idNumber)
    await page.getByRole('button', { name: '查询' }).click()
    await page.getByLabel('手机号码').fill(client.phone)
    const asked = new Date(Date.now() - 1000)
    await page.getByRole('button', { name: '获取验证码' }).click()
    await page.getByLabel('短信验证码').fill(await house.codeFor(client.phone, asked))
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.waitForURL((url) => url.pathname !== '/login')
  }

  /** With the one-time password, which is changed. */
  async function signInStaff(page: Page, login: string, oneTime: string): Promise<void> {
    await enterConsole(page, server.url, { login, oneTime, password: PASSWORD })
  }

  async function settled(page: Page): Promise<void> {
    await page.waitForLoadState('networkidle')
    await expectNoSideScroll(page)
    await expectAccessible(page)
  }

  const tile = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
  let first: Page

  it('a client opens an announcement on a phone; the PDF is drawn there, and the mark goes', async () => {
    first = await open('phone')
    const code = clients[0]?.portfolios[0] ?? ''
    await signIn(first, clientOf(code))
    await first.goto(`${server.url}/portfolios/${code}`)
    const newest = tile(first, '公告').getByRole('link').filter({ hasText: '节假日' })
    await newest.filter({ hasText: '未读' }).waitFor()
    await settled(first)
    await newest.click()
    await first.getByRole('heading', { name: '关于调整节假日申购赎回安排的公告' }).waitFor()
    const page = first.getByRole('region', { name: '第 1 页，共 1 页' })
    await page.getByText('请提前安排资金').waitFor({ state: 'attached' })
    expect(await darkPixels(first)).toBeGreaterThan(500)
    await settled(first)
    const [download] = await Promise.all([
      first.waitForEvent('download'),
      first.getByRole('link', { name: /^下载/ }).click(),
    ])
    expect(download.suggestedFilename()).toBe('关于调整节假日申购赎回安排的公告.pdf')
    await first.getByRole('link', { name: '‹ 全部公告' }).click()
    const row = first.getByRole('main').getByRole('link').filter({ hasText: '节假日' })
    await row.waitFor()
    await row.filter({ hasNotText: '未读' }).waitFor()
    await settled(first)
  })

  /** How many pixels of the first canvas carry ink. */
  const darkPixels = (page: Page): Promise<number> =>
    page.locator('canvas').evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? []
      let dark = 0
      for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 128 && (pixels[at + 3] ?? 0) > 0) dark++
      return dark
    })

  it('the house’s pages are open to everyone, in both languages', async () => {
    const page = await open('desk')
    await page.goto(`${server.url}/login`)
    await page.getByRole('link', { name: '免责声明' }).click()
    await page.getByRole('heading', { name: '免责声明' }).waitFor()
    await page.getByText('不构成投资建议').waitFor()
    await settled(page)
    await page.getByRole('link', { name: '‹ 返回' }).click()
    await page.getByLabel('证件号码').waitFor()
    expect(new URL(page.url()).pathname).toBe('/login')
  })

  let editor: Page

  it('an editor writes an article for one account; its client sees it, another does not', async () => {
    editor = await open('desk')
    await signInStaff(editor, 'ela', once)
    await goToPage(editor, '公告与专栏')
    await editor.getByRole('heading', { name: '公告与专栏' }).waitFor()
    await editor.getByRole('table').waitFor()
    await settled(editor)
    const [own, other] = [clients[0]?.portfolios[0] ?? '', clients[1]?.portfolios[0] ?? '']
    await editor.getByRole('link', { name: '新建' }).click()
    // The list has a field of that name too.
    await editor.getByLabel('正文').waitFor()
    await editor.getByLabel('类型').selectOption('article')
    await editor.getByLabel('标题').fill('给您的一封信')
    await editor.getByLabel('正文').fill('第一段\n\n第二段')
    await editor.getByLabel('接收范围').selectOption('accounts')
    await editor.getByLabel('账户代码').fill(own)
    await editor.getByRole('region', { name: '客户看到的样子' }).getByText('第二段').waitFor()
    await editor.getByRole('button', { name: '保存' }).click()
    await editor.getByRole('button', { name: '发布给 1 位客户' }).click()
    await editor.getByText('1 位客户中，0 位已打开本版本').waitFor()
    await settled(editor)

    await first.goto(`${server.url}/portfolios/${own}`)
    await tile(first, '专栏').getByRole('link').filter({ hasText: '给您的一封信' }).click()
    await first.getByText('第二段').waitFor()
    const second = await open('phone')
    await signIn(second, clientOf(other))
    await second.goto(`${server.url}/portfolios/${other}/articles`)
    await second.getByText('读懂单位净值与累计净值').waitFor()
    expect(await second.getByText('给您的一封信').count()).toBe(0)
    await editor.reload()
    await editor.getByText('1 位客户中，1 位已打开本版本').waitFor()
  })

  it('gets a second file, which the client opens; the editor reads who opened which, and what was changed', async () => {
    const own = clients[0]?.portfolios[0] ?? ''
    const named = (name: string) => ({ name, mimeType: 'application/pdf', buffer: plainPdf(name, []) })
    const attachments = editor.getByRole('region', { name: '附件', exact: true })
    await attachments.getByLabel('添加 PDF').setInputFiles(named('第一份.pdf'))
    await attachments.getByRole('link', { name: '第一份.pdf' }).waitFor()
    await attachments.getByLabel('添加 PDF').setInputFiles(named('第二份.pdf'))
    await attachments.getByRole('button', { name: '上移 第二份.pdf' }).click()
    await attachments.getByRole('button', { name: '上移 第一份.pdf' }).waitFor()
    const preview = editor.getByRole('region', { name: '客户看到的样子' })
    // Drawn by the viewer that the client has, in a frame.
    const firstFile = preview.getByRole('region', { name: '第一份.pdf' })
    await firstFile.getByRole('button', { name: '查看' }).click()
    await firstFile.frameLocator('iframe').getByRole('region', { name: '第 1 页' }).waitFor()
    await expectAccessible(editor)
    await editor.getByLabel('正文').fill('第一段\n\n第二段，改过')
    await editor.getByRole('button', { name: '保存' }).click()
    const history = editor.getByRole('region', { name: '更改历史' })
    await history.getByText('第二段，改过').waitFor()
    await history.getByText('附件顺序已调整').waitFor()
    await history.getByText('最初的内容').waitFor()
    await settled(editor)

    await first.goto(`${server.url}/portfolios/${own}`)
    const row = tile(first, '专栏').getByRole('link').filter({ hasText: '给您的一封信' })
    await row.filter({ hasText: '2 个 PDF' }).filter({ hasText: '未读' }).click()
    // the first is drawn at once, the other when it is asked for
    await first.getByRole('region', { name: '第二份.pdf' }).getByRole('region', { name: '第 1 页' }).waitFor()
    const other = first.getByRole('region', { name: '第一份.pdf' })
    await other.getByText('未打开').waitFor()
    await settled(first)
    await other.getByRole('button', { name: '在此阅读' }).click()
    await other.getByRole('region', { name: '第 1 页' }).waitFor()
    await other.getByText('未打开').waitFor({ state: 'detached' })
    expect(await first.getByText('未打开').count()).toBe(0)
    await editor.reload()
    await editor.getByText('2 份中打开 2 份').waitFor()
    expect(await editor.getByText('1 位客户中，1 位已打开本版本').count()).toBe(1)
  })

  it('a month’s reports are sent at once, find their accounts and are shown when released', async () => {
    const code = clients[0]?.portfolios[0] ?? ''
    await editor.getByRole('link', { name: '‹ 公告与专栏' }).click()
    const report = (name: string) => ({ name, mimeType: 'application/pdf', buffer: plainPdf(name, []) })
    await editor
      .getByLabel('批量上传定期报告')
      .setInputFiles([report(`${code}_2026年9月报.pdf`), report('不知道是谁的.pdf')])
    await editor.getByText('已识别 1 份报告').waitFor()
    await editor.getByText('文件名中没有已知的账户代码').waitFor()
    await settled(editor)
    await editor.getByRole('button', { name: '发布这 1 份' }).click()
    await editor.getByText('已发布 1 份报告').waitFor()
    await first.goto(`${server.url}/portfolios/${code}/announcements`)
    await first.getByText('2026年9月报').waitFor()
    expect(await first.getByText('不知道是谁的').count()).toBe(0)
    await goToPage(editor, '平台页面')
    await editor.getByRole('tab', { name: '风险提示' }).click()
    await editor.getByRole('button', { name: '保存为新版本' }).waitFor()
    await settled(editor)
  })

  it('reports found missing are sent at once, count as disclosed, and are read by one client of two', async () => {
    const [own, other] = [clients[0]?.portfolios[0] ?? '', clients[1]?.portfolios[0] ?? '']
    const boss = await open('desk')
    await signInStaff(boss, 'boss', onceOfBoss)
    await goToPage(boss, '披露日历')
    await boss.getByRole('button', { name: '披露规则…' }).click()
    await boss.getByLabel('起计日').fill('2026-10-01')
    await boss.getByRole('button', { name: '保存' }).click()
    await boss.getByText('已保存。').waitFor()
    await settled(boss)
    await boss.keyboard.press('Escape')
    await boss.getByLabel('事项').selectOption('quarterly')
    const row = (code: string) => boss.getByRole('row').filter({ hasText: code })
    await boss.getByRole('radio', { name: /^豁免/ }).check({ force: true })
    // All of the demonstration's accounts were launched within the quarter.
    await row(own).getByText('存续不足三个月').waitFor()
    await boss.getByLabel('事项').selectOption('monthly')
    await boss.getByRole('radio', { name: /^未披露/ }).check({ force: true })
    await row(other).filter({ hasText: '2026年9月' }).waitFor()
    await settled(boss)

    await goToPage(boss, '公告与专栏')
    const report = (name: string) => ({ name, mimeType: 'application/pdf', buffer: plainPdf(name, []) })
    const names = clients.flatMap(({ portfolios }) => portfolios).filter((code) => code !== own)
    const sent = [...new Set(names)].map((code) => report(`${code}_2026年9月报.pdf`))
    await boss.getByLabel('批量上传定期报告').setInputFiles(sent)
    await boss.getByRole('button', { name: `发布这 ${sent.length} 份` }).click()
    await boss.getByText(`已发布 ${sent.length} 份报告`).waitFor()
    await goToPage(boss, '披露日历')
    await boss.getByLabel('事项').selectOption('monthly')
    await boss.getByRole('radio', { name: /^已披露/ }).check({ force: true })
    await row(other).filter({ hasText: '2026年9月' }).waitFor()
    await row(own).filter({ hasText: '2026年9月' }).getByRole('link', { name: '已发布' }).click()
    // The first client saw it in the list only; now it is opened.
    await boss.getByText('1 位客户中，0 位已打开本版本').waitFor()
    await first.goto(`${server.url}/portfolios/${own}/announcements`)
    await first.getByRole('link').filter({ hasText: '2026年9月报' }).click()
    await first.getByRole('heading', { name: '2026年9月报' }).waitFor()
    await boss.reload()
    await boss.getByText('1 位客户中，1 位已打开本版本').waitFor()
    await boss.goBack()
    await row(other).filter({ hasText: '2026年9月' }).getByRole('link', { name: '已发布' }).click()
    await boss.getByText('0 位已打开本版本').waitFor()
    const [list] = await Promise.all([
      boss.waitForEvent('download'),
      boss.getByRole('link', { name: '导出提醒名单' }).click(),
    ])
    expect(list.suggestedFilename()).toContain('阅读提醒')
  })
})
