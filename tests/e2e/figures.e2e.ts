/** The figures in a browser: a fund's page by keyboard alone, exports read back against the page, and clean paper. */
import type { Browser, Page } from 'playwright-core'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSheets, type SheetCell } from '../../apps/server/src/testing/read-sheet'
import { expectAccessible, expectNoSideScroll, openBrowser, openVisit, signInClient, type Visit } from './browser'
import { hasText, pageContents } from './pdf'
import { openHouse, readClients, type DemoClient } from './platform'

let browser: Browser
let visit: Visit
let base: string
let stop: (() => Promise<void>) | undefined

beforeAll(async () => {
  const house = await openHouse()
  const demo = join(house.dir, 'demo')
  await house.sma('demo', '--out', demo, '--portfolios', '2', '--years', '1', '--until', '2026-09-30', '--seed', '7')
  await house.sma('import', demo, '--publish')
  const served = await house.serve()
  stop = served.stop
  const client = readClients(join(demo, 'clients.csv'))[0] as DemoClient
  browser = await openBrowser()
  visit = await openVisit(browser, 'desk')
  await signInClient(visit.page, { url: served.url, client, codeFor: house.codeFor })
  base = `${served.url}/portfolios/${client.portfolios[0]}`
})

afterAll(async () => {
  await browser?.close()
  await stop?.()
})

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await expectNoSideScroll(page)
  await expectAccessible(page)
}

/** Goes on with the keys until what has the focus says so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    const words = `${(await focused.getAttribute('aria-label')) ?? ''} ${(await focused.textContent()) ?? ''}`
    if (words.trim().startsWith(name)) return
  }
  throw new Error(`the keys do not reach ${name}`)
}

/** The file that a press of the button gives, its first sheet. */
async function exported(page: Page, name: string): Promise<{ name: string; rows: SheetCell[][] }> {
  await page.getByRole('button', { name, exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Excel 表格' }).click(),
  ])
  const [sheet] = readSheets(await readFile(await download.path()))
  return { name: download.suggestedFilename(), rows: sheet?.rows ?? [] }
}

/** The figure in a cell of a page as a number; null where the cell has none. */
function figureIn(text: string | undefined): number | null {
  const figure = /[−+]?[\d,]+\.\d{2,4}/.exec(text ?? '')?.[0]
  return figure === undefined ? null : Number(figure.replaceAll(',', '').replace('−', '-'))
}

async function cellsOf(page: Page, name: string): Promise<string[][]> {
  const table = page.getByRole('table', { name })
  await table.waitFor()
  return table
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')))
}

