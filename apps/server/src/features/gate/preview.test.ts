import { beforeEach, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { importing, importText, text } from '../../testing/import-bench'
import { readDayPage } from './day-page.service'
import { previewDays } from './preview.service'
import { readDifferences } from './version-differences.service'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲,equity,2024-01-02,1000,1000
B1,乙,equity,2024-01-02,1000,1000
C1,丙,equity,2024-01-02,1000,1000
`
const FUNDS = `fund_code,fund_name,asset_class
000001,基金一,equity
000002,基金二,money
`
const CLIENTS =
  'client_no,client_name,id_number,phone,portfolio_codes\nC1,张三,11010519491231002X,13800138000,A1;B1\nC2,李四,11010519491231002X,13900139000,A1\n'
const VALUATIONS = 'portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav\n'
const HOLDINGS = 'portfolio_code,date,fund_code,shares,unit_nav,market_value,cost\n'
const first = ['A1', 'B1', 'C1'].map((code) => `${code},2024-01-02,1000,1000,1,1\n`).join('')

forEachEngine('the preview', (open) => {
  let deps: TestDeps

  beforeEach(async () => {
    deps = await open()
    await importing(deps, [text('p', PORTFOLIOS), text('f', FUNDS), text('c', CLIENTS)], {})
    await importing(
      deps,
      [text('h', `${HOLDINGS}A1,2024-01-02,000001,500,1,500,500\n`), text('v', VALUATIONS + first)],
      {},
    )
  })

  const bring = (content: string, reason: string | null = null) =>
    importText(deps, content, { publish: false, by: 'olga', reason })

  it('shows the new day beside the one before, positions that come and go, and how many clients see it', async () => {
    await bring(`${HOLDINGS}A1,2024-01-03,000002,612,1,612,612\n`)
    await bring(`${VALUATIONS}A1,2024-01-03,1020,1000,1.02,1.02\n`)
    const previews = (await previewDays(deps, {})).days
    expect(previews).toHaveLength(1)
    expect(previews[0]).toMatchObject({
      code: 'A1',
      date: '2024-01-03',
      version: 1,
      state: 'checked',
      netAssets: '1020.00',
      unitNav: '1.0200',
      previous: { date: '2024-01-02', netAssets: '1000.00', unitNav: '1.0000' },
      change: '20.00',
      return: '0.02000000',
      // 500 / 1,000 in equity before; 612 / 1,020 in money now; the rest is cash.
      classes: [
        { assetClass: 'fixed-income', before: '0.00000000', after: '0.00000000' },
        { assetClass: 'equity', before: '0.50000000', after: '0.00000000' },
        { assetClass: 'alternative', before: '0.00000000', after: '0.00000000' },
        { assetClass: 'money', before: '0.00000000', after: '0.60000000' },
        { assetClass: 'cash', before: '0.50000000', after: '0.40000000' },
      ],
      newPositions: [{ fundCode: '000002', fundName: '基金二', marketValue: '612.00' }],
      closedPositions: [{ fundCode: '000001', fundName: '基金一', marketValue: '500.00' }],
      replaces: null,
      findings: [],
      clientIds: [expect.any(String), expect.any(String)],
    })
  })

  it('puts findings on top, then the biggest movers, and counts a distribution as return', async () => {
    await bring('portfolio_code,date,kind,amount\nC1,2024-01-03,distribution,40\n')
    await bring(
      `${VALUATIONS}A1,2024-01-03,1010,1000,1.01,1.01\nB1,2024-01-03,1060,1000,1.06,1.06\nC1,2024-01-03,990,1000,0.99,1.03\n`,
    )
    const { days: previews } = await previewDays(deps, { date: '2024-01-03' })
    expect(previews.map(({ code, return: move }) => `${code} ${move}`)).toEqual([
      'B1 0.06000000',
      'C1 0.03000000',
      'A1 0.01000000',
    ])
    expect(previews.map(({ findings }) => findings.map(({ check }) => check))).toEqual([['R-CHK-6'], [], []])
    const [row] = await deps.db.selectFrom('portfolio').select('id').where('code', '=', 'A1').execute()
    const approved = { portfolioIds: [row?.id ?? ''], states: ['approved' as const] }
    expect(await previewDays(deps, approved)).toMatchObject({ total: 0, days: [] })
    const page = await previewDays(deps, { date: '2024-01-03' }, { offset: 1, limit: 1 })
    expect(page).toMatchObject({ total: 3, days: [{ code: 'C1' }] })
  })

  it('is paged under a filter and in an order, and counts what all pages of it hold', async () => {
    // B1 moves by 6 % and has a finding; A1 restates a day that its clients saw; C1 is quiet.
    await bring(`${VALUATIONS}B1,2024-01-03,1060,1000,1.06,1.06\nC1,2024-01-03,990,1000,0.99,0.99\n`)
    await bring(`${VALUATIONS}A1,2024-01-02,1006,1000,1.006,1.006\n`, '补记收入')
    const read = async (...asked: Parameters<typeof previewDays> extends [unknown, ...infer R] ? R : never) => {
      const { days, ...counts } = await previewDays(deps, ...asked)
      return { codes: days.map(({ code }) => code).join(' '), ...counts }
    }
    const all = { total: 3, accounts: 3, clients: 2, quiet: { checked: 1, approved: 0 } }
    const dates = ['2024-01-03', '2024-01-02']
    expect(await read({}, { sort: 'code', limit: 2 })).toEqual({ codes: 'A1 B1', ...all, dates })
    expect(await read({}, { sort: 'code', limit: 2, offset: 2 })).toEqual({ codes: 'C1', ...all, dates })
    for (const [sort, codes] of [
      ['order', 'B1 C1 A1'],
      ['-code', 'C1 B1 A1'],
      ['date', 'A1 B1 C1'],
      // 60, 10, and not known on the first day of A1.
      ['-netAssets', 'B1 C1 A1'],
      ['return', 'A1 C1 B1'],
      // Two clients see A1, one B1, nobody C1.
      ['clients', 'C1 B1 A1'],
    ] as const)
      expect([sort, (await read({}, { sort })).codes]).toEqual([sort, codes])
    for (const [found, codes] of [
      ['with', 'B1'],
      ['without', 'C1 A1'],
      ['restated', 'A1'],
      ['quiet', 'C1'],
    ] as const)
      expect([found, (await read({ found })).codes]).toEqual([found, codes])
    const one = { total: 1, accounts: 1, clients: 0, quiet: { checked: 1, approved: 0 } }
    expect(await read({ text: ' c1' })).toEqual({ codes: 'C1', ...one, dates })
    expect(await read({ text: '乙' })).toMatchObject({ codes: 'B1', total: 1, clients: 1 })
  })

  it('shows how far a restatement stands from what clients saw', async () => {
    await bring(`${VALUATIONS}A1,2024-01-02,1006,1000,1.006,1.006\n`, '补记收入')
    const [preview] = (await previewDays(deps, {})).days
    expect(preview).toMatchObject({
      version: 2,
      reason: '补记收入',
      previous: null,
      return: null,
      replaces: {
        version: 1,
        state: 'published',
        netAssets: '1000.00',
        unitNav: '1.0000',
        navChange: '0.00600000',
        band: 'material',
      },
      clientIds: [expect.any(String), expect.any(String)],
    })
  })

  it("shows a day's versions, what differs between them, and which checks were not run", async () => {
    await bring(`${HOLDINGS}A1,2024-01-02,000001,500,1.012,506,500\n`, '补记收入')
    await bring(`${VALUATIONS}A1,2024-01-02,1006,1000,1.006,1.006\n`, '补记收入')
    const portfolioId = (await previewDays(deps, {})).days[0]?.portfolioId ?? ''
    const day = { portfolioId, date: '2024-01-02', knownAt: null, now: deps.clock.now().toISOString() }
    const page = await readDayPage(deps, day)
    expect(
      page?.versions.map(({ version, state, netAssets, broughtBy }) => [version, state, netAssets, broughtBy]),
    ).toEqual([
      [1, 'published', '1000.00', 'tester'],
      [2, 'checked', '1006.00', 'olga'],
    ])
    expect(page?.clientIds).toHaveLength(2)
    // 1.006 / 1 − 1 = 0.6 %.
    const size = { version: 1, navChange: '0.00600000', band: 'material' }
    expect(page?.versions.map(({ restates }) => restates)).toEqual([null, size])
    expect(page?.funds).toMatchObject([{ fundCode: '000001', fundName: '基金一', shares: '500.00', o32Shares: null }])
    expect(page?.files.map(({ kind, origin, receivedBy }) => [kind, origin, receivedBy])).toEqual([
      ['holdings', 'neutral', 'olga'],
      ['valuation', 'neutral', 'olga'],
    ])
    expect(page?.notRun).toContainEqual({ check: 'R-CHK-4', reason: 'no-o32-file' })
    const own = { fundCode: null, fundName: null }
    const fund = { fundCode: '000001', fundName: '基金一' }
    expect(await readDifferences(deps.db, day, { from: 1, to: 2 })).toEqual([
      { field: 'netAssets', ...own, before: '1000.00', after: '1006.00' },
      { field: 'unitNav', ...own, before: '1.0000', after: '1.0060' },
      { field: 'accumulatedNav', ...own, before: '1.0000', after: '1.0060' },
      { field: 'unitNav', ...fund, before: '1.0000', after: '1.0120' },
      { field: 'marketValue', ...fund, before: '500.00', after: '506.00' },
    ])
    expect(await readDifferences(deps.db, day, { from: 1, to: 9 })).toBeNull()
    // What the benchmark is made of was said after clients saw the first version.
    deps.clock.advance(60)
    const at = deps.clock.now().toISOString()
    const set = (id: string, valid_from: string, components: object[]) => ({
      id,
      portfolio_id: portfolioId,
      valid_from,
      components: JSON.stringify(components),
      set_by: 'olga',
      set_at: at,
      removed_by: null,
      removed_at: null,
    })
    const mixed = [
      { name: '沪深300', indexCode: '000300', weight: '60.00' },
      { name: '中债新综合', indexCode: null, weight: '40.00' },
    ]
    const later = [{ name: '中证800', indexCode: null, weight: '100.00' }]
    await deps.db
      .insertInto('benchmark_set')
      .values([set('S1', '2024-01-01', mixed), set('S2', '2024-01-03', later)])
      .execute()
    const since = await readDifferences(deps.db, { ...day, now: at }, { from: 1, to: 2 })
    expect(since?.filter(({ field }) => field.startsWith('benchmark'))).toEqual([
      { field: 'benchmarkComponents', ...own, before: null, after: '沪深300 (000300) 60% + 中债新综合 40%' },
    ])
    expect(await readDayPage(deps, { portfolioId, date: '2024-01-05' })).toBeNull()
  })
})
