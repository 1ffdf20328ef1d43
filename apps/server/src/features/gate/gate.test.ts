import { beforeEach, describe, expect, it } from 'vitest'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { importing, importText, text } from '../../testing/import-bench'
import { addPerson } from '../../testing/staff'
import type { Actor } from '../audit/audit.service'
import { verifyAudit } from '../audit/audit.service'
import { keepBooks } from '../days/book'
import { selectFindings } from '../findings/findings.queries'
import { assignFindings, explainFindings, findingOwners, reopenFindings } from './finding-decisions.service'
import { approveDays, keepDay, publishDays, withdrawDay, type DayChoice } from './gate.service'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲,balanced,2024-01-02,1000,1000
`
const VALUATIONS = 'portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav\n'
const DAY_2 = `${VALUATIONS}A1,2024-01-02,1000,1000,1,1\n`
const DAY_3 = `${VALUATIONS}A1,2024-01-03,1010,1000,1.01,1.01\n`

const OPERATOR = 'olga'
const anna: Actor = { kind: 'staff', id: 'anna' }
const olga: Actor = { kind: 'staff', id: OPERATOR }

forEachEngine('the gate', (open) => {
  let deps: TestDeps

  const waiting = { publish: false, by: OPERATOR, as: 'staff' as const }
  const bring = (content: string, reason: string | null = null) => importText(deps, content, { ...waiting, reason })

  beforeEach(async () => {
    deps = await open()
    await importing(deps, [text('p.csv', PORTFOLIOS)], waiting)
  })

  const choices = async (): Promise<DayChoice[]> => {
    const rows = await deps.db
      .selectFrom('valuation')
      .select(['portfolio_id', 'date', 'version', 'stamp'])
      .where('state', 'in', ['held', 'checked', 'approved'])
      .orderBy('date')
      .execute()
    return rows.map(({ portfolio_id: portfolioId, ...row }) => ({ portfolioId, ...row }))
  }
  const shown = async (date: string): Promise<DayChoice> => {
    const row = await deps.db
      .selectFrom('valuation')
      .select(['portfolio_id', 'date', 'version', 'stamp'])
      .where('state', '=', 'published')
      .where('date', '=', date)
      .executeTakeFirstOrThrow()
    const { portfolio_id: portfolioId, ...rest } = row
    return { portfolioId, ...rest }
  }
  const states = async () =>
    (
      await deps.db
        .selectFrom('valuation')
        .select(['date', 'version', 'state'])
        .orderBy('date')
        .orderBy('version')
        .execute()
    ).map(({ date, version, state }) => `${date} ${version} ${state}`)
  const outcomes = async (decisions: Promise<{ outcome: string }[]>) => (await decisions).map(({ outcome }) => outcome)
  const publishedDays = async () =>
    (await deps.db.selectFrom('published_day').select('date').orderBy('date').execute()).map(({ date }) => date)
  const findings = async () => selectFindings(deps.db, { limit: 100 })
  const events = async () =>
    (await deps.db.selectFrom('audit_event').select(['actor_id', 'action', 'detail']).orderBy('seq').execute()).filter(
      ({ action }) => action !== 'import-file',
    )
  const release = async () => {
    await approveDays(deps, anna, await choices())
    await publishDays(deps, anna, await choices())
  }

  describe('with two people', () => {
    it('is passed by another person than the importer, and clients see the day only when it is published', async () => {
      await bring(DAY_2)
      expect(await outcomes(approveDays(deps, olga, await choices()))).toEqual(['same-person'])
      expect(await outcomes(publishDays(deps, anna, await choices()))).toEqual(['not-approved'])
      expect(await outcomes(approveDays(deps, anna, await choices()))).toEqual(['done'])
      expect([await states(), await publishedDays()]).toEqual([['2024-01-02 1 approved'], []])
      expect(await outcomes(publishDays(deps, olga, await choices()))).toEqual(['done'])
      expect([await states(), await publishedDays()]).toEqual([['2024-01-02 1 published'], ['2024-01-02']])
      expect(await events()).toEqual([
        { actor_id: 'anna', action: 'approve-day', detail: '{"version":1,"mode":"two-person"}' },
        { actor_id: OPERATOR, action: 'publish-day', detail: '{"version":1,"mode":"two-person"}' },
      ])
      expect((await verifyAudit(deps)).faults).toEqual([])
    })

    it('approves many at once, each by itself', async () => {
      await bring(DAY_2)
      await bring(DAY_3)
      const [first, second] = await choices()
      if (!first || !second) throw new Error('two days wait')
      const unknown = { ...second, version: 7 }
      expect(await outcomes(approveDays(deps, anna, [first, unknown, { ...second, stamp: 'seen-before' }]))).toEqual([
        'done',
        'not-found',
        'stale',
      ])
      expect(await outcomes(approveDays(deps, anna, await choices()))).toEqual(['stale', 'done'])
    })

    it('lets nobody act on figures that were replaced meanwhile', async () => {
      await bring(DAY_2)
      const seen = await choices()
      await bring(DAY_2.replace('1000,1000,1,1', '1020,1000,1.02,1.02'))
      expect(await outcomes(approveDays(deps, anna, seen))).toEqual(['stale'])
      expect(await outcomes(approveDays(deps, anna, await choices()))).toEqual(['done'])
    })

    it('takes an approval back when other figures come', async () => {
      await bring(DAY_2)
      await approveDays(deps, anna, await choices())
      await bring(DAY_2.replace('1000,1000,1,1', '1020,1000,1.02,1.02'))
      expect(await states()).toEqual(['2024-01-02 1 checked'])
    })

    it('counts who brought in a flow of the day as an importer', async () => {
      await bring(DAY_2)
      await importText(deps, 'portfolio_code,date,kind,amount,shares\nA1,2024-01-03,subscription,100,100\n', {
        publish: false,
        by: 'anna',
      })
      await bring(`${VALUATIONS}A1,2024-01-03,1100,1100,1,1\n`)
      expect(await outcomes(approveDays(deps, anna, await choices()))).toEqual(['done', 'same-person'])
    })
  })

  it('is passed by one person where the house says so, and the audit log says it', async () => {
    deps = { ...deps, config: { ...deps.config, gate: 'single-person' } }
    await bring(DAY_2)
    expect(await outcomes(approveDays(deps, olga, await choices()))).toEqual(['done'])
    expect(await events()).toEqual([
      { actor_id: OPERATOR, action: 'approve-day', detail: '{"version":1,"mode":"single-person"}' },
    ])
  })

  it('is passed by itself, where the house says so, only without any finding', async () => {
    deps = { ...deps, config: { ...deps.config, gate: 'automatic' } }
    await bring(DAY_2)
    await bring(`${VALUATIONS}A1,2024-01-03,1040,1000,1.04,1.04\n`)
    expect(await states()).toEqual(['2024-01-02 1 approved', '2024-01-03 1 checked'])
    expect(await events()).toEqual([
      { actor_id: 'automatic', action: 'approve-day', detail: '{"version":1,"mode":"automatic"}' },
    ])
    await publishDays(deps, anna, await choices())
    await bring(DAY_2.replace('1000,1000,1,1', '1001,1000,1.001,1.001'), '估值更正')
    expect(await states()).toEqual(['2024-01-02 1 published', '2024-01-02 2 checked', '2024-01-03 1 checked'])
  })

  describe('findings', () => {
    it('block until their cause is gone, and close by themselves', async () => {
      await bring(DAY_2)
      await bring(DAY_3.replace('1010,1000,1.01,1.01', '1010,1000,1.03,1.03'))
      expect((await findings()).map((row) => [row.code, row.date, row.check_id, row.severity, row.state])).toEqual([
        ['A1', '2024-01-03', 'R-CHK-2', 'review', 'open'],
      ])
      expect(await outcomes(approveDays(deps, anna, await choices()))).toEqual(['done', 'blocked'])
      const refused = (await findings()).map(({ id, found, expected }) => ({ id, found, expected }))
      expect(await outcomes(explainFindings(deps, anna, refused, '确认无误'))).toEqual(['must-be-resolved'])
      await bring(DAY_3)
      expect((await findings()).map(({ state }) => state)).toEqual(['resolved'])
      expect(await outcomes(approveDays(deps, anna, await choices()))).toEqual(['stale', 'done'])
    })

    it('that can be true let the day go on once they are explained, and stay explained while they say the same', async () => {
      await bring(DAY_2)
      const jump = DAY_3.replace('1010,1000,1.01,1.01', '1150,1000,1.15,1.15')
      await bring(jump)
      expect(await states()).toEqual(['2024-01-02 1 checked', '2024-01-03 1 held'])
      const seen = async () => (await findings()).map(({ id, found, expected }) => ({ id, found, expected }))
      expect(await outcomes(explainFindings(deps, olga, await seen(), ' '))).toEqual(['note-missing'])
      expect(await outcomes(explainFindings(deps, olga, [{ id: 'x', found: '', expected: '' }], '是'))).toEqual([
        'not-found',
      ])
      expect(await outcomes(explainFindings(deps, olga, await seen(), '当日大额分红后反弹'))).toEqual(['done'])
      expect(await outcomes(assignFindings(deps, anna, await seen(), OPERATOR))).toEqual(['owner-unknown'])
      await addPerson(deps, OPERATOR, { roles: ['operator'] })
      await addPerson(deps, 'edda', { roles: ['editor'] })
      expect(await findingOwners(deps)).toEqual([OPERATOR])
      expect(await outcomes(assignFindings(deps, anna, await seen(), OPERATOR))).toEqual(['done'])
      expect(await outcomes(assignFindings(deps, anna, await seen(), 'edda'))).toEqual(['owner-unknown'])
      expect(await states()).toEqual(['2024-01-02 1 checked', '2024-01-03 1 checked'])
      await bring(jump.replace('1150,', '1150.00,'))
      expect((await findings()).map((row) => [row.state, row.note, row.owner])).toEqual([
        ['explained', '当日大额分红后反弹', OPERATOR],
      ])
      expect(await outcomes(reopenFindings(deps, anna, await seen()))).toEqual(['done'])
      expect(await states()).toEqual(['2024-01-02 1 checked', '2024-01-03 1 held'])
      await explainFindings(deps, olga, await seen(), '确认')
      await bring(jump.replace('1150,1000,1.15,1.15', '1160,1000,1.16,1.16'))
      expect((await findings()).map((row) => [row.state, row.found])).toEqual([['open', '16.00%']])
    })

    it('name each trading day without a valuation, until it comes or is acknowledged', async () => {
      await bring(`${DAY_2}A1,2024-01-05,1000,1000,1,1\n`)
      const missing = async () => (await findings()).map((row) => [row.date, row.check_id, row.state])
      expect(await missing()).toEqual([
        ['2024-01-04', 'R-CHK-7', 'open'],
        ['2024-01-03', 'R-CHK-7', 'open'],
      ])
      const [fourth] = await findings()
      if (!fourth) throw new Error('a day is missing')
      const { id, found, expected } = fourth
      await explainFindings(deps, anna, [{ id, found, expected }], '托管行未估值')
      await bring(DAY_3)
      expect(await missing()).toEqual([
        ['2024-01-04', 'R-CHK-7', 'explained'],
        ['2024-01-03', 'R-CHK-7', 'resolved'],
      ])
    })
  })

  describe('restatement', () => {
    it('needs a reason and the gate, and has the next day checked again', async () => {
      await bring(DAY_2)
      await bring(DAY_3)
      await release()
      const restated = DAY_2.replace('1000,1000,1,1', '900,1000,0.9,0.9')
      expect((await bring(restated)).status).toBe('held')
      await bring(restated, '补记费用')
      expect(await states()).toEqual(['2024-01-02 1 published', '2024-01-02 2 checked', '2024-01-03 1 published'])
      expect(await outcomes(approveDays(deps, olga, await choices()))).toEqual(['same-person'])
      await release()
      expect(await states()).toEqual(['2024-01-02 1 superseded', '2024-01-02 2 published', '2024-01-03 1 published'])
      expect((await events()).at(-1)).toEqual({
        actor_id: 'anna',
        action: 'restate-day',
        detail: '{"version":2,"mode":"two-person","reason":"补记费用"}',
      })
      expect((await findings()).map((row) => [row.date, row.check_id, row.found])).toEqual([
        ['2024-01-03', 'R-CHK-6', '12.22%'],
      ])
    })
  })

  describe('as it was known', () => {
    const FLOW = 'portfolio_code,date,kind,amount,shares\nA1,2024-01-03,subscription,100,100\n'
    const at = (time: string) => deps.clock.set(`2024-01-${time}:00.000Z`)
    const bookAt = async (time: string) => {
      const portfolio = await deps.db.selectFrom('portfolio').select(['id', 'revision']).executeTakeFirstOrThrow()
      return keepBooks(deps.db, 100).open({ ...portfolio, knownAt: `2024-01-${time}:00.000Z` })
    }
    const withdrawn = async (time: string) => (await bookAt(time)).withdrawn
    const known = async (time: string) => {
      const book = await bookAt(time)
      const { points, flows } = book.series
      return [
        points.slice(0, book.dates.length).map(({ date, netAssetsE4 }) => `${date} ${netAssetsE4 / 10_000n}`),
        flows.length,
      ]
    }

    it('a book holds the versions, flows and days that clients were shown at that instant', async () => {
      at('03T02:00')
      await bring(DAY_2)
      await release()
      at('04T02:00')
      await bring(FLOW)
      await bring(`${VALUATIONS}A1,2024-01-03,1110,1100,1.0091,1.0091\n`)
      await release()
      at('05T02:00')
      await bring(DAY_2.replace('1000,1000,1,1', '1005,1000,1.005,1.005'), '补记利息')
      at('05T03:00')
      await release()
      at('06T02:00')
      await withdrawDay(deps, anna, await shown('2024-01-03'), '估值有误')
      await withdrawDay(deps, olga, await shown('2024-01-03'), '')

      expect(await known('03T01:59')).toEqual([[], 0])
      expect(await known('03T02:00')).toEqual([['2024-01-02 1000'], 0])
      expect(await known('05T02:59')).toEqual([['2024-01-02 1000', '2024-01-03 1110'], 1])
      expect(await known('05T03:00')).toEqual([['2024-01-02 1005', '2024-01-03 1110'], 1])
      expect(await known('06T02:00')).toEqual([['2024-01-02 1005'], 0])
      expect([await withdrawn('06T01:59'), await withdrawn('06T02:00')]).toEqual([[], ['2024-01-03']])
      const portfolio = await deps.db.selectFrom('portfolio').select(['id', 'revision']).executeTakeFirstOrThrow()
      const now = await keepBooks(deps.db, 100).open(portfolio)
      expect(now.withdrawn).toEqual(['2024-01-03'])
      expect(now.restated).toEqual([
        {
          date: '2024-01-02',
          reason: '补记利息',
          firstPublishedAt: '2024-01-03T02:00:00.000Z',
          publishedAt: '2024-01-05T03:00:00.000Z',
        },
      ])
    })

    it('a corrected flow has the value of its time', async () => {
      at('04T02:00')
      await bring(DAY_2)
      await bring(FLOW)
      await bring(`${VALUATIONS}A1,2024-01-03,1110,1100,1.0091,1.0091\n`)
      await release()
      at('05T02:00')
      await bring(FLOW.replace('100,100', '101,100'), '金额更正')
      const amounts = async (time: string) => (await bookAt(time)).series.flows.map(({ amountE4 }) => amountE4)
      expect(await amounts('05T02:00')).toEqual([1_000_000n])
      at('05T03:00')
      await release()
      expect([await amounts('05T02:59'), await amounts('05T03:00')]).toEqual([[1_000_000n], [1_010_000n]])
    })
  })

  describe('withdrawal', () => {
    beforeEach(async () => {
      await bring(DAY_2)
      await release()
    })

    it('is asked for by one person with a reason and done by another', async () => {
      const day = await shown('2024-01-02')
      expect(await outcomes(withdrawDay(deps, anna, day, ''))).toEqual(['reason-missing'])
      expect(await outcomes(withdrawDay(deps, anna, day, '估值有误'))).toEqual(['asked'])
      expect(await outcomes(withdrawDay(deps, anna, day, '估值有误'))).toEqual(['asked'])
      expect(await publishedDays()).toEqual(['2024-01-02'])
      expect(await outcomes(withdrawDay(deps, olga, day, ''))).toEqual(['done'])
      expect([await states(), await publishedDays()]).toEqual([['2024-01-02 1 withdrawn'], []])
      expect(await outcomes(withdrawDay(deps, olga, day, ''))).toEqual(['not-published'])
    })

    it('can be dropped before it is done', async () => {
      const day = await shown('2024-01-02')
      await withdrawDay(deps, anna, day, '估值有误')
      expect(await outcomes(keepDay(deps, olga, day))).toEqual(['done'])
      expect(await outcomes(withdrawDay(deps, olga, day, ''))).toEqual(['reason-missing'])
    })

    it('lasts: the same file does not bring the day back, other figures or a reason make a new version', async () => {
      const day = await shown('2024-01-02')
      await withdrawDay(deps, anna, day, '估值有误')
      await withdrawDay(deps, olga, day, '')
      expect((await bring(DAY_2)).days).toMatchObject([{ state: 'withdrawn' }])
      const again = await importText(deps, DAY_2.replace('1000,', '1000.00,'), { publish: true, by: OPERATOR })
      expect(again.days).toMatchObject([{ state: 'withdrawn' }])
      expect((await bring(DAY_2.replace('1000,1000,1,1', '990,1000,0.99,0.99'))).status).toBe('held')
      await bring(DAY_2.replace('1000,1000,1,1', '990,1000,0.99,0.99'), '重新估值')
      expect(await states()).toEqual(['2024-01-02 1 withdrawn', '2024-01-02 2 checked'])
      await release()
      expect([await states(), await publishedDays()]).toEqual([
        ['2024-01-02 1 withdrawn', '2024-01-02 2 published'],
        ['2024-01-02'],
      ])
    })
  })
})
