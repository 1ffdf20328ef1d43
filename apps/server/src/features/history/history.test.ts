import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { beforeEach, describe, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { importText, importing, text } from '../../testing/import-bench'
import { CHANGE, type Cookies } from '../../testing/people'
import { addPerson, signInAs } from '../../testing/staff'

const PORTFOLIO = 'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,benchmark,manager\n'
const FUNDS = 'fund_code,fund_name,asset_class\n'
const CALENDAR = 'date,is_trading_day\n'
const BENCHMARKS = 'portfolio_code,date,value\n'
const NAVS = 'fund_code,date,unit_nav,dividend\n'
const VALUATIONS = 'portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav\n'
const HOLDINGS = 'portfolio_code,date,fund_code,shares,unit_nav,market_value,cost\n'
const TRADES = 'portfolio_code,date,fund_code,operation,amount,shares,price,fee\n'
const FEES = 'portfolio_code,date,management,custodian,audit,performance,other\n'

const FIRST = [
  `${PORTFOLIO}A1,甲,balanced,2024-01-02,1000,1000,沪深300,张三\n`,
  `${FUNDS}000001,基金一,equity\n`,
  `${CALENDAR}2024-01-04,1\n`,
  `${BENCHMARKS}A1,2024-01-02,100\nA1,2024-01-03,102\n`,
  `${NAVS}000001,2024-01-03,1.02,\n`,
  `${TRADES}A1,2024-01-02,000001,subscribe,500,500,1,0\n`,
  `${HOLDINGS}A1,2024-01-02,000001,500,1,500,500\nA1,2024-01-03,000001,500,1.02,510,500\n`,
  `${FEES}A1,2024-01-03,1,0,0,0,0\n`,
  `${VALUATIONS}A1,2024-01-02,1000,1000,1,1\nA1,2024-01-03,1010,1000,1.01,1.01\n`,
]

/** Everything is corrected at once: the day, the fund's name, class and dividend, benchmark, calendar and the account. */
const CORRECTED = [
  `${PORTFOLIO}A1,乙,balanced,2024-01-02,1000,1000,中证800,李四\n`,
  `${FUNDS}000001,基金一号,fixed-income\n`,
  `${CALENDAR}2024-01-04,0\n2024-01-05,0\n`,
  `${BENCHMARKS}A1,2024-01-03,104\n`,
  `${NAVS}000001,2024-01-03,1.04,0.02\n`,
  `${HOLDINGS}A1,2024-01-03,000001,500,1.04,520,500\n`,
  `${FEES}A1,2024-01-03,2,0,0,0,0\n`,
  `${VALUATIONS}A1,2024-01-03,1020,1000,1.02,1.02\n`,
]

const READS = {
  accounts: '/portfolios',
  portfolio: '/portfolios/A1',
  holdings: '/portfolios/A1/holdings',
  transactions: '/portfolios/A1/transactions',
  periods: '/portfolios/A1/performance/periods',
  stages: '/portfolios/A1/performance/stages?period=since-inception&frequency=week',
  nav: '/portfolios/A1/performance/nav',
  fees: '/portfolios/A1/performance/fees',
  days: '/portfolios/A1/days',
  day: '/portfolios/A1/days/2024-01-03',
  tolerances: '/portfolios/A1/tolerances',
}

const equity = (fund: object) => ({ assetClass: 'equity', holdings: [fund] })
const bond = (fund: object) => ({ assetClass: 'fixed-income', holdings: [fund] })

/** Worked by hand: 510 of 1,010 in the fund, and 520 of 1,020; the fund's dividend is 500 × 0.02 = 10. */
const SAID = {
  before: {
    accounts: { portfolios: [{ name: '甲', latest: { netAssets: '1010.00', dayReturn: '0.01000000' } }] },
    portfolio: {
      name: '甲',
      manager: '张三',
      benchmark: '沪深300',
      unitNav: '1.0100',
      restated: null,
      withdrawn: [],
      classes: expect.arrayContaining([{ assetClass: 'equity', ratio: '0.50495050', marketValue: '510.00' }]),
    },
    holdings: {
      classes: expect.arrayContaining([
        expect.objectContaining(equity(expect.objectContaining({ fundName: '基金一', profit: '10.00' }))),
      ]),
    },
    transactions: { items: [{ fundName: '基金一' }] },
    periods: {
      periods: expect.arrayContaining([expect.objectContaining({ key: 'custom', gain: '10.00', fees: '1.00' })]),
    },
    stages: { stages: [{ bucket: '2024-W01', return: '0.01000000', complete: false }] },
    nav: { unitNav: ['1.0000', '1.0100'], benchmark: ['1.00000000', '1.02000000'], restated: [] },
    fees: { total: '1.00', funds: [{ fundName: '基金一', marketValue: '510.00' }] },
    days: { name: '甲', days: [{ date: '2024-01-03', version: 1, netAssets: '1010.00' }, { date: '2024-01-02' }] },
    day: {
      name: '甲',
      versions: [{ version: 1, state: 'published' }],
      funds: [{ fundName: '基金一', marketValue: '510.00' }],
    },
    tolerances: { tolerances: expect.arrayContaining([{ name: 'movePpm', value: '30000', isOwn: false }]) },
  },
  after: {
    accounts: { portfolios: [{ name: '乙', latest: { netAssets: '1020.00', dayReturn: '0.02000000' } }] },
    portfolio: {
      name: '乙',
      manager: '李四',
      benchmark: '中证800',
      unitNav: '1.0200',
      restated: { reason: '行情有误', firstPublishedAt: '2026-01-05T02:00:00.000Z' },
      classes: expect.arrayContaining([{ assetClass: 'fixed-income', ratio: '0.50980392', marketValue: '520.00' }]),
    },
    holdings: {
      classes: expect.arrayContaining([
        expect.objectContaining(bond(expect.objectContaining({ fundName: '基金一号', profit: '30.00' }))),
      ]),
    },
    transactions: { items: [{ fundName: '基金一号' }] },
    periods: {
      periods: expect.arrayContaining([expect.objectContaining({ key: 'custom', gain: '20.00', fees: '2.00' })]),
    },
    stages: { stages: [{ bucket: '2024-W01', return: '0.02000000', complete: true }] },
    nav: {
      unitNav: ['1.0000', '1.0200'],
      benchmark: ['1.00000000', '1.04000000'],
      restated: [{ date: '2024-01-03', reason: '行情有误' }],
    },
    fees: { total: '2.00', funds: [{ fundName: '基金一号', marketValue: '520.00' }] },
    days: { name: '乙', days: [{ date: '2024-01-03', version: 5, netAssets: '1020.00' }, { date: '2024-01-02' }] },
    day: {
      name: '乙',
      // Published at once, each of the day's three files makes a version, and the fund's dividend one before them.
      versions: [
        { version: 1, state: 'superseded' },
        { version: 2, state: 'superseded' },
        { version: 3, state: 'superseded' },
        { version: 4, state: 'superseded' },
        { version: 5, state: 'published' },
      ],
      funds: [{ fundName: '基金一号', marketValue: '520.00' }],
    },
    tolerances: { tolerances: expect.arrayContaining([{ name: 'movePpm', value: '50000', isOwn: true }]) },
  },
}

/** What the house tells its clients, which keeps versions and receipts of its own. */
const TOLD = /\/(announcements|articles|outlooks)$/

it('every staff read of an account’s figures may ask for an instant', () => {
  const reads = Object.values<Endpoint>(api).filter(
    ({ method, path }) => method === 'GET' && path.startsWith('/staff/portfolios') && !TOLD.test(path),
  )
  expect(reads.length).toBeGreaterThanOrEqual(12)
  const deaf = reads.filter(({ query }) => query?.safeParse({ from: 1, to: 1, knownAt: 'yesterday' }).success !== false)
  expect(deaf.map(({ path }) => path)).toEqual([])
})

forEachEngine('what master data said before', (open) => {
  let deps: TestDeps
  let app: ReturnType<typeof buildApp>
  let passwords: Record<'auditor' | 'administrator', string>
  let auditor: Cookies

  /** Ten in the morning in Shanghai; yesterday's session is over. */
  const moveTo = async (day: string) => {
    deps.clock.set(`${day}T02:00:00.000Z`)
    auditor = await signInAs(app, 'auditor', passwords.auditor)
  }
  const bring = (files: string[], options: { reason?: string } = {}) =>
    importing(
      deps,
      files.map((content, index) => text(`${index}.csv`, content)),
      options,
    )
  const get = async (path: string, knownAt?: string) => {
    const asked = knownAt === undefined ? '' : `${path.includes('?') ? '&' : '?'}knownAt=${encodeURIComponent(knownAt)}`
    return (await app.inject({ url: `/api/v1/staff${path}${asked}`, cookies: auditor })).json<Record<string, unknown>>()
  }
  const everything = async (knownAt?: string) => {
    const said: Record<string, Record<string, unknown>> = {}
    for (const [name, path] of Object.entries(READS)) said[name] = await get(path, knownAt)
    // What checks and files say of a day is today's.
    for (const todays of ['notRun', 'files']) delete said['day']?.[todays]
    return said
  }

  beforeEach(async () => {
    deps = await open()
    deps.clock.set('2026-01-05T02:00:00.000Z')
    app = buildApp(deps)
    const add = (role: keyof typeof passwords) => addPerson(deps, role, { roles: [role] })
    passwords = { auditor: await add('auditor'), administrator: await add('administrator') }
    await moveTo('2026-01-05')
    await bring(FIRST)
  })

  const correct = async () => {
    await moveTo('2026-01-06')
    await bring(CORRECTED, { reason: '行情有误' })
    const tolerance = { name: 'movePpm', value: '50000' }
    const url = '/api/v1/staff/portfolios/A1/tolerances'
    const cookies = await signInAs(app, 'administrator', passwords.administrator)
    await app.inject({ method: 'PUT', url, cookies, headers: CHANGE, payload: tolerance })
  }

  it('is answered by every read as it was answered then', async () => {
    const then = await everything()
    expect(then).toMatchObject(SAID.before)
    await correct()
    const now = await everything()
    expect(now).toMatchObject(SAID.after)
    for (const instant of ['2026-01-05T10:00:00+08:00', '2026-01-05', '2026-01-06T09:59:59.999+08:00'])
      expect(await everything(instant)).toEqual(then)
    for (const instant of ['2026-01-06T10:00:00+08:00', '2026-01-06']) {
      const known = await everything(instant)
      expect(known).toEqual(now)
    }
  })

  it('is asked of the past only, by a date or an instant', async () => {
    for (const path of Object.values(READS)) {
      for (const future of ['2026-01-06', '2026-01-05T10:00:01+08:00'])
        expect(await get(path, future)).toMatchObject({ code: 'known-at-future', status: 400 })
      for (const wrong of ['yesterday', '2026-02-30', '2026-01-05T25:00:00Z', ''])
        expect(await get(path, wrong)).toMatchObject({ code: 'request-invalid', errors: [{ field: 'knownAt' }] })
      expect(await get(path, '2026-01-05')).not.toHaveProperty('code', 'known-at-future')
    }
    expect(await get(READS.accounts, '2026-01-04')).toEqual({ portfolios: [] })
    expect(await get(READS.portfolio, '2026-01-04')).toMatchObject({ code: 'no-valuation' })
    expect(await get(READS.day, '2026-01-04')).toMatchObject({ code: 'not-found' })
    expect(await get(READS.days, '2026-01-04')).toMatchObject({ days: [], next: null })
  })

  it('keeps each change with its time, person and file, and nothing where nothing changed', async () => {
    await bring(FIRST)
    expect(await deps.db.selectFrom('master_change').selectAll().execute()).toEqual([])
    await correct()
    const rows = await deps.db
      .selectFrom('master_change as c')
      .leftJoin('source_file as f', 'f.id', 'c.source_file_id')
      .selectAll('c')
      .select('f.name')
      .orderBy('c.id')
      .execute()
    const said = rows.map((row) => [row.name, row.subject, row.date, row.field, row.old_value, row.new_value].join(' '))
    expect(said.sort()).toEqual([
      ' tolerance  movePpm  50000',
      '0.csv portfolio  benchmark 沪深300 中证800',
      '0.csv portfolio  manager 张三 李四',
      '0.csv portfolio  name 甲 乙',
      '1.csv fund  asset_class equity fixed-income',
      '1.csv fund  name 基金一 基金一号',
      '2.csv trading-day 2024-01-04 is_trading_day 1 0',
      '3.csv benchmark-value 2024-01-03 value_e8 10200000000 10400000000',
      '4.csv fund-nav 2024-01-03 dividend_e8  2000000',
      '4.csv fund-nav 2024-01-03 unit_nav_e8 102000000 104000000',
    ])
    const hands = new Set(rows.map(({ changed_by, changed_at }) => `${changed_by} ${changed_at}`))
    expect(hands).toEqual(new Set(['tester 2026-01-06T02:00:00.000Z', 'administrator 2026-01-06T02:00:00.000Z']))
    const { known_since } = await deps.db.selectFrom('fund').select('known_since').executeTakeFirstOrThrow()
    expect(known_since).toBe('2026-01-05T02:00:00.000Z')
  })

  it('goes back over several changes of one value, and rows from before such times were kept are known since ever', async () => {
    const rename = async (day: string, name: string) => {
      await moveTo(day)
      await importText(deps, `${FUNDS}000001,${name},equity\n`)
    }
    await rename('2026-01-06', '二')
    await rename('2026-01-07', '三')
    await rename('2026-01-08', '四')
    const nameOn = async (day: string) => {
      const { items } = (await get(READS.transactions, day)) as { items: { fundName: string }[] }
      return items[0]?.fundName
    }
    const days = ['05', '06', '07', '08'].map((day) => `2026-01-${day}`)
    expect(await Promise.all(days.map(nameOn))).toEqual(['基金一', '二', '三', '四'])
    await deps.db.updateTable('fund').set({ known_since: null }).execute()
    expect(await nameOn('2026-01-05')).toBe('基金一')
  })

  describe('versions of a day', () => {
    const differences = async (knownAt?: string) =>
      (await get('/portfolios/A1/days/2024-01-03/differences?from=1&to=2', knownAt)) as { differences: object[] }

    it('differ field by field in figures and in the master data that each was first shown with', async () => {
      await moveTo('2026-01-06')
      await bring(
        [
          `${PORTFOLIO}A1,乙,balanced,2024-01-02,1000,1000,沪深300,\n`,
          `${FUNDS}000001,基金一号,fixed-income\n000002,基金二,money\n`,
          `${BENCHMARKS}A1,2024-01-03,104\n`,
          `${HOLDINGS}A1,2024-01-03,000001,500,1.02,510,500\nA1,2024-01-03,000002,10,1,10,10\n`,
          `${VALUATIONS}A1,2024-01-03,1010,1000,1.01,1.01\n`,
        ],
        { reason: '补记持仓' },
      )
      const fund =
        (fundCode: string, fundName: string) => (field: string, before: string | null, after: string | null) => ({
          field,
          fundCode,
          fundName,
          before,
          after,
        })
      const own = (field: string, before: string | null, after: string | null) => ({
        field,
        fundCode: null,
        fundName: null,
        before,
        after,
      })
      const [one, two] = [fund('000001', '基金一号'), fund('000002', '基金二')]
      expect((await differences()).differences).toEqual([
        own('portfolioName', '甲', '乙'),
        own('manager', '张三', null),
        own('benchmarkValue', '102.0000', '104.0000'),
        one('fundName', '基金一', '基金一号'),
        one('assetClass', 'equity', 'fixed-income'),
        two('fundName', null, '基金二'),
        two('assetClass', null, 'money'),
        two('shares', null, '10.00'),
        two('unitNav', null, '1.0000'),
        two('marketValue', null, '10.00'),
        two('cost', null, '10.00'),
      ])
      expect(await differences('2026-01-05')).toMatchObject({ code: 'not-found' })
    })

    it('show a fund that is gone by all that it had', async () => {
      await moveTo('2026-01-06')
      await bring(
        [
          `${FUNDS}000002,基金二,money\n`,
          `${HOLDINGS}A1,2024-01-03,000002,510,1,510,510\n`,
          `${TRADES}A1,2024-01-03,000001,redeem,510,500,1.02,0\nA1,2024-01-03,000002,subscribe,510,510,1,0\n`,
        ],
        { reason: '补记调仓' },
      )
      const gone = (await differences()).differences.filter((one) => 'fundCode' in one && one.fundCode === '000001')
      expect(gone).toMatchObject([
        { field: 'fundName', fundName: '基金一', before: '基金一', after: null },
        { field: 'assetClass', before: 'equity', after: null },
        { field: 'shares', before: '500.00', after: null },
        { field: 'unitNav', before: '1.0200', after: null },
        { field: 'marketValue', before: '510.00', after: null },
        { field: 'cost', before: '500.00', after: null },
      ])
    })
  })
})
