import { eventDueOn, ranTooShort, reportPeriods } from '@sma/finance/calendar/duties'
import { tradingCalendar } from '@sma/finance/calendar/trading-calendar'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Db } from '../../db/schema'
import { forEachEngine } from '../../testing/engines'
import { addPortfolio } from '../../testing/published-rows'
import { replaceTargets } from '../publications/publications.queries'
import { dutiesPage } from './disclosure.service'

const SINCE = '2025-06-01'
const TODAY = '2026-01-05'
const NOW = `${TODAY}T01:00:00.000Z`
const PERIODS = reportPeriods({ dueFrom: SINCE, today: TODAY }, tradingCalendar([]))

const at = fc.nat({ max: 2 })
const flag = fc.constantFrom(0, 1)
const period = fc.constantFrom(...PERIODS.map((one) => ({ kind: one.kind, period: one.period })))
const HOUSES = fc.record({
  accounts: fc.array(
    fc.record({
      launch: fc.constantFrom('2024-01-02', '2025-08-01', '2025-10-01', '2025-12-15'),
      closed: fc.constantFrom(null, null, '2025-10-31', '2025-12-20'),
      strategy: fc.constantFrom('growth', 'balanced'),
      rule: fc.option(
        fc.record({ monthly: flag, quarterly: flag, annual: flag, since: fc.constantFrom(null, '2025-11-01') }),
      ),
    }),
    { minLength: 3, maxLength: 3 },
  ),
  publications: fc.array(
    fc.record({
      of: period,
      audience: fc.constantFrom('accounts' as const, 'strategy' as const, 'all' as const),
      targets: fc.uniqueArray(at, { minLength: 1, maxLength: 3 }),
      state: fc.constantFrom('released' as const, 'released' as const, 'draft' as const, 'withdrawn' as const),
      publishedAt: fc.constantFrom('2025-12-01T01:00:00.000Z', '2025-12-02T01:00:00.000Z', '2026-02-01T01:00:00.000Z'),
    }),
    { maxLength: 12 },
  ),
  marks: fc.uniqueArray(fc.record({ at, of: period }), {
    maxLength: 3,
    selector: ({ at: account, of }) => `${account} ${of.kind} ${of.period}`,
  }),
  events: fc.uniqueArray(fc.record({ at, on: fc.constantFrom('2025-12-26', '2026-01-04') }), {
    maxLength: 3,
    selector: ({ at: account, on }) => `${account} ${on}`,
  }),
})
type House = typeof HOUSES extends fc.Arbitrary<infer H> ? H : never

const TABLES = [
  'disclosure_mark',
  'disclosure_event',
  'disclosure_rule',
  'publication_portfolio',
  'publication',
  'portfolio',
] as const

async function write(db: Db, house: House): Promise<void> {
  for (const table of TABLES) await db.deleteFrom(table).execute()
  const set = { set_at: NOW, set_by: 'test' }
  const none = { daily: 0, monthly: 1, quarterly: 1, annual: 1, since: SINCE }
  await db
    .insertInto('disclosure_rule')
    .values({ id: 'house', portfolio_id: null, ...none, ...set })
    .execute()
  const ids: string[] = []
  for (const [place, { launch, closed, strategy, rule }] of house.accounts.entries()) {
    const { id } = await addPortfolio(db, { code: `A${place}`, launchDate: launch })
    ids.push(id)
    await db.updateTable('portfolio').set({ closed_on: closed, strategy }).where('id', '=', id).execute()
    const own = { id, portfolio_id: id, daily: 0, ...rule, since: rule?.since ?? null, ...set }
    if (rule)
      await db
        .insertInto('disclosure_rule')
        .values({ ...own, ...rule })
        .execute()
  }
  for (const [place, { of, audience, targets, state, publishedAt }] of house.publications.entries()) {
    const id = `P${place}`
    const who = { created_at: NOW, created_by: 'test', changed_at: NOW, changed_by: 'test' }
    const strategy = audience === 'strategy' ? 'growth' : null
    const report = { report_kind: of.kind, report_period: of.period }
    const shown = { kind: 'announcement' as const, title: id, state, audience, strategy, published_at: publishedAt }
    await db
      .insertInto('publication')
      .values({ id, ...shown, ...report, version: 1, ...who })
      .execute()
    if (audience !== 'accounts') continue
    await replaceTargets(
      db,
      id,
      targets.map((account) => ids[account] ?? ''),
    )
  }
  const marked = { note: '已寄出', marked_at: NOW, marked_by: 'test' }
  for (const { at: account, of } of house.marks)
    await db
      .insertInto('disclosure_mark')
      .values({ portfolio_id: ids[account] ?? '', ...of, ...marked })
      .execute()
  const entered = { title: '变更', entered_at: NOW, entered_by: 'test' }
  for (const { at: account, on } of house.events) {
    const event = { portfolio_id: ids[account] ?? '', happened_on: on, due_on: eventDueOn(on) }
    await db
      .insertInto('disclosure_event')
      .values({ ...event, ...entered })
      .execute()
  }
}

