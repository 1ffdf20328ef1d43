/** The staff's first morning: a person is added, signs in, sends a folder of files, reads what became of them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, expectNoSideScroll, goToPage, openBrowser, openVisit, type Visit } from './browser'
import { openHouse, type House } from './platform'

const PASSWORD = 'three quiet rivers'

describe('the console', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  let visit: Visit
  let once: string

  beforeAll(async () => {
    house = await openHouse()
    await house.sma('demo', '--out', join(house.dir, 'demo'), '--portfolios', '2', '--years', '0.1', '--seed', '7')
    mkdirSync(join(house.dir, 'wrong'))
    writeFileSync(join(house.dir, 'wrong', 'lunch.csv'), 'dish,price\nnoodles,12\n')
    // A folder with a database in it is a house of its own: no demonstration is made there.
    once = await house.addStaff('lin', 'operator')
    server = await house.serve()
    browser = await openBrowser()
    visit = await openVisit(browser, 'desk')
  })
  afterAll(async () => {
    await browser.close()
    await server.stop()
    visit.expectSilence()
  })

  it('lets a new person in, who changes the one-time password first', async () => {
    const { page } = visit
    await page.goto(`${server.url}/console/`)
    await page.getByLabel('登录名').fill('lin')
    await page.getByLabel('密码').fill(once)
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '修改密码' }).waitFor()
    await page.getByLabel('当前密码').fill(once)
    await page.getByLabel('新密码', { exact: true }).fill('password1234')
    await page.getByLabel('再次输入新密码').fill('password1234')
    await page.getByRole('button', { name: '修改密码' }).click()
    await page.getByText('过于常见').waitFor()
    await page.getByLabel('新密码', { exact: true }).fill(PASSWORD)
    await page.getByLabel('再次输入新密码').fill(PASSWORD)
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '今日看板' }).waitFor()
    await page.getByText('还没有已披露的估值日').waitFor()
    expect(await page.getByRole('link', { name: '上传文件', exact: true }).count()).toBe(1)
    await expectAccessible(page)
  })

  it('takes a folder of files, and a wrong one among them', async () => {
    const { page } = visit
    await goToPage(page, '上传文件')
    await page.locator('input[webkitdirectory]').setInputFiles(join(house.dir, 'demo'))
    await page.locator('input[type=file]:not([webkitdirectory])').setInputFiles(join(house.dir, 'wrong', 'lunch.csv'))
    await expectAccessible(page)
    await page.getByRole('button', { name: /上传并导入/ }).click()
    await page.getByText('导入完成').waitFor({ timeout: 90_000 })
    await page.getByRole('row', { name: /lunch\.csv 已拒绝/ }).waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'lunch.csv' }).click()
    await page.getByRole('cell', { name: /无法识别这是哪一类文件/ }).waitFor()
    await expectAccessible(page)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '下载原文件' }).click()
    expect((await download).suggestedFilename()).toBe('lunch.csv')
  })

  it('shows the days that wait for approval, and filters that stay in the address', async () => {
    const { page } = visit
    await goToPage(page, '今日看板')
    await expect.poll(() => page.getByRole('row', { name: /^待批准/ }).count()).toBe(2)
    await page.getByLabel('账户代码或名称').fill('SA5001')
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    await page.reload()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    expect(page.url()).toContain('text=SA5001')
    await expectAccessible(page)
    await goToPage(page, '文件台账')
    await page.getByLabel('状态').selectOption('rejected')
    await page.getByRole('link', { name: 'lunch.csv' }).waitFor()
    await expectAccessible(page)
  })

  it('marks the page that shows, in groups without those that have no page', async () => {
    const { page } = visit
    const navigation = page.getByRole('navigation', { name: '主导航' })
    const groups = ['每日', '账户与客户', '沟通与内容', '管理'].map((name) =>
      navigation.getByRole('list', { name }).count(),
    )
    expect(await Promise.all(groups)).toEqual([1, 1, 0, 1])
    expect(await navigation.locator('[aria-current=page]').allTextContents()).toEqual(['文件台账'])
    await page.getByRole('link', { name: 'lunch.csv' }).click()
    await page.getByRole('heading', { name: 'lunch.csv' }).waitFor()
    expect(await navigation.locator('[aria-current=true]').allTextContents()).toEqual(['文件台账'])
    expect(await navigation.getByRole('button').count()).toBe(0)
  })

  it('folds the navigation into a menu on a phone, by the keyboard too', async () => {
    const { page } = visit
    await page.setViewportSize({ width: 390, height: 844 })
    const navigation = page.getByRole('navigation', { name: '主导航' })
    const menu = navigation.getByRole('button', { name: '菜单' })
    expect(await navigation.getByRole('link').count()).toBe(0)
    expect(await menu.getAttribute('aria-expanded')).toBe('false')
    await menu.focus()
    await page.keyboard.press('Enter')
    await navigation.getByRole('link', { name: '今日看板' }).waitFor()
    expect(await menu.getAttribute('aria-expanded')).toBe('true')
    await expectNoSideScroll(page)
    await expectAccessible(page)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('今日看板')
    await page.keyboard.press('Escape')
    expect(await menu.getAttribute('aria-expanded')).toBe('false')
    expect(await page.locator(':focus').getAttribute('aria-expanded')).toBe('false')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '今日看板', level: 1 }).waitFor()
    expect(await menu.getAttribute('aria-expanded')).toBe('false')
    expect(await menu.textContent()).toContain('今日看板')
  })

  it('is usable on a phone', async () => {
    const { page } = visit
    for (const name of ['今日看板', '上传文件', '文件台账']) {
      await goToPage(page, name)
      await page.getByRole('heading', { name, level: 1 }).waitFor()
      await expectNoSideScroll(page)
    }
    await page.getByRole('button', { name: '退出' }).click()
    await page.getByRole('heading', { name: '登录工作台' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/console/sign-in')
  })
})
