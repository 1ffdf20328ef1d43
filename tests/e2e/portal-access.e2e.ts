/** The portal for everyone: by keyboard alone, at 200 % and on the narrowest phone, light and dark, and with amounts hidden. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROUTES, type RouteName } from '../../apps/portal/src/app/paths'
import { writeOddHouse, ODD_CLIENT } from '../../screens/odd-house'
import {
  expectAccessibleInBoth,
  expectNoSideScroll,
  openBrowser,
  openVisit,
  signInClient,
  tabTo,
  type Visit,
} from './browser'
import { openHouse, readClients, type DemoClient, type House } from './platform'

let house: House
let browser: Browser
let visit: Visit
let url: string
let client: DemoClient
let stop: (() => Promise<void>) | undefined
/** An account of the demonstration, a fund that it holds and a document that it was sent. */
let own: { code: string; fund: string; publication: string }

beforeAll(async () => {
  house = await openHouse({ SMA_LIMITS: 'off' })
  const [demo, odd] = [join(house.dir, 'demo'), join(house.dir, 'odd')]
  await house.sma('demo', '--out', demo, '--portfolios', '2', '--years', '0.5', '--until', '2026-09-30', '--seed', '7')
  writeOddHouse(odd)
  await house.sma('import', demo, odd, '--publish')
  const server = await house.serve()
  stop = server.stop
  url = server.url
  client = readClients(join(demo, 'clients.csv'))[0] as DemoClient
  browser = await openBrowser()
  visit = await openVisit(browser, 'phone')
  await signInClient(visit.page, { url, client, codeFor: house.codeFor })
  const code = client.portfolios[0] ?? ''
  const read = (path: string) =>
    visit.page.evaluate(async (asked) => (await fetch(`/api/v1/portfolios/${asked}`)).json(), `${code}/${path}`)
  const { classes } = (await read('holdings')) as { classes: { holdings: { fundCode: string }[] }[] }
  const { items } = (await read('announcements')) as { items: { id: string }[] }
  own = {
    code,
    fund: classes.flatMap(({ holdings }) => holdings)[0]?.fundCode ?? '',
    publication: items[0]?.id ?? '',
  }
})

afterAll(async () => {
  await browser?.close()
  await stop?.()
})

/** Views of a page that stand in its query. */
const VIEWS: Partial<Record<RouteName, string[]>> = {
  account: ['', '?view=holdings&open=fixed-income,equity,alternative,money&sold=equity'],
  performance: ['?open=custom,year-to-date,since-inception', '?view=stages&frequency=week', '?view=curve&drawdown=1'],
}
/** Seen before sign-in, in its own test, or only by the console that frames it. */
const ELSEWHERE: RouteName[] = ['signIn', 'consent', 'brandPreview', 'filePreview']

const NAMES = (Object.keys(ROUTES) as RouteName[]).filter((name) => !ELSEWHERE.includes(name))
const WITH_FIGURES: RouteName[] = ['home', 'account', 'fund', 'performance', 'records', 'onePage']

