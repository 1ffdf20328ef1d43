/** A day whose ground has changed is checked again, whatever its state; an import in order checks nothing twice. */
import { addDays } from '@sma/finance/dates'
import { beforeEach, describe, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { importing, importText, text } from '../../testing/import-bench'
import type { Actor } from '../audit/audit.service'
import { selectFindings } from '../findings/findings.queries'
import { setTolerance } from '../gate/tolerances.service'
import { withdrawDay } from '../gate/gate.service'
import { recheckDays } from './recheck.service'
import { openRun } from './import-run'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲,balanced,2024-01-02,1000,1000
`
const FUNDS = 'fund_code,fund_name,asset_class,price_lag\n000001,基金一,equity,1\n'
const VALUATIONS = 'portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav\n'
const HOLDINGS = 'portfolio_code,date,fund_code,shares,unit_nav,price_date,market_value,cost\n'
const TRANSACTIONS = 'portfolio_code,date,fund_code,operation,amount,shares,price,fee\n'
const FLOWS = 'portfolio_code,date,kind,amount,shares\n'
const day = (date: string, netAssets: number, shares = 1000) => {
  const nav = (netAssets / shares).toFixed(4)
  return `A1,2024-01-${date},${netAssets},${shares},${nav},${nav}\n`
}
const anna: Actor = { kind: 'staff', id: 'anna' }

forEachEngine('looking again', (open) => {
  let deps: TestDeps

  beforeEach(async () => {
    deps = await open()
    await importing(deps, [text('p.csv', PORTFOLIOS), text('f.csv', FUNDS)], {})
  })

  const bring = (...days: string[]) => importText(deps, VALUATIONS + days.join(''))
  const found = async () =>
    (await selectFindings(deps.db, { limit: 100, states: ['open'] }))
      .filter(({ check_id }) => check_id !== 'R-CHK-7')
      .map((row) => `${row.date} ${row.check_id} ${row.subject} ${row.found}`.replaceAll(/ +/g, ' '))
      .sort()
  const told = ({ problems }: { problems: { code: string; date: string | null; severity: string }[] }) =>
    problems.map(({ code, date, severity }) => `${date} ${code} ${severity}`)
  const shown = async () =>
    (await deps.db.selectFrom('published_day').select('date').orderBy('date').execute()).map(({ date }) => date)

  it('a first version that comes late has the next day checked against it, and the report says so', async () => {
    await bring(day('02', 1000), day('04', 1000))
    expect(await found()).toEqual([])
    // 4 January stood on 2 January; against 900 on the 3rd it moves by 11.11 %, and the 3rd itself by -10 %.
    const report = await bring(day('03', 900))
    expect(await found()).toEqual(['2024-01-03 R-CHK-6 -10.00%', '2024-01-04 R-CHK-6 11.11%'])
    expect([report.status, told(report)]).toEqual([
      'applied',
      ['2024-01-03 R-CHK-6 warning', '2024-01-04 R-CHK-6 review'],
    ])
    expect(await shown()).toEqual(['2024-01-02', '2024-01-03', '2024-01-04'])
    // Once told, it is not told again.
    expect(told(await bring(day('05', 1000)))).toEqual([])
  })

  it('a withdrawn day is no ground any more', async () => {
    await bring(day('02', 1000), day('03', 900), day('04', 900))
    expect(await found()).toEqual(['2024-01-03 R-CHK-6 -10.00%'])
    const row = await deps.db
      .selectFrom('valuation')
      .select(['portfolio_id', 'version', 'stamp'])
      .where('date', '=', '2024-01-02')
      .executeTakeFirstOrThrow()
    const choice = { portfolioId: row.portfolio_id, date: '2024-01-02', version: row.version, stamp: row.stamp }
    await withdrawDay(deps, anna, choice, '有误')
    await withdrawDay(deps, { kind: 'staff', id: 'olga' }, choice, '')
    expect(await found()).toEqual([])
  })

  it('late transactions and flows count for the first day on or after theirs', async () => {
    const holding = (date: string, shares: number) =>
      `A1,2024-01-${date},000001,${shares},1,2024-01-${date},${shares},\n`
    await importText(deps, `${TRANSACTIONS}A1,2024-01-02,000001,subscribe,100,100,1,0\n`)
    await importText(deps, HOLDINGS + holding('02', 100) + holding('04', 150))
    await bring(day('02', 1000), day('04', 1100, 1100))
    // 50 shares of the fund and 100 of the account that nobody has told of.
    expect(await found()).toEqual(['2024-01-04 R-CHK-10 100.00', '2024-01-04 R-CHK-5 000001 000001 150.00'])
    await importText(deps, `${TRANSACTIONS}A1,2024-01-03,000001,subscribe,50,50,1,0\n`)
    expect(await found()).toEqual(['2024-01-04 R-CHK-10 100.00'])
    await importText(deps, `${FLOWS}A1,2024-01-03,subscription,100,100\n`)
    expect(await found()).toEqual([])
    // A transaction too many is told of the day that it contradicts, in the report of its file.
    const report = await importText(deps, `${TRANSACTIONS}A1,2024-01-04,000001,subscribe,30,30,1,0\n`)
    expect([report.status, told(report)]).toEqual(['applied', ['2024-01-04 R-CHK-5 warning']])
  })

  it('a fund NAV that comes late, another class or price lag, the calendar and a tolerance', async () => {
    await importText(deps, `${HOLDINGS}A1,2024-01-04,000001,100,1.05,2024-01-02,105,\n`)
    await bring(day('02', 1000), day('04', 1000))
    // A price two trading days old where one is allowed.
    expect(await found()).toEqual(['2024-01-04 R-CHK-9 000001 000001 2024-01-02'])
    await importText(deps, FUNDS.replace('equity,1', 'equity,2'))
    expect(await found()).toEqual([])
    const navs = 'fund_code,date,unit_nav\n000001,2024-01-02,1.02\n000001,2024-01-03,1.03\n000001,2024-01-04,1.04\n'
    expect(told(await importText(deps, navs))).toEqual(['2024-01-04 R-CHK-20 review'])
    await importText(deps, FUNDS.replace('equity,1', 'money,2'))
    expect(await found()).toEqual([])
    expect(told(await importText(deps, 'date,is_trading_day\n2024-01-04,0\n'))).toEqual(['2024-01-04 R-CHK-15 review'])
    await importText(deps, 'date,is_trading_day\n2024-01-04,1\n')
    expect(await found()).toEqual([])

    await bring(day('05', 1020))
    const { portfolio_id: portfolioId } = await deps.db
      .selectFrom('valuation')
      .select('portfolio_id')
      .executeTakeFirstOrThrow()
    // 2 % is within the 3 % of a balanced account, but not within 1 % of its own.
    await setTolerance(deps, anna, { portfolioId, name: 'movePpm', value: 10_000n })
    expect(await found()).toEqual(['2024-01-05 R-CHK-6 2.00%'])
    await setTolerance(deps, anna, { portfolioId, name: 'movePpm', value: null })
    expect(await found()).toEqual([])
    expect(await shown()).toEqual(['2024-01-02', '2024-01-04', '2024-01-05'])
  })

  it('what a stopped run has left is done by the next one', async () => {
    await bring(day('02', 1000), day('04', 1000))
    const { portfolio_id } = await deps.db.selectFrom('valuation').select('portfolio_id').executeTakeFirstOrThrow()
    await deps.db.insertInto('day_recheck').values({ portfolio_id, date: '2024-01-04', source_file_id: null }).execute()
    await bring(day('05', 1000))
    expect(await deps.db.selectFrom('day_recheck').selectAll().execute()).toEqual([])
    expect(await recheckDays(await openRun(deps, { publish: false, by: 'x', reason: null }))).toEqual([])
  })

  describe('costs nothing in order', () => {
    /** How often evidence of a day is read: once a settling. */
    function counting(of: TestDeps): { deps: TestDeps; settled: () => number } {
      let reads = 0
      const db = of.db.withPlugin({
        transformQuery({ node }) {
          const text = JSON.stringify(node, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
          if (node.kind === 'SelectQueryNode' && text.includes('"day_evidence"') && text.includes('"payload"'))
            reads += 1
          return node
        },
        transformResult: async ({ result }) => result,
      })
      return { deps: { ...of, db }, settled: () => reads }
    }
    const dates = Array.from({ length: 120 }, (_, index) => addDays('2024-01-02', index))
    const sheets = (order: readonly string[], figures = '1000,1000,1,1') =>
      order.map((date) => text(`${date}.csv`, `${VALUATIONS}A1,${date},${figures}\n`))

    it('each of many sheets is settled once', async () => {
      const counted = counting(deps)
      await importing(counted.deps, sheets(dates), {})
      // Weekends are held (R-CHK-15) and looked at once more at the end, as before.
      const held = await deps.db.selectFrom('valuation').select('date').where('state', '=', 'held').execute()
      expect(counted.settled()).toBe(dates.length + held.length)
    })

    it('a day that came late costs one more', async () => {
      const weekdays = ['2024-01-02', '2024-01-04', '2024-01-05']
      await importing(deps, sheets(weekdays), {})
      const counted = counting(deps)
      await importing(counted.deps, sheets(['2024-01-03']), {})
      expect(counted.settled()).toBe(2)
    })

    it('days after it are looked at while they bring other findings, and no further', async () => {
      const weekdays = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05']
      await importing(deps, sheets(weekdays), {})
      const counted = counting(deps)
      // Against 900 the 3rd moves by 11.11 %; the 4th finds nothing new, so that the 5th is left alone.
      await importing(counted.deps, sheets(['2024-01-02'], '900,1000,0.9,0.9'), { reason: '更正' })
      expect(await found()).toEqual(['2024-01-03 R-CHK-6 11.11%'])
      expect(counted.settled()).toBe(3)
    })

    it('a run of restated days is settled once each, and once the day after the last', async () => {
      const weekdays = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05']
      await importing(deps, sheets(weekdays), {})
      const counted = counting(deps)
      const restated = sheets(weekdays.slice(0, 3), '1010,1000,1.01,1.01')
      await importing(counted.deps, restated, { reason: '更正' })
      expect(counted.settled()).toBe(4)
    })
  })
})
