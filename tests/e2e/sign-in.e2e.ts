/** Sign-in beyond the plain case: consent, a second device, ending a session elsewhere, and the puzzle under attack. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { writeFile } from 'node:fs/promises'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectAccessibleInBoth, expectNoSideScroll, openBrowser, openVisit, type Visit } from './browser'
import { openHouse, type House } from './platform'

const ANNA = { idNumber: '11010519491231002X', phone: '13800138000' }
const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
SA0001,示例一号,balanced,2024-01-02,10000000,10000000
SA0002,示例二号,growth,2024-01-02,10000000,10000000
`
const CLIENTS = `client_no,client_name,id_number,phone,portfolio_codes
C1,安娜,${ANNA.idNumber},${ANNA.phone},SA0001;SA0002
`
const BRAND = {
  name: '示例资产管理',
  terms: { version: '1', text: '一、服务内容\n本平台供客户查询账户信息。\n\n二、账户安全\n请不要将验证码告诉他人。' },
  privacy: { version: '1', text: '证件号码和手机号码仅用于核实身份。' },
}
const LIMITS = { codesPerClient: '', codesPerPhone: '', codesPerAddress: '', failuresPerHouse: '5/1h' }

const dir = mkdtempSync(join(tmpdir(), 'sma-brand-'))
let house: House
let server: { url: string; stop(): Promise<void> }
let browser: Browser

beforeAll(async () => {
  writeFileSync(join(dir, 'brand.json'), JSON.stringify(BRAND))
  house = await openHouse({ SMA_BRAND: join(dir, 'brand.json'), SMA_LIMITS: JSON.stringify(LIMITS) })
  await writeFile(join(house.dir, 'portfolios.csv'), PORTFOLIOS)
  await writeFile(join(house.dir, 'clients.csv'), CLIENTS)
  await house.sma('import', join(house.dir, 'portfolios.csv'), join(house.dir, 'clients.csv'))
  server = await house.serve()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(dir, { recursive: true })
})

async function askForCode(page: Page): Promise<Date> {
  await page.goto(server.url)
  await page.getByLabel('证件号码').fill(ANNA.idNumber)
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByLabel('手机号码').fill(ANNA.phone)
  const asked = new Date()
  await page.getByRole('button', { name: '获取验证码' }).click()
  return asked
}

async function signIn(page: Page): Promise<void> {
  const asked = await askForCode(page)
  await page.getByText('验证码会在一分钟内送达').waitFor()
  await page.getByLabel('短信验证码').fill(await house.codeFor(ANNA.phone, asked))
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL((url) => url.pathname !== '/login')
}

async function settled({ page }: Visit): Promise<void> {
  await page.waitForLoadState('networkidle')
  await expectNoSideScroll(page)
  await expectAccessibleInBoth(page)
}

const cookiesOf = async (context: BrowserContext) => (await context.cookies()).map(({ name }) => name)

it('asks for consent once, knows the devices, ends a session elsewhere, and lets a browser work under attack', async () => {
  const phone = await openVisit(browser, 'phone')
  await phone.page.goto(`${server.url}/login`)
  await phone.page.getByRole('link', { name: '用户协议', exact: true }).click()
  await phone.page.getByText('请不要将验证码告诉他人').waitFor()
  await settled(phone)

  await signIn(phone.page)
  await phone.page.getByRole('heading', { level: 1, name: '用户协议与隐私政策' }).waitFor()
  await settled(phone)
  await phone.page.goto(`${server.url}/portfolios/SA0001`)
  await phone.page.getByRole('button', { name: '同意并继续' }).click()
  await phone.page.waitForURL('**/portfolios/SA0001')
  await phone.page.goto(server.url)
  await phone.page.getByRole('heading', { level: 1, name: '个人中心' }).waitFor()

  const desk = await openVisit(browser, 'desk')
  await signIn(desk.page)
  await desk.page.getByRole('heading', { level: 1, name: '个人中心' }).waitFor()
  await desk.page.getByRole('link', { name: '登录与安全' }).click()
  await desk.page.getByRole('heading', { name: '登录提醒' }).waitFor()
  expect(await desk.page.getByText('在新设备上登录').count()).toBe(2)
  await settled(desk)
  await desk.page.getByRole('button', { name: '退出 Safari · iPhone' }).click()
  await desk.page.getByText('只有当前设备处于登录状态').waitFor()
  await settled(desk)
  await phone.page.reload()
  await phone.page.getByLabel('证件号码').waitFor()
  await settled(phone)

  // Five wrong codes somewhere in the house: browsers that nobody signed in with have to work, the known one has not.
  for (let tries = 0; tries < 5; tries++) {
    const body = { challengeId: '', code: 'none' }
    const asked = new Date()
    await phone.page.evaluate(
      async ([anna, attempt]) => {
        const headers = { 'x-requested-with': 'sma', 'content-type': 'application/json' }
        const post = (path: string, data: object) =>
          fetch(`/api/v1/auth/${path}`, { method: 'POST', headers, body: JSON.stringify(data) })
        const { challengeId } = (await (await post('challenges', anna)).json()) as { challengeId: string }
        await post('sessions', { ...attempt, challengeId })
      },
      [ANNA, body] as const,
    )
    // Its code is out before the next is asked for, so that none of them is taken for the stranger's.
    await house.codeFor(ANNA.phone, asked)
  }
  const stranger = await openVisit(browser, 'phone')
  const puzzles: string[] = []
  stranger.page.on('request', (request) => {
    if (request.url().endsWith('/auth/puzzle')) puzzles.push(request.url())
  })
  await signIn(stranger.page)
  await stranger.page.getByRole('heading', { level: 1, name: '个人中心' }).waitFor()
  expect(puzzles).toHaveLength(1)
  expect(await cookiesOf(stranger.page.context())).toContain('sma_device')

  await stranger.page.goto(`${server.url}/security`)
  await stranger.page.getByText('多次验证码错误之后登录成功').waitFor()
  await settled(stranger)
  for (const visit of [phone, desk, stranger]) {
    visit.expectSilence()
    await visit.close()
  }
})