/** A page as it is opened for an account, in each of its views. */
function addresses(name: RouteName, { code, fund, publication }: typeof own): string[] {
  const filled = ROUTES[name]
    .replace(':code', code)
    .replace(':fund', fund)
    .replace(':id', publication)
    .replace(':name', 'about')
  return (VIEWS[name] ?? ['']).map((view) => filled + view)
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(url + path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
}

const PHONE = { width: 390, height: 844 }

describe('every page', () => {
  it.each(NAMES)('is accessible in light and dark, whole at 200 % and on the narrowest phone: %s', async (name) => {
    const { page } = visit
    for (const path of addresses(name, own)) {
      await page.setViewportSize(PHONE)
      await open(page, path)
      await expectAccessibleInBoth(page)
      for (const width of [640, 320]) {
        await page.setViewportSize({ width, height: 450 })
        await expectNoSideScroll(page)
      }
    }
    visit.expectSilence()
  })

  it.each(['中文', 'English'])(
    'holds ten digits, long names and sixty holdings on the narrowest phone: %s',
    async (language) => {
      const odd = await openVisit(browser, 'phone')
      const { page } = odd
      const [code = '', ...others] = ODD_CLIENT.accounts
      await signInClient(page, { url, client: { name: '', portfolios: [], ...ODD_CLIENT }, codeFor: house.codeFor })
      await page.setViewportSize(PHONE)
      await page.getByRole('button', { name: '欧阳示例' }).click()
      await page.getByText(language, { exact: true }).click()
      await page.keyboard.press('Escape')
      await page.setViewportSize({ width: 320, height: 640 })
      const paths = WITH_FIGURES.flatMap((name) => addresses(name, { code, fund: '900001', publication: '' }))
      for (const path of [ROUTES.portfolios, ...paths, ...others.map((other) => `/portfolios/${other}`)]) {
        await open(page, path)
        await expectNoSideScroll(page)
      }
      odd.expectSilence()
      await odd.close()
    },
  )

  const OVER: [what: string, path: string, name: RegExp | null][] = [
    ['days', '', /^日期 /],
    ['settings', '', null],
    ['export', '/account', /^导出/],
    ['fees', '/performance?open=year-to-date', /^费用明细/],
    ['trades', '/performance?view=curve', /买入 \d+ 笔/],
  ]

  it.each(OVER)('opens what opens over it accessibly, and gives the focus back: %s', async (_, path, name) => {
    const { page } = visit
    await page.setViewportSize(PHONE)
    await open(page, `/portfolios/${own.code}${path}`)
    const opener = page.getByRole('button', { name: name ?? client.name }).first()
    await opener.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await page.waitForLoadState('networkidle')
    expect(await dialog.evaluate((one) => one.contains(document.activeElement))).toBe(true)
    await expectAccessibleInBoth(page)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await opener.evaluate((one) => one === document.activeElement)).toBe(true)
    visit.expectSilence()
  })
})

/** Pages whose parts come one after the other, and how long a reply takes on its way. */
const STEADY: [what: string, path: string][] = [
  ['sign-in', '/login'],
  ['home', ''],
  ['account', '/account'],
  ['holdings', '/account?view=holdings'],
  ['periods', '/performance'],
  ['stages', '/performance?view=stages'],
  ['curve', '/performance?view=curve'],
  ['records', '/records'],
]
const slowness = (path: string) => (/brand|session$|portfolios$/.test(path) ? 200 : 400 + (path.length % 4) * 150)

/** A house that says all that can be said, so that what it says could move something. */
const FULL_BRAND = {
  name: '示例资产管理有限公司客户服务平台',
  logo: `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg" width="84" height="28"><path d="M0 0H84V28Z"/></svg>')}`,
  telephone: '400-000-0101',
  email: 'service@example.com',
  address: '上海市示例路 1 号',
  legalNotice: '本平台由示例资产管理有限公司提供。过往业绩不预示未来表现，投资有风险。'.repeat(3),
}

const ON_BOTH = STEADY.flatMap(([what, path]) =>
  (['phone', 'desk'] as const).map((screen) => [what, screen, path] as const),
)

it.each(ON_BOTH)('holds still while slow replies come: %s, %s', async (what, screen, path) => {
  const isSignIn = what === 'sign-in'
  const steady = await openVisit(browser, screen)
  const { page } = steady
  if (!isSignIn) await page.context().addCookies(await visit.page.context().cookies())
  await page.addInitScript(watchShifts)
  await page.route('**/api/**', async (route) => {
    const { pathname } = new URL(route.request().url())
    await new Promise((resolve) => setTimeout(resolve, slowness(pathname)))
    if (!pathname.endsWith('/brand')) return route.continue()
    const response = await route.fetch()
    return route.fulfill({ response, json: { ...((await response.json()) as object), ...FULL_BRAND } })
  })
  await open(page, isSignIn ? path : `/portfolios/${own.code}${path}`)
  await page.getByText('正在读取').first().waitFor({ state: 'detached' })
  const shifts = await page.evaluate(() => (window as unknown as Watched).shifts)
  expect(shifts.filter(({ value }) => value > 0.0005)).toEqual([])
  expect(shifts.reduce((sum, { value }) => sum + value, 0)).toBeLessThan(0.001)
  steady.expectSilence()
  await steady.close()
})

