import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { importing, importText, text } from '../../testing/import-bench'
import { asStaff, staffCookies } from '../../testing/staff'
import { keepFund } from '../days/day-news.service'
import { openRun } from '../days/import-run'
import { suggestedClass } from './suggest-class'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲,balanced,2024-01-02,1000,1000
`
const FUNDS = `fund_code,fund_name,asset_class,kind
000001,示例成长混合,equity,
000002,示例纯债债券A,fixed-income,
000003,示例_A货币,money,
S00001,示例全球QDII,equity,QDII
`
const DAY = `portfolio_code,date,net_assets,shares,unit_nav,total_assets,total_liabilities
A1,2024-01-02,1000,1000,1.0000,1000,0
`
const HELD = `portfolio_code,date,fund_code,shares,unit_nav,market_value,cost
A1,2024-01-02,000009,1000,1.0000,1000,1000
`

type Body = Record<string, unknown> | null
const listOf = (body: Body, name: string) => (body?.[name] ?? []) as Record<string, unknown>[]
const items = (reply: { body: Body }) => listOf(reply.body, 'items').map(({ code }) => code)

forEachEngine('funds in the console', (open) => {
  it('are found by any part of code and name, by class, and page by page', async () => {
    const deps = await open()
    await importing(deps, [text('f.csv', FUNDS)], {})
    const app = buildApp(deps)
    const reviewer = await staffCookies(app, deps, 'reviewer')
    const list = async (query: string) => asStaff(app, reviewer, ['GET', `/funds?${query}`])
    expect(items(await list(''))).toEqual(['000001', '000002', '000003', 'S00001'])
    expect(items(await list('text=s0'))).toEqual(['S00001'])
    expect(items(await list(`text=${encodeURIComponent('债券')}`))).toEqual(['000002'])
    expect(items(await list('text=_a'))).toEqual(['000003'])
    expect(items(await list('assetClass=equity'))).toEqual(['000001', 'S00001'])
    const first = await list('limit=3')
    expect([items(first), first.body?.['next']]).toEqual([['000001', '000002', '000003'], '000003'])
    const rest = await list('limit=3&cursor=000003')
    expect([items(rest), rest.body?.['next'], rest.body?.['unclassified']]).toEqual([['S00001'], null, 0])
  })

  it('that only a file names hold their day until one of the staff says what they are', async () => {
    const deps = await open()
    await importing(deps, [text('p.csv', PORTFOLIOS), text('f.csv', FUNDS)], {})
    await importing(deps, [text('v.csv', DAY), text('h.csv', HELD)], { publish: false })
    const states = async () => (await deps.db.selectFrom('valuation').select('state').execute()).map((row) => row.state)
    expect(await states()).toEqual(['held'])
    const app = buildApp(deps)
    const operator = await staffCookies(app, deps, 'operator')
    const { body } = await asStaff(app, operator, ['GET', '/funds?assetClass=none'])
    expect(body).toMatchObject({ items: [{ code: '000009', assetClass: null }], unclassified: 1 })
    const is = { name: '示例债券', assetClass: 'fixed-income', kind: null, priceLag: 1 }
    const set = await asStaff(app, operator, ['PUT', '/funds/000009', is])
    const classes = { firstClass: 'fixed-income', laterClasses: [] }
    expect([set.status, set.body]).toEqual([
      200,
      { code: '000009', ...is, ...classes, shortName: null, suggestion: null },
    ])
    expect(await states()).toEqual(['checked'])
    const noted = await deps.db.selectFrom('audit_event').selectAll().where('action', '=', 'change-fund').execute()
    expect(noted.map((row) => [row.actor_id, row.object_id, JSON.parse(row.detail)])).toEqual([
      ['operator', '000009', { class: 'fixed-income', was: null }],
    ])
    await asStaff(app, operator, ['PUT', '/funds/000009', is])
    expect(
      await deps.db.selectFrom('audit_event').select('seq').where('action', '=', 'change-fund').execute(),
    ).toHaveLength(1)
  })

  it('take what their names speak for, many at once, and nothing else', async () => {
    const deps = await open()
    await importing(deps, [text('f.csv', FUNDS)], {})
    const seen = { kind: null, asset_class: null, price_lag: 1 }
    for (const [code, name] of [
      ['S00002', '示例纯债'],
      ['S00003', '示例一号'],
      ['S00004', '示例货币B'],
    ] as const)
      await deps.db
        .insertInto('fund')
        .values({ code, name, ...seen })
        .execute()
    const app = buildApp(deps)
    const operator = await staffCookies(app, deps, 'operator')
    const funds = ['S00002', 'S00003', 'S00004', '000001', '999999']
    const { status, body } = await asStaff(app, operator, ['POST', '/fund-suggestions', { funds }])
    const taken = listOf(body, 'taken').map(({ code, assetClass }) => [code, assetClass])
    expect([status, taken]).toEqual([
      200,
      [
        ['S00002', 'fixed-income'],
        ['S00004', 'money'],
      ],
    ])
    const left = await asStaff(app, operator, ['GET', '/funds?assetClass=none'])
    expect([items(left), left.body?.['unclassified']]).toEqual([['S00003'], 1])
    const noted = await deps.db.selectFrom('audit_event').selectAll().where('action', '=', 'change-fund').execute()
    expect(noted.map((row) => [row.object_id, JSON.parse(row.detail)])).toEqual([
      ['S00002', { class: 'fixed-income', was: null, suggested: true }],
      ['S00004', { class: 'money', was: null, suggested: true }],
    ])
  })

  it('are registered by hand once, with all that a file could say', async () => {
    const deps = await open()
    const app = buildApp(deps)
    const operator = await staffCookies(app, deps, 'operator')
    const is = { name: '示例红利混合', shortName: '红利', assetClass: 'equity', kind: '混合型', priceLag: 1 }
    const add = (body: object) => asStaff(app, operator, ['POST', '/funds', body])
    const added = await add({ code: '000011', ...is })
    expect([added.status, added.body]).toMatchObject([201, { code: '000011', ...is, laterClasses: [] }])
    expect(await add({ code: '000011', ...is })).toMatchObject({ status: 409, body: { code: 'fund-known' } })
    for (const code of ['12345', 'a12345', '']) expect((await add({ code, ...is })).status).toBe(400)
    const find = await asStaff(app, operator, ['GET', `/funds?text=${encodeURIComponent('红利')}`])
    expect(items(find)).toEqual(['000011'])
    const auditor = await staffCookies(app, deps, 'auditor')
    expect((await asStaff(app, auditor, ['POST', '/funds', { code: '000012', ...is }])).status).toBe(403)
  })

  it('have a page: other names in files, and the accounts that hold them on their last published day', async () => {
    const deps = await open()
    const held = HELD.replaceAll('000009', '000001')
    const sold = 'A1,2024-01-03,000001,0,,0,0\n'
    const second = `${DAY.split('\n')[0]}\nA1,2024-01-03,1000,1000,1.0000,1000,0\n`
    await importing(
      deps,
      [text('p.csv', PORTFOLIOS), text('f.csv', FUNDS), text('h.csv', held), text('v.csv', DAY)],
      {},
    )
    const app = buildApp(deps)
    const auditor = await staffCookies(app, deps, 'auditor')
    const holders = async () => (await asStaff(app, auditor, ['GET', '/funds/000001/holders'])).body
    expect(await holders()).toEqual({
      items: [
        {
          code: 'A1',
          name: '甲',
          date: '2024-01-02',
          shares: '1000.00',
          price: '1.0000',
          priceDate: null,
          marketValue: '1000.00',
        },
      ],
      next: null,
    })
    await importing(deps, [text('h2.csv', HELD.split('\n')[0] + '\n' + sold), text('v2.csv', second)], {})
    expect(await holders()).toEqual({ items: [], next: null })
    const run = await openRun(deps, { publish: false, by: 'tester', reason: null })
    for (const name of ['示例成长', '示例成长', '示例成长混合'])
      await deps.db.transaction().execute((db) => keepFund(run, db, { code: '000001', name, fileId: null }))
    const page = await asStaff(app, auditor, ['GET', '/funds/000001'])
    expect(page.body).toMatchObject({ name: '示例成长混合', aliases: [{ name: '示例成长', file: null }], navs: 0 })
    for (const path of ['/funds/999999', '/funds/999999/holders'])
      expect((await asStaff(app, auditor, ['GET', path])).status).toBe(404)
  })

  it('keep each value that was replaced, by hand or by a file', async () => {
    const deps = await open()
    await importing(deps, [text('f.csv', FUNDS)], {})
    const app = buildApp(deps)
    const operator = await staffCookies(app, deps, 'operator')
    const is = { name: '示例成长混合', assetClass: 'alternative', kind: null, priceLag: 2 }
    const silent = await asStaff(app, operator, ['PUT', '/funds/000001', is])
    expect([silent.status, silent.body]).toMatchObject([400, { errors: [{ field: 'reason', code: 'required' }] }])
    await asStaff(app, operator, ['PUT', '/funds/000001', { ...is, reason: '合同变更' }])
    deps.clock.advance(60)
    await importText(deps, 'fund_code,fund_name,asset_class,price_lag\n000001,示例成长,alternative,2\n')
    const { body } = await asStaff(app, operator, ['GET', '/funds/000001/history'])
    const changes = listOf(body, 'changes').map(({ field, from, to, by, reason }) => [field, from, to, by, reason])
    expect(changes[0]).toEqual(['name', '示例成长混合', '示例成长', 'tester', null])
    expect(changes.slice(1).toSorted()).toEqual([
      ['assetClass', 'equity', 'alternative', 'operator', '合同变更'],
      ['priceLag', '1', '2', 'operator', '合同变更'],
    ])
    expect(body).toMatchObject({ changes: [{ file: { name: 'file.csv' } }, { file: null }, { file: null }] })
    expect((await asStaff(app, operator, ['GET', '/funds/999999/history'])).status).toBe(404)
    expect((await asStaff(app, operator, ['PUT', '/funds/999999', is])).status).toBe(404)
    expect((await asStaff(app, operator, ['PUT', '/funds/000001', { ...is, priceLag: 31 }])).status).toBe(400)
  })
})

it.each([
  ['示例现金宝货币A', 'money'],
  ['示例纯债债券C', 'fixed-income'],
  ['示例黄金ETF联接', 'alternative'],
  ['示例沪深300ETF', 'equity'],
  ['示例一号', null],
])('the name %s speaks for %s', (name, assetClass) => {
  expect(suggestedClass(name)).toBe(assetClass)
})