describe('a fund', () => {
  it('is reached and read by keyboard alone, and its calendar says why a day cannot be chosen', async () => {
    const { page } = visit
    await page.goto(`${base}/account?view=holdings&open=equity`)
    const table = page.getByRole('table', { name: '权益类基金的持仓' })
    const name = (await table.getByRole('link').first().textContent()) ?? ''
    await tabTo(page, name)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await page.locator('canvas').first().waitFor()
    await settled(page)

    await tabTo(page, '日期 ')
    await page.keyboard.press('Enter')
    // 2026-09-30 is a Wednesday; four days before it lies a Saturday, on the Friday before that the exchange was shut.
    await page.getByText('划去的日期不能选择').waitFor()
    for (let day = 0; day < 4; day++) await page.keyboard.press('ArrowLeft')
    await page.getByText('2026-09-26：非交易日，没有净值。').waitFor()
    await page.keyboard.press('Enter')
    for (let day = 0; day < 2; day++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Enter')
    await page.waitForURL(/date=2026-09-24/)
    await page.getByText(/^\d{4}-\d{2}-\d{2} 至 2026-09-24$/).waitFor()
    await tabTo(page, '以表格查看')
    await page.keyboard.press('Enter')
    const [newest] = await cellsOf(page, '基金净值与交易')
    expect(newest?.[0]).toBe('2026-09-24')
    await settled(page)
    visit.expectSilence()
  })

  it('adds up: its profit is the sum of its parts', async () => {
    const { page } = visit
    await page.goto(`${base}/account?view=holdings&open=equity`)
    await page.getByRole('table', { name: '权益类基金的持仓' }).getByRole('link').first().click()
    const table = page.getByRole('table', { name: '持仓收益的构成' })
    await table.waitFor()
    const figures = (await table.locator('td').allTextContents()).map(figureIn)
    const cents = figures.map((figure) => Math.round(Number(figure) * 100))
    expect(cents.slice(0, -1).reduce((sum, part) => sum + part, 0)).toBe(cents.at(-1))
  })
})

describe('exports', () => {
  it('hold the holdings of the page, figure by figure', async () => {
    const { page } = visit
    await page.goto(`${base}/account?view=holdings&open=equity&date=2026-09-29`)
    const shown = await cellsOf(page, '权益类基金的持仓')
    const { name, rows } = await exported(page, '导出持仓明细')
    expect(name).toMatch(/^\w+_持仓明细_2026-09-29\.xlsx$/)
    const funds = rows.filter((row) => row[0] === '权益' && row[11] !== '已清仓')
    expect(funds.length).toBe(shown.length)
    for (const cells of shown) {
      const row = funds.find((one) => one[1] === cells[0])
      expect(cells[1]).toContain(row?.[2])
      // Shares, cost, market value and profit.
      expect([row?.[3], row?.[4], row?.[7], row?.[8]]).toEqual([2, 3, 5, 6].map((at) => figureIn(cells[at])))
    }
    const net = figureIn((await page.getByRole('region', { name: '账户概要' }).locator('.net').textContent()) ?? '')
    const cents = rows.slice(1).reduce((sum, row) => sum + Math.round(Number(row[7]) * 100), 0)
    expect(cents).toBe(Math.round(Number(net) * 100))
    visit.expectSilence()
  })

  it('hold every transaction of a period chosen by its button', async () => {
    const { page } = visit
    await page.goto(`${base}/records`)
    await page.getByText('本年至今', { exact: true }).click()
    await page.waitForURL(/period=year-to-date/)
    await page.getByText(/共 \d+ 笔/).waitFor()
    await settled(page)
    const { rows } = await exported(page, '导出交易记录')
    const count = Number(/共 (\d+) 笔/.exec((await page.getByText(/共 \d+ 笔/).textContent()) ?? '')?.[1])
    expect(rows).toHaveLength(count + 1)
    // The page begins with the newest, the file with the oldest.
    const [newest] = await cellsOf(page, '投资记录')
    const last = rows.at(-1)
    expect([String(last?.[0]), last?.[2], last?.[3]]).toEqual([newest?.[0], newest?.[2], newest?.[3]])
    expect(last?.[5]).toBe(figureIn(newest?.[5]))
  })

  it('say in words why there is none', async () => {
    const { page } = visit
    await page.route(/\/export\?/, (route) =>
      route.fulfill({ status: 400, contentType: 'application/problem+json', body: '{"code":"export-too-large"}' }),
    )
    await page.getByRole('button', { name: '导出交易记录' }).click()
    await page.getByRole('button', { name: 'CSV 文件' }).click()
    const alert = page.getByRole('alert')
    await alert.waitFor()
    expect(await alert.textContent()).toContain('一次最多导出 10,000 行')
    await page.unroute(/\/export\?/)
    visit.expectSilence()
  })
})

describe('paper', () => {
  const pages = [
    ['home', ''],
    ['account', '/account'],
    ['holdings', '/account?view=holdings&open=fixed-income,equity,alternative,money'],
    ['periods', '/performance?open=custom,year-to-date,since-inception'],
    ['stages', '/performance?view=stages&frequency=week'],
    ['records', '/records'],
  ] as const

  it.each(pages)('holds %s without blank pages, navigation and anything to press', async (_name, path) => {
    const { page } = visit
    await page.goto(base + path)
    await page.getByRole('main').getByRole('table').or(page.getByRole('main').locator('dl')).first().waitFor()
    await page.waitForLoadState('networkidle')
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0)
    expect(await page.locator('.button, .text-link, fieldset, select, input').filter({ visible: true }).count()).toBe(0)
    const contents = pageContents(await page.pdf({ preferCSSPageSize: true }))
    await page.emulateMedia({ media: null })
    expect(contents.length).toBeGreaterThan(0)
    expect(contents.map(hasText)).toEqual(contents.map(() => true))
  })

  it('holds a whole table that was opened, and of a fund all', async () => {
    const { page } = visit
    await page.goto(`${base}/account?view=holdings&open=equity`)
    await page.getByRole('table', { name: '权益类基金的持仓' }).getByRole('link').first().click()
    await page.locator('canvas').first().waitFor()
    await page.getByText('以表格查看').click()
    const rows = (await cellsOf(page, '基金净值与交易')).length
    const contents = pageContents(await page.pdf({ preferCSSPageSize: true }))
    expect(contents.map(hasText)).toEqual(contents.map(() => true))
    // Each page of A4 has room for about forty rows: none is cut off with the scrolled box.
    expect(contents.length).toBeGreaterThanOrEqual(Math.floor(rows / 60))
    visit.expectSilence()
  })
})
