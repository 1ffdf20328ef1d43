import { pdf } from '@sma/importers/testing/pdf'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { importText } from '../../testing/import-bench'
import { CHANGE, type Cookies } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'
import { disclosureNumbers } from './disclosure.service'

type App = ReturnType<typeof buildApp>
interface Item {
  portfolio: string
  kind: string
  period: string
  dueOn: string
  state: string
  publication: string | null
  mark: object | null
  waiver: object | null
}

// A1 is old, A2 was launched within the last quarter of 2025, A3 within that of 2026.
const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,valuation_lag
A1,甲一号,balanced,2024-01-02,1000,1000,1
A2,乙二号,growth,2025-11-03,1000,1000,2
`
const valuation = (code: string, date: string) =>
  `portfolio_code,date,net_assets,shares,unit_nav\n${code},${date},1000.00,1000,1.0000\n`

const NO_DAYS = { daily: false, monthly: true, quarterly: true, annual: true, since: null }

forEachEngine('the disclosure calendar', (open) => {
  /** Monday 5 January 2026, 09:00: the house receives its first file on this day. */
  async function house() {
    const deps = await open()
    await importText(deps, PORTFOLIOS)
    const app = buildApp(deps)
    return { deps, app, operator: await staffCookies(app, deps, 'operator') }
  }

  async function duties(
    app: App,
    cookies: Cookies,
    query = '',
  ): Promise<{ items: Item[]; next: string | null; counts: object }> {
    const { status, reply } = await asStaff(app, cookies, ['GET', `/disclosure${query}`])
    expect(status).toBe(200)
    return reply.json<{ items: Item[]; next: string | null; counts: object }>()
  }
  const lines = ({ items }: { items: Item[] }) =>
    items.map(({ portfolio, period, dueOn, state }) => `${portfolio} ${period} ${dueOn} ${state}`)

  it('owes reports of periods that have ended, late ones first; a young account owes neither quarter nor year', async () => {
    const { deps, app, operator } = await house()
    await asStaff(app, operator, ['PUT', '/disclosure/rules', { portfolio: null, rule: NO_DAYS }])
    // What was due before the house began here is none of its duties.
    expect(lines(await duties(app, operator))).toEqual([
      'A1 2025-12 2026-01-09 due',
      'A2 2025-12 2026-01-09 due',
      'A1 2025-Q4 2026-01-31 due',
      'A1 2025 2026-04-30 due',
    ])
    expect(await duties(app, operator, '?state=waived')).toMatchObject({
      items: [
        { portfolio: 'A2', kind: 'annual', waiver: { reason: 'young' } },
        { portfolio: 'A2', kind: 'quarterly', waiver: { reason: 'young' } },
      ],
      counts: { late: 0, due: 4, waived: 2, covered: 0 },
    })
    deps.clock.set('2026-02-10T01:00:00.000Z')
    const later = await staffCookies(app, deps, 'reviewer')
    // 31 January 2026 is a Saturday: 2 to 6 February.
    expect(lines(await duties(app, later))).toEqual([
      'A1 2025-12 2026-01-09 late',
      'A2 2025-12 2026-01-09 late',
      'A1 2025-Q4 2026-01-31 late',
      'A1 2026-01 2026-02-06 late',
      'A2 2026-01 2026-02-06 late',
      'A1 2025 2026-04-30 due',
    ])
    expect(lines(await duties(app, later, '?state=late&kind=monthly&text=a2'))).toEqual([
      'A2 2025-12 2026-01-09 late',
      'A2 2026-01 2026-02-06 late',
    ])
    expect(lines(await duties(app, later, '?state=due'))).toEqual(['A1 2025 2026-04-30 due'])
    expect(lines(await duties(app, later, '?from=2026-01-31&to=2026-02-05'))).toEqual(['A1 2025-Q4 2026-01-31 late'])
  })

  it('ends with the account: nothing is owed of what begins after its closing day', async () => {
    const { deps, app, operator } = await house()
    const close = (code: string, closed_on: string) =>
      deps.db.updateTable('portfolio').set({ closed_on }).where('code', '=', code).execute()
    await asStaff(app, operator, ['PUT', '/disclosure/rules', { portfolio: null, rule: NO_DAYS }])
    await close('A1', '2025-11-28')
    await close('A2', '2025-12-31')
    // A1 ran eleven months of the year and two of the quarter, and has no December; A2 less than three months in all.
    expect(lines(await duties(app, operator))).toEqual(['A2 2025-12 2026-01-09 due', 'A1 2025 2026-04-30 due'])
    expect(lines(await duties(app, operator, '?state=waived'))).toEqual([
      'A2 2025 2026-04-30 waived',
      'A2 2025-Q4 2026-01-31 waived',
      'A1 2025-Q4 2026-01-31 waived',
    ])
    await asStaff(app, operator, ['PUT', '/disclosure/rules', { portfolio: null, rule: { ...NO_DAYS, daily: true } }])
    expect(lines(await duties(app, operator, '?kind=daily'))).toEqual([
      'A2 2025-12-30 2026-01-05 due',
      'A2 2025-12-31 2026-01-06 due',
    ])
  })

  it('is covered by a report that is released for the account, not by a draft nor by one taken back', async () => {
    const { deps, app, operator } = await house()
    await asStaff(app, operator, ['PUT', '/disclosure/rules', { portfolio: null, rule: NO_DAYS }])
    const editor = await staffCookies(app, deps, 'editor')
    const body = Buffer.concat([
      Buffer.from('--x\r\ncontent-disposition: form-data; name="files"; filename="A1_2025年12月报.pdf"\r\n\r\n'),
      pdf(),
      Buffer.from('\r\n--x--\r\n'),
    ])
    const headers = { ...CHANGE, 'content-type': 'multipart/form-data; boundary=x' }
    const url = '/api/v1/staff/publications/reports'
    const sent = await app.inject({ method: 'POST', url, cookies: editor, payload: body, headers })
    const id = sent.json<{ drafts: { id: string }[] }>().drafts[0]?.id ?? ''
    const monthly = async () => lines(await duties(app, editor, '?kind=monthly'))
    expect(await monthly()).toEqual(['A1 2025-12 2026-01-09 due', 'A2 2025-12 2026-01-09 due'])
    await asStaff(app, editor, ['POST', '/publications/releases', { ids: [id] }])
    expect(await monthly()).toEqual(['A2 2025-12 2026-01-09 due'])
    expect(await duties(app, editor, '?state=covered')).toMatchObject({
      items: [{ portfolio: 'A1', kind: 'monthly', publication: id, coveredAt: '2026-01-05T01:00:00.000Z' }],
    })
    await asStaff(app, editor, ['POST', `/publications/${id}/withdrawal`, { reason: '数据有误' }])
    expect(await monthly()).toEqual(['A1 2025-12 2026-01-09 due', 'A2 2025-12 2026-01-09 due'])
    // One for all of a strategy covers its accounts alone.
    const written = { kind: 'announcement', title: '告客户书', category: null, summary: null, text: '见正文' }
    const report = { kind: 'monthly', period: '2025-12' }
    const forGrowth = { publishedAt: null, audience: 'strategy', strategy: 'growth', portfolios: [], report }
    const added = await asStaff(app, editor, ['POST', '/publications', { ...written, ...forGrowth }])
    await asStaff(app, editor, ['POST', '/publications/releases', { ids: [added.body?.['id']] }])
    expect(await monthly()).toEqual(['A1 2025-12 2026-01-09 due'])
    const wrong = { ...written, ...forGrowth, report: { kind: 'monthly', period: '2025-Q4' } }
    expect((await asStaff(app, editor, ['POST', '/publications', wrong])).status).toBe(400)
  })

  it('holds a day due until it is published, by the lag of the account', async () => {
    const { deps, app, operator } = await house()
    await importText(deps, valuation('A1', '2025-12-31'))
    await importText(deps, valuation('A1', '2026-01-05'), { publish: false })
    await importText(deps, valuation('A2', '2025-12-31'))
    const days = async () => lines(await duties(app, operator, '?kind=daily'))
    // 1 and 2 January are shut. What was due before the fifth, the house's first day here, does not count.
    const first = 'A2 2025-12-30 2026-01-05 due'
    expect(await days()).toEqual([first, 'A1 2026-01-05 2026-01-06 due', 'A2 2026-01-05 2026-01-07 due'])
    await importText(deps, valuation('A1', '2026-01-05'))
    await importText(deps, valuation('A2', '2025-12-30'))
    expect(await days()).toEqual(['A2 2026-01-05 2026-01-07 due'])
    deps.clock.set('2026-01-08T01:00:00.000Z')
    const later = await staffCookies(app, deps, 'reviewer')
    const open = async () => lines(await duties(app, later, '?kind=daily'))
    expect(await open()).toEqual([
      'A1 2026-01-06 2026-01-07 late',
      'A2 2026-01-05 2026-01-07 late',
      'A1 2026-01-07 2026-01-08 due',
      'A2 2026-01-06 2026-01-08 due',
      'A1 2026-01-08 2026-01-09 due',
      'A2 2026-01-07 2026-01-09 due',
      'A2 2026-01-08 2026-01-12 due',
    ])
    // The seventh arrives, so that the sixth is a missing day; explained it is waived.
    await importText(deps, valuation('A1', '2026-01-07'))
    expect((await open()).slice(0, 2)).toEqual(['A1 2026-01-06 2026-01-07 late', 'A2 2026-01-05 2026-01-07 late'])
    await deps.db
      .updateTable('finding')
      .set({ state: 'explained', note: '当日停止估值' })
      .where('check_id', '=', 'R-CHK-7')
      .execute()
    expect(await duties(app, later, '?kind=daily&state=waived')).toMatchObject({
      items: [{ portfolio: 'A1', period: '2026-01-06', waiver: { reason: 'explained', note: '当日停止估值' } }],
    })
    const mark = { note: '已发邮件' }
    const keeper = await staffCookies(app, deps, 'editor')
    await asStaff(app, keeper, ['PUT', '/portfolios/A2/disclosure/daily/2026-01-05', mark])
    expect((await open())[0]).toBe('A2 2026-01-06 2026-01-08 due')
  })

  it('counts what is entered by hand: events, and notes that something was disclosed elsewhere', async () => {
    const { deps, app, operator } = await house()
    const add = async (body: object) => (await asStaff(app, operator, ['POST', '/disclosure/events', body])).body
    const event = { portfolios: ['A1', 'A2'], happenedOn: '2026-01-03', title: '投资经理变更' }
    expect(await add({ ...event, portfolios: ['A1', 'A9'] })).toMatchObject({ code: 'account-unknown' })
    expect(await add({ ...event, happenedOn: '2026-01-06' })).toMatchObject({ code: 'date-ahead' })
    expect(await add(event)).toEqual({ dueOn: '2026-01-08' })
    expect(await add({ ...event, portfolios: ['A2'] })).toMatchObject({ code: 'event-known' })
    const events = async () => lines(await duties(app, operator, '?kind=event'))
    expect(await events()).toEqual(['A1 2026-01-03 2026-01-08 due', 'A2 2026-01-03 2026-01-08 due'])
    const place = '/portfolios/A1/disclosure/event/2026-01-03'
    expect((await asStaff(app, operator, ['PUT', place, { note: '已致电客户' }])).status).toBe(204)
    expect((await asStaff(app, operator, ['PUT', place, { note: '已书面告知' }])).status).toBe(204)
    expect(await duties(app, operator, '?kind=event&state=covered')).toMatchObject({
      items: [{ portfolio: 'A1', mark: { note: '已书面告知', by: 'operator' } }],
    })
    expect((await asStaff(app, operator, ['DELETE', place])).status).toBe(204)
    expect((await asStaff(app, operator, ['DELETE', place])).status).toBe(404)
    expect((await asStaff(app, operator, ['DELETE', '/portfolios/A1/disclosure/2026-01-03'])).status).toBe(204)
    expect(await events()).toEqual(['A2 2026-01-03 2026-01-08 due'])
    const acts = await deps.db
      .selectFrom('audit_event')
      .select('action')
      .where('object_kind', '=', 'disclosure')
      .orderBy('seq')
      .execute()
    expect(acts.map(({ action }) => action)).toEqual([
      'add-disclosure-event',
      'add-disclosure-event',
      'mark-disclosed',
      'mark-disclosed',
      'unmark-disclosed',
      'remove-disclosure-event',
    ])
  })

  it('follows the rules of the house and of the account', async () => {
    const { app, operator } = await house()
    const set = async (body: object) => (await asStaff(app, operator, ['PUT', '/disclosure/rules', body])).status
    expect(await set({ portfolio: null, rule: { ...NO_DAYS, monthly: false, since: '2026-02-01' } })).toBe(204)
    expect(lines(await duties(app, operator))).toEqual(['A1 2025 2026-04-30 due'])
    expect(await set({ portfolio: 'A2', rule: { ...NO_DAYS, annual: false, since: '2025-12-01' } })).toBe(204)
    expect(lines(await duties(app, operator))).toEqual([
      'A2 2025-11 2025-12-05 late',
      'A2 2025-12 2026-01-09 due',
      'A1 2025 2026-04-30 due',
    ])
    expect((await asStaff(app, operator, ['GET', '/disclosure/rules'])).body).toMatchObject({
      house: { daily: false, monthly: false, since: '2026-02-01', setBy: 'operator' },
      counted: '2026-02-01',
      accounts: [{ portfolio: 'A2', annual: false, since: '2025-12-01' }],
    })
    expect(await set({ portfolio: 'A2', rule: null })).toBe(204)
    expect(lines(await duties(app, operator))).toEqual(['A1 2025 2026-04-30 due'])
    expect(await set({ portfolio: 'A9', rule: null })).toBe(400)
  })

  it('pages days and reports in one order, gives all as a table, and counts for the board', async () => {
    const { deps, app } = await house()
    await importText(deps, valuation('A1', '2025-12-31'))
    deps.clock.set('2026-01-12T01:00:00.000Z')
    const late = await staffCookies(app, deps, 'reviewer')
    const all = lines(await duties(app, late, '?limit=200'))
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await duties(app, late, `?limit=3${cursor && `&cursor=${cursor}`}`)
      seen.push(...lines(page))
      cursor = page.next
    }
    expect(seen).toEqual(all)
    // With T+1 the days up to Thursday the 8th are late on Monday the 12th.
    expect(all.filter((line) => line.startsWith('A1') && line.endsWith('late'))).toEqual([
      'A1 2026-01-05 2026-01-06 late',
      'A1 2026-01-06 2026-01-07 late',
      'A1 2026-01-07 2026-01-08 late',
      'A1 2026-01-08 2026-01-09 late',
      'A1 2025-12 2026-01-09 late',
    ])
    const csv = await asStaff(app, late, ['GET', '/disclosure/export?state=late&text=A1'])
    expect(csv.reply.body.split('\r\n').slice(1, 3)).toEqual([
      'A1,甲一号,净值,2026-01-05,,2026-01-06,逾期,,,',
      'A1,甲一号,净值,2026-01-06,,2026-01-07,逾期,,,',
    ])
    expect((await asStaff(app, late, ['GET', '/disclosure?cursor=x'])).body).toMatchObject({ code: 'cursor-invalid' })
    expect(await disclosureNumbers(deps)).toMatchObject({
      lateSince: '2026-01-05',
      soonBy: '2026-01-19',
      soonSince: '2026-01-12',
    })
  })

  it('reaches back as far as a rule can say', async () => {
    const { app, operator } = await house()
    const rule = { daily: false, monthly: true, quarterly: true, annual: true, since: '1990-01-01' }
    const set = await asStaff(app, operator, ['PUT', '/disclosure/rules', { portfolio: null, rule }])
    expect(set.status).toBe(204)
    const { body } = await asStaff(app, operator, ['GET', '/disclosure?state=late&kind=annual'])
    expect(body).toMatchObject({ items: [{ portfolio: 'A1', period: '2024', dueOn: '2025-04-30' }] })
    expect((await asStaff(app, operator, ['GET', '/board/notes'])).status).toBe(200)
  })
})
