/** What a setting that was changed while the house runs does, where it counts. */
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { importing, importText, text } from '../../testing/import-bench'
import { ANNA, addClient } from '../../testing/people'
import { addPerson, asStaff, signInAs } from '../../testing/staff'
import { selectFindings } from '../findings/findings.queries'
import { tolerancesOf } from '../gate/tolerances.service'
import { startableFeedWorker } from '../news/feed-worker'
import { openConsentDesk } from '../consent/consent.service'
import { whatIsPast } from '../retention/retention.service'
import { limitsInForce } from './limits-in-force'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares
A1,甲,balanced,2024-01-02,1000,1000
`
const DAYS = `portfolio_code,date,net_assets,shares,unit_nav,accumulated_nav
A1,2024-01-02,1000,1000,1,1
A1,2024-01-03,1020,1000,1.02,1.02
`

forEachEngine('a setting', (open) => {
  async function house() {
    const deps = await open()
    const app = buildApp(deps)
    const enter = async (login: string) =>
      signInAs(app, login, await addPerson(deps, login, { roles: ['administrator'] }))
    const [ada, ben] = [await enter('ada'), await enter('ben')]
    /** Set by one administrator and confirmed by another, where it takes two. */
    async function set(name: string, value: string | null, version = 0) {
      const { body } = await asStaff(app, ada, ['PUT', `/settings/${name}`, { value, version }])
      if (body?.outcome !== 'asked') return body
      const waiting = await asStaff<{ requests: { id: string }[] }>(app, ben, ['GET', '/requests'])
      const path = `/requests/${waiting.body?.requests[0]?.id}/confirmation`
      expect((await asStaff(app, ben, ['POST', path])).status).toBe(200)
      return body
    }
    return { deps, app, ada, set }
  }

  const moves = async (deps: TestDeps) =>
    (await selectFindings(deps.db, { limit: 100, states: ['open'] }))
      .filter(({ check_id }) => check_id === 'R-CHK-6')
      .map(({ date, found }) => `${date} ${found.trim()}`)

  it('of a tolerance judges days in hand at once, under what an account has of its own', async () => {
    const { deps, app, ada, set } = await house()
    await importing(deps, [text('p.csv', PORTFOLIOS)], {})
    await importText(deps, DAYS)
    const { id } = await deps.db.selectFrom('portfolio').select('id').executeTakeFirstOrThrow()
    const move = async (knownAt: string | null = null) =>
      (await tolerancesOf(deps, id, knownAt)).find(({ name }) => name === 'movePpm')
    // 2 % is within the platform's 3 % of a balanced account.
    expect(await moves(deps)).toEqual([])
    const before = deps.clock.now().toISOString()
    deps.clock.advance(1)
    expect(await set('tolerance.movePpm.balanced', '10000')).toEqual({ outcome: 'asked' })
    expect(await moves(deps)).toEqual(['2024-01-03 2.00%'])
    expect(await move()).toEqual({ name: 'movePpm', value: '10000', isOwn: false })
    expect(await move(before)).toEqual({ name: 'movePpm', value: '30000', isOwn: false })
    const own = { name: 'movePpm', value: '25000' }
    await asStaff(app, ada, ['PUT', '/portfolios/A1/tolerances', own])
    expect(await moves(deps)).toEqual([])
    // Of another strategy, and back to the platform's.
    await set('tolerance.movePpm.cash', '10')
    await asStaff(app, ada, ['PUT', '/portfolios/A1/tolerances', { name: 'movePpm', value: null }])
    expect(await moves(deps)).toEqual(['2024-01-03 2.00%'])
    await set('tolerance.movePpm.balanced', null, 1)
    expect(await moves(deps)).toEqual([])
    expect(await deps.db.selectFrom('day_recheck').selectAll().execute()).toEqual([])
  })

  it('of a limit counts at the next request, whatever SMA_LIMITS says of the others', async () => {
    const { deps, set } = await house()
    const limits = limitsInForce(deps)
    const others = (await limits()).codesPerClient
    expect(await set('limit.messagesPerClient', '2/1h 5/1d')).toEqual({ outcome: 'done' })
    expect((await limits()).messagesPerClient).toEqual([
      { count: 2, seconds: 3600 },
      { count: 5, seconds: 86_400 },
    ])
    expect((await limits()).codesPerClient).toEqual(others)
    expect(await set('limit.unmaskingsPerPerson', '7/1d')).toEqual({ outcome: 'asked' })
    expect((await limits()).unmaskingsPerPerson).toEqual([{ count: 7, seconds: 86_400 }])
    expect((await limits()).messagesPerClient).toHaveLength(2)
  })

  it('of a term changes when data goes', async () => {
    const { deps, set } = await house()
    const days = async (table: string) => (await whatIsPast(deps)).find(({ what }) => what === table)?.days
    expect([await days('client_notice'), await days('files of clients')]).toEqual([1096, 90])
    await set('retention.clientNotices', '365')
    await set('retention.clientFiles', '30')
    expect([await days('client_notice'), await days('files of clients')]).toEqual([365, 30])
    expect(await days('client_device')).toBe(180)
  })

  it('of consent asks nobody while it is off', async () => {
    const { deps, set } = await house()
    const client = await addClient(deps, ANNA, ['SA0001'])
    const desk = openConsentDesk(deps, async () => [{ kind: 'terms', version: '1', text: '协议' }])
    expect(await desk.isDue(client)).toBe(true)
    await set('consent', 'off')
    expect(await desk.isDue(client)).toBe(false)
    await set('consent', 'required', 1)
    expect(await desk.isDue(client)).toBe(true)
  })

  it('of the news schedule is taken by a worker that runs', async () => {
    const { deps, set } = await house()
    const worker = startableFeedWorker(deps)
    worker.start()
    expect(await worker.retime()).toBe('*/15 * * * *')
    expect(await set('newsSchedule', '0 8 * * 1-5')).toEqual({ outcome: 'done' })
    expect(await worker.retime()).toBe('0 8 * * 1-5')
    await worker.stop()
    expect(await worker.retime()).toBe(null)
  })

  it('is refused out of its range', async () => {
    const { set } = await house()
    for (const [name, value] of [
      // ten times one cent, and one more
      ['tolerance.totalE4', '1001'],
      ['tolerance.totalE4', '-1'],
      ['tolerance.totalE4', '1.5'],
      ['retention.clientFiles', '6'],
      ['retention.signInStreaks', '89'],
      ['limit.messagesPerClient', '10/10m'],
      ['limit.messagesPerClient', '501/1d'],
      ['limit.unmaskingsPerPerson', 'off'],
      ['newsSchedule', '* * * * * *'],
      ['newsSchedule', 'daily'],
    ] as const)
      expect([name, await set(name, value)]).toMatchObject([
        name,
        { errors: [{ field: 'value', code: 'format-invalid' }] },
      ])
    expect(await set('consent', 'maybe')).toMatchObject({ errors: [{ field: 'value', code: 'not-in-list' }] })
    expect(await set('limit.codesPerClient', '5/1d')).toMatchObject({ code: 'not-found' })
  })
})
