import { beforeAll, expect, it } from 'vitest'
import type { Db } from '../../db/schema'
import { forEachEngine } from '../../testing/engines'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import { addClient, addFund, addPortfolio, addTransactions, publishDay } from '../../testing/published-rows'
import { CLIENT_ID, openReadApp, type ReadApp } from '../../testing/read-app'

forEachEngine('holdings', (open) => {
  let db: Db
  let app: ReadApp

  beforeAll(async () => {
    const deps = await open()
    db = deps.db
    app = openReadApp(deps)
    await addClient(db, CLIENT_ID)
    await addFunds(db)
    await publishHandBook(db, 'SA5001', [CLIENT_ID])
  })

  it('shows the five classes in order with their funds, the sold-out one included', async () => {
    const { status, body } = await app.get('/portfolios/SA5001/holdings?date=2021-10-28')
    expect(status).toBe(200)
    const held = { priceDate: null, profitSince: null, status: 'held' }
    expect(body).toEqual({
      date: '2021-10-20',
      netAssets: '1024575.00',
      classes: [
        { assetClass: 'fixed-income', ratio: '0.00000000', marketValue: '0.00', holdings: [], accounts: [] },
        {
          assetClass: 'equity',
          ratio: '0.31201230',
          marketValue: '319680.00',
          accounts: [],
          holdings: [
            {
              ...held,
              fundCode: '110011',
              fundName: '易方达中小盘',
              shares: '199800.00',
              cost: '300000.00',
              unitNav: '1.6000',
              marketValue: '319680.00',
              profit: '19680.00',
              ratio: '0.31201230',
            },
          ],
        },
        {
          assetClass: 'alternative',
          ratio: '0.00000000',
          marketValue: '0.00',
          accounts: [],
          holdings: [
            {
              ...held,
              fundCode: '000216',
              fundName: '华安黄金易ETF联接A',
              shares: '0.00',
              cost: '0.00',
              unitNav: null,
              marketValue: '0.00',
              profit: '4895.00',
              ratio: '0.00000000',
              status: 'sold-out',
              reasons: { unitNav: 'sold-out' },
            },
          ],
        },
        {
          assetClass: 'money',
          ratio: '0.19520289',
          marketValue: '200000.00',
          accounts: [],
          holdings: [
            {
              ...held,
              fundCode: '000759',
              fundName: '平安财富宝',
              shares: '200000.00',
              cost: '200000.00',
              unitNav: '1.0000',
              marketValue: '200000.00',
              profit: '0.00',
              ratio: '0.19520289',
            },
          ],
        },
        { assetClass: 'cash', ratio: '0.49278481', marketValue: '504895.00', holdings: [], accounts: [] },
      ],
    })
  })

  it('shows the price date where it is not the day of the valuation', async () => {
    const { body } = await app.get('/portfolios/SA5001/holdings?date=2021-10-15')
    const gold = { fundCode: '000216', priceDate: '2021-10-14', status: 'held', cost: '100000.00', profit: '0.00' }
    expect(body).toMatchObject({ classes: [{}, {}, { holdings: [gold] }, {}, {}] })
  })

  it('says that a day was published without holdings', async () => {
    const { body } = await app.get('/portfolios/SA5001/holdings?date=2021-10-31')
    const missing = 'holdings-unavailable'
    const unknown = { ratio: null, marketValue: null, holdings: [] }
    const reasons = { ratio: missing, marketValue: missing, holdings: missing }
    expect(body).toMatchObject({
      date: '2021-10-31',
      classes: Array.from({ length: 5 }, () => ({ ...unknown, reasons })),
      reasons: { classes: missing },
    })
  })

  it('gives no cost and profit where a purchase states neither shares nor price, and says why', async () => {
    const { body } = await app.get('/portfolios/SA5001/holdings')
    const unexplained = { cost: null, profit: null, reasons: { cost: 'shares-unknown', profit: 'shares-unknown' } }
    expect(body).toMatchObject({
      date: '2021-11-02',
      classes: [
        { holdings: [{ fundCode: '002864', marketValue: '10000.00', ...unexplained }] },
        { holdings: [{ fundCode: '110011', cost: '300000.00', profit: '29670.00' }] },
        { holdings: [{ fundCode: '000216', profit: '4895.00' }] },
        // A reinvested dividend is income and adds to cost (R-HLD-3).
        { holdings: [{ fundCode: '000759', shares: '200012.34', cost: '200012.34', profit: '12.34' }] },
        {},
      ],
    })
  })

  it('opens a fund whose history is not loaded with the lot of the first day', async () => {
    const portfolio = await addPortfolio(db, { code: 'SA5002', launchDate: '2019-01-02', clients: [CLIENT_ID] })
    const day = { shares: '1000000', net: '1000000', nav: '1' }
    const holding = { fund: '110011', nav: '1.20000001', value: '1481.47' }
    await publishDay(db, portfolio, {
      ...day,
      date: '2021-10-15',
      holdings: [{ ...holding, shares: '1234.5678', cost: '1400' }],
    })
    await addTransactions(db, portfolio, [
      { date: '2021-10-18', fund: '110011', operation: 'redeem', amount: '600', shares: '500', fee: '0' },
    ])
    await publishDay(db, portfolio, {
      ...day,
      date: '2021-10-18',
      holdings: [{ fund: '110011', nav: '1.3', value: '954.94', shares: '734.5678' }],
    })
    const { body } = await app.get('/portfolios/SA5002/holdings')
    // Cost 1,400.00 × 734.5678 / 1,234.5678 = 833.00; profit 81.47 + 954.94 + 600.00 − 1,481.47 = 154.94.
    const row = { shares: '734.5678', cost: '833.00', profit: '154.94', profitSince: '2021-10-15' }
    expect(body).toMatchObject({ classes: [{}, { holdings: [row] }, {}, {}, {}] })
    const first = await app.get('/portfolios/SA5002/holdings?date=2021-10-15')
    expect(first.body).toMatchObject({
      classes: [{}, { holdings: [{ unitNav: '1.20000001', profit: '81.47' }] }, {}, {}, {}],
    })
  })

  it('answers 404 before the first published day, 304 for what the reader has', async () => {
    const early = await app.get('/portfolios/SA5001/holdings?date=2021-10-14')
    expect(early).toMatchObject({ status: 404, body: { code: 'no-valuation' } })
    const { etag } = await app.get('/portfolios/SA5001/holdings')
    const again = await app.get('/portfolios/SA5001/holdings?date=2022-01-01', { 'if-none-match': etag ?? '' })
    expect(again.status).toBe(304)
  })

  it("shows a fund's new name as soon as the portfolio's revision says so", async () => {
    const portfolio = await addPortfolio(db, { code: 'SA5003', launchDate: '2021-10-14', clients: [CLIENT_ID] })
    await addFund(db, '519062', '海富通阿尔法A', 'alternative')
    const holdings = [{ fund: '519062', shares: '100', nav: '1', value: '100', cost: '100' }]
    const day = { shares: '1000000', net: '1000000', nav: '1', holdings }
    await publishDay(db, portfolio, { ...day, date: '2021-10-15' })
    const before = await app.get('/portfolios/SA5003/holdings')
    await db.updateTable('fund').set({ name: '海富通阿尔法对冲A' }).where('code', '=', '519062').execute()
    await publishDay(db, portfolio, { ...day, date: '2021-10-18' })
    const after = await app.get('/portfolios/SA5003/holdings?date=2021-10-15')
    expect(before.body).toMatchObject({ classes: [{}, {}, { holdings: [{ fundName: '海富通阿尔法A' }] }, {}, {}] })
    expect(after.body).toMatchObject({ classes: [{}, {}, { holdings: [{ fundName: '海富通阿尔法对冲A' }] }, {}, {}] })
    expect(after.etag).not.toBe(before.etag)
  })
})
