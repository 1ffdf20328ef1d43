/** R-DAY-4: accounts in liquidation and closed ones, from the file that says so to what clients and staff see. */
import { beforeEach, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { importText } from '../../testing/import-bench'
import { addClient, ANNA, BORIS, signIn, type Cookies } from '../../testing/people'
import { addPerson, asStaff, signInAs } from '../../testing/staff'
import { selectFindingsOfCheck } from '../findings/findings.queries'
import { insertSettingVersion } from '../settings/settings.queries'

const PLAIN = 'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares'
const ACCOUNT = 'A1,甲,balanced,2022-12-01,1000.00,1000'
const stated = (state: string) => `${PLAIN},state,liquidation_from,closed_on\n${ACCOUNT},${state}\n`
const valuation = (...dates: string[]) =>
  `portfolio_code,date,net_assets,shares,unit_nav\n${dates.map((date) => `A1,${date},1000.00,1000,1.0000\n`).join('')}`

/** 1,096 days, the default, before 5 January 2026: 365 of 2023, 366 of 2024 and 365 of 2025. */
const LAST_DAY = '2023-01-05'

forEachEngine('the state of an account', (open) => {
  let deps: TestDeps
  let portfolioId: string

  beforeEach(async () => {
    deps = await open()
    await importText(deps, `${PLAIN}\n${ACCOUNT}\n`)
    await importText(deps, valuation('2022-12-30', '2023-01-03'))
    portfolioId = (await deps.db.selectFrom('portfolio').select('id').executeTakeFirstOrThrow()).id
  })

  const own = (client_id: string) =>
    deps.db.insertInto('client_portfolio').values({ client_id, portfolio_id: portfolioId }).execute()
  /** Signs in anew each time: days go by. */
  const staffBy = async (app: ReturnType<typeof buildApp>) => {
    const password = await addPerson(deps, 'reviewer', { roles: ['reviewer'] })
    return () => signInAs(app, 'reviewer', password)
  }
  const missing = async () =>
    (await selectFindingsOfCheck(deps.db, portfolioId, 'R-CHK-7')).map(({ date, state }) => `${date} ${state}`)

  it('is what the last file says that says anything of it, and what it was is kept', async () => {
    const app = buildApp(deps)
    const staff = await staffBy(app)
    const read = async (query = '') => {
      const { body } = await asStaff(app, await staff(), ['GET', `/portfolios/A1${query}`])
      return [body?.['state'], body?.['liquidationFrom'], body?.['closedOn']]
    }
    expect(await read()).toEqual(['running', null, null])
    deps.clock.set('2026-01-06T01:00:00.000Z')
    expect(await importText(deps, stated('清算中,2022-12-15,'))).toMatchObject({ status: 'applied', problems: [] })
    expect(await read()).toEqual(['in-liquidation', '2022-12-15', null])
    expect(await importText(deps, `${PLAIN}\nA1,甲,balanced,2022-12-01,1000,1000\n`)).toMatchObject({
      status: 'unchanged',
    })
    expect(await read()).toEqual(['in-liquidation', '2022-12-15', null])
    deps.clock.set('2026-01-07T01:00:00.000Z')
    await importText(deps, stated(`closed,2022-12-15,${LAST_DAY}`))
    expect(await read()).toEqual(['closed', '2022-12-15', LAST_DAY])
    expect(await read('?knownAt=2026-01-06')).toEqual(['in-liquidation', '2022-12-15', null])
    expect(await read('?knownAt=2026-01-05')).toEqual(['running', null, null])
    await importText(deps, stated('running,,'))
    expect(await read()).toEqual(['running', null, null])
  })

  it('awaits figures up to the last day of a closed account, and no more', async () => {
    await own(await addClient(deps, ANNA))
    const app = buildApp(deps)
    const anna = await signIn(app, deps, ANNA)
    const get = async (path: string) =>
      (await app.inject({ url: `/api/v1/portfolios/A1${path}`, cookies: anna })).json<Record<string, unknown>>()
    await importText(deps, stated('in-liquidation,2022-12-15,'))
    // Tuesday the 3rd was the first trading day of the year.
    expect(await get('')).toMatchObject({ next: { date: '2023-01-04', expectedOn: '2023-01-05' } })
    await importText(deps, stated(`closed,2022-12-15,${LAST_DAY}`))
    expect(await get('')).toMatchObject({ next: { date: '2023-01-04', expectedOn: '2023-01-05' } })
    await importText(deps, valuation('2023-01-04', '2023-01-05'))
    expect(await get('')).toMatchObject({ state: 'closed', lastDate: '2023-01-05', next: null })
    // Friday 30 December to Thursday the 5th; the exchange was shut from Saturday to Monday.
    expect(await get('/calendar')).toEqual({ from: '2022-12-30', to: '2023-01-05', days: 'pcccppp' })
  })

  it('tells until which day a closed one is read, by the setting that counts', async () => {
    await own(await addClient(deps, ANNA))
    const app = buildApp(deps)
    const staff = await staffBy(app)
    const until = async () => {
      const cookies = await signIn(app, deps, ANNA)
      return (await app.inject({ url: '/api/v1/portfolios/A1', cookies })).json<Record<string, unknown>>()[
        'readableUntil'
      ]
    }
    const told = async (query = '') =>
      (await asStaff(app, await staff(), ['GET', `/portfolios/A1${query}`])).body?.['readableUntil']
    expect(await until()).toBeNull()
    await importText(deps, stated(`closed,2022-12-15,${LAST_DAY}`))
    deps.clock.set('2026-01-05T03:00:00.000Z')
    expect([await until(), await told()]).toEqual(['2026-01-05', '2026-01-05'])
    const changed_at = '2026-01-05T04:00:00.000Z'
    const version = { name: 'closedReadableDays', number: 1, value: '1100', changed_at }
    await insertSettingVersion(deps.db, { ...version, changed_by: 'ada', confirmed_by: 'ben' })
    deps.clock.set('2026-01-05T05:00:00.000Z')
    // The reply that was kept is not given again; what was said before the change can still be told.
    expect([await until(), await told()]).toEqual(['2026-01-09', '2026-01-09'])
    expect(await told('?knownAt=2026-01-05T03:30:00.000Z')).toBe('2026-01-05')
  })

  it('misses no day after the end, and takes back what was missed', async () => {
    await importText(deps, valuation('2023-01-09'))
    expect(await missing()).toEqual(['2023-01-04 open', '2023-01-05 open', '2023-01-06 open'])
    await importText(deps, stated(`closed,,2023-01-04`))
    expect(await missing()).toEqual(['2023-01-04 open', '2023-01-05 resolved', '2023-01-06 resolved'])
  })

  it('is read by its client for so long as the house says, and by staff for good', async () => {
    const anna = await addClient(deps, ANNA, ['B1'])
    const boris = await addClient(deps, BORIS)
    await own(anna)
    const granted = { id: deps.newId(), delegate_id: boris, portfolio_id: portfolioId, created_at: '2026-01-01' }
    await deps.db
      .insertInto('delegation')
      .values({ ...granted, granted_by: 'operator', confirmed_by: 'reviewer', ends_at: '2026-12-31' })
      .execute()
    await importText(deps, stated(`closed,2022-12-15,${LAST_DAY}`))
    const app = buildApp(deps)
    const staff = await staffBy(app)
    const view = async (): Promise<Cookies> => {
      const { reply } = await asStaff(app, await staff(), ['POST', '/client-views', { client: anna }])
      return { sma_view: reply.cookies.find(({ name }) => name === 'sma_view')?.value ?? '' }
    }
    const seenBy = async (cookies: Cookies) => {
      const get = (path: string) => app.inject({ url: `/api/v1${path}`, cookies })
      const { portfolios } = (await get('/portfolios')).json<{ portfolios: { code: string }[] }>()
      const session = (await get('/auth/session')).json<{ portfolios: number }>()
      const reads = ['/portfolios/A1', '/portfolios/A1/holdings', '/portfolios/A1/messages']
      const statuses = await Promise.all(reads.map(async (path) => (await get(path)).statusCode))
      return [portfolios.map(({ code }) => code).join(), session.portfolios, ...statuses]
    }
    const today = async () => [
      await seenBy(await signIn(app, deps, ANNA)),
      (await seenBy(await signIn(app, deps, BORIS))).slice(0, 4),
      (await seenBy(await view())).slice(0, 4),
    ]
    expect(await today()).toEqual([
      ['A1,B1', 2, 200, 200, 200],
      ['A1', 1, 200, 200],
      ['A1,B1', 2, 200, 200],
    ])
    deps.clock.set('2026-01-05T16:00:00.000Z')
    expect(await today()).toEqual([
      ['B1', 1, 404, 404, 404],
      ['', 0, 404, 404],
      ['B1', 1, 404, 404],
    ])
    const read = await asStaff(app, await staff(), ['GET', '/portfolios/A1'])
    expect([read.status, read.body?.['closedOn']]).toEqual([200, LAST_DAY])
  })
})