/** One account and period after the other, as the rules read. */
function plainly({ accounts, publications, marks, events }: House): { line: string; state: string }[] {
  return accounts.flatMap(({ launch, closed, strategy, rule }, account) => {
    const told = events
      .filter((event) => event.at === account)
      .map(({ on }) => {
        const dueOn = eventDueOn(on)
        const state = dueOn < TODAY ? 'late' : 'due'
        return { line: `${dueOn} A${account} event ${on} -`, state }
      })
    const reports = PERIODS.flatMap(({ kind, period: name, dueOn, from, to, launchedBy, closedFrom }) => {
      const isRun = launch <= to && (closed === null || closed >= from)
      if (!isRun || dueOn < (rule?.since ?? SINCE) || rule?.[kind] === 0) return []
      const covers = publications.flatMap(({ of, audience, targets, state, publishedAt }, place) => {
        const isFor =
          audience === 'all' || (audience === 'strategy' ? strategy === 'growth' : targets.includes(account))
        const isRead = state === 'released' && publishedAt <= NOW
        return of.kind === kind && of.period === name && isFor && isRead ? `P${place}` : []
      })
      const isMarked = marks.some((mark) => mark.at === account && mark.of.kind === kind && mark.of.period === name)
      const isShort = closed !== null && ranTooShort({ launchDate: launch, closedOn: closed })
      const isCut = launch > launchedBy || (closed !== null && closed < closedFrom)
      const isYoung = isCut || (kind !== 'monthly' && isShort)
      const open = isYoung ? 'waived' : dueOn < TODAY ? 'late' : 'due'
      const state = covers.length > 0 || isMarked ? 'covered' : open
      return [{ line: `${dueOn} A${account} ${kind} ${name} ${covers.sort()[0] ?? '-'}`, state }]
    })
    return [...told, ...reports]
  })
}

forEachEngine('reports that accounts owe', (open) => {
  it('are those found by a plain look at each account and period, page by page', async () => {
    const deps = await open()
    const read = async (state: 'late' | 'due' | 'waived' | 'covered') => {
      const lines: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await dutiesPage(deps, { state, limit: 3, ...(cursor === undefined ? {} : { cursor }) })
        for (const { dueOn, portfolio, kind, period: name, publication } of page.items)
          lines.push(`${dueOn} ${portfolio} ${kind} ${name} ${publication ?? '-'}`)
        cursor = page.next
      }
      return lines
    }
    await fc.assert(
      fc.asyncProperty(HOUSES, async (house) => {
        await write(deps.db, house)
        const expected = plainly(house)
        const of = (state: string) => expected.filter((one) => one.state === state).map(({ line }) => line)
        for (const state of ['late', 'due'] as const) expect(await read(state)).toEqual(of(state).sort())
        for (const state of ['waived', 'covered'] as const)
          expect(await read(state)).toEqual(of(state).sort().reverse())
      }),
      { numRuns: 15 },
    )
  })
})
