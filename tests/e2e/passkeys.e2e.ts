/** Passkeys: a house switches them on, a client adds one, comes in with it, removes it; staff removes those of a lost phone. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  enterConsole,
  expectAccessibleInBoth,
  expectNoSideScroll,
  openBrowser,
  openVisit,
  signInClient,
  type Screen,
  type Visit,
} from './browser'
import { openHouse, type House } from './platform'

const PASSWORD = 'three quiet rivers'
const ANNA = { name: '安娜', idNumber: '11010519491231002X', phone: '13800138000', portfolios: ['A1', 'A2'] }
const BORIS = { name: '鲍里斯', idNumber: '440524188001010014', phone: '13900139000', portfolios: ['B1', 'B2'] }
const FILES = {
  'portfolios.csv': `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲一号,balanced,2024-01-02,1000,1000
A2,甲二号,balanced,2024-01-02,1000,1000
B1,乙一号,balanced,2024-01-02,1000,1000
B2,乙二号,balanced,2024-01-02,1000,1000
`,
  'clients.csv': `client_no,client_name,id_type,id_number,phone,portfolio_codes
C1,安娜,id-card,${ANNA.idNumber},${ANNA.phone},A1;A2
C2,鲍里斯,id-card,${BORIS.idNumber},${BORIS.phone},B1;B2
`,
}
const OFFER = '使用通行密钥登录'

describe('passkeys', () => {
  let house: House
  let server: Awaited<ReturnType<House['serve']>>
  let browser: Browser
  /** By the machine's name: browsers keep passkeys for names, not for numbers. */
  let url: string
  const visits: Visit[] = []

  beforeAll(async () => {
    // The same client asks for a code twice within the minute.
    house = await openHouse({ SMA_LIMITS: JSON.stringify({ codesPerClient: '', codesPerPhone: '' }) })
    const folder = join(house.dir, 'files')
    mkdirSync(folder)
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
    await house.sma('import', folder)
    server = await house.serve()
    url = server.url.replace('127.0.0.1', 'localhost')
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    for (const visit of visits) visit.expectSilence()
  })

  async function visit(screen: Screen): Promise<Page> {
    const opened = await openVisit(browser, screen)
    visits.push(opened)
    return opened.page
  }

  async function staff(login: string, role: string): Promise<Page> {
    const oneTime = await house.addStaff(login, role)
    const page = await visit('desk')
    await enterConsole(page, url, { login, oneTime, password: PASSWORD })
    await page.getByRole('navigation').first().waitFor()
    return page
  }

  const settled = async (page: Page) => {
    await expectNoSideScroll(page)
    await expectAccessibleInBoth(page)
  }

  it('are nowhere until two administrators have switched them on', async () => {
    const client = await visit('phone')
    await client.goto(`${url}/login`)
    await client.getByLabel('证件号码').waitFor()
    await client.getByText('本平台仅供').waitFor()
    expect(await client.getByRole('button', { name: OFFER }).count()).toBe(0)

    const ada = await staff('ada', 'administrator')
    await ada.goto(`${url}/console/settings`)
    const heading = ada.getByRole('heading', { name: '客户可用通行密钥登录' })
    const setting = ada.locator('section.setting').filter({ has: heading })
    await setting.getByRole('combobox').selectOption('on')
    await setting.getByRole('button', { name: '保存' }).click()
    await ada.getByText('已提交，请另一位管理员').waitFor()
    const ben = await staff('ben', 'administrator')
    await ben.goto(`${url}/console/people`)
    await ben.getByRole('button', { name: '确认' }).first().click()
    await ada.reload()
    await setting.getByText('现在：启用').waitFor()
  })

  it.each([
    ['phone', ANNA],
    ['desk', BORIS],
  ] as const)('one that is added on a %s lets in until it is removed', async (screen, client) => {
    const page = await visit(screen)
    const cdp = await page.context().newCDPSession(page)
    const authenticator = await openAuthenticator(cdp)
    await signInClient(page, { url, client, codeFor: house.codeFor })
    await page.goto(`${url}/security`)
    await page.getByText('还没有通行密钥。').waitFor()
    await settled(page)
    await page.getByRole('button', { name: '添加通行密钥' }).click()
    await page.getByText('已添加，并已发送短信通知您。').waitFor()
    await page.getByText('尚未用过').waitFor()
    await page.getByText('新增了通行密钥').waitFor()
    await settled(page)
    // This authenticator keeps one for each client.
    await page.getByRole('button', { name: '添加通行密钥' }).click()
    await page.getByText('这台设备已有您的通行密钥。').waitFor()

    await signOut(page)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.reload()
    const offer = page.getByRole('button', { name: OFFER })
    await offer.waitFor()
    await settled(page)
    expect(asked.filter((address) => /passkey/i.test(address))).toEqual([])
    // Somebody else holds the phone.
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId: authenticator, isUserVerified: false })
    await offer.click()
    await page.getByText('没有使用通行密钥。').waitFor()
    await settled(page)
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId: authenticator, isUserVerified: true })
    await offer.click()
    await page.getByRole('heading', { level: 1, name: '个人中心' }).waitFor()
    await page.getByText(client.name).first().waitFor()

    await page.goto(`${url}/security`)
    await page.getByRole('button', { name: /^删除/ }).click()
    const dialog = page.getByRole('dialog', { name: '删除通行密钥' })
    await dialog.waitFor()
    await settled(page)
    await dialog.getByRole('button', { name: '删除', exact: true }).click()
    await page.getByText('已删除，它不能再用于登录。').waitFor()
    await page.getByText('还没有通行密钥。').waitFor()
    await signOut(page)
    await offer.click()
    await page.getByText('通行密钥登录没有成功').waitFor()
    await settled(page)
    expect(new URL(page.url()).pathname).toBe('/login')
  })

  it('of a lost phone are removed by staff, for a reason', async () => {
    const phone = await visit('phone')
    await openAuthenticator(await phone.context().newCDPSession(phone))
    await signInClient(phone, { url, client: ANNA, codeFor: house.codeFor })
    await phone.goto(`${url}/security`)
    await phone.getByRole('button', { name: '添加通行密钥' }).click()
    await phone.getByText('尚未用过').waitFor()

    const page = await staff('olga', 'operator')
    await page.goto(`${url}/console/clients`)
    await page.getByRole('link', { name: 'C1' }).click()
    await page.getByText('1 个', { exact: true }).waitFor()
    await page.getByRole('button', { name: '删除全部通行密钥' }).click()
    const dialog = page.getByRole('dialog', { name: '删除全部通行密钥' })
    await dialog.getByLabel('原因').fill('客户来电，手机遗失')
    await settled(page)
    await dialog.getByRole('button', { name: '删除全部通行密钥' }).click()
    await page.getByText('0 个', { exact: true }).waitFor()
    await page.getByText('客户来电，手机遗失').waitFor()
    await signOut(phone)
    await phone.getByRole('button', { name: OFFER }).click()
    await phone.getByText('通行密钥登录没有成功').waitFor()
    expect(new URL(phone.url()).pathname).toBe('/login')
  })
})

/** One that keeps passkeys and knows its user, as a phone does; its id. */
async function openAuthenticator(cdp: CDPSession): Promise<string> {
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return authenticatorId
}

async function signOut(page: Page): Promise<void> {
  await page.goto(new URL('/', page.url()).href)
  await page.getByRole('main').getByRole('button', { name: '安全退出' }).click()
  await page.waitForURL((current) => current.pathname === '/login')
}