interface Watched {
  shifts: { value: number; moved: string[] }[]
}

/** Writes down what the browser counts as moved, from the first paint on. */
function watchShifts(): void {
  interface Shift extends PerformanceEntry {
    value: number
    sources: { node: Node | null }[]
  }
  const shifts: Watched['shifts'] = []
  Object.assign(window, { shifts })
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries() as Shift[])
      shifts.push({ value, moved: sources.map(({ node }) => (node instanceof Element ? node.className : '')) })
  }).observe({ type: 'layout-shift', buffered: true })
}

describe('hidden amounts', () => {
  /** What has thousands in it is money or shares; everything a page says counts, read aloud or on touch as well. */
  const AMOUNT = /\d{1,3}(?:,\d{3})+/g

  async function amounts(page: Page, path: string): Promise<string[]> {
    await open(page, path)
    for (const summary of await page.getByText('以表格查看').all()) await summary.click()
    const document = await page.content()
    return document.replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, '').match(AMOUNT) ?? []
  }

  it('show on no page, and come back', async () => {
    const { page } = visit
    await page.setViewportSize(PHONE)
    const paths = NAMES.flatMap((name) => addresses(name, own))
    const hide = async () => {
      await open(page, ROUTES.page.replace(':name', 'about'))
      await open(page, `/portfolios/${own.code}`)
      await page.getByRole('button', { name: '隐藏金额' }).click()
    }
    const figures = WITH_FIGURES.flatMap((name) => addresses(name, own)).filter(
      (path) => !/view=(stages|curve)/.test(path),
    )
    for (const path of figures) expect(await amounts(page, path), path).not.toEqual([])
    await hide()
    for (const path of paths) expect(await amounts(page, path), path).toEqual([])
    await open(page, `/portfolios/${own.code}/performance?open=year-to-date`)
    await page.getByRole('button', { name: '费用明细' }).first().click()
    await page.getByRole('dialog').getByText('管理费').waitFor()
    expect((await page.getByRole('dialog').innerHTML()).match(AMOUNT)).toBeNull()
    await page.keyboard.press('Escape')
    await hide()
    expect(await amounts(page, `/portfolios/${own.code}`)).not.toEqual([])
    visit.expectSilence()
  })
})

it('says so where there is no network, and goes on when it is back', async () => {
  const { page } = visit
  await page.setViewportSize(PHONE)
  await open(page, `/portfolios/${own.code}/records`)
  await page.context().setOffline(true)
  await page.getByText('本年至今', { exact: true }).click()
  await page.getByText('网络没有连通').waitFor()
  await page.context().setOffline(false)
  await page.getByText(/共 \d+ 笔/).waitFor()
  expect(await page.getByText('网络没有连通').count()).toBe(0)
  visit.expectSilence()
})

it('says whose it is and what to do where no script comes', async () => {
  const bare = await openVisit(browser, 'phone')
  const { page } = bare
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto(url)
  await page.getByText('SMA 客户服务平台').waitFor()
  const late = page.getByText('请检查网络')
  expect(await late.isVisible()).toBe(false)
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()))
  await late.waitFor()
  await page.unroute('**/assets/*.js')
  await late.getByRole('link', { name: '刷新' }).click()
  await page.getByLabel('证件号码').waitFor()
  await bare.close()
})

