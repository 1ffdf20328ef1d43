/** Who sees what in the console: for each role, the places, the main buttons and what the server refuses, against what the endpoints declare. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { STAFF_ROLES, type StaffRole } from '@sma/contract/staff-roles'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enterConsole, goToPage, openBrowser, openVisit, type Visit } from './browser'
import { openHouse, type House } from './platform'

const PASSWORD = 'three quiet rivers'
const FILES: Record<string, string> = {
  'portfolios.csv': `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
SA0001,示例一号,balanced,2024-01-02,1000,1000
`,
  'funds.csv': 'fund_code,fund_name,asset_class,kind\n000001,示例成长混合,equity,\n',
}

interface Place {
  /** Its name in the navigation. */
  name: string
  path: string
  /** What the page is about: those who may ask for it are shown the place. */
  reads: Endpoint
  /** Its main buttons and links, and what they do. */
  does?: Record<string, Endpoint>
}

const PLACES: Place[] = [
  { name: '今日看板', path: '/', reads: api.readNotes },
  { name: '待披露', path: '/waiting', reads: api.listWaitingDays },
  { name: '检查发现', path: '/findings', reads: api.listFindings, does: { '导出 CSV': api.exportFindings } },
  {
    name: '披露日历',
    path: '/disclosure',
    reads: api.listDuties,
    does: { '导出 CSV': api.exportDuties, '登记重大事项…': api.addDisclosureEvent },
  },
  { name: '文件台账', path: '/files', reads: api.listFiles },
  { name: '上传文件', path: '/upload', reads: api.uploadFiles },
  {
    name: '账户',
    path: '/accounts',
    reads: api.listAccounts,
    does: { 新增账户: api.addAccount, 导入账户清单: api.importAccounts, '导出 CSV': api.exportAccounts },
  },
  {
    name: '客户',
    path: '/clients',
    reads: api.searchClients,
    does: { 新增客户: api.addClient, 导入文件: api.importClients, 导出: api.exportClients },
  },
  { name: '授权查看', path: '/delegates', reads: api.listDelegations, does: { 提交授权: api.askDelegation } },
  { name: '客户登录协助', path: '/sign-in-help', reads: api.listSignInStops, does: { 暂停登录: api.setSuspension } },
  {
    name: '基金',
    path: '/funds',
    reads: api.listFunds,
    does: { 登记基金: api.addFund, 导入净值: api.importFundNavs },
  },
  { name: '留言', path: '/messages', reads: api.listTickets },
  { name: '公告与专栏', path: '/publications', reads: api.listPublications, does: { 新建: api.addPublication } },
  { name: '投资经理观点', path: '/outlooks', reads: api.listOutlookAccounts },
  { name: '平台页面', path: '/pages', reads: api.listPages, does: { 保存为新版本: api.changePage } },
  { name: '资讯订阅', path: '/feeds', reads: api.listFeeds, does: { 添加订阅: api.addFeed } },
  { name: '品牌', path: '/brand', reads: api.readStaffBrand, does: { 保存并生效: api.changeBrand } },
  { name: '人员', path: '/people', reads: api.listPeople, does: { 生成邀请链接: api.invitePerson } },
  { name: '设置', path: '/settings', reads: api.listSettings, does: { 保存: api.setSetting } },
  { name: '审计日志', path: '/audit', reads: api.listAuditEvents, does: { '导出 CSV': api.exportAuditEvents } },
  { name: '开始使用', path: '/guide', reads: api.readGuide },
]

/** By hand, so that a right given away in the declarations does not pass unseen: what a role may never do. */
const NEVER: Record<StaffRole, Endpoint[]> = {
  operator: [api.invitePerson, api.setSetting, api.listAuditEvents, api.changeBrand, api.listTickets],
  reviewer: [api.uploadFiles, api.addAccount, api.searchClients, api.setFund, api.listAuditEvents],
  adviser: [api.uploadFiles, api.listWaitingDays, api.readDay, api.addAccount, api.listFiles, api.setSetting],
  editor: [api.listAccounts, api.searchClients, api.readDay, api.listFiles, api.listAuditEvents],
  administrator: [api.uploadFiles, api.approveWaitingDays, api.listFiles, api.readFileContent],
  auditor: [
    api.addAccount,
    api.uploadFiles,
    api.approveWaitingDays,
    api.setSetting,
    api.searchClients,
    api.changeBrand,
  ],
}

