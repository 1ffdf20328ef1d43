import { describe, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { fromBase32, hotp, stepAt } from '../../crypto/totp'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA, BORIS, signIn, STRANGER, type Cookies } from '../../testing/people'
import { addPerson, asStaff, signInAs, staffCookies } from '../../testing/staff'
import { verifyAudit } from '../audit/audit.service'
import { eraseClient } from '../retention/erasure.service'

const WISH = {
  portfolios: ['SA0001'],
  name: '陈小满',
  idType: 'passport',
  idNumber: STRANGER.idNumber,
  phone: STRANGER.phone,
  until: '2026-01-31',
  wish: '档案 2026-17',
}

forEachEngine('who sees what', (open) => {
  async function openApp() {
    const deps = await open()
    const anna = await addClient(deps, ANNA, ['SA0001', 'SA0002'])
    const boris = await addClient(deps, BORIS, ['SB0001'])
    const app = buildApp(deps)
    const get = async (cookies: Cookies, path: string) => {
      const reply = await app.inject({ url: `/api/v1${path}`, cookies })
      return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() }
    }
    const codes = async (cookies: Cookies) =>
      ((await get(cookies, '/portfolios')).body['portfolios'] as { code: string }[] | undefined)?.map(
        ({ code }) => code,
      )
    return { deps, app, anna, boris, get, codes }
  }

  type House = Awaited<ReturnType<typeof openApp>>

  /** Asks and confirms by two people. */
  async function grant({ app, deps }: House, wish: object = WISH) {
    const operator = await staffCookies(app, deps, 'operator')
    const reviewer = await staffCookies(app, deps, 'reviewer')
    const asked = await asStaff(app, operator, ['POST', '/delegations', wish])
    const { requests } = (await asStaff(app, reviewer, ['GET', '/requests'])).body as {
      requests: { id: string; facts: object }[]
    }
    const id = requests[0]?.id
    const own = await asStaff(app, operator, ['POST', `/requests/${id}/confirmation`])
    const done = await asStaff(app, reviewer, ['POST', `/requests/${id}/confirmation`])
    return { operator, reviewer, asked, own, done, facts: requests[0]?.facts }
  }

  it('a delegate sees the granted account until its day, and the client sees the delegate', async () => {
    const house = await openApp()
    const { deps, app, get, codes } = house
    const { operator, asked, own, done, facts } = await grant(house)
    expect([asked.status, own.body?.['code'], done.status]).toEqual([202, 'other-person-needed', 200])
    expect(facts).toEqual({
      portfolios: 'SA0001',
      name: '陈小满',
      idNumber: 'E*******8',
      phone: '137****7000',
      until: '2026-01-31',
      wish: '档案 2026-17',
    })
    const delegate = await signIn(app, deps, STRANGER)
    expect(await codes(delegate)).toEqual(['SA0001'])
    expect((await get(delegate, '/auth/session')).body).toMatchObject({ portfolios: 1 })
    expect((await get(delegate, '/portfolios/SA0001/holdings')).body).toMatchObject({ code: 'no-valuation' })
    for (const code of ['SA0002', 'SB0001', 'SX9999'])
      expect((await get(delegate, `/portfolios/${code}/holdings`)).body).toMatchObject({ code: 'not-found' })

    const client = await signIn(app, deps, ANNA)
    const seen = { portfolio: 'SA0001', name: '陈**', since: '2026-01-05T01:00:00.000Z', until: '2026-01-31' }
    expect((await get(client, '/delegates')).body).toEqual({ delegates: [seen] })
    expect((await get(delegate, '/delegates')).body).toEqual({ delegates: [] })
    expect((await get(await signIn(app, deps, BORIS), '/delegates')).body).toEqual({ delegates: [] })

    // The last moment of the last day in Shanghai, and the first one after it.
    deps.clock.set('2026-01-31T15:59:00.000Z')
    const late = await signIn(app, deps, STRANGER)
    expect(await codes(late)).toEqual(['SA0001'])
    deps.clock.set('2026-01-31T16:00:00.000Z')
    expect(await codes(late)).toEqual([])
    expect((await get(late, '/portfolios/SA0001/holdings')).body).toMatchObject({ code: 'not-found' })
    expect((await asStaff(app, operator, ['GET', '/board'])).status).toBe(401)
    expect((await verifyAudit(deps)).faults).toEqual([])
  })

  it('a grant ends with the ownership of the client who wished it, whoever owns the account after', async () => {
    const house = await openApp()
    const { deps, app, anna, boris, get, codes } = house
    const { reviewer } = await grant(house)
    const delegate = await signIn(app, deps, STRANGER)
    expect(await codes(delegate)).toEqual(['SA0001'])
    deps.clock.advance(60)
    const keeper = await staffCookies(app, deps, 'operator', 'administrator')
    const give = async (client: string, when: object): Promise<void> => {
      expect((await asStaff(app, keeper, ['PUT', `/clients/${client}/accounts/SA0001`, when])).status).toBe(200)
      const waiting = await asStaff<{ requests: { id: string }[] }>(app, reviewer, ['GET', '/requests'])
      const path = `/requests/${waiting.body?.requests[0]?.id}/confirmation`
      expect((await asStaff(app, reviewer, ['POST', path])).status).toBe(200)
    }
    const reason = '账户转让'
    const today = { from: '2026-01-05', until: null, reason }
    await give(boris, today)
    // Two owners: Anna's wish still counts.
    expect(await codes(delegate)).toEqual(['SA0001'])
    expect((await asStaff(app, keeper, ['POST', `/clients/${anna}/accounts/SA0001/end`, { reason }])).status).toBe(204)
    const owner = await signIn(app, deps, BORIS)
    expect(await codes(owner)).toEqual(['SA0001', 'SB0001'])
    expect(await codes(delegate)).toEqual([])
    expect((await get(delegate, '/auth/session')).body).toMatchObject({ portfolios: 0 })
    expect((await get(delegate, '/portfolios/SA0001/holdings')).body).toMatchObject({ code: 'not-found' })
    expect((await get(owner, '/delegates')).body).toEqual({ delegates: [] })
    expect((await asStaff(app, keeper, ['GET', '/delegations'])).body).toMatchObject({
      delegations: [{ portfolio: 'SA0001', hasEnded: true }],
    })
    const { body } = await asStaff(app, keeper, ['GET', `/clients/${anna}`])
    expect(body).toMatchObject({ delegates: [{ portfolio: 'SA0001', hasEnded: true }] })
    // Owned anew, the account is no longer the one of that wish.
    deps.clock.advance(60)
    const again = { ...today, from: '2026-01-06' }
    await give(anna, again)
    deps.clock.set('2026-01-06T01:00:00.000Z')
    expect(await codes(await signIn(app, deps, ANNA))).toEqual(['SA0001', 'SA0002'])
    expect(await codes(await signIn(app, deps, STRANGER))).toEqual([])
  })

  it('a grant of an account whose owner is erased shows nothing', async () => {
    const house = await openApp()
    const { deps, app, codes } = house
    await grant(house)
    expect(await eraseClient(deps, { kind: 'shell', id: 'test' }, `C${ANNA.phone}`)).toBe(true)
    expect(await codes(await signIn(app, deps, STRANGER))).toEqual([])
  })

  it('a grant ends at once where staff end it, and a client can be another’s delegate', async () => {
    const house = await openApp()
    const { deps, app, get, codes } = house
    const { operator } = await grant(house, {
      ...WISH,
      portfolios: ['SB0001'],
      idType: 'id-card',
      idNumber: ANNA.idNumber,
      phone: ANNA.phone,
    })
    const anna = await signIn(app, deps, ANNA)
    expect(await codes(anna)).toEqual(['SA0001', 'SA0002', 'SB0001'])
    const { delegations } = (await asStaff(app, operator, ['GET', '/delegations'])).body as {
      delegations: { id: string }[]
    }
    expect(delegations).toMatchObject([{ portfolio: 'SB0001', name: '安*', hasEnded: false }])
    expect((await asStaff(app, operator, ['DELETE', `/delegations/${delegations[0]?.id}`])).status).toBe(204)
    expect(await codes(anna)).toEqual(['SA0001', 'SA0002'])
    expect((await get(anna, '/portfolios/SB0001/holdings')).body).toMatchObject({ code: 'not-found' })
    const clients = await deps.db.selectFrom('client').select('client_no').execute()
    expect(clients).toHaveLength(2)
  })

  it('what somebody asked for goes with what that person may do', async () => {
    const house = await openApp()
    const { app, deps } = house
    const admin = await staffCookies(app, deps, 'administrator')
    const reviewer = await staffCookies(app, deps, 'reviewer')
    const askAs = async (login: string) => {
      const cookies = await signInAs(app, login, await addPerson(deps, login, { roles: ['operator'] }))
      await asStaff(app, cookies, ['POST', '/delegations', WISH])
    }
    const waiting = async () =>
      ((await asStaff(app, reviewer, ['GET', '/requests'])).body as { requests: { id: string }[] }).requests
    const ends = [
      ['lin', () => asStaff(app, admin, ['POST', '/people/lin/disabling'])],
      ['wu', () => asStaff(app, admin, ['PUT', '/people/wu/roles', { roles: ['auditor'] }])],
    ] as const
    for (const [login, end] of ends) {
      await askAs(login)
      const [request] = await waiting()
      expect(request).toBeDefined()
      await end()
      expect(await waiting()).toEqual([])
      const confirmed = await asStaff(app, reviewer, ['POST', `/requests/${request?.id}/confirmation`])
      expect(confirmed.body).toMatchObject({ code: 'not-found' })
    }
    expect(await deps.db.selectFrom('delegation').select('id').execute()).toEqual([])
  })

  it('refuses a grant that cannot be one', async () => {
    const { deps, app } = await openApp()
    const operator = await staffCookies(app, deps, 'operator')
    const code = async (change: object) =>
      (await asStaff(app, operator, ['POST', '/delegations', { ...WISH, ...change }])).body?.['code']
    expect(await code({ idNumber: '??' })).toBe('request-invalid')
    expect(await code({ idType: 'id-card' })).toBe('id-number-invalid')
    expect(await code({ phone: '12345' })).toBe('phone-invalid')
    expect(await code({ until: '2026-01-04' })).toBe('date-invalid')
    expect(await code({ portfolios: ['SX9999'] })).toBe('request-invalid')
    expect(await code({ portfolios: [] })).toBe('request-invalid')
    expect((await asStaff(app, operator, ['GET', '/requests'])).body).toEqual({ requests: [] })
  })

  it('what is asked for names nobody in the database', async () => {
    const { deps, app } = await openApp()
    const operator = await staffCookies(app, deps, 'operator')
    await asStaff(app, operator, ['POST', '/delegations', WISH])
    const rows = JSON.stringify(await deps.db.selectFrom('staff_request').selectAll().execute())
    for (const text of [WISH.name, WISH.idNumber, WISH.phone]) expect(rows).not.toContain(text)
  })

  it('advisers see the accounts assigned to them, at the next request', async () => {
    const { deps, app } = await openApp()
    const admin = await staffCookies(app, deps, 'administrator')
    const mia = await signInAs(app, 'mia', await addPerson(deps, 'mia', { roles: ['adviser'] }))
    const list = async () =>
      ((await asStaff(app, mia, ['GET', '/portfolios'])).body as { portfolios: { code: string }[] }).portfolios.map(
        ({ code }) => code,
      )
    const read = async (code: string) =>
      (await asStaff(app, mia, ['GET', `/portfolios/${code}/holdings`])).body?.['code']
    expect([await list(), await read('SA0001')]).toEqual([[], 'not-found'])
    const assign = (accounts: string[]) => asStaff(app, admin, ['PUT', '/people/mia/accounts', { accounts }])
    expect((await assign(['SA0001', 'SX9999'])).body).toMatchObject({ code: 'request-invalid' })
    expect((await assign(['SA0001', 'SB0001'])).status).toBe(204)
    expect(await list()).toEqual(['SA0001', 'SB0001'])
    expect([await read('SA0001'), await read('SA0002'), await read('SX9999')]).toEqual([
      'no-valuation',
      'not-found',
      'not-found',
    ])
    await assign(['SA0002'])
    expect([await list(), await read('SA0001')]).toEqual([['SA0002'], 'not-found'])
    // Who is more than an adviser sees as much as the other role does.
    const both = await signInAs(app, 'ben', await addPerson(deps, 'ben', { roles: ['adviser', 'reviewer'] }))
    expect((await asStaff(app, both, ['GET', '/portfolios/SB0001/holdings'])).body).toMatchObject({
      code: 'no-valuation',
    })
  })

  describe('a view as a client', () => {
    async function look(house: House, staff: Cookies, client: string): Promise<Cookies> {
      const { reply } = await asStaff(house.app, staff, ['POST', '/client-views', { client }])
      return { sma_view: reply.cookies.find(({ name }) => name === 'sma_view')?.value ?? '' }
    }

    it('shows what the client sees, changes nothing, ends after half an hour, and the client sees it', async () => {
      const house = await openApp()
      const { deps, app, anna, get, codes } = house
      const reviewer = await staffCookies(app, deps, 'reviewer')
      const { clients } = (await asStaff(app, reviewer, ['GET', '/clients/viewable?portfolio=SA0001'])).body as {
        clients: object[]
      }
      expect(clients).toEqual([{ id: anna, name: '安*' }])
      const view = await look(house, reviewer, anna)
      expect(await codes(view)).toEqual(['SA0001', 'SA0002'])
      expect((await get(view, '/auth/session')).body).toMatchObject({ client: { name: '安娜' }, viewer: 'reviewer' })
      expect((await get(view, '/portfolios/SA0001/holdings')).body).toMatchObject({ code: 'no-valuation' })
      expect((await get(view, '/portfolios/SB0001/holdings')).body).toMatchObject({ code: 'not-found' })
      for (const path of ['/delegates', '/accesses'])
        expect((await get(view, path)).body).toMatchObject({ status: 403, code: 'view-only' })

      const client = await signIn(app, deps, ANNA)
      expect((await get(client, '/accesses')).body).toEqual({
        accesses: [{ at: '2026-01-05T01:00:00.000Z', by: 'reviewer', what: 'view', portfolio: null }],
      })
      expect((await get(client, '/auth/session')).body).not.toHaveProperty('viewer')
      deps.clock.advance(30 * 60)
      expect((await get(view, '/portfolios')).status).toBe(401)
      const event = await deps.db
        .selectFrom('audit_event')
        .selectAll()
        .where('action', '=', 'view-as-client')
        .executeTakeFirstOrThrow()
      expect(event).toMatchObject({
        actor_id: 'reviewer',
        object_kind: 'client',
        object_id: anna,
        address: '127.0.0.1',
      })
    })

    it('of an adviser shows assigned accounts alone, and goes with the assignment', async () => {
      const house = await openApp()
      const { deps, app, anna, boris, get, codes } = house
      const admin = await staffCookies(app, deps, 'administrator')
      const adviser = await staffCookies(app, deps, 'adviser')
      await asStaff(app, admin, ['PUT', '/people/adviser/accounts', { accounts: ['SA0002'] }])
      const view = await look(house, adviser, anna)
      expect(await codes(view)).toEqual(['SA0002'])
      expect((await get(view, '/portfolios/SA0001/holdings')).body).toMatchObject({ code: 'not-found' })
      const other = await asStaff(app, adviser, ['POST', '/client-views', { client: boris }])
      expect(other.body).toMatchObject({ code: 'not-found' })
      expect((await asStaff(app, adviser, ['GET', '/clients/viewable?portfolio=SB0001'])).status).toBe(404)
      await asStaff(app, admin, ['PUT', '/people/adviser/accounts', { accounts: [] }])
      expect(await codes(view)).toEqual([])
    })

    it('ends with the person’s own session, roles and access', async () => {
      const house = await openApp()
      const { deps, app, anna, get } = house
      const admin = await staffCookies(app, deps, 'administrator')
      let password = await addPerson(deps, 'rita', { roles: ['reviewer'] })
      const ends = [
        (rita: Cookies) => asStaff(app, rita, ['DELETE', '/auth/session']),
        async (rita: Cookies) => {
          const elsewhere = await signInAs(app, 'rita', password)
          const { body } = await asStaff(app, elsewhere, ['GET', '/auth/sessions'])
          const { sessions } = body as { sessions: { id: string; isCurrent: boolean }[] }
          const others = sessions.filter(({ isCurrent }) => !isCurrent)
          for (const { id } of others) await asStaff(app, elsewhere, ['DELETE', `/auth/sessions/${id}`])
          expect((await asStaff(app, rita, ['GET', '/auth/session'])).status).toBe(401)
        },
        async () => {
          const elsewhere = await signInAs(app, 'rita', password)
          const begun = await asStaff(app, elsewhere, ['POST', '/auth/totp', {}])
          const totp = hotp(fromBase32(String(begun.body?.secret)), stepAt(deps.clock.now()))
          expect((await asStaff(app, elsewhere, ['PUT', '/auth/totp', { totp }])).status).toBe(200)
          await deps.db.updateTable('staff').set({ totp_secret_enc: null, totp_set_at: null }).execute()
        },
        async (rita: Cookies) => {
          const change = { current: password, next: 'a longer way to say it' }
          expect((await asStaff(app, rita, ['PUT', '/auth/password', change])).status).toBe(200)
          password = change.next
        },
        () => asStaff(app, admin, ['PUT', '/people/rita/roles', { roles: ['reviewer', 'editor'] }]),
        () => asStaff(app, admin, ['POST', '/people/rita/disabling']),
      ]
      for (const end of ends) {
        const rita = await signInAs(app, 'rita', password)
        const view = await look(house, rita, anna)
        expect((await get(view, '/portfolios')).status).toBe(200)
        await end(rita)
        expect((await get(view, '/portfolios')).status).toBe(401)
      }
      expect(await deps.db.selectFrom('client_view').selectAll().execute()).toEqual([])
    })

    it('is left by its own way out', async () => {
      const house = await openApp()
      const { deps, app, anna, get } = house
      const view = await look(house, await staffCookies(app, deps, 'reviewer'), anna)
      const headers = { 'x-requested-with': 'sma' }
      const left = await app.inject({ method: 'DELETE', url: '/api/v1/client-view', headers, cookies: view })
      expect(left.statusCode).toBe(204)
      expect((await get(view, '/portfolios')).status).toBe(401)
    })
  })
})
