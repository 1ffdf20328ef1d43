/** FORMATS' numbered cases of FA files that only the house's own data can judge (docs/import-cases.md). */
import type { Cell } from '@sma/importers/bytes/grid'
import { dumpDay, DUMP_HEADER } from '@sma/importers/testing/fa-dump'
import { FA_ROWS, faSheet, withRow } from '@sma/importers/testing/fa-sheet'
import { html, workbook } from '@sma/importers/testing/files'
import { beforeEach, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { codes, importing, text } from '../../testing/import-bench'
import type { ImportOptions, ImportSource } from './importing'
import type { FileReport } from './report'

const MASTER = [
  text(
    'portfolios.csv',
    `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,fa_ledger_no,fa_name
G1,成长一号,growth,2023-12-29,100000,100000,8009,示例成长一号
G2,稳健二号,balanced,2023-12-29,1140,1140,8001,示例稳健二号
`,
  ),
  text('funds.csv', 'fund_code,fund_name,asset_class\n000216,示例黄金,alternative\n'),
]

interface Sheet {
  day: string
  product: string
  rows: Cell[][]
  path: string
}

/** A sheet of the first account: 112,880 for 100,000 shares. */
function sheet(parts: Partial<Sheet>): ImportSource {
  const { day = '2024-01-02', product = '示例银行___示例成长一号单一资产管理计划___专用表', rows = FA_ROWS } = parts
  const bytes = workbook({ 表: faSheet({ title: [['估值表'], [product], [`估值日期：${day}`]], rows }) }, 'biff8')
  return { path: parts.path ?? `${day}.xls`, bytes: async () => bytes }
}

const netAssets = (value: number): Cell[][] =>
  FA_ROWS.map((row) => {
    if (row[0] === '1002' || row[0] === '100201') return [...row.slice(0, 7), value - 12_880, '', '']
    if (row[0] === '资产类合计:') return [...row.slice(0, 7), value + 120, '', '']
    if (row[0] === '基金资产净值:') return [...row.slice(0, 7), value, '', '']
    return String(row[0]).includes('单位净值') ? [row[0] ?? '', (value / 100_000).toFixed(4)] : row
  }).filter((row) => row[0] !== '日净值增长率(%)：' && row[0] !== '昨日单位净值：')

forEachEngine('cases of FA files', (open) => {
  let deps: TestDeps

  beforeEach(async () => {
    deps = await open()
    await importing(deps, MASTER, {})
  })

  async function imported(source: ImportSource, options: Partial<ImportOptions> = {}): Promise<FileReport> {
    const report = (await importing(deps, [source], options)).get(source.path)
    if (report === undefined) throw new Error('no report')
    return report
  }
  const blocking = ({ problems }: FileReport): string[] =>
    problems.filter(({ severity }) => severity !== 'warning').map(({ code }) => code)

  it.each<[string, Partial<Sheet>, string]>([
    [
      'case 12: totals do not balance',
      { rows: withRow('资产类合计:', ['资产类合计:', '', '', '', '', '', '', 113001]) },
      'R-CHK-1',
    ],
    [
      'case 13: unit NAV is not net assets / shares',
      { rows: withRow('基金单位净值：', ['基金单位净值：', '1.1289']) },
      'R-CHK-2',
    ],
    [
      'case 26: an account without its part in the totals',
      { rows: [...FA_ROWS, ['1021', '清算备付金', '', '', 5, '', '', 5]] },
      'R-CHK-13',
    ],
    ['case 27: a Saturday that is no month end', { day: '2024-01-06' }, 'R-CHK-15'],
    ['case 28: a day in the future', { day: '2098-01-02' }, 'R-CHK-12'],
  ])('%s', async (_, parts, code) => {
    const report = await imported(sheet(parts))
    expect([report.status, blocking(report)]).toEqual(['held', expect.arrayContaining([code])])
  })

  it('case 24: a product that nobody knows', async () => {
    const report = await imported(sheet({ product: '示例银行___别家三号单一资产管理计划___专用表' }))
    expect([report.status, report.days.map(({ state }) => state), codes(report)]).toEqual([
      'rejected',
      ['rejected'],
      ['portfolio-unknown'],
    ])
    expect(report.problems[0]).toMatchObject({ sheet: '表', row: null, found: expect.stringContaining('别家三号') })
  })

  it('case 48: a ledger that nobody knows stops no other', async () => {
    const rows = [DUMP_HEADER, ...dumpDay('8001', '2024-01-02'), ...dumpDay('9999', '2024-01-02')]
    const report = await imported({ path: 'guzhibiao.xls', bytes: async () => html(rows) })
    expect(report.days).toEqual([
      { portfolio: '9999', date: '2024-01-02', state: 'held' },
      { portfolio: 'G2', date: '2024-01-02', state: 'published' },
    ])
    expect(report.problems).toMatchObject([{ code: 'portfolio-unknown', found: '9999', portfolio: '9999' }])
  })

  it('case 61: one file under two names, other content under one name', async () => {
    expect((await imported(sheet({ path: 'a.xls' }))).status).toBe('applied')
    expect((await imported(sheet({ path: 'b.xls' }))).status).toBe('unchanged')
    const other = await imported(sheet({ path: 'a.xls', rows: netAssets(112_890) }))
    expect([other.status, blocking(other)]).toEqual(['held', ['restatement-reason-missing']])
  })

  it('case 69: a renamed product is found by its ledger number', async () => {
    const report = await imported(sheet({ product: '2024年01月02日远航九号单一资产管理计划-8009-基金资产估值表' }))
    expect(report.days).toEqual([{ portfolio: 'G1', date: '2024-01-02', state: 'published' }])
  })

  it('case 71: an old day restated after later days', async () => {
    await imported(sheet({}))
    expect((await imported(sheet({ day: '2024-01-03', rows: netAssets(112_900) }))).status).toBe('applied')
    const restated = sheet({ path: 'again.xls', rows: netAssets(112_890) })
    expect((await imported(restated)).status).toBe('held')
    expect((await imported(restated, { reason: '托管行更正' })).days).toEqual([
      { portfolio: 'G1', date: '2024-01-02', state: 'published' },
    ])
    const days = await deps.db.selectFrom('published_day').select(['date', 'version']).orderBy('date').execute()
    expect(days).toEqual([
      { date: '2024-01-02', version: 2 },
      { date: '2024-01-03', version: 1 },
    ])
  })
})
