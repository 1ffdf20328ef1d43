import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { importing, importText, text } from '../../testing/import-bench'
import { addClient, ANNA, BORIS, CHANGE, inventedPerson, signIn, STRANGER, type Cookies } from '../../testing/people'
import { addPerson, asStaff, signInAs, staffCookies } from '../../testing/staff'
import { fillSearchHashes } from '../clients/search-hashes.service'

type App = ReturnType<typeof buildApp>
type Item = { clientNo: string; accounts: string[]; state: string; name: string; idNumber: string; phone: string }

const reason = '客户来电核对资料'

async function find(app: App, cookies: Cookies, body: object) {
  const { status, body: reply } = await asStaff(app, cookies, ['POST', '/clients/searches', body])
  return { status, items: (reply?.['items'] ?? []) as Item[], next: reply?.['next'], total: reply?.['total'], reply }
}
type Row = Record<string, string | null>
const listOf = (reply: { body: Record<string, unknown> | null }, name: string) => (reply.body?.[name] ?? []) as Row[]
const numbers = ({ items }: { items: Item[] }) => items.map(({ clientNo }) => clientNo)

const events = (
  deps: TestDeps,
  action: 'add-client' | 'set-client-account' | 'end-client-account' | 'export-clients',
) => deps.db.selectFrom('audit_event').selectAll().where('action', '=', action).orderBy('seq').execute()

