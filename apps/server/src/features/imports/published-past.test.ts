/** What is dated on days that clients have seen: it changes them with a reason only, through the gate, and leaves a mark. */
import { beforeEach, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { openRun } from '../days/import-run'
import { publishWaitingDays } from '../days/publish-waiting.service'
import { approveDays, publishDays, withdrawDay, type DayChoice } from '../gate/gate.service'
import { codes, importing, importText, text } from '../../testing/import-bench'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲,growth,2024-01-01,1000,1000
`
const VALUATIONS = 'portfolio_code,date,net_assets,shares,unit_nav\n'
const FLOWS = 'portfolio_code,date,kind,amount,shares\n'
const DISTRIBUTION = `${FLOWS}A1,2024-01-03,distribution,20,\n`
const FEES = 'portfolio_code,date,management\nA1,2024-01-03,1.5\n'

forEachEngine('the published past', (open) => {
  let deps: TestDeps

  beforeEach(async () => {
    deps = await open()
    const days = `${VALUATIONS}A1,2024-01-02,1000,1000,1\nA1,2024-01-03,990,1000,0.99\nA1,2024-01-04,1000,1000,1\n`
    await importing(deps, [text('p.csv', PORTFOLIOS), text('v.csv', days)], {})
  })

  const flows = async () =>
    (await deps.db.selectFrom('client_flow').select('state').execute()).map(({ state }) => state)
  const versions = async () =>
    (
      await deps.db
        .selectFrom('valuation')
        .select(['date', 'version', 'state', 'reason'])
        .where('date', '=', '2024-01-03')
        .orderBy('version')
        .execute()
    ).map(({ version, state, reason }) => [version, state, reason])
  const revision = async () =>
    (await deps.db.selectFrom('portfolio').select('revision').executeTakeFirstOrThrow()).revision

  it('a distribution that comes late waits for a reason and changes nothing before', async () => {
    const before = await revision()
    const report = await importText(deps, DISTRIBUTION)
    expect([report.status, codes(report)]).toEqual(['held', ['restatement-reason-missing']])
    expect([await flows(), await revision()]).toEqual([[], before])
  })

  it('with a reason it is a new version of its day, which carries the reason', async () => {
    const report = await importText(deps, DISTRIBUTION, { reason: '补录分红' })
    expect(report.status).toBe('applied')
    expect(await flows()).toEqual(['published'])
    expect(await versions()).toEqual([
      [1, 'superseded', null],
      [2, 'published', '补录分红'],
    ])
  })

  it('without publication it waits for a second person', async () => {
    const before = await revision()
    await importText(deps, DISTRIBUTION, { reason: '补录分红', publish: false })
    expect([await flows(), await revision()]).toEqual([['staged'], before])
    expect(await versions()).toEqual([
      [1, 'published', null],
      [2, 'checked', '补录分红'],
    ])
  })

  const NEXT_DAY = `${VALUATIONS}A1,2024-01-05,1000,1000,1\n`
  const REVIEWER = { kind: 'staff', id: 'reviewer' } as const
  const waiting = async () => {
    const row = await deps.db
      .selectFrom('valuation')
      .selectAll()
      .where('state', '=', 'checked')
      .executeTakeFirstOrThrow()
    return { portfolioId: row.portfolio_id, date: row.date, version: row.version, stamp: row.stamp }
  }
  const letThrough = async (choice: DayChoice) => [
    ...(await approveDays(deps, REVIEWER, [choice])),
    ...(await publishDays(deps, REVIEWER, [choice])),
  ]

  const TRADES = 'portfolio_code,date,fund_code,operation,amount,shares,price,fee\n'
  const RESTATING = {
    client_flow: ['', DISTRIBUTION],
    fee_accrual: [FEES, FEES.replace('1.5', '2.5')],
    fund_transaction: [
      `${TRADES}A1,2024-01-03,000001,subscribe,100,100,1,0\n`,
      `${TRADES}A1,2024-01-03,000001,subscribe,100,99,1,1\n`,
    ],
  } as const

  it.each(Object.entries(RESTATING))(
    '%s that restates a day is shown with its version, not with another day',
    async (table, [before, after]) => {
      await importText(deps, 'fund_code,fund_name,asset_class\n000001,基金一,equity\n')
      if (before) await importText(deps, before)
      const states = async () =>
        (
          await deps.db
            .selectFrom(table as 'client_flow')
            .select('state')
            .orderBy('version')
            .execute()
        ).map(({ state }) => state)
      const shown = before ? ['published'] : []
      await importText(deps, after, { reason: '补录', publish: false })
      const choice = await waiting()
      expect(await states()).toEqual([...shown, 'staged'])
      await importText(deps, NEXT_DAY)
      expect(await states()).toEqual([...shown, 'staged'])
      const run = await openRun(deps, { publish: true, by: 'shell', reason: null })
      await publishWaitingDays(run, { portfolioIds: null, date: '2024-01-05' })
      expect(await states()).toEqual([...shown, 'staged'])
      expect((await letThrough(choice)).map(({ outcome }) => outcome)).toEqual(['done', 'done'])
      expect(await states()).toEqual([...shown.map(() => 'superseded'), 'published'])
    },
  )

  it('a restatement that is sent again with other values has to be looked at again', async () => {
    await importText(deps, DISTRIBUTION, { reason: '补录分红', publish: false })
    const seen = await waiting()
    await importText(deps, DISTRIBUTION.replace('20,', '30,'), { reason: '更正补录', publish: false })
    expect((await letThrough(seen)).map(({ outcome }) => outcome)).toEqual(['stale', 'stale'])
    expect(await flows()).toEqual(['staged'])
    expect(await versions()).toEqual([
      [1, 'published', null],
      [2, 'checked', '更正补录'],
    ])
    expect((await letThrough(await waiting())).map(({ outcome }) => outcome)).toEqual(['done', 'done'])
    expect(await deps.db.selectFrom('client_flow').select(['state', 'amount_e4']).execute()).toEqual([
      { state: 'published', amount_e4: 300_000n },
    ])
  })

  it('published at once, it takes with it what waited of that day', async () => {
    await importText(deps, DISTRIBUTION, { reason: '补录分红', publish: false })
    await importText(deps, DISTRIBUTION.replace('20,', '30,'), { reason: '更正补录' })
    expect(await flows()).toEqual(['published'])
    expect(await versions()).toEqual([
      [1, 'superseded', null],
      [2, 'published', '更正补录'],
    ])
  })

  it('where its day is withdrawn it is shown with the next one', async () => {
    await importText(deps, DISTRIBUTION, { reason: '补录分红', publish: false })
    const { stamp } = await deps.db
      .selectFrom('valuation')
      .select('stamp')
      .where('date', '=', '2024-01-03')
      .where('version', '=', 1)
      .executeTakeFirstOrThrow()
    const { portfolioId } = await waiting()
    const day = { portfolioId, date: '2024-01-03', version: 1, stamp }
    await withdrawDay(deps, REVIEWER, day, '有误')
    await withdrawDay(deps, { kind: 'staff', id: 'another' }, day, '有误')
    await importText(deps, NEXT_DAY)
    expect(await flows()).toEqual(['published'])
  })

  it('flows of before the first day are history, and need none', async () => {
    const report = await importText(deps, `${FLOWS}A1,2024-01-01,distribution,5,\n`)
    expect([report.status, await flows()]).toEqual(['applied', ['published']])
  })

  it('fees complete a day of which nothing was known, and restate one that showed what payables say', async () => {
    expect((await importText(deps, FEES)).status).toBe('applied')
    await deps.db.deleteFrom('fee_accrual').execute()
    await deps.db.updateTable('valuation').set({ management_payable_e4: 10_000n }).execute()
    const report = await importText(deps, `${FEES}\n`)
    expect([report.status, codes(report)]).toEqual(['held', ['restatement-reason-missing']])
    expect((await importText(deps, FEES.replace('1.5', '1.50'), { reason: '补录费用' })).status).toBe('applied')
    expect(await versions()).toEqual([
      [1, 'superseded', null],
      [2, 'published', '补录费用'],
    ])
  })

  it('a valuation after the last day of a closed account is held', async () => {
    const closed = PORTFOLIOS.replace('shares\n', 'shares,state,closed_on\n').replace(
      ',1000\n',
      ',1000,closed,2024-01-04\n',
    )
    await importText(deps, closed)
    const report = await importText(deps, `${VALUATIONS}A1,2024-01-05,1000,1000,1\n`)
    expect([report.status, codes(report), report.problems[0]?.expected]).toEqual([
      'held',
      ['R-CHK-12'],
      '<= 2024-01-04',
    ])
  })

  it('a valuation without shares is refused, and told what becomes of the account', async () => {
    const report = await importText(deps, `${VALUATIONS}A1,2024-01-05,0,0,1\n`)
    expect([report.status, codes(report)]).toEqual(['rejected', ['R-CHK-18']])
    expect(report.problems[0]?.message).toContain('closed_on')
  })
})
