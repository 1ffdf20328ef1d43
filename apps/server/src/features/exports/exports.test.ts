import { read } from '@e965/xlsx'
import { REASON_CODES } from '@sma/contract/reason-codes'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import { addClient, ANNA, signIn, type Cookies } from '../../testing/people'
import { addFund, addPortfolio, publishDay, raiseRevision } from '../../testing/published-rows'
import { readSheets } from '../../testing/read-sheet'
import { staffCookies } from '../../testing/staff'
import { EXPORT_WORDS } from './export-words'
import { MOST_ROWS } from './exports.service'

describe('the words of exported tables', () => {
  it.each(['zh-CN', 'en'] as const)('say every reason (%s)', (language) => {
    expect(Object.keys(EXPORT_WORDS[language].reason).toSorted()).toEqual([...REASON_CODES].toSorted())
  })
})

forEachEngine('exports', (open) => {
  let deps: TestDeps
  let app: ReturnType<typeof buildApp>
  let anna: Cookies
  let annaId: string

  beforeAll(async () => {
    deps = await open()
    app = buildApp(deps)
    annaId = await addClient(deps, ANNA)
    await addFunds(deps.db)
    await publishHandBook(deps.db, 'SA5001', [annaId])
    anna = await signIn(app, deps, ANNA)
  })

  const ask = async (path: string, { cookies = anna, language = 'zh-CN' } = {}) => {
    const url = `/api/v1${path}`
    const reply = await app.inject({ url, cookies, headers: { 'accept-language': language } })
    const name = /filename\*=UTF-8''(\S+)$/.exec(String(reply.headers['content-disposition']))?.[1]
    return { status: reply.statusCode, name: name && decodeURIComponent(name), bytes: reply.rawPayload, reply }
  }
  const xlsx = async (query: string, language = 'zh-CN') => {
    const { bytes, name } = await ask(`/portfolios/SA5001/export?${query}`, { language })
    const [first, second] = readSheets(bytes)
    return { name, sheets: [first?.name, second?.name], rows: first?.rows ?? [], about: second?.rows ?? [] }
  }
  const csv = async (query: string, language?: string) =>
    (await ask(`/portfolios/SA5001/export?format=csv&${query}`, { language })).bytes.toString('utf8')

  it('hold the holdings of a day with their reasons, and add up to net assets', async () => {
    const { name, sheets, rows, about } = await xlsx('table=holdings')
    expect(name).toBe('SA5001_持仓明细_2021-11-02.xlsx')
    expect(sheets).toEqual(['持仓明细', '说明'])
    expect(rows[0]).toEqual(
      '资产类别 基金代码 基金名称 持有份额 持仓成本（元） 当前净值 净值日期 市值（元） 持仓收益（元） 收益起算日 资金占比 状态 备注'.split(
        ' ',
      ),
    )
    const unknown = '有交易的确认份额尚未收到'
    const ratio = expect.any(Number) as number
    expect(rows.slice(1)).toEqual([
      [
        '固收',
        '002864',
        '广发安泽A',
        5000,
        null,
        2,
        null,
        10000,
        null,
        null,
        ratio,
        '持有',
        `持仓成本：${unknown}；持仓收益：${unknown}`,
      ],
      ['权益', '110011', '易方达中小盘', 199800, 300000, 1.65, null, 329670, 29670, null, ratio, '持有', null],
      ['另类', '000216', '华安黄金易ETF联接A', 0, 0, null, null, 0, 4895, null, 0, '已清仓', null],
      ['货币', '000759', '平安财富宝', 200012.34, 200012.34, 1, null, 200012.34, 12.34, null, ratio, '持有', null],
      ['现金', null, null, null, null, null, null, 920195.23, null, null, ratio, null, null],
    ])
    expect(about.slice(1)).toEqual([
      ['账户', '示例SA5001'],
      ['组合代码', 'SA5001'],
      ['内容', '持仓明细'],
      ['数据日期', '2021-11-02'],
      ['导出时间', '2026-01-05 09:00'],
      ['空白单元格', '没有可用的数据，原因见备注；空白不表示零。'],
    ])
  })

  it('hold transactions as CSV, computed and missing figures said', async () => {
    expect(await csv('table=transactions')).toBe(
      [
        '\uFEFF序号,发生日期,基金代码,基金名称,交易类型,金额（元）,份额（份）,成交净值,费用（元）,备注',
        '1,2021-10-15,110011,易方达中小盘,申购,300000.00,199800.00,1.5000,300.00,份额为推算',
        '2,2021-10-15,000759,平安财富宝,申购,200000.00,200000.00,1.0000,0.00,',
        '3,2021-10-15,000216,华安黄金易ETF联接A,转入,100000.00,50000.00,2.0000,0.00,',
        '4,2021-10-20,000216,华安黄金易ETF联接A,赎回,104895.00,50000.00,2.1000,105.00,金额为推算',
        '5,2021-11-01,002864,广发安泽A,申购,10000.00,,,,份额：所需的成交净值尚未收到；成交净值：来源文件没有写明；费用：来源文件没有写明',
        '6,2021-11-02,000759,平安财富宝,红利再投,12.34,12.34,1.0000,,金额为推算；费用：来源文件没有写明',
        '',
      ].join('\r\n'),
    )
    const some = await ask('/portfolios/SA5001/export?table=transactions&format=csv&fund=000216&from=2021-10-16')
    expect(some.name).toBe('SA5001_交易记录_000216_2021-10-16_2021-11-02.csv')
    expect(some.bytes.toString().split('\r\n')).toHaveLength(3)
  })

  it('hold fees with their sums', async () => {
    const { rows } = await xlsx('table=fees&from=2021-10-14&to=2021-11-02')
    const sums = rows.slice(1).map((row) => [row[0], row[2], row[4], row[5], row[6], row[7]])
    expect(sums).toEqual([
      ['基金费用', '易方达中小盘', 300, 0, 300, null],
      ['基金费用', '平安财富宝', 0, 0, 0, null],
      ['基金费用', '广发安泽A', 0, 0, 0, null],
      ['基金费用', '华安黄金易ETF联接A', 0, 105, 105, null],
      ['基金费用小计', null, 300, 105, 405, null],
      ['管理费', null, null, null, 300, '由估值表的应付款项推算'],
      ['托管费', null, null, null, 0, '由估值表的应付款项推算'],
      ['审计费', null, null, null, 0, '由估值表的应付款项推算'],
      ['业绩报酬', null, null, null, 0, '由估值表的应付款项推算'],
      ['其他费用', null, null, null, 0, null],
      ['合计', null, null, null, 705, null],
    ])
  })

  it('hold periods, stages, the NAV and a fund, the unfinished and the missing said', async () => {
    const periods = (await csv('table=periods')).split('\r\n')
    expect(periods[1]).toBe(
      '自定义,2021-11-02,2021-11-02,2021-11-01,1528271.00,0.00,0.00,74399.77,6006.34,1459877.57,0.00389446,0.00,',
    )
    const stages = (await csv('table=stages&period=since-inception')).split('\r\n')
    expect(stages[0]).toBe('\uFEFF阶段,日期,涨跌幅,累计净值,备注')
    expect(stages[2]).toMatch(/^2021-11,2021-11-02,0\.0\d+,1\.0311,未满期$/)
    const nav = await xlsx('table=nav&period=since-inception')
    expect(nav.rows[0]).toEqual(['日期', '单位净值', '累计净值', '复权净值', '业绩比较基准', '备注'])
    expect(nav.rows.slice(2, 5).map((row) => [...row.slice(0, 2), row[5]])).toEqual([
      [44484, 0.9997, '业绩比较基准：该日没有基准数据'],
      [44489, 1.0246, '业绩比较基准：该日没有基准数据'],
      [44498, 1.0219, '累计净值：来源文件没有写明'],
    ])
    const fund = (await csv('table=fund&fund=000216&date=2021-10-20')).split('\r\n')
    expect(fund).toEqual([
      '\uFEFF日期,单位净值,当日交易',
      '2021-10-14,2.0000,',
      '2021-10-15,,转入',
      '2021-10-20,,赎回',
      '',
    ])
    const classes = (await csv('table=classes&date=2021-10-20')).split('\r\n')
    expect(classes.slice(-2)).toEqual(['现金,0.49278481,504895.00,', ''])
  })

  it('speak English to whoever asks for it', async () => {
    const { name, sheets, rows } = await xlsx('table=holdings', 'en')
    expect([name, sheets, rows[1]?.[0]]).toEqual([
      'SA5001_Holdings_2021-11-02.xlsx',
      ['Holdings', 'About'],
      'Fixed income',
    ])
    expect(rows[1]?.at(-1)).toBe('Cost: confirmed shares have not arrived; Profit: confirmed shares have not arrived')
    expect((await csv('table=stages', 'en-GB,en;q=0.9')).slice(1, 11)).toBe('Stage,Date')
  })

  it('let no name be a formula', async () => {
    await addFund(deps.db, '519062', '=HYPERLINK("http://a.example")', 'equity')
    const portfolio = await addPortfolio(deps.db, { code: 'SA5002', launchDate: '2021-10-18', clients: [annaId] })
    await deps.db.updateTable('portfolio').set({ name: '+甲' }).where('code', '=', 'SA5002').execute()
    const day = { date: '2021-10-18', shares: '100', net: '50', nav: '1' }
    const holdings = [{ fund: '519062', shares: '100', nav: '1', value: '100', cost: '100' }]
    await publishDay(deps.db, portfolio, { ...day, holdings })
    const text = (await ask('/portfolios/SA5002/export?table=holdings&format=csv')).bytes.toString()
    expect(text).toContain(`权益,519062,"'=HYPERLINK(""http://a.example"")",100.00`)
    // Cash below zero stays a number.
    expect(text).toContain('现金,,,,,,,-50.00,,,-1.00000000,,')
    const { bytes } = await ask('/portfolios/SA5002/export?table=holdings')
    expect(read(bytes).Sheets['持仓明细']?.['C2']).toMatchObject({ t: 's', v: '=HYPERLINK("http://a.example")' })
  })

  it('refuse what the reads refuse, what is no table, and what no one scrolls through', async () => {
    const codeOf = async (query: string) =>
      (await ask(`/portfolios/SA5001/export?${query}`)).reply.json<{ code: string }>().code
    expect(await codeOf('')).toBe('request-invalid')
    expect(await codeOf('table=clients')).toBe('request-invalid')
    expect(await codeOf('table=fund')).toBe('request-invalid')
    expect(await codeOf('table=fund&fund=519062')).toBe('not-found')
    expect(await codeOf('table=holdings&date=2021-01-01')).toBe('no-valuation')
    expect(await codeOf('table=nav&from=2021-11-02&to=2021-11-01')).toBe('range-invalid')
    expect(await codeOf('table=stages&from=2020-01-01&to=2020-02-01')).toBe('range-outside-life')
    await addManyTransactions(deps, 'SA5002', MOST_ROWS + 1)
    const many = await ask('/portfolios/SA5002/export?table=transactions')
    expect([many.status, many.reply.json<{ code: string }>().code]).toEqual([400, 'export-too-large'])
    const cut = await ask('/portfolios/SA5002/export?table=transactions&fund=110011')
    expect(cut.status).toBe(200)
  })

  it('are written down, and show the client which of the house’s people took some', async () => {
    const auditor = await staffCookies(app, deps, 'auditor')
    await ask('/portfolios/SA5001/export?table=nav&format=csv')
    const taken = await ask('/staff/portfolios/SA5001/export?table=fees&format=csv', { cookies: auditor })
    expect(taken.status).toBe(200)
    const events = await deps.db
      .selectFrom('audit_event')
      .selectAll()
      .where('action', '=', 'export-figures')
      .orderBy('seq', 'desc')
      .limit(2)
      .execute()
    expect(events).toMatchObject([
      { actor_kind: 'staff', actor_id: 'auditor', object_kind: 'portfolio', object_id: 'SA5001', address: '127.0.0.1' },
      { actor_kind: 'client', actor_id: annaId, object_kind: 'portfolio', object_id: 'SA5001' },
    ])
    expect(JSON.parse(events[1]?.detail ?? '')).toMatchObject({ table: 'nav', format: 'csv', rows: 2 })
    const { reply } = await ask('/accesses')
    expect(reply.json()).toEqual({
      accesses: [{ at: '2026-01-05T01:00:00.000Z', by: 'auditor', what: 'export', portfolio: 'SA5001' }],
    })
  })

  it('give staff what clients were shown at an instant', async () => {
    const auditor = await signInAgain()
    const before = '/staff/portfolios/SA5001/export?table=nav&format=csv&knownAt=2026-01-05T00:00:00Z'
    const { reply } = await ask(before, { cookies: auditor })
    expect(reply.json()).toMatchObject({ code: 'no-valuation' })
  })

  const signInAgain = () => staffCookies(app, deps, 'operator')
})

async function addManyTransactions({ db, newId }: TestDeps, code: string, count: number): Promise<void> {
  const portfolio = await db.selectFrom('portfolio').select('id').where('code', '=', code).executeTakeFirstOrThrow()
  const file = await db.selectFrom('source_file').select('id').executeTakeFirstOrThrow()
  const row = (at: number) => ({
    id: newId(),
    portfolio_id: portfolio.id,
    date: '2021-10-18',
    place: `#${at}`,
    version: 1,
    state: 'published' as const,
    origin: 'neutral' as const,
    position: at,
    fund_code: '519062',
    operation: 'reinvest',
    amount_e4: 100n,
    shares_e4: 100n,
    price_e8: null,
    fee_e4: null,
    source_file_id: file.id,
    source_row: at,
  })
  const rows = Array.from({ length: count }, (_, at) => row(at))
  for (let from = 0; from < count; from += 1000)
    await db
      .insertInto('fund_transaction')
      .values(rows.slice(from, from + 1000))
      .execute()
  await raiseRevision(db, { id: portfolio.id, code })
}
