import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA, BORIS, type Cookies } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'
import { verifyAudit } from '../audit/audit.service'

forEachEngine('a client seen whole', (open) => {
  async function openHouse() {
    const deps = await open()
    const anna = await addClient(deps, ANNA, ['SA0001'])
    const boris = await addClient(deps, BORIS, ['SB0001'])
    const app = buildApp(deps)
    const show = (cookies: Cookies, id: string, reason = '客户来电核对资料') =>
      asStaff(app, cookies, ['POST', `/clients/${id}/unmasking`, { reason }])
    return { deps, app, anna, boris, show }
  }

  it('takes a reason, is audited without the data, and shows masks before', async () => {
    const { deps, app, anna, show } = await openHouse()
    const operator = await staffCookies(app, deps, 'operator')
    const masked = await asStaff(app, operator, ['GET', '/clients?portfolio=SA0001'])
    const client = { id: anna, clientNo: `C${ANNA.phone}`, idType: 'id-card' }
    const numbers = { name: '安*', idNumber: '1****************X', phone: '138****8000' }
    expect(masked.body).toEqual({ clients: [{ ...client, ...numbers }] })
    expect((await show(operator, anna, ' x ')).body).toMatchObject({ code: 'request-invalid' })
    const { status, body, reply } = await show(operator, anna)
    expect([status, body]).toEqual([200, { ...client, ...ANNA }])
    expect(reply.headers['cache-control']).toBe('no-store')
    const events = await deps.db.selectFrom('audit_event').selectAll().where('action', '=', 'unmask-client').execute()
    expect(events).toMatchObject([{ actor_id: 'operator', object_id: anna, detail: '{"reason":"客户来电核对资料"}' }])
    expect((await verifyAudit(deps)).faults).toEqual([])
  })

  it('of an adviser is one of an assigned account, and nobody else is there', async () => {
    const { deps, app, anna, boris, show } = await openHouse()
    const admin = await staffCookies(app, deps, 'administrator')
    const adviser = await staffCookies(app, deps, 'adviser')
    await asStaff(app, admin, ['PUT', '/people/adviser/accounts', { accounts: ['SA0001'] }])
    expect((await show(adviser, anna)).body).toMatchObject({ phone: ANNA.phone })
    for (const id of [boris, 'nobody']) expect((await show(adviser, id)).body).toMatchObject({ code: 'not-found' })
    expect((await asStaff(app, adviser, ['GET', '/clients?portfolio=SB0001'])).status).toBe(404)
    expect((await show(await staffCookies(app, deps, 'reviewer'), anna)).body).toMatchObject({ code: 'role-missing' })
  })

  it('is twenty times a day for each person, and what is refused is not noted', async () => {
    const { deps, app, anna, show } = await openHouse()
    const operator = await staffCookies(app, deps, 'operator')
    const all = await Promise.all(Array.from({ length: 25 }, () => show(operator, anna)))
    expect(all.filter(({ status }) => status === 200)).toHaveLength(20)
    expect(all.filter(({ body }) => body?.['code'] === 'too-many-requests')).toHaveLength(5)
    const other = await staffCookies(app, deps, 'administrator')
    expect((await show(other, anna)).status).toBe(200)
    const events = await deps.db.selectFrom('audit_event').select('seq').where('action', '=', 'unmask-client').execute()
    expect(events).toHaveLength(21)
  })
})
