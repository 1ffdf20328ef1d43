/** A small account worked by hand: FA's sheet, O3.2's holdings and a file of transactions; every figure opens to its cells. */
import type { Cell } from '@sma/importers/bytes/grid'
import { FA_ROWS, faSheet } from '@sma/importers/testing/fa-sheet'
import { workbook } from '@sma/importers/testing/files'
import { beforeEach, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { importing, text } from '../../testing/import-bench'
import type { Cookies } from '../../testing/people'
import { staffCookies } from '../../testing/staff'
import type { ImportSource } from '../imports/importing'
import type { TrailReply } from './trail-parts'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,o32_fund_no,fa_name
A1,示例成长一号,balanced,2024-01-02,100000,100000,8001,示例成长一号
B1,乙,balanced,2024-01-02,1000,1000,8002,示例乙
`
const FUNDS = 'fund_code,fund_name,asset_class\n000216,示例黄金ETF联接A,alternative\n'

const file = (path: string, rows: Cell[][]): ImportSource => ({
  path,
  bytes: async () => workbook({ 表: rows }, 'xlsx'),
})

/** 2024-01-02: 112,880.00 net, 10,000.00 shares of 000216 at 1.30; accounts from row 5 (see testing/fa-sheet). */
const SHEET_2 = file('示例成长一号_20240102.xlsx', faSheet({}))
const O32_2 = file('chicang_20240102.xlsx', [
  ['日期', '基金编号', '证券代码', '证券名称', '持仓', '市值', '含费用成本', '总体盈亏'],
  ['2024-01-02', '8001', '000216', '黄金', '10000', '12900', '12010', '890'],
])

const CHANGES: Record<string, (owed: number, nav: string) => Cell[]> = {
  '1002': () => ['1002', '银行存款', '', '', 98590, '', '', 98590],
  '100201': () => ['100201', '活期存款', '', '', 98590, '', '', 98590],
  '1105': () => ['1105', '基金投资', 11000, '', 13400, '', '', 15400, '', 2000],
  '110502': () => ['110502', '开放式基金', 11000, '', 13400, '', '', 15400, '', 2000],
  '11050201': () => ['11050201', '开放式基金_成本', 11000, '', 13400, '', '', 15400, '', 2000],
  '11050201000216': () => ['11050201000216', '示例黄金ETF联接A', 11000, '', 13400, '', 1.4, 15400, '', 2000],
  '11050299': () => ['11050299', '开放式基金_估值增值', '', '', 2000, '', '', 2000],
  '11050299000216': () => ['11050299000216', '示例黄金ETF联接A', '', '', 2000, '', '', 2000],
  '2206': (owed) => ['2206', '应付管理人报酬', '', '', owed - 20, '', '', owed - 20],
  '资产类合计:': () => ['资产类合计:', '', '', '', '', '', '', 113990],
  '负债类合计:': (owed) => ['负债类合计:', '', '', '', owed, '', '', owed],
  '基金资产净值:': (owed) => ['基金资产净值:', '', '', '', '', '', '', 113990 - owed],
  '基金单位净值：': (_, nav) => ['基金单位净值：', nav],
  '昨日单位净值：': () => ['昨日单位净值：', '1.1288'],
  '累计单位净值：': (_, nav) => ['累计单位净值：', nav],
}

/** 2024-01-03: 1,000.00 shares more for 1,410.00, all 11,000.00 at 1.40 = 15,400.00; 98,590.00 in the bank. */
function sheet3(owed: number, nav: string, above: Cell[][] = []): ImportSource {
  const changed = FA_ROWS.flatMap((row) => {
    if (String(row[0]).startsWith('日净值')) return []
    return [CHANGES[String(row[0])]?.(owed, nav) ?? row.map((cell, at) => (at === 8 || at === 5 ? '' : cell))]
  })
  const title: Cell[][] = [
    ['证券投资基金估值表'],
    ['示例成长一号单一资产管理计划'],
    ['估值日期：20240103', '单位：元'],
    ...above,
  ]
  return file(`示例成长一号_20240103.xlsx`, faSheet({ title, rows: changed }))
}

const bought = (amount: string, fee: string) =>
  text(
    'transactions.csv',
    `portfolio_code,date,fund_code,operation,amount,shares,price,fee\nA1,2024-01-03,000216,subscribe,${amount},1000,1.4,${fee}\n`,
  )

forEachEngine('the trail of a figure', (open) => {
  let deps: TestDeps
  let cookies: Cookies
  let app: ReturnType<typeof buildApp>

  beforeEach(async () => {
    deps = await open()
    app = buildApp(deps)
    cookies = await staffCookies(app, deps, 'auditor')
    await importing(deps, [text('p.csv', PORTFOLIOS), text('f.csv', FUNDS)], {})
  })

  const ask = async (query: string, code = 'A1') =>
    (await app.inject({ url: `/api/v1/staff/portfolios/${code}/trail?${query}`, cookies })).json<
      TrailReply & { code: string }
    >()
  const source = (one: { source: TrailReply['source'] }) =>
    one.source && [one.source.fileName, one.source.sheet, one.source.row, one.source.column]
  const parts = (trail: TrailReply) =>
    trail.parts.map((part) => [
      part.role,
      part.figure ?? part.operation ?? part.what,
      part.date,
      part.value,
      source(part),
    ])
  const bring = async (minute: number, files: ImportSource[], reason: string | null = null) => {
    deps.clock.set(`2026-01-05T01:${String(minute).padStart(2, '0')}:00.000Z`)
    const reports = await importing(deps, files, { reason })
    expect([...reports.values()].map(({ path, status }) => `${path} ${status}`)).toEqual(
      files.map(({ path }) => `${path} applied`),
    )
  }

  const S2 = '示例成长一号_20240102.xlsx'
  const S3 = '示例成长一号_20240103.xlsx'

  it('leads to the cell of each file, also of versions that were replaced', async () => {
    await bring(1, [O32_2])
    await bring(2, [SHEET_2])
    await bring(3, [bought('1410', '10')])
    await bring(4, [sheet3(120, '1.1387')])

    const net = await ask('figure=net-assets')
    expect(net).toMatchObject({ code: 'A1', date: '2024-01-03', value: '113870.00', rule: null, parts: [] })
    expect(net.version).toMatchObject({ version: 1, state: 'published', publishedAt: '2026-01-05T01:04:00.000Z' })
    expect(net.source).toMatchObject({ receivedAt: '2026-01-05T01:04:00.000Z', by: 'tester' })
    const cells = async (figures: string[]) =>
      Promise.all(
        figures.map(async (figure) => {
          const trail = await ask(`figure=${figure}`)
          return [trail.value, source(trail)]
        }),
      )
    expect(
      await cells(['net-assets', 'total-assets', 'total-liabilities', 'shares', 'unit-nav', 'accumulated-nav']),
    ).toEqual([
      ['113870.00', [S3, '表', 18, 'H']],
      ['113990.00', [S3, '表', 16, 'H']],
      ['120.00', [S3, '表', 17, 'H']],
      ['100000.00', [S3, '表', 15, 'C']],
      ['1.1387', [S3, '表', 19, 'B']],
      ['1.1387', [S3, '表', 21, 'B']],
    ])
    expect(
      await cells(['shares', 'unit-nav', 'market-value', 'source-cost'].map((name) => `fund:000216:${name}`)),
    ).toEqual([
      ['11000.00', [S3, '表', 10, 'C']],
      ['1.4000', [S3, '表', 10, 'G']],
      ['15400.00', [S3, '表', 10, 'H']],
      ['13400.00', [S3, '表', 10, 'E']],
    ])

    // Cost: 12,010.00 by O3.2 when the history began, and 1,410.00 since (R-HLD-5, R-HLD-2).
    const transaction = ['transactions.csv', null, 2, null]
    const cost = await ask('figure=fund:000216:cost')
    expect([cost.value, cost.rule]).toEqual(['13420.00', 'R-HLD-2'])
    expect(parts(cost)).toEqual([
      ['plus', 'fund:000216:o32-cost', '2024-01-02', '12010.00', ['chicang_20240102.xlsx', '表', 2, 'G']],
      ['plus', 'subscribe', '2024-01-03', '1410.00', transaction],
    ])
    // P0 = 890 + 13,000 − 12,900 = 990; 15,400 + 990 − 13,000 − 1,410 = 1,980.
    const profit = await ask('figure=fund:000216:profit')
    expect([profit.value, profit.rule]).toEqual(['1980.00', 'R-HLD-5'])
    expect(parts(profit)).toEqual([
      ['plus', 'fund:000216:market-value', '2024-01-03', '15400.00', [S3, '表', 10, 'H']],
      ['plus', 'fund:000216:opening-profit', '2024-01-02', '990.00', null],
      ['minus', 'fund:000216:market-value', '2024-01-02', '13000.00', [S2, '表', 10, 'H']],
      ['minus', 'subscribe', '2024-01-03', '1410.00', transaction],
    ])
    const opening = await ask('figure=fund:000216:opening-profit&date=2024-01-02&version=1')
    expect(parts(opening)).toEqual([
      ['plus', 'fund:000216:o32-profit', '2024-01-02', '890.00', ['chicang_20240102.xlsx', '表', 2, 'H']],
      ['plus', 'fund:000216:market-value', '2024-01-02', '13000.00', [S2, '表', 10, 'H']],
      ['minus', 'fund:000216:o32-market-value', '2024-01-02', '12900.00', ['chicang_20240102.xlsx', '表', 2, 'F']],
    ])
    expect(await ask('figure=class:alternative')).toMatchObject({ value: '15400.00', rule: 'R-CLS-1', source: null })
    const cash = await ask('figure=class:cash')
    expect(cash.value).toBe('98470.00')
    expect(parts(cash).map(([role, figure, , value]) => [role, figure, value])).toEqual([
      ['plus', 'net-assets', '113870.00'],
      ['minus', 'fund:000216:market-value', '15400.00'],
    ])
    const gain = await ask('figure=day-gain')
    expect([gain.value, gain.rule, ...parts(gain)]).toEqual([
      '990.00',
      'R-PER-4',
      ['plus', 'net-assets', '2024-01-03', '113870.00', [S3, '表', 18, 'H']],
      ['minus', 'net-assets', '2024-01-02', '112880.00', [S2, '表', 18, 'H']],
    ])
    // 1.1387 / 1.1288 − 1
    const growth = await ask('figure=day-return')
    expect([growth.value, growth.rule, growth.parts.map(({ role }) => role)]).toEqual([
      '0.00877038',
      'R-RET-1',
      ['plus', 'divided-by'],
    ])

    // A corrected transaction renews the day with equal figures; then the sheet is restated, one row lower.
    await bring(5, [bought('1412', '12')], '更正费用')
    await bring(6, [sheet3(90, '1.1390', [['备注']])], '管理费重算')
    const of = async (figure: string, version: number) => {
      const trail = await ask(`date=2024-01-03&version=${version}&figure=${figure}`)
      return [trail.version.state, trail.value, source(trail) ?? trail.parts.at(-1)?.value]
    }
    expect([await of('net-assets', 1), await of('net-assets', 2), await of('net-assets', 3)]).toEqual([
      ['superseded', '113870.00', [S3, '表', 18, 'H']],
      ['superseded', '113870.00', [S3, '表', 18, 'H']],
      ['published', '113900.00', [S3, '表', 19, 'H']],
    ])
    expect([await of('fund:000216:profit', 1), await of('fund:000216:profit', 2)]).toEqual([
      ['superseded', '1980.00', '1410.00'],
      ['superseded', '1978.00', '1412.00'],
    ])
    const files = await Promise.all(
      [1, 3].map((version) => ask(`date=2024-01-03&version=${version}&figure=net-assets`)),
    )
    expect(new Set(files.map((trail) => trail.source?.fileId)).size).toBe(2)
    expect(await ask('figure=net-assets&knownAt=2026-01-05T01:04:30Z')).toMatchObject({ version: { version: 1 } })
    expect(await ask('figure=net-assets&knownAt=2026-01-05T01:04:30Z&version=3&date=2024-01-03')).toMatchObject({
      code: 'not-found',
    })
    expect((await ask('date=2024-01-03&figure=fund:000216:profit&knownAt=2026-01-05T01:04:30Z')).value).toBe('1980.00')
  })

  it('names the file that each figure of a completed version came from, and none for versions older than the trail', async () => {
    const key = 'portfolio_code,date,net_assets,shares,unit_nav'
    const valued = (path: string, more: string, figures: string) =>
      text(path, `${key},${more}\nB1,2024-01-02,1000,1000,1,${figures}\n`)
    await bring(1, [
      text('held.csv', 'portfolio_code,date,fund_code,shares,market_value,cost\nB1,2024-01-02,000216,100,150,120\n'),
      valued('first.csv', 'accumulated_nav', '1'),
    ])
    await bring(2, [valued('second.csv', 'total_assets', '1001')])
    const found = async (figure: string) => source(await ask(`figure=${figure}`, 'B1'))
    expect(await ask('figure=accumulated-nav', 'B1')).toMatchObject({ version: { version: 2 } })
    expect(await Promise.all(['accumulated-nav', 'total-assets', 'fund:000216:market-value'].map(found))).toEqual([
      ['first.csv', null, 2, 'F'],
      ['second.csv', null, 2, 'F'],
      ['held.csv', null, 2, 'E'],
    ])
    expect(await ask('figure=total-liabilities', 'B1')).toMatchObject({
      value: null,
      reason: 'not-stated',
      source: null,
    })
    await deps.db.deleteFrom('valuation_source').execute()
    for (const figure of ['net-assets', 'fund:000216:shares'])
      expect(await ask(`figure=${figure}`, 'B1')).toMatchObject({ source: null, sourceReason: 'not-kept' })
    expect(await ask('figure=class:alternative', 'B1')).toMatchObject({
      value: '150.00',
      parts: [{ value: '150.00', source: null, sourceReason: 'not-kept' }],
    })
  })

  it('has figures of what waits, but none that clients were not shown', async () => {
    expect(await ask('figure=net-assets')).toMatchObject({ code: 'no-valuation' })
    const options = { publish: false }
    await importing(deps, [SHEET_2], options)
    const at = 'date=2024-01-02&version=1'
    expect(source(await ask(`${at}&figure=net-assets`))).toEqual([S2, '表', 18, 'H'])
    for (const figure of ['fund:000216:profit', 'day-return'])
      expect(await ask(`${at}&figure=${figure}`)).toMatchObject({ value: null, reason: 'not-shown', parts: [] })
    for (const query of [`${at}&figure=fund:999999:shares`, 'date=2024-01-02&version=2&figure=shares'])
      expect(await ask(query)).toMatchObject({ code: 'not-found' })
    expect(await ask(`${at}&figure=nothing`)).toMatchObject({ code: 'request-invalid' })
    expect(await ask('date=2024-01-02&figure=net-assets')).toMatchObject({ code: 'no-valuation' })
  })
})
