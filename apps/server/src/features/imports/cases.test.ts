/** The cases of the formats' list (section 8) that show only once a file meets the book; each title carries its number. */
import { beforeEach, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { codes, importing, importText, text } from '../../testing/import-bench'
import { UnreadableFile } from './importing'
import { problem } from '@sma/importers/problems'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,o32_fund_no
A1,甲,balanced,2024-01-01,1000,1000,8001
B1,乙,balanced,2024-01-01,1000,1000,8002
`
const FUNDS = 'fund_code,fund_name,asset_class\n000001,基金一,equity\n'
const VALUATIONS = 'portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav\n'
const HOLDINGS = 'portfolio_code,date,fund_code,shares,unit_nav,market_value,cost\n'
const TRANSACTIONS = 'portfolio_code,date,fund_code,operation,amount,shares,price,fee\n'
const JOURNAL = '发生日期,基金编号,证券代码,发生业务,委托价格,委托数量,发生数量,科目发生额\n'

const day = (code: string, date: string, nav = '1') => `${code},${date},${Number(nav) * 1000},1000,${nav},${nav}\n`
const held = (code: string, date: string) => `${code},${date},000001,500,1,500,490\n`
const bought = (code: string, date: string, shares = 100) =>
  `${code},${date},000001,subscribe,${shares},${shares},1,0\n`
const entry = (fund: string, date: string) => `${date},${fund},000001,开放式基金申购成交确认,1,100,100,-100\n`

forEachEngine('cases of section 8', (open) => {
  let deps: TestDeps

  beforeEach(async () => {
    deps = await open()
    await importing(deps, [text('p.csv', PORTFOLIOS), text('f.csv', FUNDS)], {})
  })

  const published = async () => {
    const rows = await deps.db
      .selectFrom('published_day as d')
      .innerJoin('portfolio as p', 'p.id', 'd.portfolio_id')
      .select(['p.code', 'd.date', 'd.version'])
      .orderBy('p.code')
      .orderBy('d.date')
      .execute()
    return rows.map(({ code, date, version }) => `${code} ${date} v${version}`)
  }
  const places = async () => {
    const rows = await deps.db.selectFrom('fund_transaction').select(['date', 'place']).orderBy('date').execute()
    return rows.map(({ date, place }) => `${date} ${place}`)
  }

  it.each([
    ['27', '2024-01-06', 'R-CHK-15', '2024-01-05'],
    ['28', '2026-01-06', 'R-CHK-12', '<= 2026-01-05'],
    ['28', '2023-12-29', 'R-CHK-12', '>= 2024-01-01'],
  ])('%s: a valuation of %s waits', async (_, date, code, expected) => {
    const report = await importText(deps, VALUATIONS + day('B1', '2024-01-02') + day('A1', date))
    expect(report.status).toBe('held')
    expect(report.problems).toMatchObject([
      { code, severity: 'review', row: 3, column: 'date', found: date, expected, portfolio: 'A1', date },
    ])
    expect(await published()).toEqual(['B1 2024-01-02 v1'])
  })

  it('27: a month end on a weekend is a valuation day', async () => {
    expect((await importText(deps, VALUATIONS + day('A1', '2024-03-31'))).status).toBe('applied')
  })

  it('48: an O3.2 number that nobody registered waits, named once; the others are applied', async () => {
    const rows = [entry('9999', '2024-01-02'), entry('8001', '2024-01-02'), entry('9999', '2024-01-03')]
    const report = await importText(deps, JOURNAL + rows.join(''))
    expect(report).toMatchObject({ kind: 'o32-journal', status: 'held' })
    expect(report.days).toEqual([
      { portfolio: '9999', date: '2024-01-02', state: 'held' },
      { portfolio: 'A1', date: '2024-01-02', state: 'imported' },
      { portfolio: '9999', date: '2024-01-03', state: 'held' },
    ])
    expect(report.problems).toMatchObject([{ code: 'portfolio-unknown', severity: 'review', row: 2, found: '9999' }])
    expect(await places()).toEqual(['2024-01-02 #1'])
  })

  it('61: one content under two names counts once, also where it waits; other content under one name is another file', async () => {
    const unknown = VALUATIONS + day('Z9', '2024-01-02')
    const waiting = await importing(deps, [text('a.csv', unknown), text('b.csv', unknown)], {})
    expect([...waiting.values()].map(({ status, days }) => [status, days.length])).toEqual([
      ['rejected', 1],
      ['rejected', 1],
    ])
    const one = VALUATIONS + day('A1', '2024-01-02')
    const both = await importing(deps, [text('a.csv', one), text('b.csv', one)], {})
    expect([...both.values()].map(({ status, days }) => [status, days[0]?.state])).toEqual([
      ['applied', 'published'],
      ['unchanged', 'published'],
    ])
    const next = await importing(deps, [text('a.csv', VALUATIONS + day('A1', '2024-01-03'))], {})
    expect(next.get('a.csv')?.status).toBe('applied')
    expect(await published()).toEqual(['A1 2024-01-02 v1', 'A1 2024-01-03 v1'])
  })

  it('69: a renamed account is still found by its number', async () => {
    await importText(deps, PORTFOLIOS.replace('甲', '甲（更名）'))
    const report = await importText(deps, JOURNAL + entry('8001.0', '2024-01-02') + entry('08001', '2024-01-03'))
    expect(report.days.map(({ portfolio, date }) => `${portfolio} ${date}`)).toEqual(['A1 2024-01-02', 'A1 2024-01-03'])
  })

  it('71: an old day restated after later days were imported is a version of that day alone', async () => {
    const days = ['2024-01-02', '2024-01-03', '2024-01-04'].map((date) => day('A1', date))
    await importText(deps, VALUATIONS + days.join(''))
    const restated = VALUATIONS + day('A1', '2024-01-02', '1.01')
    expect(codes(await importText(deps, restated))).toEqual(['restatement-reason-missing'])
    const done = await importText(deps, restated, { reason: '更正' })
    expect(done.days).toEqual([{ portfolio: 'A1', date: '2024-01-02', state: 'published' }])
    expect(await published()).toEqual(['A1 2024-01-02 v2', 'A1 2024-01-03 v1', 'A1 2024-01-04 v1'])
  })

  it('41, 64: a row for a person holds its portfolio and day in its own file, and nothing else', async () => {
    const unknown = entry('8001', '2024-01-03').replace('申购成交确认', '强制调增成交确认')
    const journal =
      JOURNAL + entry('8001', '2024-01-02') + unknown + entry('8001', '2024-01-03') + entry('8002', '2024-01-03')
    const files = [
      text('j.csv', journal),
      text('v.csv', VALUATIONS + day('A1', '2024-01-03') + day('B1', '2024-01-03')),
    ]
    const reports = await importing(deps, files, {})
    expect(reports.get('j.csv')?.problems).toMatchObject([
      {
        code: 'operation-unknown',
        severity: 'review',
        row: 3,
        column: '发生业务',
        found: '开放式基金强制调增成交确认',
      },
    ])
    expect(reports.get('j.csv')?.days).toEqual([
      { portfolio: 'A1', date: '2024-01-02', state: 'imported' },
      { portfolio: 'A1', date: '2024-01-03', state: 'held' },
      { portfolio: 'B1', date: '2024-01-03', state: 'published' },
    ])
    expect(reports.get('v.csv')?.status).toBe('applied')
    expect(await places()).toEqual(['2024-01-02 #1', '2024-01-03 #1'])
  })

  it('a row that names no portfolio holds that day of everyone in its file, since it may belong to any of them', async () => {
    const rows = [
      bought('A1', '2024-01-02'),
      bought('', '2024-01-03'),
      bought('A1', '2024-01-03'),
      bought('B1', '2024-01-03'),
    ]
    const report = await importText(deps, TRANSACTIONS + rows.join(''))
    expect(report.days.map(({ portfolio, date, state }) => `${portfolio} ${date} ${state}`)).toEqual([
      'A1 2024-01-02 imported',
      'A1 2024-01-03 held',
      'B1 2024-01-03 held',
    ])
    expect(report.problems).toMatchObject([
      { code: 'value-missing', row: 3, column: 'portfolio_code', date: '2024-01-03' },
    ])
    const undated = await importText(deps, HOLDINGS + held('A1', '2024-01-02') + held('', ''))
    expect(undated.days.map(({ state }) => state)).toEqual(['held'])
    const valuations = await importText(deps, VALUATIONS + day('', '2024-01-02') + day('A1', '2024-01-02'))
    expect([valuations.status, valuations.days.map(({ state }) => state)]).toEqual(['held', ['published']])
  })

  it('of two rows for one day that differ neither is applied, nor of two for one fund', async () => {
    const report = await importText(
      deps,
      VALUATIONS + day('A1', '2024-01-02') + day('A1', '2024-01-02', '1.1') + day('B1', '2024-01-02'),
    )
    expect(report.problems).toMatchObject([{ code: 'row-conflict', severity: 'review', row: 3, portfolio: 'A1' }])
    expect(await published()).toEqual(['B1 2024-01-02 v1'])
    const funds = await importText(deps, 'fund_code,fund_name,asset_class\n000002,甲,equity\n2,甲,money\n')
    expect([funds.status, codes(funds)]).toEqual(['held', ['row-conflict']])
    expect(await deps.db.selectFrom('fund').select('code').where('code', '=', '000002').execute()).toEqual([])
  })

  it('figures and texts that no table can hold are problems of their row, not an end of the import', async () => {
    const huge =
      TRANSACTIONS + bought('A1', '2024-01-02').replace(',100,', ',99999999999999999999,') + bought('B1', '2024-01-02')
    const report = await importText(deps, huge)
    expect(report.problems).toMatchObject([
      { code: 'value-invalid', row: 2, column: 'amount', found: '99999999999999999999', portfolio: 'A1' },
    ])
    expect(await places()).toEqual(['2024-01-02 #1'])
    const name = '某'.repeat(300)
    const journal =
      JOURNAL.replace('证券代码', '证券代码,证券名称') + entry('8001', '2024-01-02').replace('000001', `009998,${name}`)
    expect((await importText(deps, journal)).status).toBe('applied')
    const client = (no: string, person: string) =>
      `client_no,client_name,id_number,phone,portfolio_codes\n${no},${person},11010519491231002X,13800138000,A1\n`
    const clients = await importText(deps, client('C'.repeat(65), name))
    expect(clients.problems.map(({ column, expected }) => `${column} ${expected}`)).toEqual([
      'client_no ≤ 64 characters',
      'client_name ≤ 100 characters',
    ])
    expect((await importText(deps, client('C1', '某'.repeat(100)))).status).toBe('applied')
  })

  it('a file that cannot be had is rejected with its reason, and the others are imported', async () => {
    const denied = {
      path: 'secret.csv',
      bytes: async () => {
        throw new UnreadableFile(problem('file-unreadable', 'error', { found: 'EACCES' }))
      },
    }
    const reports = await importing(deps, [denied, text('v.csv', VALUATIONS + day('A1', '2024-01-02'))], {})
    expect([...reports.values()].map(({ path, sha256, status }) => [path, sha256 === null, status])).toEqual([
      ['secret.csv', true, 'rejected'],
      ['v.csv', false, 'applied'],
    ])
    expect(reports.get('secret.csv')?.problems).toMatchObject([{ code: 'file-unreadable', found: 'EACCES' }])
  })
})
