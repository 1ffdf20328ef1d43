import { beforeAll, expect, it } from 'vitest'
import type { Db } from '../../db/schema'
import { forEachEngine } from '../../testing/engines'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import { addClient, addFee, addPortfolio, publishDay } from '../../testing/published-rows'
import { CLIENT_ID, openReadApp, type ReadApp } from '../../testing/read-app'

const PERIODS = '/portfolios/SA5001/performance/periods'
const FEES = '/portfolios/SA5001/performance/fees'

forEachEngine('periods and fees', (open) => {
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

  it('gives the five periods of the last published day', async () => {
    const { status, body } = await app.get(PERIODS)
    expect(status).toBe(200)
    const closing = { to: '2021-11-02', distributions: '74399.77', redemptions: '0.00', closingAssets: '1459877.57' }
    const life = {
      ...closing,
      from: '2021-10-14',
      baseDate: '2021-10-14',
      openingAssets: '1000000.00',
      subscriptions: '500000.00',
      gain: '34277.34',
      return: '0.03110000',
      // 300.00 and 105.00 of funds, 300.00 of management.
      fees: '705.00',
    }
    expect(body).toEqual({
      periods: [
        {
          ...closing,
          key: 'custom',
          from: '2021-11-02',
          baseDate: '2021-11-01',
          openingAssets: '1528271.00',
          subscriptions: '0.00',
          gain: '6006.34',
          return: '0.00389446',
          fees: '0.00',
          status: 'ok',
          reason: null,
        },
        {
          ...closing,
          key: 'month-to-date',
          from: '2021-11-01',
          baseDate: '2021-10-31',
          openingAssets: '1520279.00',
          subscriptions: '0.00',
          gain: '13998.34',
          return: '0.00920035',
          fees: '0.00',
          status: 'ok',
          reason: null,
        },
        { ...life, key: 'year-to-date', status: 'short', reason: 'since-launch' },
        { ...life, key: 'three-years', status: 'short', reason: 'since-launch' },
        { ...life, key: 'since-inception', status: 'ok', reason: null },
      ],
    })
  })

  it('makes the custom row of the range, and breaks its fees down to the cent', async () => {
    const range = '?from=2021-10-16&to=2021-10-31'
    const { body } = await app.get(PERIODS + range)
    expect(body).toMatchObject({
      periods: [
        {
          key: 'custom',
          from: '2021-10-16',
          to: '2021-10-31',
          baseDate: '2021-10-15',
          openingAssets: '999700.00',
          subscriptions: '500000.00',
          gain: '20579.00',
          closingAssets: '1520279.00',
          return: '0.02200660',
          fees: '405.00',
        },
        { key: 'month-to-date', from: '2021-10-14', status: 'short' },
        {},
        {},
        {},
      ],
    })
    expect((await app.get(FEES + range)).body).toEqual({
      from: '2021-10-16',
      to: '2021-10-31',
      total: '405.00',
      funds: [
        {
          fundCode: '000216',
          fundName: '华安黄金易ETF联接A',
          marketValue: null,
          subscriptionFee: '0.00',
          redemptionFee: '105.00',
          reasons: { marketValue: 'holdings-unavailable' },
        },
      ],
      account: { management: '300.00', custodian: '0.00', audit: '0.00', performance: '0.00', other: '0.00' },
      derived: ['management', 'custodian', 'audit', 'performance'],
    })
  })

  it('lists the funds that are held and the sold-out ones with fees', async () => {
    const { body } = await app.get(`${FEES}?from=2021-10-14&to=2021-12-31`)
    const row = (fundCode: string, marketValue: string, subscriptionFee: string, redemptionFee: string) => ({
      fundCode,
      marketValue,
      subscriptionFee,
      redemptionFee,
    })
    expect(body).toMatchObject({
      from: '2021-10-14',
      to: '2021-11-02',
      total: '705.00',
      funds: [
        row('110011', '329670.00', '300.00', '0.00'),
        row('000759', '200012.34', '0.00', '0.00'),
        row('002864', '10000.00', '0.00', '0.00'),
        row('000216', '0.00', '0.00', '105.00'),
      ],
    })
  })

  it('says why a period has no figures', async () => {
    const { body } = await app.get(`${PERIODS}?from=2021-11-01&to=2021-12-15`)
    const reason = 'no-valuation-in-range'
    const figures = [
      'openingAssets',
      'subscriptions',
      'redemptions',
      'distributions',
      'gain',
      'closingAssets',
      'return',
      'fees',
    ]
    expect(body).toMatchObject({ periods: [{ key: 'custom', to: '2021-11-02', status: 'ok' }, {}, {}, {}, {}] })
    expect((body as { periods: unknown[] }).periods[1]).toEqual({
      key: 'month-to-date',
      from: '2021-12-01',
      to: '2021-12-15',
      baseDate: null,
      ...Object.fromEntries(figures.map((figure) => [figure, null])),
      status: 'unavailable',
      reason,
      reasons: Object.fromEntries(figures.map((figure) => [figure, reason])),
    })
    const fees = await app.get(`${FEES}?from=2021-10-16&to=2021-10-17`)
    expect(fees).toMatchObject({
      status: 200,
      body: { from: '2021-10-16', to: '2021-10-17', total: null, funds: [], reasons: { total: reason } },
    })
  })

  it('gives no fees where nothing says what accrued, and those of the fee file once it does', async () => {
    const portfolio = await addPortfolio(db, { code: 'SA5002', launchDate: '2021-10-14', clients: [CLIENT_ID] })
    const day = { shares: '1000000', net: '1000000', nav: '1', holdings: [] }
    await publishDay(db, portfolio, { ...day, date: '2021-10-14' })
    await publishDay(db, portfolio, { ...day, date: '2021-10-15' })
    const unknown = 'accrual-unknown'
    const before = await app.get('/portfolios/SA5002/performance/fees')
    expect(before.body).toEqual({
      from: '2021-10-15',
      to: '2021-10-15',
      total: null,
      funds: [],
      account: {
        management: null,
        custodian: null,
        audit: null,
        performance: null,
        other: null,
        reasons: { management: unknown, custodian: unknown, audit: unknown, performance: unknown, other: unknown },
      },
      reasons: { total: unknown },
    })
    const row = (await app.get('/portfolios/SA5002/performance/periods')).body
    expect(row).toMatchObject({ periods: [{ fees: null, reasons: { fees: unknown } }, {}, {}, {}, {}] })
    await addFee(db, portfolio, {
      date: '2021-10-15',
      management: '12.345',
      custodian: '1.234',
      audit: '0',
      other: '2',
    })
    const after = await app.get('/portfolios/SA5002/performance/fees')
    // Each part is rounded by itself: 12.35 + 1.23 + 2.00.
    expect(after.body).toMatchObject({
      total: '15.58',
      account: { management: '12.35', custodian: '1.23', audit: '0.00', performance: '0.00', other: '2.00' },
    })
    expect(after.body).not.toHaveProperty('derived')
  })

  it('counts from the first loaded valuation where the history before it is missing', async () => {
    const portfolio = await addPortfolio(db, { code: 'SA5003', launchDate: '2019-01-02', clients: [CLIENT_ID] })
    const day = { net: '2200000', shares: '2000000', holdings: [] }
    await publishDay(db, portfolio, { ...day, date: '2021-10-14', nav: '1.1' })
    await publishDay(db, portfolio, { ...day, net: '2222000', date: '2021-10-15', nav: '1.111' })
    const { body } = await app.get('/portfolios/SA5003/performance/periods')
    const short = {
      from: '2021-10-15',
      baseDate: '2021-10-14',
      gain: '22000.00',
      return: '0.01000000',
      status: 'short',
    }
    expect(body).toMatchObject({
      periods: [
        { status: 'ok' },
        { ...short, reason: 'history-not-loaded' },
        { ...short, reason: 'history-not-loaded' },
        {},
        {
          key: 'since-inception',
          status: 'unavailable',
          reason: 'history-incomplete',
          return: null,
          reasons: { return: 'history-incomplete', gain: 'history-incomplete' },
        },
      ],
    })
  })
})