const isFor = (role: StaffRole, { roles }: Endpoint): boolean => roles?.includes(role) === true
const forStaff = Object.values<Endpoint>(api).filter(({ audience }) => audience === 'staff')

describe.each(STAFF_ROLES)('a person of the role %s', (role) => {
  it('is shown the places and the main buttons of it alone, and the server refuses everything else', async () => {
    const page = await enter(role)
    const shown = PLACES.filter(({ reads }) => isFor(role, reads))
    const links = page.getByRole('navigation', { name: '主导航' }).getByRole('link')
    expect(await links.allTextContents()).toEqual(shown.map(({ name }) => name))
    for (const place of shown) await expectButtons(page, role, place)
    for (const { path } of PLACES.filter(({ reads }) => !isFor(role, reads)).slice(0, 2)) {
      await page.goto(`${server.url}/console${path}`)
      await page.getByText(/^此页供.*使用。/).waitFor()
    }
    const refused = forStaff.filter((endpoint) => !isFor(role, endpoint))
    for (const never of NEVER[role]) expect(refused.map(({ summary }) => summary)).toContain(never.summary)
    const asked = refused.map(({ method, path }) => ({ method, path: filled(path) }))
    expect(await page.evaluate(answersOf, asked)).toEqual(
      asked.map(({ method, path }) => `${method} ${path} 403 role-missing`),
    )
  })
})

let house: House
let server: Awaited<ReturnType<House['serve']>>
let browser: Browser
const visits: Visit[] = []
const once: Partial<Record<StaffRole, string>> = {}

beforeAll(async () => {
  house = await openHouse()
  const folder = join(house.dir, 'files')
  mkdirSync(folder)
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
  await house.sma('import', folder)
  for (const role of STAFF_ROLES) {
    once[role] = await house.addStaff(role, role)
  }
  server = await house.serve()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  for (const visit of visits) visit.expectSilence()
})

async function enter(role: StaffRole): Promise<Page> {
  const visit = await openVisit(browser, 'desk')
  visits.push(visit)
  const { page } = visit
  await enterConsole(page, server.url, { login: role, oneTime: once[role] ?? '', password: PASSWORD })
  await page.getByRole('heading', { name: '今日看板' }).waitFor()
  return page
}

/** Opens a place: it asks for nothing that is refused, and shows exactly the buttons whose work the role may do. */
async function expectButtons(page: Page, role: StaffRole, { name, does = {} }: Place): Promise<void> {
  const refused: string[] = []
  const note = (reply: { status(): number; url(): string }) => {
    if (reply.status() === 403) refused.push(reply.url())
  }
  page.on('response', note)
  await goToPage(page, name)
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  await page.waitForFunction(() => document.querySelector('main .skeleton') === null)
  const main = page.getByRole('main')
  for (const [label, endpoint] of Object.entries(does)) {
    const named = { name: label, exact: true }
    const button = main.getByRole('button', named).or(main.getByRole('link', named))
    if (isFor(role, endpoint)) await button.first().waitFor()
    expect([label, (await button.count()) > 0]).toEqual([label, isFor(role, endpoint)])
  }
  page.off('response', note)
  expect(refused, name).toEqual([])
}

const filled = (path: string): string => path.replace(':code', 'SA0001').replace(/:\w+/g, '01TESTNOTHING0000000000000')

/** Asks as the page itself would, from the person's own session. */
function answersOf(asked: { method: string; path: string }[]): Promise<string[]> {
  const headers = { 'x-requested-with': 'sma' }
  return Promise.all(
    asked.map(async ({ method, path }) => {
      const reply = await fetch(`/api/v1${path}`, { method, headers })
      const { code } = (await reply.json()) as { code?: string }
      return `${method} ${path} ${reply.status} ${code}`
    }),
  )
}
