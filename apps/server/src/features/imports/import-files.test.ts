import { beforeEach, describe, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { codes, importing, importText, text } from '../../testing/import-bench'
import { openRun } from '../days/import-run'
import { publishWaitingDays } from '../days/publish-waiting.service'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲,balanced,2024-01-01,1000,1000
B1,乙,balanced,2024-01-01,1000,1000
`
const FUNDS = `fund_code,fund_name,asset_class
000001,基金一,equity
000002,基金二,money
`
const VALUATIONS = `portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav
`
const HOLDINGS = 'portfolio_code,date,fund_code,shares,unit_nav,market_value,cost\n'
const TRANSACTIONS = 'portfolio_code,date,fund_code,operation,amount,shares,price,fee\n'
const FLOWS = 'portfolio_code,date,kind,amount,shares\n'

/** Money 1,010 on 1,000 shares at 1.01, the trading day after 2024-01-02. */
const DAY_2 = `${VALUATIONS}A1,2024-01-02,1000,1000,1,1\n`
const DAY_3 = `${VALUATIONS}A1,2024-01-03,1010,1000,1.01,1.01\n`

/** The same dependencies over a database that fails at its n-th statement. */
function failingAt(deps: TestDeps, statement: number): TestDeps {
  let seen = 0
  const db = deps.db.withPlugin({
    transformQuery({ node }) {
      seen += 1
      if (seen === statement) throw new Error('disk full')
      return node
    },
    transformResult: async ({ result }) => result,
  })
  return { ...deps, db }
}

forEachEngine('imports', (open) => {
  let deps: TestDeps

  beforeEach(async () => {
    deps = await open()
    await importing(deps, [text('p.csv', PORTFOLIOS), text('f.csv', FUNDS)], {})
  })

  const versions = () =>
    deps.db
      .selectFrom('valuation')
      .select(['date', 'version', 'state', 'reason'])
      .orderBy('date')
      .orderBy('version')
      .execute()
  const transactions = () =>
    deps.db
      .selectFrom('fund_transaction')
      .select(['date', 'place', 'version', 'state', 'shares_e4'])
      .orderBy('date')
      .orderBy('place')
      .orderBy('version')
      .execute()
  const revision = async () =>
    (await deps.db.selectFrom('portfolio').select('revision').where('code', '=', 'A1').executeTakeFirstOrThrow())
      .revision

  describe('bytes and figures', () => {
    it('says unchanged of bytes that were applied, and changes nothing', async () => {
      const first = await importText(deps, DAY_2)
      expect(first).toMatchObject({
        kind: 'valuations',
        status: 'applied',
        days: [{ portfolio: 'A1', date: '2024-01-02', state: 'published' }],
        problems: [],
      })
      const before = await revision()
      const again = await importText(deps, DAY_2)
      expect([again.status, again.sha256, again.days]).toEqual(['unchanged', first.sha256, first.days])
      expect([await versions(), await revision()]).toEqual([
        [{ date: '2024-01-02', version: 1, state: 'published', reason: null }],
        before,
      ])
    })

    it('says same-figures of other bytes with equal figures', async () => {
      await importText(deps, DAY_2)
      const other = await importText(deps, DAY_2.replace('1000,1000,1,1', '1000.00,"1,000",1.0000,1.0000'))
      expect([other.status, codes(other)]).toEqual(['unchanged', ['same-figures']])
      expect(await versions()).toHaveLength(1)
    })

    it('takes the same bytes twice in one import as one', async () => {
      const reports = await importing(deps, [text('a.csv', DAY_2), text('b.csv', DAY_2)], {})
      expect([...reports.values()].map(({ status }) => status)).toEqual(['applied', 'unchanged'])
    })

    it('reads a held file again', async () => {
      const unknown = DAY_2.replaceAll('A1', 'C1')
      expect((await importText(deps, unknown)).status).toBe('rejected')
      await importText(deps, PORTFOLIOS.replace('A1', 'C1'))
      expect((await importText(deps, unknown)).status).toBe('applied')
    })

    it('keeps every file ever received', async () => {
      await importText(deps, DAY_2)
      const rubbish = await importText(deps, 'no known header\n')
      expect([rubbish.kind, rubbish.status, codes(rubbish)]).toEqual([null, 'rejected', ['kind-unknown']])
      const rows = await deps.db.selectFrom('source_file').select(['sha256', 'status']).orderBy('id').execute()
      expect(rows.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied', 'rejected'])
      expect((await deps.files.get(rubbish.sha256 ?? '')).toString()).toBe('no known header\n')
    })
  })

  describe('restatement', () => {
    const restated = DAY_2.replace('1000,1000,1,1', '1020,1000,1.02,1.02')

    it('waits for a reason, then makes a version', async () => {
      await importText(deps, DAY_2)
      const held = await importText(deps, restated)
      expect(held).toMatchObject({
        status: 'held',
        days: [{ state: 'held' }],
        problems: [
          {
            code: 'restatement-reason-missing',
            severity: 'review',
            found: '1020.00',
            expected: '1000.00',
            date: '2024-01-02',
          },
        ],
      })
      expect(await versions()).toHaveLength(1)
      const done = await importText(deps, restated, { reason: '估值更正' })
      expect([done.status, done.days[0]?.state]).toEqual(['applied', 'published'])
      expect(await versions()).toEqual([
        { date: '2024-01-02', version: 1, state: 'superseded', reason: null },
        { date: '2024-01-02', version: 2, state: 'published', reason: '估值更正' },
      ])
      const pointers = await deps.db.selectFrom('published_day').select(['date', 'version']).execute()
      expect(pointers).toEqual([{ date: '2024-01-02', version: 2 }])
    })

    it('does not let the first file take its figures back', async () => {
      await importText(deps, DAY_2)
      await importText(deps, restated, { reason: '估值更正' })
      expect((await importText(deps, DAY_2)).status).toBe('unchanged')
    })

    it('of a transaction at the same place', async () => {
      const row = (shares: string) => `${TRANSACTIONS}A1,2024-01-02,000001,申购,100,${shares},1,\n`
      await importing(deps, [text('v.csv', DAY_2), text('t.csv', row('100'))], {})
      const held = await importText(deps, row('99'))
      expect([held.status, codes(held)]).toEqual(['held', ['restatement-reason-missing']])
      expect(await transactions()).toHaveLength(1)
      const done = await importText(deps, row('99'), { reason: '确认更正' })
      expect([done.status, done.days[0]?.state]).toEqual(['applied', 'published'])
      expect((await transactions()).map(({ version, state, shares_e4 }) => [version, state, shares_e4])).toEqual([
        [1, 'superseded', 1_000_000n],
        [2, 'published', 990_000n],
      ])
      expect((await versions()).map(({ version, reason }) => [version, reason])).toEqual([
        [1, null],
        [2, '确认更正'],
      ])
    })

    it('completes a day without a reason where something was only not available', async () => {
      await importText(deps, DAY_2)
      const holdings = await importText(deps, `${HOLDINGS}A1,2024-01-02,000001,500,1,500,490\n`)
      expect([holdings.status, holdings.days[0]?.state]).toEqual(['applied', 'published'])
      expect((await versions()).map(({ version, reason }) => [version, reason])).toEqual([
        [1, null],
        [2, null],
      ])
    })
  })

  describe('late and early', () => {
    it('takes holdings before the valuation', async () => {
      const holdings = await importText(deps, `${HOLDINGS}A1,2024-01-02,000001,500,1,500,490\n`)
      expect([holdings.status, holdings.days[0]?.state]).toEqual(['applied', 'imported'])
      await importText(deps, DAY_2)
      const row = await deps.db
        .selectFrom('holding')
        .select(['fund_code', 'market_value_e4', 'source_cost_e4'])
        .execute()
      expect(row).toEqual([{ fund_code: '000001', market_value_e4: 5_000_000n, source_cost_e4: 4_900_000n }])
    })

    it('takes an earlier day after a later one', async () => {
      await importText(deps, DAY_3)
      expect((await importText(deps, DAY_2)).status).toBe('applied')
      expect((await versions()).map(({ date, state }) => [date, state])).toEqual([
        ['2024-01-02', 'published'],
        ['2024-01-03', 'published'],
      ])
    })

    it('shows a late transaction of a published day at once, and one after the last day not yet', async () => {
      await importText(deps, DAY_2)
      const before = await revision()
      await importText(
        deps,
        `${TRANSACTIONS}A1,2024-01-02,000001,subscribe,100,100,1,\nA1,2024-01-03,000001,subscribe,100,100,1,\n`,
      )
      expect((await transactions()).map(({ date, state }) => [date, state])).toEqual([
        ['2024-01-02', 'published'],
        ['2024-01-03', 'staged'],
      ])
      expect(await revision()).toBeGreaterThan(before)
      await importText(deps, DAY_3)
      expect((await transactions()).map(({ state }) => state)).toEqual(['published', 'published'])
    })

    it('releases a held day when the flow comes, and the days behind it', async () => {
      await importText(deps, DAY_2)
      const grown = await importText(deps, `${VALUATIONS}A1,2024-01-03,1500,1500,1,1\nA1,2024-01-04,1500,1500,1,1\n`)
      expect([grown.status, codes(grown)]).toEqual(['held', ['R-CHK-10', 'R-CHK-10']])
      const flow = await importText(deps, `${FLOWS}A1,2024-01-03,subscription,500,500\n`)
      expect(flow.days).toEqual([
        { portfolio: 'A1', date: '2024-01-03', state: 'published' },
        { portfolio: 'A1', date: '2024-01-04', state: 'published' },
      ])
      expect((await versions()).map(({ state }) => state)).toEqual(['published', 'published', 'published'])
    })

    it('keeps a flow that contradicts a published day', async () => {
      await importing(deps, [text('2', DAY_2), text('3', DAY_3)], {})
      const flow = await importText(deps, `${FLOWS}A1,2024-01-03,subscription,500,500\n`)
      expect([flow.status, codes(flow)]).toEqual(['held', ['R-CHK-10']])
      expect(await deps.db.selectFrom('client_flow').selectAll().execute()).toEqual([])
    })
  })

  describe('rows and days', () => {
    it('takes two equal rows as two transactions, and the same file again as none', async () => {
      const row = 'A1,2024-01-02,000001,subscribe,100,100,1,\n'
      await importText(deps, TRANSACTIONS + row + row)
      expect((await transactions()).map(({ place }) => place)).toEqual(['#1', '#2'])
      const again = await importText(deps, `${TRANSACTIONS}${row}${row}\n`)
      expect([again.status, codes(again)]).toEqual(['unchanged', ['same-figures']])
      expect(await transactions()).toHaveLength(2)
    })

    it('holds the day of a bad row and no other', async () => {
      const report = await importText(
        deps,
        `${VALUATIONS}A1,2024-01-02,1000,1000,1,1\nA1,2024-01-03,x,1000,1.01,1.01\nB1,2024-01-03,1000,1000,1,1\nZ9,2024-01-03,1,1,1,1\n`,
      )
      expect(report.status).toBe('held')
      expect(report.days).toEqual([
        { portfolio: 'A1', date: '2024-01-02', state: 'published' },
        { portfolio: 'A1', date: '2024-01-03', state: 'rejected' },
        { portfolio: 'B1', date: '2024-01-03', state: 'published' },
        { portfolio: 'Z9', date: '2024-01-03', state: 'rejected' },
      ])
      expect(report.problems).toMatchObject([
        { code: 'value-invalid', row: 3, found: 'x', portfolio: 'A1', date: '2024-01-03' },
        { code: 'portfolio-unknown', row: 5, found: 'Z9', portfolio: 'Z9' },
      ])
    })

    it('never deletes on an empty export', async () => {
      await importing(deps, [text('v', DAY_2), text('h', `${HOLDINGS}A1,2024-01-02,000001,500,1,500,490\n`)], {})
      await importText(deps, HOLDINGS)
      expect(await deps.db.selectFrom('holding').selectAll().execute()).toHaveLength(1)
    })

    it('holds a day with a fund that has no class, names it, and releases it with the funds file', async () => {
      const files = [text('v', DAY_2), text('h', `${HOLDINGS}A1,2024-01-02,009999,500,1,500,490\n`)]
      const report = (await importing(deps, files, {})).get('v')
      expect(report).toMatchObject({ status: 'held', problems: [{ code: 'R-CHK-8', found: '009999' }] })
      const funds = await importText(deps, 'fund_code,fund_name,asset_class\n009999,新基金,另类\n')
      expect(funds.days).toEqual([{ portfolio: 'A1', date: '2024-01-02', state: 'published' }])
    })

    it('keeps late rows of a fund without class back', async () => {
      await importText(deps, DAY_2)
      const report = await importText(deps, `${TRANSACTIONS}A1,2024-01-02,009999,subscribe,100,100,1,\n`)
      expect([report.status, codes(report)]).toEqual(['held', ['R-CHK-8']])
      expect((await transactions()).map(({ state }) => state)).toEqual(['staged'])
      await importText(deps, 'fund_code,fund_name,asset_class\n009999,新基金,另类\n')
      expect((await transactions()).map(({ state }) => state)).toEqual(['published'])
    })

    describe('with a journal and a transactions file of one day', () => {
      const registered = PORTFOLIOS.replace('shares\n', 'shares,o32_fund_no\n').replace('1000\nB', '1000,8001\nB')
      const journalRow = (shares: number) =>
        `2024-01-02,8001,000001,开放式基金申购成交确认,1,${shares},${shares},-${shares}\n`
      const journal = (...shares: number[]) =>
        `发生日期,基金编号,证券代码,发生业务,委托价格,委托数量,发生数量,科目发生额\n${shares.map(journalRow).join('')}`
      const neutral = (...shares: number[]) =>
        TRANSACTIONS + shares.map((each) => `A1,2024-01-02,000001,subscribe,${each},${each},1,0\n`).join('')
      const places = async () =>
        (
          await deps.db
            .selectFrom('fund_transaction')
            .select(['origin', 'place', 'state', 'shares_e4'])
            .orderBy('origin')
            .orderBy('place')
            .execute()
        ).map(
          (row) => `${row.origin} ${row.place} ${row.state} ${row.shares_e4 === null ? '' : row.shares_e4 / 10_000n}`,
        )

      beforeEach(() => importText(deps, registered))

      it('the transactions file is in force, whichever comes first, and nothing counts twice', async () => {
        await importText(deps, journal(100, 200))
        expect(await places()).toEqual(['o32 #1 staged 100', 'o32 #2 staged 200'])
        await importText(deps, neutral(100))
        expect(await places()).toEqual(['neutral #1 staged 100'])
        const late = await importText(deps, `${journal(100, 200)}\n`)
        expect([late.status, late.problems.map(({ code, severity }) => `${severity} ${code}`)]).toEqual([
          'unchanged',
          ['warning source-outranked'],
        ])
        expect(late.problems[0]).toMatchObject({ portfolio: 'A1', date: '2024-01-02', found: '#1, #2', expected: '#1' })
        expect(await places()).toEqual(['neutral #1 staged 100'])
        expect((await importText(deps, journal(100))).problems.map(({ code }) => code)).toEqual(['same-figures'])
      })

      it('takes the place of published rows with a reason only, and only once it is published itself', async () => {
        await importing(deps, [text('j', journal(100)), text('v', DAY_2)], {})
        expect((await importText(deps, neutral(99))).problems.map(({ code }) => code)).toEqual([
          'restatement-reason-missing',
        ])
        const checked = await importText(deps, neutral(99), { publish: false, reason: '确认更正' })
        expect([checked.status, await places()]).toEqual(['applied', ['neutral #1 staged 99', 'o32 #1 published 100']])
        const run = await openRun(deps, { publish: true, by: 'second', reason: null })
        await publishWaitingDays(run, { portfolioIds: null, date: null })
        expect(await places()).toEqual(['neutral #1 published 99', 'o32 #1 superseded 100'])
      })

      it('needs no reason where it says the same', async () => {
        await importing(deps, [text('j', journal(100)), text('v', DAY_2)], {})
        expect((await importText(deps, neutral(100))).status).toBe('applied')
        expect(await places()).toEqual(['neutral #1 published 100', 'o32 #1 superseded 100'])
      })

      it('compares source numbers apart from places, also where they look alike', async () => {
        const numbered = TRANSACTIONS.replace('\n', ',source_no\n')
        const row = (shares: number, no: string) => `A1,2024-01-02,000001,subscribe,${shares},${shares},1,0,${no}\n`
        await importText(deps, numbered + row(1, '#2') + row(2, ''))
        expect(await places()).toEqual(['neutral ##2 staged 1', 'neutral #2 staged 2'])
        const tooLong = await importText(deps, numbered + row(3, 'x'.repeat(61)))
        expect(tooLong.problems).toMatchObject([{ code: 'value-invalid', row: 2, column: 'source_no' }])
      })
    })

    it('lets a flows file win over what O3.2 said of the day', async () => {
      const journal = `发生日期,基金编号,证券代码,发生业务,委托价格,委托数量,发生数量,科目发生额
2024-01-02,8001,,TA申购,1,0,500,500
`
      await importText(
        deps,
        PORTFOLIOS.replace('initial_shares\n', 'initial_shares,o32_fund_no\n').replace(
          '1000,1000\nB',
          '1000,1000,8001\nB',
        ),
      )
      await importText(deps, journal)
      await importText(deps, `${FLOWS}A1,2024-01-02,subscription,501,501\n`)
      await importText(deps, `${journal}\n`)
      const flows = await deps.db.selectFrom('client_flow').select(['origin', 'amount_e4']).execute()
      expect(flows).toEqual([{ origin: 'neutral', amount_e4: 5_010_000n }])
    })
  })

  describe('without publication', () => {
    it('leaves days checked; publishing them is a step of its own', async () => {
      const report = await importText(deps, DAY_2, { publish: false })
      expect([report.status, report.days[0]?.state]).toEqual(['applied', 'checked'])
      expect(await deps.db.selectFrom('published_day').selectAll().execute()).toEqual([])
      const run = await openRun(deps, { publish: true, by: 'second', reason: null })
      const { published, held } = await publishWaitingDays(run, { portfolioIds: null, date: null })
      expect([published.length, held.length]).toEqual([1, 0])
      const [row] = await deps.db.selectFrom('valuation').select(['state', 'published_by']).execute()
      expect(row).toEqual({ state: 'published', published_by: 'second' })
    })

    it('publishes the checked days of bytes that come again with --publish', async () => {
      await importText(deps, DAY_2, { publish: false })
      const again = await importText(deps, DAY_2)
      expect([again.status, again.days[0]?.state]).toEqual(['applied', 'published'])
    })
  })

  it('leaves whole days whichever statement fails, and finishes when run again', async () => {
    const files = [
      text('v', DAY_2 + DAY_3.slice(VALUATIONS.length)),
      text('h', `${HOLDINGS}A1,2024-01-02,000001,500,1,500,490\nA1,2024-01-03,000001,500,1,500,490\n`),
      text('t', `${TRANSACTIONS}A1,2024-01-02,000001,subscribe,500,500,1,\n`),
    ]
    let tries = 0
    for (let done = false; !done; tries += 1) {
      done = await importing(failingAt(deps, tries + 1), files, {}).then(
        () => true,
        () => false,
      )
      const days = await deps.db.selectFrom('published_day').select('date').orderBy('date').execute()
      const shown = await deps.db.selectFrom('holding').select('date').orderBy('date').execute()
      const valued = await versions()
      const staged = await transactions()
      expect(shown).toEqual(days)
      expect(valued.map(({ date, version, state }) => [date, version, state])).toEqual(
        days.map(({ date }) => [date, 1, 'published']),
      )
      expect(days.length === 0 || staged.every(({ state }) => state === 'published')).toBe(true)
    }
    expect(tries).toBeGreaterThan(30)
    expect(await versions()).toHaveLength(2)
  })

  it('releases what waited for a file, whichever statement fails on its way, once the file comes again', async () => {
    await importing(deps, [text('v', DAY_2), text('h', `${HOLDINGS}A1,2024-01-02,009999,500,1,500,490\n`)], {})
    expect((await versions()).map(({ state }) => state)).toEqual(['held'])
    const fund = [text('f', 'fund_code,fund_name,asset_class\n009999,基金九,equity\n')]
    let tries = 0
    for (let done = false; !done; tries += 1)
      done = await importing(failingAt(deps, tries + 1), fund, {}).then(
        () => true,
        () => false,
      )
    expect(tries).toBeGreaterThan(20)
    expect((await versions()).map(({ state }) => state)).toEqual(['published'])
  })

  it('publishes once where two imports of the same files run at once', async () => {
    const files = [
      text('v', DAY_2 + DAY_3.slice(VALUATIONS.length)),
      text('t', `${TRANSACTIONS}A1,2024-01-02,000001,subscribe,500,500,1,\n`),
    ]
    await Promise.all([importing(deps, files, {}), importing(deps, files, {})])
    expect((await versions()).map(({ date, version }) => [date, version])).toEqual([
      ['2024-01-02', 1],
      ['2024-01-03', 1],
    ])
    expect((await transactions()).map(({ state }) => state)).toEqual(['published'])
  })

  it('stops between files when told to, and the rest comes with the next run', async () => {
    const stop = new AbortController()
    const files = [text('2', DAY_2), text('3', DAY_3)]
    const onProgress = ({ done }: { done: number }) => {
      if (done === 3) stop.abort()
    }
    const first = await importing(deps, files, { stopping: stop.signal, onProgress })
    expect([...first.keys()]).toEqual(['2'])
    const second = await importing(deps, files, {})
    expect([...second.values()].map(({ status }) => status)).toEqual(['unchanged', 'applied'])
  })

  it('says of a file of master data what it came to, wherever its import was cut off', async () => {
    const seen: [days: number, status: string | undefined][] = []
    for (let statement = 1, isCut = true; isCut; statement++) {
      const date = new Date(Date.UTC(2024, 0, 6 + 7 * statement)).toISOString().slice(0, 10)
      const file = text('c', `date,is_trading_day\n${date},1\n`)
      isCut = await importing(failingAt(deps, statement), [file], {}).then(
        () => false,
        () => true,
      )
      const days = await deps.db.selectFrom('calendar_day').select('date').where('date', '=', date).execute()
      const ledger = await deps.db.selectFrom('source_file').select('status').orderBy('id', 'desc').executeTakeFirst()
      seen.push([days.length, ledger?.status])
    }
    expect(seen.filter(([days, status]) => days === 1 && status !== 'applied')).toEqual([])
    expect(seen.at(-1)).toEqual([1, 'applied'])
  })

  it('takes a person under one client number only: with two, none could sign in', async () => {
    const head = 'client_no,client_name,id_number,phone,portfolio_codes\n'
    await importText(deps, `${head}C1,张三,11010519491231002X,13800138000,A1\n`)
    const second = await importText(
      deps,
      `${head}C2,张三,11010519491231002x,+86 138 0013 8000,B1\nC1,张三丰,11010519491231002X,13800138000,A1\n`,
    )
    expect(second.problems).toMatchObject([
      { code: 'client-conflict', severity: 'error', row: 2, column: 'id_number', found: 'C2', expected: 'C1' },
    ])
    const clients = await deps.db.selectFrom('client').select('client_no').execute()
    expect(clients).toEqual([{ client_no: 'C1' }])
    expect(second.status).toBe('held')
  })

  it('takes every kind of master data', async () => {
    const files = {
      clients:
        'client_no,client_name,id_number,phone,portfolio_codes\nC1,张三,11010519491231002X,13800138000,A1;B1\nC2,李四,11010519491231002X,13900139000,A1;X9\n',
      contacts: 'portfolio_code,name,mobile\nA1,王五,13700137000\n',
      benchmarks: 'portfolio_code,date,value\nA1,2024-01-02,1000.5\n',
      calendar: 'date,is_trading_day\n2024-01-06,1\n',
      navs: 'fund_code,date,unit_nav,dividend\n000001,2024-01-02,1.2,0.05\n',
      fees: 'portfolio_code,date,management,custodian\nA1,2024-01-02,1.5,0.1\n',
    }
    const reports = await importing(
      deps,
      Object.entries(files).map(([path, content]) => text(path, content)),
      {},
    )
    expect(Object.fromEntries([...reports].map(([path, { status, kind }]) => [path, [kind, status]]))).toEqual({
      clients: ['clients', 'held'],
      contacts: ['contacts', 'applied'],
      benchmarks: ['benchmarks', 'applied'],
      calendar: ['calendar', 'applied'],
      navs: ['fund-navs', 'applied'],
      fees: ['fees', 'applied'],
    })
    expect(reports.get('clients')?.problems).toMatchObject([{ code: 'portfolio-unknown', found: 'X9', row: 3 }])
    const clients = await deps.db.selectFrom('client').selectAll().orderBy('client_no').execute()
    expect(clients.map(({ client_no }) => client_no)).toEqual(['C1', 'C2'])
    expect(JSON.stringify(clients)).not.toContain('13800138000')
    expect(await deps.db.selectFrom('client_portfolio').selectAll().execute()).toHaveLength(3)
    await importText(deps, files.clients.replace('A1;B1', 'B1').replace('A1;X9', 'A1'))
    const owned = deps.db.selectFrom('client_portfolio').where('ends_at', '>', deps.clock.now().toISOString())
    expect(await owned.selectAll().execute()).toHaveLength(2)
    const saturday = await importText(deps, `${VALUATIONS}A1,2024-01-06,1000,1000,1,1\n`)
    expect(saturday.status).toBe('applied')
    expect(await deps.db.selectFrom('fee_accrual').select(['state', 'management_e4']).execute()).toEqual([
      { state: 'published', management_e4: 15_000n },
    ])
  })
})
