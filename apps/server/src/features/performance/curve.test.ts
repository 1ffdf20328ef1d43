import { beforeAll, expect, it } from 'vitest'
import { forEachEngine } from '../../testing/engines'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import { addClient, addPortfolio, publishDay } from '../../testing/published-rows'
import { CLIENT_ID, openReadApp, type ReadApp } from '../../testing/read-app'

const STAGES = '/portfolios/SA5001/performance/stages'
const NAV = '/portfolios/SA5001/performance/nav'

forEachEngine('stages and NAV curve', (open) => {
  let app: ReadApp

  beforeAll(async () => {
    const deps = await open()
    app = openReadApp(deps)
    await addClient(deps.db, CLIENT_ID)
    await addFunds(deps.db)
    await publishHandBook(deps.db, 'SA5001', [CLIENT_ID])
    const plain = await addPortfolio(deps.db, { code: 'SA5002', launchDate: '2021-10-14', clients: [CLIENT_ID] })
    await publishDay(deps.db, plain, { date: '2021-10-14', net: '1000000', shares: '1000000', nav: '1' })
    await publishDay(deps.db, plain, { date: '2021-10-15', net: '1010000', shares: '1000000', nav: '1.01' })
    await addPortfolio(deps.db, { code: 'SA5003', launchDate: '2021-10-14', clients: [CLIENT_ID] })
  })

  it('gives one stage per month, each against the last one that is not empty', async () => {
    const { status, body } = await app.get(`${STAGES}?period=since-inception`)
    expect(status).toBe(200)
    // November: 0.9811 with 0.05 distributed, (0.9811 + 74,399.77 / 1,487,995.32) / 1.0217 − 1.
    expect(body).toEqual({
      stages: [
        { bucket: '2021-10', date: '2021-10-31', accumulatedNav: '1.0217', return: '0.02170000', complete: false },
        { bucket: '2021-11', date: '2021-11-02', accumulatedNav: '1.0311', return: '0.00920035', complete: false },
      ],
    })
  })

  it('gives weeks, half-years and years', async () => {
    const weeks = await app.get(`${STAGES}?period=since-inception&frequency=week`)
    expect(weeks.body).toEqual({
      stages: [
        { bucket: '2021-W41', date: '2021-10-15', accumulatedNav: '0.9997', return: '-0.00030000', complete: false },
        { bucket: '2021-W42', date: '2021-10-20', accumulatedNav: '1.0246', return: '0.02490747', complete: true },
        { bucket: '2021-W43', date: '2021-10-31', accumulatedNav: '1.0217', return: '-0.00283037', complete: true },
        { bucket: '2021-W44', date: '2021-11-02', accumulatedNav: '1.0311', return: '0.00920035', complete: false },
      ],
    })
    for (const [frequency, bucket] of Object.entries({ 'half-year': '2021-H2', year: '2021' })) {
      const { body } = await app.get(`${STAGES}?period=three-years&frequency=${frequency}`)
      expect(body).toMatchObject({ stages: [{ bucket, date: '2021-11-02', return: '0.03110000', complete: false }] })
    }
  })

  it('ends where the reader says, and says why an accumulated NAV is missing', async () => {
    const { body } = await app.get(`${STAGES}?period=month-to-date&to=2021-10-30&frequency=month`)
    const october = { bucket: '2021-10', date: '2021-10-29', return: '0.02190000', complete: false }
    expect(body).toEqual({ stages: [{ ...october, accumulatedNav: null, reasons: { accumulatedNav: 'not-stated' } }] })
  })

  it('begins the NAV curve with its base point', async () => {
    const { body } = await app.get(`${NAV}?period=since-inception`)
    expect(body).toEqual({
      dates: ['2021-10-14', '2021-10-15', '2021-10-20', '2021-10-29', '2021-10-31', '2021-11-01', '2021-11-02'],
      unitNav: ['1.0000', '0.9997', '1.0246', '1.0219', '1.0217', '1.0271', '0.9811'],
      accumulatedNav: ['1.0000', '0.9997', '1.0246', null, '1.0217', '1.0271', '1.0311'],
      adjustedNav: ['1.00000000', '0.99970000', '1.02460000', '1.02190000', '1.02170000', '1.02710000', '1.03110000'],
      // 4,908.77 / 4,900 and 4,949 / 4,900; no value on the other days.
      benchmark: ['1.00000000', null, null, '1.00178980', '1.00000000', '1.01000000', null],
      // 2.19 % − 0.178980 %; 2.17 % − 0; 2.71 % − 1 %.
      excess: ['0.00000000', null, null, '0.02011020', '0.02170000', '0.01710000', null],
      restated: [],
      reasons: { accumulatedNav: 'not-stated', benchmark: 'benchmark-value-missing' },
    })
  })

  it('scales the benchmark to the base of the period', async () => {
    const { body } = await app.get(`${NAV}?from=2021-11-01&to=2021-11-01`)
    expect(body).toEqual({
      dates: ['2021-10-31', '2021-11-01'],
      unitNav: ['1.0217', '1.0271'],
      accumulatedNav: ['1.0217', '1.0271'],
      adjustedNav: ['1.02170000', '1.02710000'],
      benchmark: ['1.02170000', '1.03191700'],
      // 1.0271 / 1.0217 − 1 = 0.528531 %; 4,949 / 4,900 − 1 = 1 %.
      excess: ['0.00000000', '-0.00471469'],
      restated: [],
    })
    expect((await app.get(NAV)).body).toMatchObject({ dates: ['2021-11-01', '2021-11-02'] })
  })

  it('gives no benchmark without one, and the launch only once', async () => {
    const { body } = await app.get('/portfolios/SA5002/performance/nav?period=since-inception')
    expect(body).toEqual({
      dates: ['2021-10-14', '2021-10-15'],
      unitNav: ['1.0000', '1.0100'],
      accumulatedNav: ['1.0000', '1.0100'],
      adjustedNav: ['1.00000000', '1.01000000'],
      benchmark: null,
      excess: null,
      restated: [],
      reasons: { benchmark: 'no-benchmark' },
    })
  })

  it('tells how far the NAV stood below its highest so far (R-RSK-2)', async () => {
    const { body } = await app.get('/portfolios/SA5001/performance/drawdown?period=since-inception&to=2021-10-31')
    expect(body).toEqual({
      dates: ['2021-10-14', '2021-10-15', '2021-10-20', '2021-10-29', '2021-10-31'],
      // 0.9997 / 1; 1.0219 / 1.0246; 1.0217 / 1.0246.
      drawdown: ['0.00000000', '-0.00030000', '0.00000000', '-0.00263517', '-0.00283037'],
      deepest: {
        depth: '-0.00283037',
        peakDate: '2021-10-20',
        troughDate: '2021-10-31',
        recoveryDate: null,
        daysUnderWater: 11,
      },
    })
  })

  it('lists the days on which orders moved the account, not its reinvestments (R-TRX-5)', async () => {
    const days = async (query: string) => {
      const { body } = await app.get(`/portfolios/SA5001/performance/rebalancing${query}`)
      const { days: found } = body as { days: { date: string; transactions: { no: number; operation: string }[] }[] }
      return found.map(({ date, transactions }) => [
        date,
        transactions.map(({ no, operation }) => `${no} ${operation}`),
      ])
    }
    expect(await days('?period=since-inception')).toEqual([
      ['2021-10-15', ['1 subscribe', '2 subscribe', '3 switch-in']],
      ['2021-10-20', ['4 redeem']],
      ['2021-11-01', ['5 subscribe']],
    ])
    expect(await days('?from=2021-10-16&to=2021-10-29')).toEqual([['2021-10-20', ['4 redeem']]])
  })

  it('gives nothing, with the reason, for a period without a valuation', async () => {
    const weekend = '?from=2021-10-16&to=2021-10-17'
    expect((await app.get(STAGES + weekend)).body).toEqual({
      stages: [],
      reasons: { stages: 'no-valuation-in-range' },
    })
    expect((await app.get(NAV + weekend)).body).toMatchObject({
      dates: [],
      adjustedNav: [],
      reasons: { dates: 'no-valuation-in-range' },
    })
  })

  it.each(['stages', 'nav', 'periods', 'fees', 'drawdown', 'rebalancing'])(
    'refuses a range that cannot be: %s',
    async (name) => {
      const refused = async (query: string, code = 'SA5001') => {
        const { status, body } = await app.get(`/portfolios/${code}/performance/${name}${query}`)
        return { status, code: (body as { code: string }).code }
      }
      expect(await refused('?from=2021-11-02&to=2021-11-01')).toEqual({ status: 400, code: 'range-invalid' })
      expect(await refused('?from=2020-01-01&to=2021-10-13')).toEqual({ status: 400, code: 'range-outside-life' })
      expect(await refused('?from=2021-11-03&to=2021-12-01')).toEqual({ status: 400, code: 'range-outside-life' })
      expect((await refused('?from=2021-02-30')).status).toBe(400)
      expect(await refused('', 'SA5003')).toEqual({ status: 404, code: 'no-valuation' })
      expect(await refused('', 'SA9999')).toEqual({ status: 404, code: 'not-found' })
    },
  )

  it('refuses unknown periods and frequencies', async () => {
    for (const query of ['?period=five-years', '?frequency=day', '?period='])
      expect((await app.get(STAGES + query)).status).toBe(400)
  })

  it('answers 304 for what the reader has, however it was asked', async () => {
    const { etag } = await app.get(`${NAV}?period=since-inception`)
    const again = await app.get(`${NAV}?period=since-inception&to=2021-11-02&from=2021-10-20`, {
      'if-none-match': etag ?? '',
    })
    expect(again.status).toBe(304)
  })
})
