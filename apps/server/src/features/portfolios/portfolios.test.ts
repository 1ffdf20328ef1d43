import { beforeAll, expect, it } from 'vitest'
import type { Db } from '../../db/schema'
import { forEachEngine } from '../../testing/engines'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import {
  addClient,
  addFlow,
  addFund,
  addPortfolio,
  publishDay,
  raiseRevision,
  type TestPortfolio,
} from '../../testing/published-rows'
import { CLIENT_ID, openReadApp, type ReadApp } from '../../testing/read-app'

const RUNNING = { state: 'running', liquidationFrom: null, closedOn: null }

forEachEngine('portfolios', (open) => {
  let db: Db
  let app: ReadApp

  beforeAll(async () => {
    const deps = await open()
    db = deps.db
    app = openReadApp(deps)
    await addClient(db, CLIENT_ID)
    await addFunds(db)
    await publishHandBook(db, 'SA5001', [CLIENT_ID])
    await addPortfolio(db, { code: 'SA5002', launchDate: '2021-10-14', clients: [CLIENT_ID] })
    await addPortfolio(db, { code: 'SA5003', launchDate: '2021-10-14' })
  })

  it('lists the accounts of the client with their last published day', async () => {
    const { status, body } = await app.get('/portfolios')
    expect(status).toBe(200)
    const common = { strategy: 'balanced', launchDate: '2021-10-14', ...RUNNING }
    expect(body).toEqual({
      portfolios: [
        {
          ...common,
          code: 'SA5001',
          name: '示例SA5001',
          latest: {
            date: '2021-11-02',
            baseDate: '2021-11-01',
            unitNav: '0.9811',
            accumulatedNav: '1.0311',
            netAssets: '1459877.57',
            dayGain: '6006.34',
            dayReturn: '0.00389446',
          },
        },
        { ...common, code: 'SA5002', name: '示例SA5002', latest: null },
      ],
    })
  })

  it('lists nothing for a client without accounts', async () => {
    expect((await app.get('/portfolios', { 'x-client': 'nobody' })).body).toEqual({ portfolios: [] })
  })

  it('shows one account on its last published day', async () => {
    const { status, body } = await app.get('/portfolios/SA5001')
    expect(status).toBe(200)
    expect(body).toEqual({
      code: 'SA5001',
      name: '示例SA5001',
      strategy: 'balanced',
      launchDate: '2021-10-14',
      ...RUNNING,
      readableUntil: null,
      manager: '投资经理',
      benchmark: '沪深300',
      benchmarkComponents: [],
      date: '2021-11-02',
      firstDate: '2021-10-15',
      lastDate: '2021-11-02',
      unitNav: '0.9811',
      accumulatedNav: '1.0311',
      netAssets: '1459877.57',
      shares: '1487995.32',
      dayGain: '6006.34',
      dayReturn: '0.00389446',
      gainSinceInception: '34277.34',
      returnSinceInception: '0.03110000',
      classes: [
        { assetClass: 'fixed-income', ratio: '0.00684989', marketValue: '10000.00' },
        { assetClass: 'equity', ratio: '0.22582031', marketValue: '329670.00' },
        { assetClass: 'alternative', ratio: '0.00000000', marketValue: '0.00' },
        { assetClass: 'money', ratio: '0.13700624', marketValue: '200012.34' },
        { assetClass: 'cash', ratio: '0.63032356', marketValue: '920195.23' },
      ],
      restated: null,
      withdrawn: [],
      next: { date: '2021-11-03', expectedOn: '2021-11-04', provisional: false },
    })
  })

  it('takes the last published day on or before the date, and the gain over the day before the gap', async () => {
    const { body } = await app.get('/portfolios/SA5001?date=2021-10-28')
    // 1,024,575.00 − 999,700.00, 1.0246 / 0.9997 − 1: the two days between have no valuation.
    expect(body).toMatchObject({ date: '2021-10-20', dayGain: '24875.00', dayReturn: '0.02490747' })
  })

  it('says why there is no accumulated NAV and why there are no classes', async () => {
    const sunday = await app.get('/portfolios/SA5001?date=2021-10-31')
    const unknown = { ratio: null, marketValue: null }
    const reasons = { ratio: 'holdings-unavailable', marketValue: 'holdings-unavailable' }
    expect(sunday.body).toMatchObject({
      date: '2021-10-31',
      classes: [
        { assetClass: 'fixed-income', ...unknown, reasons },
        { assetClass: 'equity', ...unknown, reasons },
        { assetClass: 'alternative', ...unknown, reasons },
        { assetClass: 'money', ...unknown, reasons },
        { assetClass: 'cash', ...unknown, reasons },
      ],
      reasons: { classes: 'holdings-unavailable' },
    })
    const friday = await app.get('/portfolios/SA5001?date=2021-10-29')
    expect(friday.body).toMatchObject({ accumulatedNav: null, reasons: { accumulatedNav: 'not-stated' } })
  })

  it('answers 404 no-valuation before the first published day and without any', async () => {
    for (const path of [
      '/portfolios/SA5001?date=2021-10-14',
      '/portfolios/SA5002',
      '/portfolios/SA5002?date=2026-01-01',
    ])
      expect(await app.get(path)).toMatchObject({ status: 404, body: { code: 'no-valuation' } })
  })

  it("answers another client's account like one that does not exist", async () => {
    const [foreign, missing] = [await app.get('/portfolios/SA5003'), await app.get('/portfolios/SA9999')]
    expect(foreign).toMatchObject({ status: 404, body: { code: 'not-found' } })
    expect(foreign).toEqual(missing)
  })

  it('refuses a date that is none', async () => {
    for (const date of ['2021-02-30', '20211102', '', 'x', '1021-01-01'])
      expect((await app.get(`/portfolios/SA5001?date=${date}`)).status).toBe(400)
  })

  it('answers 304 until something is published', async () => {
    const other = '01TESTCLIENT00000000000002'
    await addClient(db, other)
    const portfolio = await addPortfolio(db, { code: 'SA5004', launchDate: '2021-10-14', clients: [other] })
    const as = { 'x-client': other }
    await publishDay(db, portfolio, { date: '2021-10-15', net: '1000000', shares: '1000000', nav: '1', holdings: [] })
    for (const path of ['/portfolios', '/portfolios/SA5004']) {
      const first = await app.get(path, as)
      expect(first.etag).toMatch(/^"[^"]+"$/)
      const again = await app.get(path, { ...as, 'if-none-match': first.etag ?? '' })
      expect(again).toEqual({ status: 304, etag: first.etag, body: null })
    }
    const before = await app.get('/portfolios', as)
    await publishDay(db, portfolio, {
      date: '2021-10-18',
      net: '1010000',
      shares: '1000000',
      nav: '1.01',
      holdings: [],
    })
    const after = await app.get('/portfolios', { ...as, 'if-none-match': before.etag ?? '' })
    expect(after.status).toBe(200)
    expect(after.etag).not.toBe(before.etag)
    expect(after.body).toMatchObject({ portfolios: [{ latest: { date: '2021-10-18', dayGain: '10000.00' } }] })
  })

  it('shows the version that the published day points to', async () => {
    const portfolio = await addPortfolio(db, { code: 'SA5005', launchDate: '2021-10-14', clients: [CLIENT_ID] })
    const day = { date: '2021-10-15', shares: '1000000', holdings: [] }
    await publishDay(db, portfolio, { ...day, net: '1000000', nav: '1' })
    expect((await app.get('/portfolios/SA5005')).body).toMatchObject({ netAssets: '1000000.00' })
    await publishDay(db, portfolio, { ...day, net: '990000', nav: '0.99', version: 2 })
    expect((await app.get('/portfolios/SA5005')).body).toMatchObject({ netAssets: '990000.00', unitNav: '0.9900' })
  })

  it('shows no classes while a fund that is held has none', async () => {
    const portfolio = await addPortfolio(db, { code: 'SA5006', launchDate: '2021-10-14', clients: [CLIENT_ID] })
    await addFund(db, '999999', '未定类别', null)
    const holdings = [{ fund: '999999', shares: '100', nav: '1', value: '100' }]
    await publishDay(db, portfolio, { date: '2021-10-15', net: '1000000', shares: '1000000', nav: '1', holdings })
    const missing = { reasons: { classes: 'fund-class-missing' } }
    expect((await app.get('/portfolios/SA5006')).body).toMatchObject(missing)
    expect((await app.get('/portfolios/SA5006/holdings')).body).toMatchObject(missing)
    await db.updateTable('fund').set({ asset_class: 'equity' }).where('code', '=', '999999').execute()
    await raiseRevision(db, portfolio)
    const { body } = await app.get('/portfolios/SA5006')
    expect(body).not.toHaveProperty('reasons.classes')
    expect(body).toMatchObject({ classes: [{}, { assetClass: 'equity', marketValue: '100.00' }, {}, {}, {}] })
  })

  it('lists the same day gain as the account itself shows, whatever was distributed before', async () => {
    const client = '01TESTCLIENT00000000000003'
    await addClient(db, client)
    const portfolio = await addPortfolio(db, { code: 'SA5007', launchDate: '2021-10-14', clients: [client] })
    await addFlow(db, portfolio, { date: '2021-10-18', kind: 'distribution', amount: '50000' })
    await addFlow(db, portfolio, {
      date: '2021-10-19',
      kind: 'redemption',
      amount: '96000',
      shares: '100000',
      nav: '0.96',
    })
    const days: Day[] = [
      ['2021-10-14', '1000000', '1000000', '1', '1'],
      ['2021-10-15', '1010000', '1000000', '1.01', '1.01'],
      ['2021-10-18', '961000', '1000000', '0.961', '1.011'],
      ['2021-10-19', '864900', '900000', '0.961', null],
      // 0.02 a share, seen in the accumulated NAV alone.
      ['2021-10-20', '846900', '900000', '0.941', '1.011'],
      ['2021-10-21', '855900', '900000', '0.951', '1.021'],
    ]
    const gains = ['0.00', '10000.00', '1000.00', '-100.00', '0.00', '9000.00']
    expect(await listedGains(portfolio, client, days)).toEqual(gains)
  })

  it("lists the same day gain where FA's accumulated NAV shows a distribution a day late", async () => {
    const client = '01TESTCLIENT00000000000004'
    await addClient(db, client)
    const portfolio = await addPortfolio(db, { code: 'SA5008', launchDate: '2021-10-14', clients: [client] })
    await addFlow(db, portfolio, { date: '2021-10-18', kind: 'distribution', amount: '50000' })
    const days: Day[] = [
      ['2021-10-14', '1000000', '1000000', '1', '1'],
      ['2021-10-15', '1010000', '1000000', '1.01', '1.01'],
      ['2021-10-18', '961000', '1000000', '0.961', '0.961'],
      ['2021-10-19', '971000', '1000000', '0.971', '1.021'],
    ]
    expect(await listedGains(portfolio, client, days)).toEqual(['0.00', '10000.00', '1000.00', '10000.00'])
  })

  type Day = [date: string, net: string, shares: string, nav: string, accumulated: string | null]

  /** Day gains in the list as the days are published; each is the one that the account itself shows. */
  async function listedGains(portfolio: TestPortfolio, client: string, days: Day[]): Promise<unknown[]> {
    const gains: unknown[] = []
    for (const [date, net, shares, nav, accumulated] of days) {
      await publishDay(db, portfolio, { date, net, shares, nav, accumulated })
      const { body } = await app.get(`/portfolios/${portfolio.code}`, { 'x-client': client })
      const { dayGain, dayReturn } = body as { dayGain: string; dayReturn: string }
      const list = await app.get('/portfolios', { 'x-client': client })
      expect(list.body).toMatchObject({ portfolios: [{ latest: { date, dayGain, dayReturn } }] })
      gains.push(dayGain)
    }
    return gains
  }
})
