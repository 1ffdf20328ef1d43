import { beforeAll, expect, it } from 'vitest'
import type { Db } from '../../db/schema'
import { forEachEngine } from '../../testing/engines'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import { addClient, addPortfolio, addTransactions, publishDay } from '../../testing/published-rows'
import { CLIENT_ID, openReadApp, type ReadApp } from '../../testing/read-app'

interface Records {
  total: number
  items: { no: number; date: string; fundCode: string }[]
  next: string | null
}

forEachEngine('transactions', (open) => {
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

  const records = async (query: string): Promise<Records> =>
    (await app.get(`/portfolios/SA5001/transactions${query}`)).body as Records
  const numbers = async (query: string): Promise<number[]> => (await records(query)).items.map(({ no }) => no)

  it('lists what is published, oldest first, and fills shares and amount where a price is known', async () => {
    const { status, body } = await app.get('/portfolios/SA5001/transactions')
    expect(status).toBe(200)
    expect(body).toEqual({
      total: 6,
      next: null,
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
        {
          no: 2,
          date: '2021-10-15',
          fundCode: '000759',
          fundName: '平安财富宝',
          operation: 'subscribe',
          amount: '200000.00',
          shares: '200000.00',
          price: '1.0000',
          fee: '0.00',
        },
        {
          no: 3,
          date: '2021-10-15',
          fundCode: '000216',
          fundName: '华安黄金易ETF联接A',
          operation: 'switch-in',
          amount: '100000.00',
          shares: '50000.00',
          price: '2.0000',
          fee: '0.00',
        },
        {
          no: 4,
          date: '2021-10-20',
          fundCode: '000216',
          fundName: '华安黄金易ETF联接A',
          operation: 'redeem',
          amount: '104895.00',
          shares: '50000.00',
          price: '2.1000',
          fee: '105.00',
          derived: ['amount'],
        },
        {
          no: 5,
          date: '2021-11-01',
          fundCode: '002864',
          fundName: '广发安泽A',
          operation: 'subscribe',
          amount: '10000.00',
          shares: null,
          price: null,
          fee: null,
          reasons: { shares: 'price-unknown', price: 'not-stated', fee: 'not-stated' },
        },
        {
          no: 6,
          date: '2021-11-02',
          fundCode: '000759',
          fundName: '平安财富宝',
          operation: 'reinvest',
          amount: '12.34',
          shares: '12.34',
          price: '1.0000',
          fee: null,
          derived: ['amount'],
          reasons: { fee: 'not-stated' },
        },
      ],
    })
  })

  it("keeps the account's numbers under a filter, and totals the filter", async () => {
    expect(await records('?fund=000216')).toMatchObject({ total: 2, items: [{ no: 3 }, { no: 4 }], next: null })
    expect(await records('?from=2021-10-16&to=2021-11-01')).toMatchObject({ total: 2, items: [{ no: 4 }, { no: 5 }] })
    expect(await records('?to=2021-10-15&fund=000759')).toMatchObject({ total: 1, items: [{ no: 2 }] })
    expect(await records('?fund=999999')).toEqual({ total: 0, items: [], next: null })
    expect(await records('?from=2022-01-01')).toEqual({ total: 0, items: [], next: null })
  })

  it('pages through with a cursor; every page knows the total', async () => {
    const first = await records('?limit=4')
    expect(first).toMatchObject({ total: 6, items: [{ no: 1 }, { no: 2 }, { no: 3 }, { no: 4 }] })
    const second = await records(`?limit=4&cursor=${first.next}`)
    expect(second).toMatchObject({ total: 6, items: [{ no: 5 }, { no: 6 }], next: null })
    const one = await records('?limit=1&fund=000759')
    expect(one).toMatchObject({ total: 2, items: [{ no: 2 }] })
    expect(await numbers(`?limit=1&fund=000759&cursor=${one.next}`)).toEqual([6])
  })

  it('pages from the newest down where asked to, with the same numbers', async () => {
    const first = await records('?limit=4&order=newest')
    expect(first).toMatchObject({ total: 6, items: [{ no: 6 }, { no: 5 }, { no: 4 }, { no: 3 }] })
    expect(await numbers(`?limit=4&order=newest&cursor=${first.next}`)).toEqual([2, 1])
    const one = await records('?limit=1&order=newest&fund=000759')
    expect(one).toMatchObject({ total: 2, items: [{ no: 6 }] })
    expect(await numbers(`?limit=1&order=newest&fund=000759&cursor=${one.next}`)).toEqual([2])
    expect(await numbers('?order=newest&to=2021-11-01&from=2021-10-16')).toEqual([5, 4])
  })

  it('goes on where it stopped when an earlier day gets a transaction meanwhile', async () => {
    const portfolio = await addPortfolio(db, { code: 'SA5002', launchDate: '2021-10-14', clients: [CLIENT_ID] })
    const buy = { fund: '110011', operation: 'subscribe' as const, amount: '100', price: '1' }
    await publishDay(db, portfolio, { date: '2021-10-20', net: '1', shares: '1', nav: '1' })
    await addTransactions(db, portfolio, [
      { ...buy, date: '2021-10-18' },
      { ...buy, date: '2021-10-19' },
      { ...buy, date: '2021-10-19' },
    ])
    const path = '/portfolios/SA5002/transactions?limit=2'
    const first = (await app.get(path)).body as Records
    await addTransactions(db, portfolio, [{ ...buy, date: '2021-10-15' }])
    expect((await app.get(`${path}&cursor=${first.next}`)).body).toMatchObject({ total: 4, items: [{ no: 4 }] })
    const newest = (await app.get(`${path}&order=newest`)).body as Records
    await addTransactions(db, portfolio, [{ ...buy, date: '2021-10-20' }])
    expect((await app.get(`${path}&order=newest&cursor=${newest.next}`)).body).toMatchObject({
      total: 5,
      items: [{ no: 2 }, { no: 1 }],
    })
  })

  it('shows nothing before the first published day', async () => {
    await addPortfolio(db, { code: 'SA5003', launchDate: '2021-10-14', clients: [CLIENT_ID] })
    const { body } = await app.get('/portfolios/SA5003/transactions')
    expect(body).toEqual({ total: 0, items: [], next: null })
  })

  it('refuses a turned-round range, a foreign cursor and a limit out of bounds', async () => {
    const refused = async (query: string) => {
      const { status, body } = await app.get(`/portfolios/SA5001/transactions${query}`)
      return { status, code: (body as { code: string }).code }
    }
    expect(await refused('?from=2021-11-02&to=2021-11-01')).toEqual({ status: 400, code: 'range-invalid' })
    expect(await refused('?cursor=abc')).toEqual({ status: 400, code: 'cursor-invalid' })
    expect(await refused('?cursor=')).toEqual({ status: 400, code: 'cursor-invalid' })
    for (const limit of ['0', '1001', '-1', '1.5', 'x', ''])
      expect(await refused(`?limit=${limit}`)).toEqual({ status: 400, code: 'request-invalid' })
  })

  it('answers 304 for what the reader has', async () => {
    const { etag } = await app.get('/portfolios/SA5001/transactions?limit=3')
    const again = await app.get('/portfolios/SA5001/transactions?limit=3', { 'if-none-match': `"x", ${etag}` })
    expect(again).toMatchObject({ status: 304, etag })
  })
})
