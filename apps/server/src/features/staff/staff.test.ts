import { describe, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA, CHANGE, signIn, type Cookies } from '../../testing/people'
import { addPerson, signInAs, tryStaffSignIn } from '../../testing/staff'
import { verifyAudit } from '../audit/audit.service'
import { addStaff, disableStaff, listStaff } from './people.service'

const SHELL = { kind: 'shell' as const, id: 'root' }
const NEXT = 'three quiet rivers'

type App = ReturnType<typeof buildApp>

const session = (app: App, cookies: Cookies) => app.inject({ url: '/api/v1/staff/auth/session', cookies })
const portfolios = (app: App, cookies: Cookies) => app.inject({ url: '/api/v1/staff/portfolios', cookies })
const change = (app: App, cookies: Cookies, payload: { current: string; next: string }) =>
  app.inject({ method: 'PUT', url: '/api/v1/staff/auth/password', headers: CHANGE, cookies, payload })

forEachEngine('staff', (open) => {
  async function openApp() {
    const deps = await open()
    return { deps, app: buildApp(deps) }
  }

  it('signs a person in with the one-time password, which must be changed before anything else', async () => {
    const { deps, app } = await openApp()
    const once = await addPerson(deps, 'lin', { roles: ['operator'], lasting: false })
    const first = await tryStaffSignIn(app, { login: ' LIN ', password: once })
    expect(first.statusCode).toBe(201)
    const open = { mustSetTotp: false, hasTotp: false }
    expect(first.json()).toEqual({ login: 'lin', roles: ['operator'], mustChangePassword: true, ...open })
    const token = first.cookies.find(({ name }) => name === 'sma_staff')
    expect(token).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    expect(JSON.stringify(await deps.db.selectFrom('staff_session').selectAll().execute())).not.toContain(token?.value)

    const cookies = { sma_staff: token?.value ?? '' }
    expect((await portfolios(app, cookies)).json()).toMatchObject({ status: 403, code: 'password-change-required' })
    const weak = await change(app, cookies, { current: once, next: 'too short' })
    expect(weak.json()).toMatchObject({ code: 'password-weak', errors: [{ field: 'next', code: 'too-short' }] })
    expect((await change(app, cookies, { current: once, next: once })).statusCode).toBe(400)
    expect((await change(app, cookies, { current: 'no', next: NEXT })).json()).toMatchObject({ code: 'sign-in-failed' })
    const changed = await change(app, cookies, { current: once, next: NEXT })
    expect(changed.json()).toEqual({ login: 'lin', roles: ['operator'], mustChangePassword: false, ...open })
    expect((await session(app, cookies)).statusCode).toBe(401)

    const own = { sma_staff: changed.cookies.find(({ name }) => name === 'sma_staff')?.value ?? '' }
    expect((await portfolios(app, own)).statusCode).toBe(200)
    expect((await session(app, own)).json()).toEqual({
      login: 'lin',
      roles: ['operator'],
      mustChangePassword: false,
      ...open,
      expiresAt: '2026-01-05T01:15:00.000Z',
    })
    expect((await tryStaffSignIn(app, { login: 'lin', password: once })).statusCode).toBe(401)
    expect((await tryStaffSignIn(app, { login: 'lin', password: NEXT })).statusCode).toBe(201)

    const out = await app.inject({ method: 'DELETE', url: '/api/v1/staff/auth/session', headers: CHANGE, cookies: own })
    expect(out.statusCode).toBe(204)
    expect((await session(app, own)).statusCode).toBe(401)

    const events = await deps.db.selectFrom('audit_event').select(['action', 'actor_id']).orderBy('seq').execute()
    expect(events.map(({ action, actor_id }) => `${actor_id} ${action}`)).toEqual([
      'test add-staff',
      'lin sign-in',
      'lin sign-in-failed',
      'lin change-password',
      'lin sign-in-failed',
      'lin sign-in',
      'lin sign-out',
    ])
    expect(await verifyAudit(deps)).toEqual({ events: 7, faults: [] })
  })

  it('answers every failure alike and notes no login that nobody has', async () => {
    const { deps, app } = await openApp()
    const password = await addPerson(deps, 'lin', { roles: ['operator'] })
    const expired = await addPerson(deps, 'new', { roles: ['operator'], lasting: false })
    const gone = await addPerson(deps, 'gone', { roles: ['operator'] })
    expect(await disableStaff(deps, SHELL, 'gone')).toBe(true)
    deps.clock.advance(72 * 3600)
    const tries = [
      { login: 'lin', password: `${password}x` },
      { login: 'stranger', password },
      { login: 'my password in the wrong field', password },
      { login: 'new', password: expired },
      { login: 'gone', password: gone },
    ]
    const bodies = new Set<string>()
    for (const one of tries) {
      const reply = await tryStaffSignIn(app, one)
      expect(reply.statusCode).toBe(401)
      expect(reply.cookies).toEqual([])
      bodies.add(reply.body)
    }
    expect(bodies.size).toBe(1)
    const events = await deps.db.selectFrom('audit_event').selectAll().where('action', '=', 'sign-in-failed').execute()
    expect(events.map(({ object_id }) => object_id)).toEqual(['lin', 'unknown', 'unknown', 'new', 'gone'])
    expect(JSON.stringify(events)).not.toContain('wrong field')
  })

  it('stops guesses from one address at a login, known or not, and locks nobody out by it', async () => {
    const { deps, app } = await openApp()
    const password = await addPerson(deps, 'lin', { roles: ['operator'] })
    const own = await signInAs(app, 'lin', password)
    const attacker = { remoteAddress: '10.1.1.1' }
    for (const login of ['lin', 'nobody']) {
      for (let guess = 1; guess <= 10; guess++) {
        expect((await tryStaffSignIn(app, { login, password: 'wrong' }, attacker)).statusCode).toBe(401)
      }
      const refused = await tryStaffSignIn(app, { login, password }, attacker)
      expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '3600'])
    }
    const stolen = { sma_staff_device: `${own['sma_staff_device']?.split('.')[0]}.${'0'.repeat(64)}` }
    const withStolen = { ...attacker, cookies: stolen }
    expect((await tryStaffSignIn(app, { login: 'lin', password }, withStolen)).statusCode).toBe(429)
    // The person at the attacker's address in the own browser, and in a new browser anywhere else.
    expect((await tryStaffSignIn(app, { login: 'lin', password }, { ...attacker, cookies: own })).statusCode).toBe(201)
    expect((await tryStaffSignIn(app, { login: 'lin', password })).statusCode).toBe(201)
  })

  it('limits tries from one address, whoever they are for', async () => {
    const { app } = await openApp()
    for (let guess = 1; guess <= 30; guess++)
      expect((await tryStaffSignIn(app, { login: `person${guess}`, password: 'wrong' })).statusCode).toBe(401)
    expect((await tryStaffSignIn(app, { login: 'person31', password: 'wrong' })).statusCode).toBe(429)
  })

  it('keeps clients and staff apart', async () => {
    const { deps, app } = await openApp()
    await addClient(deps, ANNA, ['SA0001'])
    const client = await signIn(app, deps, ANNA)
    const staff = await signInAs(app, 'lin', await addPerson(deps, 'lin', { roles: ['operator'] }))
    expect((await portfolios(app, { sma_staff: client['sma_session'] ?? '' })).statusCode).toBe(401)
    expect((await portfolios(app, client)).statusCode).toBe(401)
    const asClient = { ...staff, sma_session: staff['sma_staff'] ?? '' }
    expect((await app.inject({ url: '/api/v1/portfolios', cookies: asClient })).statusCode).toBe(401)
  })

  it('ends a session after idling, at its end, and with the person', async () => {
    const { deps, app } = await openApp()
    const password = await addPerson(deps, 'lin', { roles: ['operator'] })
    const idle = await signInAs(app, 'lin', password)
    deps.clock.advance(15 * 60)
    expect((await session(app, idle)).statusCode).toBe(401)
    const busy = await signInAs(app, 'lin', password)
    for (let minutes = 0; minutes < 480; minutes += 14) {
      expect((await session(app, busy)).statusCode).toBe(200)
      deps.clock.advance(14 * 60)
    }
    expect((await session(app, busy)).statusCode).toBe(401)
    const last = await signInAs(app, 'lin', password)
    await disableStaff(deps, SHELL, 'lin')
    expect((await session(app, last)).statusCode).toBe(401)
  })

  describe('on the command line', () => {
    it('are added once, listed and disabled', async () => {
      const { deps } = await openApp()
      await addPerson(deps, 'lin', { roles: ['operator', 'reviewer'] })
      expect(await addStaff(deps, SHELL, { login: 'lin', roles: ['auditor'] })).toBeNull()
      for (const login of ['x', '9lives', 'Lin Wei', 'a'.repeat(33), ''])
        await expect(addStaff(deps, SHELL, { login, roles: ['auditor'] })).rejects.toThrow(RangeError)
      expect(await disableStaff(deps, SHELL, 'nobody')).toBe(false)
      expect(await listStaff(deps)).toEqual([
        {
          login: 'lin',
          roles: ['operator', 'reviewer'],
          state: 'active',
          accounts: [],
          hasTotp: false,
          createdAt: '2026-01-05T01:00:00.000Z',
          lastUsedAt: null,
        },
      ])
    })
  })
})
