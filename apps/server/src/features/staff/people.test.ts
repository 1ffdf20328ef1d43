import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { CHANGE } from '../../testing/people'
import { addPerson, asStaff, signInAs, staffCookies } from '../../testing/staff'
import { verifyAudit } from '../audit/audit.service'

const OWN = 'three quiet rivers'

forEachEngine('people of the house', (open) => {
  async function openApp() {
    const deps = await open()
    const app = buildApp(deps)
    const accept = (token: string, password: string) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/staff/auth/invitations',
        headers: CHANGE,
        payload: { token, password },
      })
    const admin = await staffCookies(app, deps, 'administrator')
    const second = await signInAs(app, 'second', await addPerson(deps, 'second', { roles: ['administrator'] }))
    return { deps, app, accept, admin, second }
  }

  const tokenIn = (body: unknown) => (body as { invitation: { token: string } }).invitation.token

  it('come in by an invitation that serves once, and only for 72 hours', async () => {
    const { deps, app, accept, admin } = await openApp()
    const invited = await asStaff(app, admin, ['POST', '/people', { login: 'lin', roles: ['operator'] }])
    expect(invited.body).toMatchObject({
      outcome: 'done',
      invitation: { login: 'lin', expiresAt: '2026-01-08T01:00:00.000Z' },
    })
    const token = tokenIn(invited.body)
    expect(JSON.stringify(await deps.db.selectFrom('staff_invitation').selectAll().execute())).not.toContain(token)
    expect((await accept(token, 'password1234')).json()).toMatchObject({ code: 'password-weak' })
    expect((await accept(`${token}x`, OWN)).json()).toMatchObject({ code: 'invitation-invalid' })
    const entered = await accept(token, OWN)
    expect([entered.statusCode, entered.json()]).toEqual([
      201,
      { login: 'lin', roles: ['operator'], mustChangePassword: false, mustSetTotp: false, hasTotp: false },
    ])
    expect((await accept(token, OWN)).json()).toMatchObject({ code: 'invitation-invalid' })
    await signInAs(app, 'lin', OWN)
    expect((await asStaff(app, admin, ['POST', '/people', { login: 'lin', roles: ['editor'] }])).body).toMatchObject({
      code: 'login-taken',
    })

    const late = await asStaff(app, admin, ['POST', '/people', { login: 'late', roles: ['operator'] }])
    deps.clock.advance(72 * 3600)
    expect((await accept(tokenIn(late.body), OWN)).json()).toMatchObject({ code: 'invitation-invalid' })
  })

  it('an invitation used twice at once lets one in', async () => {
    const { app, accept, admin } = await openApp()
    const token = tokenIn((await asStaff(app, admin, ['POST', '/people', { login: 'lin', roles: ['operator'] }])).body)
    const both = await Promise.all([accept(token, OWN), accept(token, OWN)])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 400])
  })

  it('become administrators only by two, and nobody confirms what they asked for', async () => {
    const { deps, app, accept, admin, second } = await openApp()
    const asked = await asStaff(app, admin, ['POST', '/people', { login: 'lin', roles: ['administrator'] }])
    expect(asked.body).toEqual({ outcome: 'asked', invitation: null })
    const { body } = await asStaff(app, second, ['GET', '/requests'])
    const [request] = (body as { requests: { id: string }[] }).requests
    expect(request).toMatchObject({
      kind: 'invite',
      askedBy: 'administrator',
      isOwn: false,
      facts: { login: 'lin', roles: 'administrator' },
    })
    const confirm = `/requests/${request?.id}/confirmation`
    expect((await asStaff(app, admin, ['POST', confirm])).body).toMatchObject({ code: 'other-person-needed' })
    const operator = await staffCookies(app, deps, 'operator')
    expect((await asStaff(app, operator, ['GET', '/requests'])).body).toEqual({ requests: [] })
    expect((await asStaff(app, operator, ['POST', confirm])).body).toMatchObject({ code: 'role-missing' })
    const both = await Promise.all([asStaff(app, second, ['POST', confirm]), asStaff(app, second, ['POST', confirm])])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
    expect((await accept(tokenIn(both.find(({ status }) => status === 200)?.body), OWN)).statusCode).toBe(201)
    const payloads = await deps.db.selectFrom('staff_request').select('payload_enc').execute()
    expect(payloads).toEqual([{ payload_enc: '' }])
    expect((await verifyAudit(deps)).faults).toEqual([])
  })

  it('change roles at the next request; where administrators are concerned, by two', async () => {
    const { deps, app, admin, second } = await openApp()
    const lin = await signInAs(app, 'lin', await addPerson(deps, 'lin', { roles: ['operator'] }))
    expect((await asStaff(app, admin, ['PUT', '/people/lin/roles', { roles: ['editor'] }])).body).toMatchObject({
      outcome: 'done',
    })
    expect((await asStaff(app, lin, ['GET', '/board'])).body).toMatchObject({ code: 'role-missing' })
    for (const [login, roles] of [
      ['lin', ['editor', 'administrator']],
      ['second', ['auditor']],
    ] as const)
      expect((await asStaff(app, admin, ['PUT', `/people/${login}/roles`, { roles }])).body).toMatchObject({
        outcome: 'asked',
      })
    const { body } = await asStaff(app, second, ['GET', '/requests'])
    const [promotion, demotion] = (body as { requests: { id: string }[] }).requests.map(({ id }) => id)
    // Not on one's own rights, whoever asked.
    expect((await asStaff(app, second, ['POST', `/requests/${demotion}/confirmation`])).body).toMatchObject({
      code: 'other-person-needed',
    })
    expect((await asStaff(app, second, ['POST', `/requests/${promotion}/confirmation`])).status).toBe(200)
    expect((await asStaff(app, lin, ['GET', '/people'])).status).toBe(200)
    expect(
      (await asStaff(app, admin, ['PUT', '/people/administrator/roles', { roles: ['auditor'] }])).body,
    ).toMatchObject({ code: 'other-person-needed' })
    expect((await asStaff(app, lin, ['POST', `/requests/${demotion}/confirmation`])).status).toBe(200)
    expect((await asStaff(app, second, ['GET', '/people'])).status).toBe(200)
  })

  it('lose access at once when disabled, and come back by two and a new link', async () => {
    const { deps, app, accept, admin, second } = await openApp()
    const password = await addPerson(deps, 'lin', { roles: ['operator'] })
    const lin = await signInAs(app, 'lin', password)
    expect((await asStaff(app, admin, ['POST', '/people/administrator/disabling'])).status).toBe(403)
    expect((await asStaff(app, admin, ['POST', '/people/nobody/disabling'])).status).toBe(404)
    expect((await asStaff(app, admin, ['POST', '/people/lin/disabling'])).status).toBe(200)
    expect((await asStaff(app, lin, ['GET', '/auth/session'])).status).toBe(401)
    expect((await asStaff(app, admin, ['POST', '/people/lin/reset'])).body).toMatchObject({ outcome: 'asked' })
    const { body } = await asStaff(app, second, ['GET', '/requests'])
    const id = (body as { requests: { id: string }[] }).requests[0]?.id
    const done = await asStaff(app, second, ['POST', `/requests/${id}/confirmation`])
    await expect(signInAs(app, 'lin', password)).rejects.toThrow('401')
    expect((await accept(tokenIn(done.body), OWN)).statusCode).toBe(201)
    const { people } = (await asStaff(app, admin, ['GET', '/people'])).body as { people: { login: string }[] }
    expect(people.find(({ login }) => login === 'lin')).toMatchObject({
      state: 'active',
      lastUsedAt: '2026-01-05T01:00:00.000Z',
    })
  })

  it('decide nothing on themselves by another spelling of their login', async () => {
    const { app, admin } = await openApp()
    // MySQL compares without the blanks at a text's end.
    for (const login of ['administrator%20', '%20administrator', 'Administrator', 'administrator%00'])
      for (const act of ['reset', 'disabling'])
        expect((await asStaff(app, admin, ['POST', `/people/${login}/${act}`])).body).toMatchObject({
          code: 'not-found',
        })
  })

  it('a request waits a week, and can be dropped', async () => {
    const { deps, app, admin, second } = await openApp()
    const ask = () => asStaff(app, admin, ['POST', '/people/second/reset'])
    const first = async () =>
      ((await asStaff(app, admin, ['GET', '/requests'])).body as { requests: { id: string }[] }).requests[0]?.id
    await ask()
    const dropped = await first()
    expect((await asStaff(app, admin, ['DELETE', `/requests/${dropped}`])).status).toBe(204)
    expect((await asStaff(app, second, ['POST', `/requests/${dropped}/confirmation`])).status).toBe(404)
    await ask()
    const late = await first()
    deps.clock.advance(7 * 86_400)
    const again = await signInAs(app, 'third', await addPerson(deps, 'third', { roles: ['administrator'] }))
    expect((await asStaff(app, again, ['GET', '/requests'])).body).toEqual({ requests: [] })
    expect((await asStaff(app, again, ['POST', `/requests/${late}/confirmation`])).status).toBe(404)
  })

  it('see and end their own sessions, and nobody else’s', async () => {
    const { deps, app, admin } = await openApp()
    const password = await addPerson(deps, 'lin', { roles: ['operator'] })
    const desk = await signInAs(app, 'lin', password)
    deps.clock.advance(1)
    const phone = await signInAs(app, 'lin', password)
    const list = async () =>
      ((await asStaff(app, desk, ['GET', '/auth/sessions'])).body as { sessions: { id: string; isCurrent: boolean }[] })
        .sessions
    const [newer, older] = await list()
    expect([newer, older]).toMatchObject([
      { isCurrent: false, address: '127.0.0.1', browser: 'lightMyRequest' },
      { isCurrent: true },
    ])
    const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36'
    await deps.db.updateTable('staff_session').set({ browser: chrome }).execute()
    expect((await list())[1]).toMatchObject({ browser: 'Chrome · Windows' })
    expect((await asStaff(app, admin, ['DELETE', `/auth/sessions/${newer?.id}`])).status).toBe(404)
    expect((await asStaff(app, desk, ['DELETE', `/auth/sessions/${newer?.id}`])).status).toBe(204)
    expect((await asStaff(app, phone, ['GET', '/auth/session'])).status).toBe(401)
    expect(await list()).toHaveLength(1)
  })
})
