import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { PORTFOLIOS } from '../../testing/import-bench'
import { addClient, ANNA, BORIS, CHANGE, sentCodes, signIn, type Cookies } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'
import { runDueJobs } from '../imports/jobs.service'

const NEW_PHONE = '13600136000'
const MOVED = { ...ANNA, phone: NEW_PHONE }

function notices({ config }: TestDeps): { phone: string; text: string }[] {
  const lines = readFileSync(join(config.dataDir, 'notices.jsonl'), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as { phone: string; text: string })
}

type App = ReturnType<typeof buildApp>

forEachEngine('phone and ID number', (open) => {
  async function openHouse() {
    const deps = await open()
    const id = await addClient(deps, ANNA, ['SA0001'])
    const app = buildApp(deps)
    const operator = await staffCookies(app, deps, 'operator')
    const reviewer = await staffCookies(app, deps, 'reviewer')
    return { deps, app, id, operator, reviewer }
  }

  const status = async (app: App, cookies: Cookies) =>
    (await app.inject({ url: '/api/v1/portfolios', cookies })).statusCode
  const requests = async (app: App, cookies: Cookies) =>
    (await asStaff(app, cookies, ['GET', '/requests'])).body?.['requests'] as { id: string; facts: object }[]

  it('change with two people; both numbers are told, and every session ends', async () => {
    const { deps, app, id, operator, reviewer } = await openHouse()
    const cookies = await signIn(app, deps, ANNA)
    const wish = { phone: '+86 136 0013 6000', reason: '档案 2026-17' }
    expect((await asStaff(app, operator, ['POST', `/clients/${id}/identity`, wish])).status).toBe(202)
    expect(await status(app, cookies)).toBe(200)

    const [request] = await requests(app, reviewer)
    const facts = { client: 'C13800138000', oldPhone: '138****8000', newPhone: '136****6000', reason: '档案 2026-17' }
    expect(request?.facts).toEqual(facts)
    const path = `/requests/${request?.id}/confirmation`
    expect((await asStaff(app, operator, ['POST', path])).status).toBe(403)
    expect((await asStaff(app, reviewer, ['POST', path])).status).toBe(200)
    expect(await status(app, cookies)).toBe(401)

    deps.clock.advance(3600)
    await sentCodes(deps)
    const told = notices(deps).filter(({ text }) => text.startsWith('账户提醒'))
    expect(told.map(({ phone }) => phone).toSorted()).toEqual([NEW_PHONE, ANNA.phone])
    await expect(signIn(app, deps, ANNA)).rejects.toThrow('401')
    deps.clock.advance(3600)
    expect(await status(app, await signIn(app, deps, MOVED))).toBe(200)
    const event = await deps.db.selectFrom('audit_event').selectAll().where('action', '=', 'change-client').execute()
    expect(event.map(({ actor_id, object_id }) => [actor_id, object_id])).toEqual([['reviewer', 'C13800138000']])
    expect(JSON.parse(event[0]?.detail ?? '')).toEqual({
      phone: true,
      idNumber: false,
      askedBy: 'operator',
      reason: '档案 2026-17',
    })
  })

  it('are refused where they are no numbers, change nothing, or are another client’s', async () => {
    const { deps, app, id, operator } = await openHouse()
    await addClient(deps, BORIS)
    const ask = async (body: object) => {
      const { body: reply } = await asStaff(app, operator, ['POST', `/clients/${id}/identity`, body])
      return reply?.['code']
    }
    const reason = '档案 2026-17'
    expect(await ask({ phone: '13600136', reason })).toBe('phone-invalid')
    expect(await ask({ idNumber: '110105194912310021', reason })).toBe('id-number-invalid')
    expect(await ask({ phone: ANNA.phone, reason })).toBe('request-invalid')
    expect(await ask({ phone: BORIS.phone, idNumber: BORIS.idNumber, reason })).toBe('client-taken')
    expect(await ask({ phone: NEW_PHONE, reason: '?' })).toBe('request-invalid')
    const nobody = await asStaff(app, operator, ['POST', '/clients/01NOBODY/identity', { phone: NEW_PHONE, reason }])
    expect(nobody.status).toBe(404)
  })

  it('do not change by a file: name and accounts do, the numbers wait for another person', async () => {
    const { deps, app, operator, reviewer } = await openHouse()
    const row = (name: string, phone: string) => `C13800138000,${name},id-card,${ANNA.idNumber},${phone},SMA001\n`
    await upload(deps, app, operator, { 'portfolios.csv': PORTFOLIOS, 'clients.csv': HEAD + row('安娜新', NEW_PHONE) })
    // the file of the next morning says the same and more
    await upload(deps, app, operator, { 'clients.csv': `${HEAD}${row('安娜新', NEW_PHONE)}\n` })
    const waiting = await requests(app, reviewer)
    expect(waiting).toHaveLength(1)
    expect(waiting[0]?.facts).toMatchObject({ newPhone: '136****6000', reason: 'clients.csv' })
    const cookies = await signIn(app, deps, ANNA)
    const session = await app.inject({ url: '/api/v1/auth/session', cookies })
    expect(session.json()).toMatchObject({ client: { name: '安娜新' }, portfolios: 1 })
    const { report } = await deps.db
      .selectFrom('source_file')
      .select('report')
      .where('kind', '=', 'clients')
      .orderBy('id')
      .executeTakeFirstOrThrow()
    expect(report).toContain('client-change-held')
    expect(report).not.toContain(NEW_PHONE)
    const path = `/requests/${waiting[0]?.id}/confirmation`
    expect((await asStaff(app, operator, ['POST', path])).status).toBe(403)
    expect((await asStaff(app, reviewer, ['POST', path])).status).toBe(200)
    deps.clock.advance(3600)
    expect(await status(app, await signIn(app, deps, MOVED))).toBe(200)
  })
})

const HEAD = 'client_no,client_name,id_type,id_number,phone,portfolio_codes\n'

async function upload(deps: TestDeps, app: App, cookies: Cookies, files: Record<string, string>): Promise<void> {
  const form = new FormData()
  for (const [name, content] of Object.entries(files)) form.append('files', new File([content], name))
  const request = new Request('http://x', { method: 'POST', body: form })
  const headers = { ...CHANGE, 'content-type': request.headers.get('content-type') ?? '' }
  const payload = Buffer.from(await request.arrayBuffer())
  const reply = await app.inject({ method: 'POST', url: '/api/v1/staff/files', headers, cookies, payload })
  expect(reply.statusCode).toBeLessThan(300)
  await runDueJobs(deps)
}