it('loads a page whole where its files do not come, as after a newer build', async () => {
  const old = await openVisit(browser, 'desk')
  const { page } = old
  await page.context().addCookies(await visit.page.context().cookies())
  await open(page, `/portfolios/${own.code}`)
  let lost = 0
  await page.route('**/assets/Records*.js', (route) => (lost++ === 0 ? route.abort() : route.continue()))
  await page.getByRole('link', { name: '投资记录' }).click()
  await page.getByRole('heading', { level: 1, name: '投资记录' }).waitFor()
  expect(lost).toBeGreaterThan(1)
  expect(new URL(page.url()).pathname).toBe(`/portfolios/${own.code}/records`)
  // A part that a page asks for later on, as well.
  let isNew = false
  page.once('load', () => (isNew = true))
  await page.route('**/assets/PopOverPanel*.js', (route) => (isNew ? route.continue() : route.abort()))
  const menu = page.getByRole('button', { name: client.name })
  await menu.click()
  await expect.poll(() => isNew).toBe(true)
  await menu.click()
  await page.getByRole('dialog', { name: '设置' }).waitFor()
  await old.close()
})

it('goes back to where the page stood, also from a page that was scrolled', async () => {
  const back = await openVisit(browser, 'phone')
  const { page } = back
  await page.context().addCookies(await visit.page.context().cookies())
  await open(page, `/portfolios/${own.code}`)
  const scrolledTo = (top: number) => page.evaluate((y) => (window.scrollTo(0, y), window.scrollY), top)
  const stood = await scrolledTo(900)
  expect(stood).toBe(900)
  await page
    .getByRole('link', { name: '投资记录' })
    .or(page.getByRole('link', { name: '记录' }))
    .last()
    .click()
  await page.getByRole('heading', { level: 1, name: '投资记录' }).waitFor()
  await page.waitForLoadState('networkidle')
  expect(await scrolledTo(400)).toBeGreaterThan(0)
  await page.goBack()
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(stood)
  back.expectSilence()
  await back.close()
})

it('is walked through by keyboard alone, from sign-in to sign-out', async () => {
  const desk = await openVisit(browser, 'desk')
  const { page } = desk
  const { keyboard } = page
  const press = async (name: string) => {
    await tabTo(page, name)
    await keyboard.press('Enter')
  }
  /** Loaded anew, the keys begin at the top of the page; not before there is one. */
  const begun = async () => {
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  /** A new page has the focus at its beginning. */
  const arrived = async (title: string) => {
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main')
  }
  await page.goto(url)
  await page.getByLabel('证件号码').waitFor()
  await keyboard.type(client.idNumber)
  await keyboard.press('Enter')
  await page.getByLabel('手机号码').waitFor()
  await keyboard.type(client.phone)
  const asked = new Date(Date.now() - 1000)
  await press('获取验证码')
  await page.getByText('验证码会在一分钟内送达').waitFor()
  await keyboard.type(await house.codeFor(client.phone, asked))
  await keyboard.press('Enter')
  await page.waitForURL(`**/portfolios/${own.code}`)

  await keyboard.press('Tab')
  await page.getByText('资产配置').first().waitFor()
  await begun()
  await page.getByText('资产配置').first().waitFor()
  await press('跳到正文')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main')
  await begun()
  await press('账户信息')
  await arrived('账户信息')
  await tabTo(page, '资产配置')
  await keyboard.press('ArrowRight')
  await page.waitForURL(/view=holdings/)
  await press('权益')
  const fund = (await page.getByRole('table').getByRole('link').first().textContent()) ?? ''
  await press(fund)
  await arrived(fund)
  await begun()
  await press('业绩表现')
  await arrived('业绩表现')
  await press('本年至今')
  await press('费用明细')
  await page.getByRole('dialog', { name: '费用明细' }).getByText('管理费').waitFor()
  await keyboard.press('Escape')
  await begun()
  await press('投资记录')
  await arrived('投资记录')
  await begun()
  await press('首页')
  await page.getByRole('link', { name: '全部留言' }).waitFor()
  await press('全部留言')
  await arrived('留言')
  await tabTo(page, '写给您的客户经理')
  await keyboard.type('请问什么时候可以赎回？')
  await press('发送')
  await page.getByText('已发送，回复会显示在这里').waitFor()
  await begun()
  await press(client.name)
  await page.getByRole('dialog').waitFor()
  await tabTo(page, '跟随系统')
  await keyboard.press('ArrowRight')
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light')
  await press('安全退出')
  await page.getByLabel('证件号码').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main')
  desk.expectSilence()
  await desk.close()
})
