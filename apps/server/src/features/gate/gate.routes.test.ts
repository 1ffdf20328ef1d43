import { beforeEach, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { importing, importText, text } from '../../testing/import-bench'
import { CHANGE, type Cookies } from '../../testing/people'
import { staffCookies } from '../../testing/staff'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲,balanced,2024-01-02,1000,1000
`
const VALUATIONS = 'portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav\n'
const DAY_2 = `${VALUATIONS}A1,2024-01-02,1000,1000,1,1\n`
const JUMP = `${VALUATIONS}A1,2024-01-04,1150,1000,1.15,1.15\n`

interface Waiting {
  days: { code: string; date: string; version: number; stamp: string; state: string }[]
}
interface Findings {
  counts: Record<string, number>
  items: { id: string; check: string; mayBeExplained: boolean; found: string; expected: string }[]
  next: string | null
}

forEachEngine('the gate over HTTP', (open) => {
  let deps: TestDeps
  let app: ReturnType<typeof buildApp>
  let operator: Cookies
  let reviewer: Cookies

  beforeEach(async () => {
    deps = await open()
    app = buildApp(deps)
    operator = await staffCookies(app, deps, 'operator')
    reviewer = await staffCookies(app, deps, 'reviewer')
    await importing(deps, [text('p.csv', PORTFOLIOS)], {})
  })

  const get = async <T>(cookies: Cookies, path: string) =>
    (await app.inject({ url: `/api/v1/staff${path}`, cookies })).json<T>()
  const post = async (cookies: Cookies, path: string, payload: object) => {
    const reply = await app.inject({ method: 'POST', url: `/api/v1/staff${path}`, cookies, headers: CHANGE, payload })
    return reply.json<{ code?: string; decisions: { outcome: string }[] }>()
  }
  const decided = async (cookies: Cookies, path: string, payload: object) =>
    (await post(cookies, path, payload)).decisions.map(({ outcome }) => outcome)
  const bring = (content: string) => importText(deps, content, { publish: false, by: 'operator', as: 'staff' })
  const waiting = () => get<Waiting>(reviewer, '/days/waiting')

  it('approves and publishes what was seen, by another person, and answers for every day asked', async () => {
    await bring(DAY_2)
    const { days } = await waiting()
    expect(days).toMatchObject([{ code: 'A1', date: '2024-01-02', version: 1, state: 'checked', clientIds: [] }])
    const nobody = { code: 'X9', date: '2024-01-02', version: 1, stamp: null }
    const seen = { days: [nobody, ...days] }
    expect((await post(operator, '/days/approvals', seen)).code).toBe('role-missing')
    expect(await decided(operator, '/days/publications', seen)).toEqual(['not-found', 'not-approved'])
    expect(await decided(reviewer, '/days/approvals', seen)).toEqual(['not-found', 'done'])
    expect(await decided(operator, '/days/publications', seen)).toEqual(['not-found', 'done'])
    const counts = { total: 0, accounts: 0, clients: 0, quiet: { checked: 0, approved: 0 }, dates: [] }
    const nothing = { ...counts, days: [], withdrawals: [] }
    expect(await waiting()).toEqual(nothing)
    expect(await get(reviewer, '/days/waiting?portfolio=X9')).toEqual(nothing)
    const [day] = days
    expect(await decided(operator, '/days/withdrawals', { day, reason: '估值有误' })).toEqual(['asked'])
    const asked = { code: 'A1', date: '2024-01-02', version: 1, unitNav: '1.0000', netAssets: '1000.00' }
    expect(await waiting()).toMatchObject({
      days: [],
      withdrawals: [{ ...asked, stamp: day?.stamp, askedBy: 'operator', reason: '估值有误', clientIds: [] }],
    })
    expect(await get(reviewer, '/days/waiting?portfolio=X9')).toEqual(nothing)
    expect(await get(reviewer, '/days/waiting?state=approved')).toEqual(nothing)
    expect(await decided(reviewer, '/days/withdrawals', { day, reason: '' })).toEqual(['done'])
    expect(await waiting()).toEqual(nothing)
  })

  it('lists findings, page by page, and takes explanations', async () => {
    await bring(DAY_2)
    await bring(`${JUMP}A1,2024-01-03,1010,1000,1.01,1.01\n`)
    const first = await get<Findings>(operator, '/findings?state=open&limit=1')
    expect([first.counts, first.items.map(({ check, mayBeExplained }) => [check, mayBeExplained]), first.next]).toEqual(
      [{ open: 1, explained: 0, resolved: 0 }, [['R-CHK-6', true]], null],
    )
    const findings = first.items.map(({ id, found, expected }) => ({ id, found, expected }))
    expect(await decided(operator, '/findings/explanations', { findings, note: '大额分红到账' })).toEqual(['done'])
    expect((await get<Findings>(operator, '/findings?state=explained&portfolio=A1')).items).toHaveLength(1)
    expect((await get<{ code: string }>(operator, '/findings?cursor=x')).code).toBe('cursor-invalid')
    const states = (await waiting()).days.map(({ date, state }) => `${date} ${state}`)
    expect(states.sort()).toEqual(['2024-01-02 checked', '2024-01-03 checked', '2024-01-04 checked'])
  })

  it('names owners, filters by them, exports for a spreadsheet and tells what happened to a finding', async () => {
    await bring(DAY_2)
    await bring(`${JUMP}A1,2024-01-03,1010,1000,1.01,1.01\n`)
    await staffCookies(app, deps, 'editor')
    expect(await get(operator, '/findings/owners')).toEqual({ owners: ['operator', 'reviewer'] })
    const { items } = await get<Findings>(operator, '/findings')
    const findings = items.map(({ id, found, expected }) => ({ id, found, expected }))
    const assign = (owner: string | null) => decided(operator, '/findings/owners', { findings, owner })
    expect(await assign('editor')).toEqual(['owner-unknown'])
    expect(await assign('reviewer')).toEqual(['done'])
    const count = async (cookies: Cookies, owner: string) =>
      (await get<Findings>(cookies, `/findings?owner=${owner}`)).items.length
    expect(await Promise.all([count(operator, 'me'), count(reviewer, 'me'), count(operator, 'none')])).toEqual([
      0, 1, 0,
    ])
    await decided(operator, '/findings/explanations', { findings, note: '=大额分红' })
    expect(await assign(null)).toEqual(['done'])
    const [told] = (
      await get<{ items: { history: { kind: string; by: string; note: string }[] }[] }>(operator, '/findings')
    ).items
    expect(told?.history.map(({ kind, by, note }) => [kind, by, note])).toEqual([
      ['assigned', 'operator', 'reviewer'],
      ['explained', 'operator', '=大额分红'],
      ['assigned', 'operator', null],
    ])

    const csv = await app.inject({ url: '/api/v1/staff/findings/export?state=explained&owner=none', cookies: operator })
    expect(csv.headers['content-disposition']).toContain('attachment')
    const lines = csv.rawPayload.toString('utf8').split('\r\n')
    expect(lines[0]).toMatch(/^\uFEFF日期,组合代码,/)
    expect(lines[1]).toContain('2024-01-04,A1,甲,R-CHK-6,')
    expect(lines[1]).toContain(`"'=大额分红"`)
    expect(lines).toHaveLength(3)
    const none = await app.inject({ url: '/api/v1/staff/findings/export?portfolio=X9', cookies: operator })
    expect(none.rawPayload.toString('utf8').split('\r\n')).toHaveLength(2)
    const taken = await deps.db
      .selectFrom('audit_event')
      .select(['actor_id', 'address', 'detail'])
      .where('action', '=', 'export-findings')
      .orderBy('seq')
      .execute()
    expect(taken.map(({ actor_id, address, detail }) => [actor_id, address, JSON.parse(detail).rows])).toEqual([
      ['operator', '127.0.0.1', 1],
      ['operator', '127.0.0.1', 0],
    ])
  })

  it("shows a day's page and what versions say differently", async () => {
    await bring(DAY_2)
    const page = await get<{ versions: object[]; notRun: object[] }>(operator, '/portfolios/A1/days/2024-01-02')
    expect(page).toMatchObject({ code: 'A1', versions: [{ version: 1, state: 'checked', broughtBy: 'operator' }] })
    expect(page).toMatchObject({ previousDate: null, nextDate: null })
    expect(page.notRun).toContainEqual({ check: 'R-CHK-10', reason: 'first-day' })
    const nothing = ['2024-01-05', '2024-01-02/differences?from=1&to=2']
    for (const path of nothing)
      expect(await get<{ code: string }>(operator, `/portfolios/A1/days/${path}`)).toMatchObject({ code: 'not-found' })
    expect(await get(operator, '/portfolios/A1/days/2024-01-02/differences?from=1&to=1')).toEqual({ differences: [] })
  })

  it("lists an account's days with what clients see of them, page by page", async () => {
    await importText(deps, DAY_2)
    await bring(`${JUMP}A1,2024-01-03,1010,1000,1.01,1.01\n`)
    const first = await get<{ days: object[]; next: string }>(operator, '/portfolios/A1/days?limit=2')
    expect(first).toEqual({
      code: 'A1',
      name: '甲',
      days: [
        {
          date: '2024-01-04',
          version: 1,
          state: 'held',
          shownVersion: null,
          netAssets: '1150.00',
          unitNav: '1.1500',
          openFindings: 1,
        },
        {
          date: '2024-01-03',
          version: 1,
          state: 'checked',
          shownVersion: null,
          netAssets: '1010.00',
          unitNav: '1.0100',
          openFindings: 0,
        },
      ],
      next: '2024-01-03',
    })
    const rest = await get(operator, `/portfolios/A1/days?limit=2&cursor=${first.next}`)
    expect(rest).toMatchObject({ days: [{ date: '2024-01-02', shownVersion: 1, state: 'published' }], next: null })
    expect(await get(operator, '/portfolios/A1/days/2024-01-03')).toMatchObject({
      previousDate: '2024-01-02',
      nextDate: '2024-01-04',
    })
    expect(await get(operator, '/portfolios/X9/days')).toMatchObject({ code: 'not-found' })
  })

  it('answers staff, and staff alone, what clients were shown at an instant', async () => {
    await importText(deps, DAY_2)
    deps.clock.set('2026-01-05T01:05:00.000Z')
    await importText(deps, DAY_2.replace('1000,1000,1,1', '1005,1000,1.005,1.005'), { reason: '补记利息' })
    const nav = (query: string) =>
      get<{ unitNav: string[]; restated: object[] }>(reviewer, `/portfolios/A1/performance/nav${query}`)
    const now = await nav('')
    expect([now.unitNav.at(-1), now.restated]).toEqual([
      '1.0050',
      [
        {
          date: '2024-01-02',
          reason: '补记利息',
          firstPublishedAt: '2026-01-05T01:00:00.000Z',
          publishedAt: '2026-01-05T01:05:00.000Z',
        },
      ],
    ])
    const before = await nav('?knownAt=2026-01-05T09:04:59%2B08:00')
    expect([before.unitNav.at(-1), before.restated]).toEqual(['1.0000', []])
    expect((await nav('?knownAt=2026-01-05T09:05:00%2B08:00')).unitNav.at(-1)).toBe('1.0050')
    expect((await nav('')).unitNav.at(-1)).toBe('1.0050')
    expect(await nav('?knownAt=yesterday')).toMatchObject({ code: 'request-invalid' })
    expect(await nav('?knownAt=2026-01-04T00:00:00Z')).toMatchObject({ code: 'no-valuation' })
  })

  it('judges an account by its own tolerances once it has some', async () => {
    const administrator = await staffCookies(app, deps, 'administrator')
    const put = (payload: object) =>
      app.inject({
        method: 'PUT',
        url: '/api/v1/staff/portfolios/A1/tolerances',
        cookies: administrator,
        headers: CHANGE,
        payload,
      })
    const wide = await put({ name: 'movePpm', value: '50000' })
    expect(wide.json()).toMatchObject({
      tolerances: expect.arrayContaining([{ name: 'movePpm', value: '50000', isOwn: true }]),
    })
    expect((await put({ name: 'nothing', value: '1' })).statusCode).toBe(400)
    // 4 % in a day: beyond the 3 % of a balanced account, within its own 5 %.
    await bring(`${VALUATIONS}A1,2024-01-02,1000,1000,1,1\nA1,2024-01-03,1040,1000,1.04,1.04\n`)
    expect((await get<Findings>(operator, '/findings')).items).toEqual([])
    await put({ name: 'movePpm', value: null })
    expect(await get(operator, '/portfolios/A1/tolerances')).toMatchObject({
      tolerances: expect.arrayContaining([{ name: 'movePpm', value: '30000', isOwn: false }]),
    })
  })
})
