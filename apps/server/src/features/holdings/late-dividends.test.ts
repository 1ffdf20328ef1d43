/**
 * A fund's dividend that comes after the days that it concerns were shown. 500 of 1,000 in a fund at 1.00; on 2024-01-03 it
 * pays 0.10 a share and stands at 0.90, so that 500 × 0.10 = 50.00 make up for the 50.00 that its price has lost.
 */
import { beforeEach, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { codes, importing, importText, text } from '../../testing/import-bench'
import { keepBooks } from '../days/book'
import { approveDays, publishDays } from '../gate/gate.service'
import { holdingsDay } from './holdings.service'

const HOLDINGS = 'portfolio_code,date,fund_code,shares,unit_nav,market_value\n'
const VALUATIONS = 'portfolio_code,date,net_assets,shares,unit_nav\n'
const NAVS = 'fund_code,date,unit_nav,dividend\n'
const DIVIDEND = `${NAVS}000001,2024-01-03,0.9,0.1\n`
const FIRST = [
  'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares\nA1,甲,growth,2024-01-01,1000,1000\n',
  'fund_code,fund_name,asset_class\n000001,基金一,equity\n',
  'portfolio_code,date,fund_code,operation,amount,shares,price,fee\nA1,2024-01-02,000001,subscribe,500,500,1,0\n',
  `${HOLDINGS}A1,2024-01-02,000001,500,1,500\nA1,2024-01-03,000001,500,0.9,450\nA1,2024-01-04,000001,500,0.9,450\n`,
  `${VALUATIONS}A1,2024-01-02,1000,1000,1\nA1,2024-01-03,1000,1000,1\nA1,2024-01-04,1000,1000,1\n`,
]
const NEXT = [`${HOLDINGS}A1,2024-01-05,000001,500,0.9,450\n`, `${VALUATIONS}A1,2024-01-05,1000,1000,1\n`]

forEachEngine('a dividend that comes late', (open) => {
  let deps: TestDeps

  const send = (contents: string[]) =>
    importing(
      deps,
      contents.map((content, index) => text(`${index}.csv`, content)),
      {},
    )

  beforeEach(async () => {
    deps = await open()
    await send(FIRST)
    deps.clock.advance(60)
  })

  async function profits(knownAt?: string) {
    const { id, revision } = await deps.db.selectFrom('portfolio').select(['id', 'revision']).executeTakeFirstOrThrow()
    const book = await keepBooks(deps.db, 1e6).open({ id, revision, ...(knownAt ? { knownAt } : {}) })
    const shown: Record<string, string | null | undefined> = {}
    for (const [index, date] of book.dates.entries()) {
      const { classes } = await holdingsDay(book, index)
      shown[date.slice(5)] = classes.flatMap(({ holdings }) => holdings)[0]?.profit
    }
    return shown
  }
  const versions = async (date = '2024-01-03') =>
    (
      await deps.db
        .selectFrom('valuation')
        .select(['version', 'state', 'reason'])
        .where('date', '=', date)
        .orderBy('version')
        .execute()
    ).map(({ version, state, reason }) => [version, state, reason])

  const WITHOUT = { '01-02': '0.00', '01-03': '-50.00', '01-04': '-50.00' }
  const WITH = { '01-02': '0.00', '01-03': '0.00', '01-04': '0.00' }

  it('leaves what was published as it was, says so, and counts from the next day on', async () => {
    const report = await importText(deps, DIVIDEND)
    expect([report.status, codes(report)]).toEqual(['held', ['dividend-late']])
    expect(report.problems[0]).toMatchObject({ row: 2, column: 'dividend', severity: 'review', found: 'A1 2024-01-03' })
    expect(await profits()).toEqual(WITHOUT)
    deps.clock.advance(60)
    await send(NEXT)
    expect(await profits()).toEqual({ ...WITHOUT, '01-05': '0.00' })
  })

  it('restates its day with a reason, also where it came before without one', async () => {
    await importText(deps, DIVIDEND)
    const before = deps.clock.now().toISOString()
    deps.clock.advance(60)
    const report = await importText(deps, DIVIDEND, { reason: '补录分红' })
    expect([report.status, codes(report)]).toEqual(['applied', []])
    expect(await versions()).toEqual([
      [1, 'superseded', null],
      [2, 'published', '补录分红'],
    ])
    expect(await profits()).toEqual(WITH)
    expect(await profits(before)).toEqual(WITHOUT)
    deps.clock.advance(60)
    await importText(deps, DIVIDEND.replace('0.9,', '0.90,'), { reason: '补录分红' })
    expect(await versions()).toHaveLength(2)
  })

  it('waits for a second person where nothing is published at once', async () => {
    await importText(deps, DIVIDEND, { reason: '补录分红', publish: false })
    expect(await profits()).toEqual(WITHOUT)
    deps.clock.advance(60)
    const row = await deps.db
      .selectFrom('valuation')
      .selectAll()
      .where('state', '=', 'checked')
      .executeTakeFirstOrThrow()
    const choice = { portfolioId: row.portfolio_id, date: row.date, version: row.version, stamp: row.stamp }
    const reviewer = { kind: 'staff', id: 'reviewer' } as const
    expect((await approveDays(deps, reviewer, [choice]))[0]?.outcome).toBe('done')
    expect(await profits()).toEqual(WITHOUT)
    expect((await publishDays(deps, reviewer, [choice]))[0]?.outcome).toBe('done')
    expect(await profits()).toEqual(WITH)
  })

  it('that is taken back goes the same way', async () => {
    await importText(deps, DIVIDEND, { reason: '补录分红' })
    deps.clock.advance(60)
    const report = await importText(deps, `${NAVS}000001,2024-01-03,0.9,\n`)
    expect(codes(report)).toEqual(['dividend-late'])
    expect(await profits()).toEqual(WITH)
    deps.clock.advance(60)
    await send(NEXT)
    expect(await profits()).toEqual({ ...WITH, '01-05': '-50.00' })
  })

  it('concerns nobody who did not hold the fund, nor days that are not published', async () => {
    expect(codes(await importText(deps, `${NAVS}000002,2024-01-03,0.9,0.1\n`))).toEqual([])
    expect(codes(await importText(deps, `${NAVS}000001,2024-01-05,0.8,0.1\n`, { reason: '补录分红' }))).toEqual([])
    expect(await versions('2024-01-04')).toHaveLength(1)
    await send(NEXT)
    expect(await profits()).toEqual({ ...WITHOUT, '01-05': '0.00' })
  })

  it('changes no published figure by another NAV of its day', async () => {
    await importText(deps, `${NAVS}000001,2024-01-03,0.9,\n`)
    deps.clock.advance(60)
    const report = await importText(deps, `${NAVS}000001,2024-01-03,0.95,\n`)
    expect([report.status, codes(report)]).toEqual(['applied', []])
    expect(await profits()).toEqual(WITHOUT)
  })
})