forEachEngine('the list of clients', (open) => {
  async function openHouse() {
    const deps = await open()
    const anna = await addClient(deps, ANNA, ['SA0001', 'SA0002'])
    const boris = await addClient(deps, BORIS, ['SB0001'])
    const stranger = await addClient(deps, STRANGER)
    const app = buildApp(deps)
    return { deps, app, anna, boris, stranger, operator: await staffCookies(app, deps, 'operator') }
  }
  const [A, B, S] = [ANNA, BORIS, STRANGER].map(({ phone }) => `C${phone}`)

  it('is masked, paged and sorted on the server', async () => {
    const { deps, app, operator } = await openHouse()
    const all = await find(app, operator, {})
    expect(numbers(all)).toEqual([S, A, B])
    expect(all.items[1]).toMatchObject({
      name: '安*',
      idNumber: '1****************X',
      phone: '138****8000',
      state: 'active',
      accounts: ['SA0001', 'SA0002'],
    })
    expect(JSON.stringify(all.reply)).not.toContain(ANNA.idNumber)
    expect(all.total).toBe(3)
    deps.clock.advance(60)
    await signIn(app, deps, BORIS)
    const seen: string[] = []
    for (let cursor: unknown; cursor !== null; ) {
      const page = await find(app, operator, { sort: '-signedInAt', limit: 1, ...(cursor ? { cursor } : {}) })
      seen.push(...numbers(page))
      cursor = page.next
    }
    // Boris alone ever came in; the others follow by their ids, the newest first.
    expect(seen).toEqual([B, S, A])
    expect((await find(app, operator, { cursor: 'x' })).reply).toMatchObject({ code: 'cursor-invalid' })
  })

  it('is searched by any part of number, account code and account name', async () => {
    const { app, operator } = await openHouse()
    expect(numbers(await find(app, operator, { text: '3900' }))).toEqual([B])
    expect(numbers(await find(app, operator, { text: 'a000' }))).toEqual([A])
    expect(numbers(await find(app, operator, { text: '组合SB' }))).toEqual([B])
    expect(numbers(await find(app, operator, { text: '%' }))).toEqual([])
  })

  it('is searched by the whole name and by the last four signs, and by nothing shorter', async () => {
    const { deps, app, operator } = await openHouse()
    const by = async (personal: string) => numbers(await find(app, operator, { personal }))
    expect(await by('8000')).toEqual([A])
    expect(await by('002x')).toEqual([A])
    expect(await by('0014')).toEqual([B])
    expect(await by('鲍里斯')).toEqual([B])
    expect(await by(' 鲍 里 斯')).toEqual([B])
    expect(await by(ANNA.idNumber)).toEqual([A])
    expect(await by('+86 138 0013 8000')).toEqual([A])
    for (const part of ['鲍', '鲍里', '000', '38000']) expect([part, await by(part)]).toEqual([part, []])
    // Rows of before have no hashes until the house is opened.
    const none = { name_mac: null, id_number_tail_mac: null, phone_tail_mac: null }
    await deps.db.updateTable('client').set(none).execute()
    expect(await by('8000')).toEqual([])
    expect(await fillSearchHashes(deps)).toBe(3)
    expect(await fillSearchHashes(deps)).toBe(0)
    expect(await by('8000')).toEqual([A])
  })

  it('refuses whoever tries one number after the other', async () => {
    const { app, operator } = await openHouse()
    const tried = async (personal: string) => (await find(app, operator, { personal })).status
    for (let n = 0; n < 60; n += 1) expect(await tried(String(1000 + n))).toBe(200)
    expect(await tried('8000')).toBe(429)
    expect((await find(app, operator, { text: '3900' })).status).toBe(200)
  })

  it('is filtered by what a client is', async () => {
    const { deps, app, anna, operator } = await openHouse()
    const admin = await staffCookies(app, deps, 'administrator')
    const of = async (state: string) => numbers(await find(app, operator, { state }))
    expect(await of('without-accounts')).toEqual([S])
    expect(await of('never-signed-in')).toEqual([S, A, B])
    await signIn(app, deps, BORIS)
    expect(await of('never-signed-in')).toEqual([S, A])
    await asStaff(app, admin, ['POST', '/sign-in/suspensions', { clientNo: A, suspended: true, reason }])
    expect(await of('suspended')).toEqual([A])
    expect(await of('active')).toEqual([S, B])
    expect(await of('erased')).toEqual([])
    await asStaff(app, operator, ['POST', `/clients/${anna}/accounts/SA0001/end`, { reason }])
    expect((await find(app, operator, { text: 'SA0001' })).items).toEqual([])
  })

  it('shows an adviser clients of assigned accounts, of these accounts alone', async () => {
    const { deps, app, anna, boris } = await openHouse()
    const admin = await staffCookies(app, deps, 'administrator')
    const mia = await signInAs(app, 'mia', await addPerson(deps, 'mia', { roles: ['adviser'] }))
    expect(await find(app, mia, {})).toMatchObject({ items: [], total: 0 })
    await asStaff(app, admin, ['PUT', '/people/mia/accounts', { accounts: ['SA0002'] }])
    expect((await find(app, mia, {})).items).toMatchObject([{ clientNo: A, accounts: ['SA0002'] }])
    expect(numbers(await find(app, mia, { text: 'SA0001' }))).toEqual([])
    expect(numbers(await find(app, mia, { personal: BORIS.name }))).toEqual([])
    const page = await asStaff(app, mia, ['GET', `/clients/${anna}`])
    expect(page.body?.['accounts']).toMatchObject([{ code: 'SA0002', isOwned: true }])
    expect((await asStaff(app, mia, ['GET', `/clients/${boris}`])).status).toBe(404)
    expect((await asStaff(app, mia, ['GET', `/clients/${anna}/history`])).status).toBe(403)
  })

  it('is taken away masked, or whole for a reason, twice a day', async () => {
    const { deps, app, operator } = await openHouse()
    const take = (body: object) => asStaff(app, operator, ['POST', '/clients/exports', body])
    const masked = await take({ whole: false, text: 'SA' })
    expect(masked.reply.body).toBe(
      '\uFEFFclient_no,client_name,id_type,id_number,phone,portfolio_codes\r\n' +
        `${A},安*,id-card,1****************X,138****8000,SA0001;SA0002\r\n`,
    )
    expect((await take({ whole: true })).body).toMatchObject({ code: 'request-invalid' })
    expect((await take({ whole: true, reason })).reply.body).toContain(
      `${A},安娜,id-card,${ANNA.idNumber},13800138000,`,
    )
    expect((await take({ whole: true, reason })).status).toBe(200)
    expect((await take({ whole: true, reason })).status).toBe(429)
    expect((await events(deps, 'export-clients')).map(({ detail }) => JSON.parse(detail))).toEqual([
      { whole: false, clients: 1, state: null, searched: true, reason: null },
      { whole: true, clients: 3, state: null, searched: false, reason },
      { whole: true, clients: 3, state: null, searched: false, reason },
    ])
  })
})

