import { sql } from 'kysely'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { CLIENT_TABLES, TABLES, columnsOf } from '../../db/data-classes'
import type { Schema } from '../../db/schema'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addClient, ANNA, askForCode, BORIS, CHANGE, signIn } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'
import { saveClient } from '../clients/client-records.service'
import { exportedClient } from './client-export.service'
import { erasureSteps, eraseClient } from './erasure.service'
import { applyRetention, removeWhatIsPast, whatIsPast } from './retention.service'

const SHELL = { kind: 'shell' as const, id: 'lin' }
const NO = `C${ANNA.phone}`
const dir = mkdtempSync(join(tmpdir(), 'sma-retention-'))
afterAll(() => rmSync(dir, { recursive: true }))

it('every table that names a client says how, and what an erasure does', () => {
  const named = (Object.keys(TABLES) as (keyof Schema)[]).filter((name) =>
    columnsOf(name).some(({ column }) => /^(client_id|delegate_id|phone_mac)$/.test(column)),
  )
  expect(CLIENT_TABLES.map(({ table }) => table).toSorted()).toEqual(named.toSorted())
})

/** All that the database holds of what is opened with the house's keys, and as it stands. */
async function everything({ db, keys }: TestDeps): Promise<string> {
  const places: string[] = []
  for (const table of Object.keys(TABLES) as (keyof Schema)[]) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db)
    for (const row of rows)
      for (const [column, value] of Object.entries(row)) {
        const text = String(value)
        if (!column.endsWith('_enc') || !text.startsWith('a1.')) places.push(text)
        else places.push(keys.decrypt(text, `${table}|${column.replace(/_enc$/, '')}|${String(row['id'])}`))
      }
  }
  return places.join('\n')
}

