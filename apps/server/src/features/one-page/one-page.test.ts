import { beforeAll, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { asStaff, staffCookies } from '../../testing/staff'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import { addClient, ANNA, signIn, type Cookies } from '../../testing/people'
import {
  addBenchmark,
  addFund,
  addPortfolio,
  publishDay,
  raiseRevision,
  type TestPortfolio,
} from '../../testing/published-rows'
import { readPdf } from '../../testing/read-pdf'
import type { OnePage } from './one-page-parts'

const HOSTILE = '甲#eval("1")$x$*b*]\\@a<b>#panic()'

forEachEngine('the one page', (open) => {
  let deps: TestDeps
  let app: ReturnType<typeof buildApp>
  let anna: Cookies
  let own: TestPortfolio
  let many: TestPortfolio

  beforeAll(async () => {
    deps = await open()
    const id = await addClient(deps, ANNA)
    await addFunds(deps.db)
    own = await publishHandBook(deps.db, 'SA6001', [id])
    many = await addPortfolio(deps.db, { code: 'SA6002', launchDate: '2021-10-14', clients: [id] })
    await addPortfolio(deps.db, { code: 'SA6003', launchDate: '2021-10-14', clients: [id] })
    await publishSixty()
    app = buildApp(deps)
    anna = await signIn(app, deps, ANNA)
  })

  /** Sixty funds of 100,000,001.00, 100,000,002.00 … and long names, on the only day of the account. */
  async function publishSixty(): Promise<void> {
    const codes = Array.from({ length: 60 }, (_, at) => String(500_001 + at))
    for (const code of codes) await addFund(deps.db, code, `${'长名称'.repeat(12)}${code}${HOSTILE}`, 'equity')
    const holdings = codes.map((fund, at) => ({
      fund,
      shares: '1000',
      nav: '1.0001',
      value: `${100_000_001 + at}.00`,
      cost: `${100_000_000 + at}.00`,
    }))
    await publishDay(deps.db, many, {
      date: '2021-10-14',
      net: '6000001830.00',
      shares: '6000000000',
      nav: '1',
      holdings,
    })
    await deps.db
      .updateTable('portfolio')
      .set({ name: HOSTILE.repeat(3) })
      .where('id', '=', many.id)
      .execute()
  }

  const get = (path: string, headers: Record<string, string> = {}) =>
    app.inject({ url: `/api/v1/portfolios/${path}`, cookies: anna, headers })
  const page = async (query: string, code = 'SA6001') => (await get(`${code}/one-page${query}`)).json<OnePage>()

  it('adds up: gain by class and fund, to the cent (R-CTB-2)', async () => {
    // 110011: 315,684.00 − 300,000.00; 000216: 104,895.00 − 100,000.00; together what the account gained:
    // 1,520,579.00 − 1,000,000.00 − 500,000.00 = 20,579.00, so cash and costs brought nothing.
    const { contribution, holdings, operations, rebalancing } = await page('?date=2021-10-29')
    expect(contribution).toEqual({
      gain: '20579.00',
      classes: [
        { assetClass: 'fixed-income', profit: '0.00' },
        { assetClass: 'equity', profit: '15684.00' },
        { assetClass: 'alternative', profit: '4895.00' },
        { assetClass: 'money', profit: '0.00' },
        { assetClass: 'cash', profit: '0.00' },
      ],
      largest: [
        { fundCode: '110011', fundName: '易方达中小盘', profit: '15684.00' },
        { fundCode: '000216', fundName: '华安黄金易ETF联接A', profit: '4895.00' },
        { fundCode: '000759', fundName: '平安财富宝', profit: '0.00' },
      ],
      rest: null,
    })
    // 315,684 / 1,520,579.
    expect(holdings).toMatchObject({ count: 2, rest: null })
    expect(holdings.largest[0]).toMatchObject({ fundCode: '110011', marketValue: '315684.00', ratio: '0.20760776' })
    expect(operations.total).toBe(4)
    expect(operations.latest.map(({ no, date, operation }) => [no, date, operation])).toEqual([
      [4, '2021-10-20', 'redeem'],
      [3, '2021-10-15', 'switch-in'],
      [2, '2021-10-15', 'subscribe'],
      [1, '2021-10-15', 'subscribe'],
    ])
    expect(rebalancing).toEqual([
      { date: '2021-10-15', markDate: '2021-10-15' },
      { date: '2021-10-20', markDate: '2021-10-20' },
    ])
  })

  it('compares with the benchmark, and says that the account is younger than a month', async () => {
    const { near, statistics, curve } = await page('?date=2021-11-01')
    const short = { from: '2021-10-14', to: '2021-11-01', status: 'short', reason: 'since-launch' }
    // 1.0271 / 1.0000 − 1; 4,949 / 4,900 − 1; the difference; 1,528,271.00 − 1,500,000.00.
    const figures = { return: '0.02710000', benchmark: '0.01000000', excess: '0.01710000', gain: '28271.00' }
    expect(near.map(({ key }) => key)).toEqual([
      'one-month',
      'three-months',
      'six-months',
      'one-year',
      'since-inception',
    ])
    expect(near[0]).toEqual({ key: 'one-month', ...short, ...figures })
    expect(near[4]).toEqual({ key: 'since-inception', ...short, ...figures, status: 'ok', reason: null })
    expect(curve.excess).toEqual(['0.00000000', null, null, '0.02011020', '0.02170000', '0.01710000'])
    expect(statistics).toEqual({
      annualisedReturn: null,
      volatility: null,
      calmar: null,
      // 1.0217 / 1.0246 − 1, from 20 to 31 October; 1.0271 is above the peak again on 1 November: 12 days.
      drawdown: {
        depth: '-0.00283037',
        peakDate: '2021-10-20',
        troughDate: '2021-10-31',
        recoveryDate: '2021-11-01',
        daysUnderWater: 12,
      },
      reasons: { annualisedReturn: 'less-than-a-year', volatility: 'too-few-days', calmar: 'less-than-a-year' },
    })
  })

  it('says what it does not know, and why', async () => {
    // 002864 was bought at a price that nobody stated; with it neither its class nor the rest is known.
    const november = await page('')
    const profits = Object.fromEntries(november.contribution.classes.map((row) => [row.assetClass, row]))
    const unknown = { profit: null, reasons: { profit: 'fund-profit-unknown' } }
    expect(profits['fixed-income']).toEqual({ assetClass: 'fixed-income', ...unknown })
    expect(profits['cash']).toEqual({ assetClass: 'cash', ...unknown })
    expect(profits['alternative']).toEqual({ assetClass: 'alternative', profit: '4895.00' })
    expect(november.near[4]).toMatchObject({ benchmark: null, reasons: { benchmark: 'benchmark-value-missing' } })
    // The month end on a Sunday came without holdings.
    const sunday = await page('?date=2021-10-31')
    expect(sunday.holdings).toEqual({ count: 0, largest: [], rest: null, reasons: { largest: 'holdings-unavailable' } })
    expect(sunday.contribution.classes[4]?.reasons).toEqual({ profit: 'holdings-unavailable' })
    for (const path of ['one-page', 'one-page.pdf', 'one-page?date=2020-01-01'])
      expect((await get(`SA6003/${path}`)).json<{ code: string }>().code).toBe('no-valuation')
  })

  it('is a PDF of one page with its fonts and the same figures', async () => {
    const reply = await get('SA6001/one-page.pdf?date=2021-10-29')
    expect(reply.statusCode).toBe(200)
    expect(decodeURIComponent(String(reply.headers['content-disposition']))).toBe(
      'attachment; filename="__SA6001_SA6001_____2021-10-29.pdf"; filename*=UTF-8\'\'示例SA6001 SA6001 一页纸 2021-10-29.pdf',
    )
    const { pages, text, fonts, missingFonts } = await readPdf(reply.rawPayload)
    expect({ pages, fonts, missingFonts }).toEqual({
      pages: 1,
      fonts: ['NotoSansSC-Bold', 'NotoSansSC-Regular'],
      missingFonts: 0,
    })
    for (const part of [
      '示例SA6001',
      '2021年10月29日',
      '1,520,579.00',
      '1.0219',
      '+20,579.00',
      '+2.19%',
      '110011易方达中小盘权益1.5800315,684.0020.76%+15,684.00',
      '2021-10-20000216华安黄金易ETF联接A赎回104,895.0050,000.002.1000',
      '近1月*+2.19%+0.18%+2.01%',
      '最大回撤−0.26%',
      '调仓2日',
    ])
      expect(text).toContain(part)
  })

  it('is the same page in English, figure by figure', async () => {
    const reply = await get('SA6001/one-page.pdf?date=2021-10-29&language=en')
    expect(decodeURIComponent(String(reply.headers['content-disposition']))).toContain(
      "filename*=UTF-8''示例SA6001 SA6001 One page 2021-10-29.pdf",
    )
    const { pages, text, missingFonts } = await readPdf(reply.rawPayload)
    expect({ pages, missingFonts }).toEqual({ pages: 1, missingFonts: 0 })
    for (const part of [
      'SA6001,since14October2021',
      '29October2021',
      'Netassets(CNY)',
      '110011易方达中小盘Equity1.5800315,684.0020.76%+15,684.00',
      '2021-10-20000216华安黄金易ETF联接ARedemption104,895.0050,000.002.1000',
      '1month*+2.19%+0.18%+2.01%',
      'Deepestdrawdown−0.26%',
      '2rebalancings',
    ])
      expect(text).toContain(part)
    // Of the Chinese only names of funds, the account, the manager and the house are left: no label was forgotten.
    for (const label of ['净值走势', '区间', '风险', '资产配置', '合计', '持仓', '操作', '年', '收益', '代码'])
      expect(text).not.toContain(label)
    const chinese = await readPdf((await get('SA6001/one-page.pdf?date=2021-10-29')).rawPayload)
    const figures = (page: string) => page.match(/[+−]?\d{1,3}(,\d{3})*\.\d+%?/g)
    expect(figures(text)?.toSorted()).toEqual(figures(chinese.text)?.toSorted())
    expect((await get('SA6001/one-page.pdf?language=fr')).statusCode).toBe(400)
  })

  it('is written down each time that it is taken away, by whom', async () => {
    const taken = async () =>
      deps.db
        .selectFrom('audit_event')
        .select(['actor_kind', 'object_id', 'detail'])
        .where('action', '=', 'export-figures')
        .orderBy('seq')
        .execute()
    const before = (await taken()).length
    await get('SA6001/one-page.pdf?date=2021-10-29')
    const reviewer = await staffCookies(app, deps, 'reviewer')
    await asStaff(app, reviewer, ['GET', '/portfolios/SA6001/one-page.pdf?date=2021-10-29'])
    const detail = JSON.stringify({ table: 'one-page', format: 'pdf', date: '2021-10-29', knownAt: null })
    expect((await taken()).slice(before)).toEqual([
      { actor_kind: 'client', object_id: 'SA6001', detail },
      { actor_kind: 'staff', object_id: 'SA6001', detail },
    ])
  })

  it('keeps the page until something is published, with a strong ETag', async () => {
    const first = await get('SA6001/one-page.pdf')
    const again = await get('SA6001/one-page.pdf?date=2021-11-02')
    expect(again.rawPayload.equals(first.rawPayload)).toBe(true)
    const known = await get('SA6001/one-page.pdf', { 'if-none-match': String(first.headers['etag']) })
    expect([known.statusCode, known.rawPayload.length]).toEqual([304, 0])
  })

  it('stays one page with sixty holdings, ten digits and names of hundreds of characters, whatever they hold', async () => {
    const { holdings, contribution, account } = await page('', 'SA6002')
    // The ten largest end in 51 … 60; the others are 50 × 100,000,000 and 1 + 2 + … + 50.
    expect(holdings.largest).toHaveLength(10)
    expect(holdings.rest).toEqual({ count: 50, marketValue: '5000001275.00', ratio: '0.83333329' })
    expect(contribution.rest).toEqual({ count: 53, profit: '53.00' })
    const english = await readPdf((await get('SA6002/one-page.pdf?language=en')).rawPayload)
    expect(english.pages).toBe(1)
    expect(english.text).toContain('Others:505,000,001,275.0083.33%')
    const { pages, text, missingFonts } = await readPdf((await get('SA6002/one-page.pdf')).rawPayload)
    expect({ pages, missingFonts }).toEqual({ pages: 1, missingFonts: 0 })
    expect(text).toContain(account.name.replaceAll(/\s/g, ''))
    expect(text).toContain('其余50项5,000,001,275.0083.33%')
    expect(text).toContain('6,000,001,830.00')
  })

  it('says on paper that an account is wound up or was closed', async () => {
    const printed = async (state: 'in-liquidation' | 'closed', closed_on: string | null) => {
      await deps.db
        .updateTable('portfolio')
        .set((e) => ({ state, liquidation_from: '2021-11-01', closed_on, revision: e('revision', '+', 1) }))
        .where('code', '=', 'SA6002')
        .execute()
      const { pages, text } = await readPdf((await get('SA6002/one-page.pdf')).rawPayload)
      return [pages, /自[\d年月日]+起清算|已于[\d年月日]+终止/.exec(text)?.[0]]
    }
    expect(await printed('in-liquidation', null)).toEqual([1, '自2021年11月1日起清算'])
    expect(await printed('closed', '2025-11-30')).toEqual([1, '已于2025年11月30日终止'])
  })

  it('says below what the benchmark is made of, in one page however long that is', async () => {
    const state = async (portfolio: TestPortfolio, components: object[]) => {
      await deps.db
        .insertInto('benchmark_set')
        .values({
          id: deps.newId(),
          portfolio_id: portfolio.id,
          valid_from: '2021-10-14',
          components: JSON.stringify(components),
          set_by: 'operator',
          set_at: '2026-01-05T01:00:00.000Z',
          removed_by: null,
          removed_at: null,
        })
        .execute()
      await raiseRevision(deps.db, portfolio)
    }
    await state(own, [
      { name: '沪深300', indexCode: '000300', weight: '60.00' },
      { name: '中债新综合', indexCode: null, weight: '40.00' },
    ])
    const chinese = await readPdf((await get('SA6001/one-page.pdf')).rawPayload)
    expect(chinese.text).toContain('基准构成：沪深30060%+中债新综合40%。')
    const english = await readPdf((await get('SA6001/one-page.pdf?language=en')).rawPayload)
    expect(english.text).toContain('Thebenchmarkismadeof沪深30060%+中债新综合40%.')
    await addBenchmark(deps.db, many, { '2021-10-14': '4900' })
    await state(
      many,
      Array.from({ length: 10 }, (_, at) => ({ name: '长'.repeat(60), indexCode: null, weight: `${at}` })),
    )
    const longest = await readPdf((await get('SA6002/one-page.pdf')).rawPayload)
    expect([longest.pages, longest.text.includes('长'.repeat(60))]).toEqual([1, true])
  })

  it('is nobody else’s', async () => {
    for (const path of ['one-page', 'one-page.pdf', 'performance/drawdown', 'performance/rebalancing']) {
      const reply = await app.inject({ url: `/api/v1/portfolios/SA6001/${path}` })
      expect([path, reply.statusCode]).toEqual([path, 401])
    }
  })
})