forEachEngine('a client at the desk', (open) => {
  async function openHouse() {
    const deps = await open()
    const anna = await addClient(deps, ANNA, ['SA0001'])
    const boris = await addClient(deps, BORIS, ['SB0001'])
    const app = buildApp(deps)
    return { deps, app, anna, boris, operator: await staffCookies(app, deps, 'operator') }
  }
  const seen = async (app: App, cookies: Cookies) => {
    const reply = await app.inject({ url: '/api/v1/portfolios', cookies })
    return reply.json<{ portfolios: { code: string }[] }>().portfolios.map(({ code }) => code)
  }
  /** Another person confirms what waits. */
  async function confirmAll(app: App, cookies: Cookies): Promise<void> {
    for (const { id } of listOf(await asStaff(app, cookies, ['GET', '/requests']), 'requests'))
      expect((await asStaff(app, cookies, ['POST', `/requests/${id}/confirmation`])).status).toBe(200)
  }
  const NEW = { clientNo: 'K-1', ...inventedPerson(7), idType: 'id-card', portfolios: ['SA0001'] }

  it('is added whole or not at all, and signs in', async () => {
    const { deps, app, operator } = await openHouse()
    const add = (more: object) => asStaff(app, operator, ['POST', '/clients', { ...NEW, ...more }])
    const code = async (more: object) => (await add(more)).body?.['code']
    expect(await code({ clientNo: `C${ANNA.phone}` })).toBe('client-no-taken')
    expect(await code({ idNumber: ANNA.idNumber, phone: ANNA.phone })).toBe('client-taken')
    expect(await code({ idNumber: '110105194912310021' })).toBe('id-number-invalid')
    expect(await code({ phone: '12345678901' })).toBe('phone-invalid')
    expect(await code({ portfolios: ['SA0001', 'SX'] })).toBe('portfolio-unknown')
    expect(await deps.db.selectFrom('client').select('id').execute()).toHaveLength(2)
    const { status, body: added } = await add({})
    expect([status, added?.['outcome']]).toEqual([201, 'asked'])
    const waiting = await signIn(app, deps, NEW)
    expect(await seen(app, waiting)).toEqual([])
    await confirmAll(app, await staffCookies(app, deps, 'reviewer'))
    expect(await seen(app, waiting)).toEqual(['SA0001'])
    expect((await events(deps, 'add-client')).map(({ object_id, detail }) => [object_id, JSON.parse(detail)])).toEqual([
      ['K-1', { accounts: 'SA0001' }],
    ])
    // 0007, which at the front of a phone would be a country's code
    expect(numbers(await find(app, operator, { personal: NEW.phone.slice(-4) }))).toEqual(['K-1'])
    const auditor = await staffCookies(app, deps, 'auditor')
    expect((await asStaff(app, auditor, ['POST', '/clients', NEW])).status).toBe(403)
  })

  it('sees an account from its first day to its last, and a delegate no longer than its owner', async () => {
    const { deps, app, anna, operator } = await openHouse()
    const reviewer = await staffCookies(app, deps, 'reviewer')
    const set = async (portfolio: string, body: object) =>
      (await asStaff(app, operator, ['PUT', `/clients/${anna}/accounts/${portfolio}`, { reason, ...body }])).status
    expect(await set('SX', { from: null, until: null })).toBe(404)
    expect(await set('SB0001', { from: '2026-01-07', until: '2026-01-06' })).toBe(400)
    expect(await set('SB0001', { from: '2026-01-06', until: '2026-01-07' })).toBe(200)
    await confirmAll(app, reviewer)
    const wish = { portfolios: ['SB0001'], idType: 'passport', until: '2026-03-31', wish: '档案', ...STRANGER }
    await asStaff(app, operator, ['POST', '/delegations', wish])
    const [{ id = '' } = {}] = listOf(await asStaff(app, reviewer, ['GET', '/requests']), 'requests')
    await asStaff(app, reviewer, ['POST', `/requests/${id}/confirmation`])
    const [clock, at] = [deps.clock, async () => seen(app, await signIn(app, deps, ANNA))]
    // 5 January, nine in the morning in Shanghai
    expect(await at()).toEqual(['SA0001'])
    clock.set('2026-01-05T15:58:59.000Z')
    const cookies = await signIn(app, deps, ANNA)
    expect(await seen(app, cookies)).toEqual(['SA0001'])
    clock.set('2026-01-05T16:00:00.000Z')
    expect(await seen(app, cookies)).toEqual(['SA0001', 'SB0001'])
    const last = '2026-01-07T15:59:00.000Z'
    clock.set(last)
    const late = await signIn(app, deps, ANNA)
    expect(await seen(app, late)).toEqual(['SA0001', 'SB0001'])
    clock.set('2026-01-07T16:00:00.000Z')
    expect(await seen(app, late)).toEqual(['SA0001'])
    expect((await app.inject({ url: '/api/v1/portfolios/SB0001/holdings', cookies: late })).statusCode).toBe(404)
    // Boris still owns it, and so the delegate looks on until he does not.
    const delegate = await signIn(app, deps, STRANGER)
    expect(await seen(app, delegate)).toEqual(['SB0001'])
    const [{ client_id: owner }] = (await deps.db
      .selectFrom('client_portfolio')
      .select('client_id')
      .where('client_id', '!=', anna)
      .execute()) as [{ client_id: string }]
    const end = ['POST', `/clients/${owner}/accounts/SB0001/end`, { reason }] as const
    expect((await asStaff(app, operator, [...end])).status).toBe(401)
    const again = await staffCookies(app, deps, 'operator', 'reviewer')
    expect((await asStaff(app, again, [...end])).status).toBe(204)
    expect((await asStaff(app, again, [...end])).status).toBe(204)
    expect(await seen(app, delegate)).toEqual([])
    expect((await app.inject({ url: '/api/v1/portfolios/SB0001/holdings', cookies: delegate })).statusCode).toBe(404)
    expect(await events(deps, 'end-client-account')).toHaveLength(1)
    const { body } = await asStaff(app, again, ['GET', `/clients/${anna}`])
    expect(body?.['accounts']).toEqual([
      { code: 'SA0001', name: '组合SA0001', from: null, until: null, isOwned: true, setBy: null },
      {
        code: 'SB0001',
        name: '组合SB0001',
        from: '2026-01-06',
        until: '2026-01-07',
        isOwned: false,
        setBy: 'operator',
      },
    ])
    expect(body?.['delegates']).toMatchObject([
      { portfolio: 'SB0001', name: '陌**', until: '2026-01-07', hasEnded: true },
    ])
  })

  it('is shown more by two people alone, less by one, and more by one where one may decide', async () => {
    const { deps, app, anna, operator } = await openHouse()
    const set = async (app_: App, portfolio: string, [from, until]: [string | null, string | null]) => {
      const change = ['PUT', `/clients/${anna}/accounts/${portfolio}`, { reason, from, until }] as const
      return (await asStaff(app_, operator, [...change])).body?.['outcome']
    }
    const sees = async () => seen(app, await signIn(app, deps, ANNA))
    expect(await set(app, 'SB0001', [null, null])).toBe('asked')
    expect(await sees()).toEqual(['SA0001'])
    const grant = { portfolios: ['SA0001'], idType: 'passport', until: '2026-03-31', wish: '档案', ...STRANGER }
    await asStaff(app, operator, ['POST', '/delegations', grant])
    const at = '2026-01-05T01:00:00.000Z'
    const page = async () => (await asStaff(app, operator, ['GET', `/clients/${anna}`])).body
    expect(await page()).toMatchObject({
      waiting: [
        { kind: 'give-account', portfolios: ['SB0001'], askedBy: 'operator', askedAt: at },
        { kind: 'grant-delegate', portfolios: ['SA0001'], askedBy: 'operator', askedAt: at },
      ],
    })
    const [{ id = '' } = {}] = listOf({ body: await page() }, 'waiting')
    const own = await asStaff(app, operator, ['POST', `/requests/${id}/confirmation`])
    expect(own.body?.['code']).toBe('other-person-needed')
    await confirmAll(app, await staffCookies(app, deps, 'reviewer'))
    expect(await page()).toMatchObject({ waiting: [] })
    expect(
      (await events(deps, 'set-client-account')).map(({ actor_id, detail }) => [actor_id, JSON.parse(detail)]),
    ).toEqual([['reviewer', { from: null, until: null, reason, askedBy: 'operator' }]])
    deps.clock.advance(60)
    expect(await sees()).toEqual(['SA0001', 'SB0001'])
    expect(await set(app, 'SB0001', [null, '2026-01-10'])).toBe('done')
    expect(await set(app, 'SB0001', [null, '2026-01-11'])).toBe('asked')
    const alone = buildApp({ ...deps, config: { ...deps.config, gate: 'single-person' } })
    expect(await set(alone, 'SB0001', [null, '2026-01-11'])).toBe('done')
  })

  it('keeps what was said of it before, masked, and who looked', async () => {
    const { deps, app, anna, operator } = await openHouse()
    const reviewer = await staffCookies(app, deps, 'reviewer')
    const rename = (name: string) => asStaff(app, operator, ['PUT', `/clients/${anna}/name`, { name, reason }])
    expect((await rename('安娜新')).status).toBe(204)
    expect((await rename('安娜新')).status).toBe(204)
    expect(numbers(await find(app, operator, { personal: '安娜新' }))).toHaveLength(1)
    expect(numbers(await find(app, operator, { personal: '安娜' }))).toEqual([])
    await asStaff(app, operator, ['POST', `/clients/${anna}/identity`, { phone: '13600136001', reason }])
    const page = (await asStaff(app, operator, ['GET', `/clients/${anna}`])).body
    expect(page).toMatchObject({ waiting: [{ askedBy: 'operator' }], devices: 0, sessions: [], stoppedAt: null })
    const [{ id = '' } = {}] = listOf(await asStaff(app, reviewer, ['GET', '/requests']), 'requests')
    expect((await asStaff(app, reviewer, ['POST', `/requests/${id}/confirmation`])).status).toBe(200)
    expect(numbers(await find(app, operator, { personal: '6001' }))).toHaveLength(1)
    expect(numbers(await find(app, operator, { personal: '8000' }))).toEqual([])
    await asStaff(app, operator, ['POST', `/clients/${anna}/unmasking`, { reason }])
    const { body } = await asStaff(app, operator, ['GET', `/clients/${anna}/history`])
    expect(body?.['changes']).toMatchObject([
      { field: 'phone', from: '138****8000', to: '136****6001', by: 'reviewer', file: null },
      { field: 'name', from: '安*', to: '安**', by: 'operator', file: null },
    ])
    const told = body?.['events'] as { action: string; by: string }[]
    expect(told.map(({ action, by }) => `${action} ${by}`)).toEqual([
      'unmask-client operator',
      'change-client reviewer',
      'rename-client operator',
    ])
    const kept = JSON.stringify(await deps.db.selectFrom('client_change').selectAll().execute())
    for (const told of ['安娜', '138', '6001']) expect(kept).not.toContain(told)
  })

  it('keeps the dates that a person set whatever a file lists, and takes the rest from it', async () => {
    const deps = await open()
    const HEAD = 'client_no,client_name,id_type,id_number,phone,portfolio_codes\n'
    const PORTFOLIOS =
      'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares\n' +
      ['A1', 'B1', 'D1'].map((code) => `${code},甲,balanced,2024-01-02,1000,1000\n`).join('')
    const row = (codes: string) => `${HEAD}C1,安娜,id-card,${ANNA.idNumber},${ANNA.phone},${codes}\n`
    await importing(deps, [text('p.csv', PORTFOLIOS), text('c.csv', row('A1;B1'))], {})
    const app = buildApp(deps)
    const operator = await staffCookies(app, deps, 'operator')
    const { id } = await deps.db.selectFrom('client').select('id').executeTakeFirstOrThrow()
    await asStaff(app, operator, ['POST', `/clients/${id}/accounts/A1/end`, { reason }])
    deps.clock.advance(60)
    const again = await importText(deps, `${row('A1;D1')}\n`)
    expect(again.problems.map(({ code, expected }) => [code, expected])).toEqual([['client-account-kept', 'A1']])
    expect((await find(app, operator, {})).items).toMatchObject([{ accounts: ['D1'] }])
    const { body } = await asStaff(app, operator, ['GET', `/clients/${id}/history`])
    expect(listOf({ body }, 'changes').map(({ from, to }) => [from, to])).toEqual([
      [null, 'D1 2026-01-05/..'],
      ['B1 2026-01-05/..', 'B1 2026-01-05/2026-01-05'],
      ['A1 2026-01-05/..', 'A1 2026-01-05/2026-01-05'],
      [null, 'B1 2026-01-05/..'],
      [null, 'A1 2026-01-05/..'],
    ])
  })

  it('is compared with a file before it is imported, masked, and imported as it was seen', async () => {
    const { deps, app, anna, operator } = await openHouse()
    const HEAD = 'client_no,client_name,id_type,id_number,phone,portfolio_codes\n'
    const changed = `C${ANNA.phone},安娜新,id-card,${ANNA.idNumber},13600136000,SA0001;SB0001\n`
    const { name, idNumber, phone } = inventedPerson(3)
    const added = `K-3,${name},id-card,${idNumber},${phone},SB0001;SX\n`
    const send = async (path: string, cookies: Cookies = operator) => {
      const form = new FormData()
      form.append('files', new File([HEAD + changed + added], 'clients.csv'))
      const request = new Request('http://x', { method: 'POST', body: form })
      const headers = { ...CHANGE, 'content-type': request.headers.get('content-type') ?? '' }
      const payload = Buffer.from(await request.arrayBuffer())
      return app.inject({ method: 'POST', url: `/api/v1/staff/clients/${path}`, headers, cookies, payload })
    }
    const seen = (await send('comparisons')).json<{ seen: string }>()
    expect(seen).toMatchObject({
      isClients: true,
      same: 0,
      changed: [
        {
          clientNo: `C${ANNA.phone}`,
          fields: [
            { field: 'name', from: '安*', to: '安**', waits: false },
            { field: 'phone', from: '138****8000', to: '136****6000', waits: true },
            { field: 'accounts', from: 'SA0001', to: 'SA0001 SB0001', waits: false },
          ],
        },
      ],
      added: [{ clientNo: 'K-3', name: '客**' }],
      problems: [{ code: 'portfolio-unknown', found: 'SX' }],
    })
    expect(JSON.stringify(seen)).not.toContain(idNumber)
    expect(await deps.db.selectFrom('client').select('id').execute()).toHaveLength(2)
    const rename = { name: '安娜二', reason }
    await asStaff(app, operator, ['PUT', `/clients/${anna}/name`, rename])
    // The masks are the same as before, the values are not.
    expect((await send(`imports?seen=${seen.seen}`)).json()).toMatchObject({ code: 'version-changed' })
    const anew = (await send('comparisons')).json<{ seen: string }>()
    expect((await send(`imports?seen=${anew.seen}`)).json()).toMatchObject({ added: 1, changed: 1 })
    expect(numbers(await find(app, operator, { personal: name }))).toEqual(['K-3'])
    const reviewer = await staffCookies(app, deps, 'reviewer')
    expect((await send('comparisons', reviewer)).statusCode).toBe(403)
    // Each comparison tells whether a guess was right.
    const statuses: number[] = []
    for (let guess = 0; guess < 60; guess += 1) statuses.push((await send('comparisons')).statusCode)
    expect([statuses[0], statuses.at(-1)]).toEqual([200, 429])
  })
})