forEachEngine('data of one client', (open) => {
  async function openHouse() {
    const deps = await open()
    const id = await addClient(deps, ANNA, ['SA0001'])
    await addClient(deps, BORIS, ['SA0002'])
    const app = buildApp(deps)
    const cookies = await signIn(app, deps, ANNA)
    const operator = await staffCookies(app, deps, 'operator')
    const wish = { portfolios: ['SA0002'], idType: 'id-card', until: '2026-03-31', wish: '档案 2026-17' }
    expect((await asStaff(app, operator, ['POST', '/delegations', { ...wish, ...ANNA }])).status).toBe(202)
    const change = { phone: '13600136000', reason: '档案 2026-18' }
    expect((await asStaff(app, operator, ['POST', `/clients/${id}/identity`, change])).status).toBe(202)
    await askForCode(app, { ...ANNA, phone: BORIS.phone }, '10.0.0.9')
    return { deps, app, id, cookies }
  }

  it('is exported whole: who it is, accounts, sessions, devices, notices, looks and events; no secret', async () => {
    const { deps, id } = await openHouse()
    const data = await exportedClient(deps, NO)
    expect(data?.accounts).toEqual([
      { code: 'SA0001', name: '组合SA0001', launchDate: '2024-01-02', firstShownDay: null, lastShownDay: null },
    ])
    const { client, client_session, client_device, client_notice, sign_in_challenge } = data?.records ?? {}
    expect(client).toEqual([
      {
        id,
        client_no: NO,
        id_type: 'id-card',
        created_at: '2026-01-05T01:00:00.000Z',
        suspended_at: null,
        erased_at: null,
        signed_in_at: '2026-01-05T01:00:00.000Z',
        name: ANNA.name,
        id_number: ANNA.idNumber,
        phone: ANNA.phone,
      },
    ])
    expect([client_session?.length, client_device?.length, client_notice?.length]).toEqual([1, 1, 1])
    expect(Object.keys(client_session?.[0] ?? {})).not.toContain('token_hash')
    expect(Object.keys(sign_in_challenge?.[0] ?? {}).join()).not.toMatch(/code|mac|hash/)
    expect(data?.audit.map(({ action }) => action)).toEqual(['sign-in'])
    expect(JSON.stringify(data)).not.toContain(BORIS.name)
    expect(await exportedClient(deps, 'C-nobody')).toBeNull()
  })

  it('is exported with what the house answered, and not with who of the staff did', async () => {
    const { deps, app, cookies } = await openHouse()
    const url = '/api/v1/portfolios/SA0001/messages'
    const key = { 'idempotency-key': '01TESTKEY00000000000000000' }
    const asked = await app.inject({
      method: 'POST',
      url,
      headers: { ...CHANGE, ...key },
      cookies,
      payload: { text: '何时分红？' },
    })
    expect(asked.statusCode).toBe(201)
    const admin = await staffCookies(app, deps, 'administrator')
    const { id } = asked.json<{ id: string }>()
    expect((await asStaff(app, admin, ['POST', `/messages/${id}/replies`, { text: '年底。' }])).status).toBe(201)
    const data = await exportedClient(deps, NO)
    expect(data?.records['message']).toMatchObject([{ id, text: '何时分红？' }])
    expect(data?.replies).toEqual([
      { id: data?.replies[0]?.['id'], message_id: id, replied_at: '2026-01-05T01:00:00.000Z', text: '年底。' },
    ])
  })

  it('is erased: found nowhere, looked up by nobody, and not brought back', async () => {
    const { deps, app, id, cookies } = await openHouse()
    expect(await everything(deps)).toContain(ANNA.idNumber)
    const steps = Object.fromEntries((await erasureSteps(deps, NO))?.map(({ what, rows }) => [what, rows]) ?? [])
    expect(steps).toMatchObject({ client: 1, client_session: 1, client_device: 1, staff_request: 2 })
    expect(await everything(deps)).toContain(ANNA.idNumber)
    expect(await eraseClient(deps, SHELL, NO)).toBe(true)

    const left = await everything(deps)
    for (const told of [ANNA.name, ANNA.idNumber, ANNA.phone])
      expect([told, left.split('\n').includes(told)]).toEqual([told, false])
    for (const told of [ANNA.name, ANNA.idNumber]) expect(left).not.toContain(told)
    expect(left).toContain(BORIS.idNumber)
    expect((await app.inject({ url: '/api/v1/portfolios', cookies })).statusCode).toBe(401)
    deps.clock.advance(7200)
    await expect(signIn(app, deps, ANNA)).rejects.toThrow('401')
    const record = { clientNo: NO, ...ANNA, idType: 'id-card' as const }
    const source = { at: deps.clock.now().toISOString(), by: 'lin', fileId: null }
    const saving = { record, accounts: [], source }
    expect(await deps.db.transaction().execute((tx) => saveClient(deps, tx, saving))).toBeNull()
    expect(await eraseClient(deps, SHELL, NO)).toBe(false)
    // whose account it was, and the log, stay; staff read the account as before
    const owned = await deps.db.selectFrom('client_portfolio').selectAll().where('client_id', '=', id).execute()
    expect(owned).toHaveLength(1)
    const keeper = await staffCookies(app, deps, 'administrator')
    const { body } = await asStaff(app, keeper, ['GET', '/clients?portfolio=SA0001'])
    expect(body?.['clients']).toMatchObject([{ clientNo: NO, name: expect.not.stringContaining('安') }])
    const events = await deps.db.selectFrom('audit_event').select(['action']).where('object_id', '=', NO).execute()
    expect(events).toEqual([{ action: 'erase-client' }])
  })

  it('goes when its time is over, and no day earlier', async () => {
    const { deps } = await openHouse()
    const rows = async () => Object.fromEntries((await whatIsPast(deps)).map(({ what, rows: n }) => [what, n]))
    expect(Object.values(await rows()).every((n) => n === 0)).toBe(true)
    // eight hours, and eight days
    deps.clock.advance(8 * 3600 + 1)
    expect(await rows()).toMatchObject({ client_session: 1, client_device: 0, 'staff_request.payload_enc': 0 })
    deps.clock.advance(7 * 86_400)
    expect(await rows()).toMatchObject({ 'staff_request.payload_enc': 2, client_device: 0, client_notice: 0 })
    const past = (await whatIsPast(deps)).find(({ what }) => what === 'client_session')
    expect(past).toEqual({ what: 'client_session', days: 0, rows: 1, oldest: '2026-01-05T09:00:00.000Z' })
    expect(await applyRetention(deps, SHELL)).toMatchObject({ client_session: 1, staff_request: 2 })
    expect(await deps.db.selectFrom('client_session').selectAll().execute()).toEqual([])
    const asked = await deps.db.selectFrom('staff_request').select('payload_enc').execute()
    expect(asked).toEqual([{ payload_enc: '' }, { payload_enc: '' }])
    deps.clock.set('2026-07-04T00:59:59.000Z')
    expect(await rows()).toMatchObject({ client_device: 0 })
    deps.clock.set('2026-07-04T01:00:01.000Z')
    expect(await rows()).toMatchObject({ client_device: 1, client_notice: 0 })
    const event = await deps.db
      .selectFrom('audit_event')
      .select('detail')
      .where('action', '=', 'apply-retention')
      .execute()
    expect(event).toHaveLength(1)
  })

  it('in received files of clients goes after ninety days, but for the newest', async () => {
    const deps = await open()
    const shas: string[] = []
    for (const [index, content] of ['one', 'two', 'three'].entries()) {
      const sha256 = await deps.files.put(Buffer.from(content))
      shas.push(sha256)
      const received = { received_at: deps.clock.now().toISOString(), received_by: 'lin', report: null }
      const file = {
        id: `F${index}`,
        name: 'clients.csv',
        size: 3,
        kind: 'clients',
        status: 'applied' as const,
        sha256,
      }
      await deps.db
        .insertInto('source_file')
        .values({ ...file, ...received })
        .execute()
      deps.clock.advance(60 * 86_400)
    }
    expect(await Promise.all(shas.map((sha256) => deps.files.has(sha256)))).toEqual([true, true, true])
    expect(await removeWhatIsPast(deps)).toEqual({ files: 2 })
    expect(await Promise.all(shas.map((sha256) => deps.files.has(sha256)))).toEqual([false, false, true])
    expect(await removeWhatIsPast(deps)).toEqual({})
  })
})

it('writes an export that only its owner reads, and over no file', async () => {
  const { writeNew } = await import('../../cli/client')
  const file = join(dir, 'export.json')
  writeNew(file, '{}\n')
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['{}\n', 0o600])
  expect(() => writeNew(file, '{}\n')).toThrow('is there already')
})
