import { parseE8 } from '@sma/finance/decimal'
import { beforeAll, expect, it } from 'vitest'
import type { Db } from '../../db/schema'
import { forEachEngine } from '../../testing/engines'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import { addClient, addPortfolio, addTransactions, publishDay } from '../../testing/published-rows'
import { CLIENT_ID, openReadApp, type ReadApp } from '../../testing/read-app'
import { bookContext, readBook } from '../days/open-book'
import { fundPage } from './fund-page.service'

const FUNDS = '/portfolios/SA5001/funds'

async function addNavs(db: Db, code: string, navs: Record<string, string>): Promise<void> {
  for (const [date, nav] of Object.entries(navs)) {
    const row = { fund_code: code, date, unit_nav_e8: parseE8(nav) ?? 0n, accumulated_nav_e8: null, dividend_e8: null }
    await db.insertInto('fund_nav').values(row).execute()
  }
}

forEachEngine('a fund of an account', (open) => {
  let db: Db
  let app: ReadApp

  beforeAll(async () => {
    const deps = await open()
    db = deps.db
    app = openReadApp(deps)
    await addClient(db, CLIENT_ID)
    await addFunds(db)
    await addNavs(db, '000216', { '2021-10-18': '2.05', '2021-10-20': '2.1', '2021-11-01': '2.2', '2021-11-03': '2.3' })
    await addNavs(db, '110011', { '2021-10-18': '1.52', '2021-10-20': '1.61', '2021-10-14': '1.49' })
    await publishHandBook(db, 'SA5001', [CLIENT_ID])
  })

  it('shows its row, its profit in parts, its NAV and what was done', async () => {
    const { status, body } = await app.get(`${FUNDS}/110011?date=2021-10-28`)
    expect(status).toBe(200)
    expect(body).toEqual({
      date: '2021-10-20',
      assetClass: 'equity',
      fundCode: '110011',
      fundName: '易方达中小盘',
      shares: '199800.00',
      cost: '300000.00',
      unitNav: '1.6000',
      priceDate: null,
      marketValue: '319680.00',
      profit: '19680.00',
      profitSince: null,
      ratio: '0.31201230',
      status: 'held',
      parts: { unrealised: '19680.00', realised: '0.00', income: '0.00', earlier: '0.00' },
      fees: '300.00',
      firstDate: '2021-10-15',
      // The valuation's own NAV goes before the public one of its day; between them only the public one speaks.
      nav: { dates: ['2021-10-15', '2021-10-18', '2021-10-20'], unitNav: ['1.5000', '1.5200', '1.6000'] },
      transactions: {
        total: 1,
        items: [
          {
            no: 1,
            date: '2021-10-15',
            fundCode: '110011',
            fundName: '易方达中小盘',
            operation: 'subscribe',
            amount: '300000.00',
            shares: '199800.00',
            price: '1.5000',
            fee: '300.00',
            derived: ['shares'],
          },
        ],
      },
    })
  })

  it('goes on for a fund that was sold, with public NAVs up to the day and no further', async () => {
    const { body } = await app.get(`${FUNDS}/000216`)
    // 104,895.00 received for what cost 100,000.00.
    expect(body).toMatchObject({
      date: '2021-11-02',
      status: 'sold-out',
      shares: '0.00',
      profit: '4895.00',
      parts: { unrealised: '0.00', realised: '4895.00', income: '0.00', earlier: '0.00' },
      fees: '105.00',
      nav: {
        dates: ['2021-10-14', '2021-10-18', '2021-10-20', '2021-11-01'],
        unitNav: ['2.0000', '2.0500', '2.1000', '2.2000'],
      },
      transactions: { total: 2, items: [{ no: 3 }, { no: 4, amount: '104895.00', derived: ['amount'] }] },
      reasons: { unitNav: 'sold-out' },
    })
  })

  it('says why it has no profit in parts, and counts a reinvestment as income', async () => {
    const { body } = await app.get(`${FUNDS}/002864`)
    const why = 'shares-unknown'
    expect(body).toMatchObject({ parts: null, profit: null, reasons: { parts: why, profit: why, cost: why } })
    const money = await app.get(`${FUNDS}/000759`)
    expect(money.body).toMatchObject({ parts: { unrealised: '0.00', income: '12.34' }, profit: '12.34' })
  })

  it('is blank for a day that was published without holdings, its NAV and transactions are not', async () => {
    const missing = 'holdings-unavailable'
    const { body } = await app.get(`${FUNDS}/110011?date=2021-10-31`)
    expect(body).toMatchObject({
      date: '2021-10-31',
      shares: null,
      marketValue: null,
      parts: null,
      fees: null,
      status: null,
      nav: { dates: ['2021-10-15', '2021-10-18', '2021-10-20', '2021-10-29'] },
      transactions: { total: 1 },
      reasons: { shares: missing, marketValue: missing, profit: missing, parts: missing },
    })
  })

  it('shows what an opening lot brought as a part of its own', async () => {
    const portfolio = await addPortfolio(db, { code: 'SA5002', launchDate: '2019-01-02', clients: [CLIENT_ID] })
    const day = { shares: '1000000', net: '1000000', nav: '1' }
    const lot = { fund: '110011', shares: '1000', nav: '1.3', value: '1300', cost: '1000', profit: '350' }
    await publishDay(db, portfolio, { ...day, date: '2021-10-18', holdings: [lot] })
    await addTransactions(db, portfolio, [
      { date: '2021-10-19', fund: '110011', operation: 'redeem', amount: '700', shares: '500', fee: '2' },
    ])
    const rest = { fund: '110011', shares: '500', nav: '1.4', value: '700' }
    await publishDay(db, portfolio, { ...day, date: '2021-10-19', holdings: [rest] })
    const { body } = await app.get('/portfolios/SA5002/funds/110011')
    // Profit 350 + 700 + 700 − 1300 = 450: earlier 350 − 300 = 50, unrealised 700 − 500 = 200, realised 700 − 500 = 200.
    expect(body).toMatchObject({
      profit: '450.00',
      profitSince: '2021-10-18',
      firstDate: '2021-10-18',
      parts: { earlier: '50.00', unrealised: '200.00', realised: '200.00', income: '0.00' },
      fees: '2.00',
    })
  })

  it('takes the NAV of the version that is shown', async () => {
    const portfolio = await addPortfolio(db, { code: 'SA5003', launchDate: '2021-10-18', clients: [CLIENT_ID] })
    const day = { date: '2021-10-18', shares: '1000000', net: '1000000', nav: '1' }
    const held = { fund: '002864', shares: '100', value: '100', cost: '100' }
    await publishDay(db, portfolio, { ...day, holdings: [{ ...held, nav: '1.1' }] })
    const before = await app.get('/portfolios/SA5003/funds/002864')
    await publishDay(db, portfolio, { ...day, version: 2, holdings: [{ ...held, nav: '1.2' }] })
    const after = await app.get('/portfolios/SA5003/funds/002864')
    expect([before.body, after.body]).toMatchObject([
      { nav: { unitNav: ['1.1000'] } },
      { nav: { unitNav: ['1.2000'] } },
    ])
    const same = await app.get('/portfolios/SA5003/funds/002864', { 'if-none-match': after.etag ?? '' })
    expect(same.status).toBe(304)
  })

  it('leaves out of what was known at an instant the public NAVs that came later', async () => {
    const { id } = await addPortfolio(db, { code: 'SA5004', launchDate: '2021-10-18', clients: [] })
    const portfolio = { id, code: 'SA5004' }
    const day = { shares: '1000000', net: '1000000', nav: '1' }
    const held = { fund: '000759', shares: '100', value: '100', cost: '100', nav: '1' }
    await publishDay(db, portfolio, { ...day, date: '2021-10-18', holdings: [held] })
    await publishDay(db, portfolio, { ...day, date: '2021-10-20', holdings: [held] })
    const late = {
      fund_code: '000759',
      date: '2021-10-19',
      unit_nav_e8: 100_010_000n,
      known_since: '2026-02-01T00:00:00.000Z',
    }
    await db
      .insertInto('fund_nav')
      .values({ ...late, accumulated_nav_e8: null, dividend_e8: null })
      .execute()
    const datesAt = async (knownAt: string | null) =>
      (await fundPage(await readBook(bookContext(db), id, knownAt), 1, '000759')).nav.dates
    expect(await datesAt('2026-01-10T00:00:00.000Z')).toEqual(['2021-10-18', '2021-10-20'])
    expect(await datesAt('2026-02-10T00:00:00.000Z')).toEqual(['2021-10-18', '2021-10-19', '2021-10-20'])
    expect(await datesAt(null)).toEqual(['2021-10-18', '2021-10-19', '2021-10-20'])
  })

  it('is not found before the account had it, and never where it has not', async () => {
    for (const path of ['002864?date=2021-10-20', '519062', '%20'])
      expect(await app.get(`${FUNDS}/${path}`)).toMatchObject({ status: 404, body: { code: 'not-found' } })
    expect(await app.get(`${FUNDS}/110011?date=2021-10-14`)).toMatchObject({
      status: 404,
      body: { code: 'no-valuation' },
    })
  })

  it('belongs to days that are each published, or say why not', async () => {
    const { body } = await app.get('/portfolios/SA5001/calendar')
    // Friday 2021-10-15 to Thursday 2021-11-04, when the figures of the 3rd come.
    expect(body).toEqual({ from: '2021-10-15', to: '2021-11-04', days: 'pccmmpmmccmmmmpcpppaa' })
    const page = await app.get('/portfolios/SA5001?date=2021-10-20')
    expect(page.body).toMatchObject({ next: { date: '2021-11-03', expectedOn: '2021-11-04', provisional: false } })
  })
})
