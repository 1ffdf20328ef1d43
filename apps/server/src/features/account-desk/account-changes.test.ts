import type { FastifyInstance } from 'fastify'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { codes, importing, importText, text } from '../../testing/import-bench'
import type { Cookies } from '../../testing/people'
import { addPerson, asStaff, signInAs, staffCookies } from '../../testing/staff'

const HEAD = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,o32_fund_no,fa_ledger_no,benchmark`
const PORTFOLIOS = `${HEAD}
A1,甲,balanced,2024-01-02,1000,1000,8001,701,沪深300
A2,乙,growth,2024-01-02,2000,2000,,702,
`
const DAY = `portfolio_code,date,net_assets,shares,unit_nav,total_assets,total_liabilities
A1,2024-01-02,1000,1000,1.0000,1000,0
`
const NEW = {
  code: 'A3',
  name: '丙（三号）',
  strategy: 'equity',
  launchDate: '2026-01-05',
  initialAssets: '12345678.9',
  initialShares: '12000000',
  benchmark: '沪深300×60%＋中债综合×40%',
  manager: null,
  valuationLag: 2,
  navDecimals: 4,
  o32FundNo: '8003.0',
  faLedgerNo: null,
  faName: null,
  state: 'running',
  liquidationFrom: null,
  closedOn: null,
}

type Body = Record<string, unknown> | null
const listOf = (body: Body, name: string) => (body?.[name] ?? []) as Record<string, unknown>[]

forEachEngine('an account in the console', (open) => {
  const begin = async () => {
    const deps = await open()
    await importing(deps, [text('p.csv', PORTFOLIOS), text('v.csv', DAY)], {})
    const app = buildApp(deps)
    return { deps, app, operator: await staffCookies(app, deps, 'operator') }
  }
  const read = async (app: FastifyInstance, by: Cookies, code: string) =>
    (await asStaff(app, by, ['GET', `/accounts/${code}`])).body ?? {}
  const put = async (app: FastifyInstance, by: Cookies, code: string, changes: object) => {
    const {
      code: _code,
      advisers: _advisers,
      contact: _contact,
      contactVersion: _other,
      ...fields
    } = await read(app, by, code)
    return asStaff(app, by, ['PUT', `/accounts/${code}`, { ...fields, ...changes }])
  }
  const acts = async (deps: TestDeps) => {
    const rows = await deps.db
      .selectFrom('audit_event')
      .selectAll()
      .where('object_kind', '=', 'portfolio')
      .orderBy('seq')
      .execute()
    const changes = rows.filter(({ action }) => action !== 'view-account')
    return changes.map(({ actor_id, action, detail }) => [actor_id, action, detail])
  }

  it('is added as a file would have written it, and its code and numbers are its own', async () => {
    const { deps, app, operator } = await begin()
    const added = await asStaff(app, operator, ['POST', '/accounts', NEW])
    expect(added.status).toBe(201)
    const { version, contactVersion, ...account } = added.body ?? {}
    expect(account).toEqual({
      ...NEW,
      name: '丙(三号)',
      initialAssets: '12345678.90',
      initialShares: '12000000.00',
      benchmark: '沪深300×60%+中债综合×40%',
      o32FundNo: '8003',
      advisers: [],
      contact: null,
      aliases: [],
      benchmarkSets: [],
    })
    expect(await read(app, operator, 'A3')).toEqual({ ...account, version, contactVersion })
    const same = `${HEAD},valuation_lag\nA3,丙（三号）,equity,2026-01-05,12345678.9,12000000,8003,,沪深300×60%＋中债综合×40%,2\n`
    expect(await importText(deps, same)).toMatchObject({ status: 'unchanged' })
    expect(await acts(deps)).toEqual([['operator', 'add-account', '{"code":"A3"}']])
    const again = await asStaff(app, operator, ['POST', '/accounts', { ...NEW, code: 'a3', faLedgerNo: '0701' }])
    expect([again.status, again.body?.['errors']]).toEqual([
      400,
      [
        expect.objectContaining({ field: 'code', code: 'taken' }),
        expect.objectContaining({ field: 'o32FundNo', code: 'taken' }),
        expect.objectContaining({ field: 'faLedgerNo', code: 'taken' }),
      ],
    ])
  })

  it('names every field that is wrong', async () => {
    const { app, operator } = await begin()
    const wrong = {
      ...NEW,
      code: 'A 3',
      name: ' ',
      strategy: 'gold',
      launchDate: '2026-02-30',
      initialAssets: '0',
      initialShares: '1.00001',
      valuationLag: 31,
      navDecimals: 1.5,
      benchmark: 'x'.repeat(201),
    }
    const { status, body } = await asStaff(app, operator, ['POST', '/accounts', wrong])
    expect([status, body?.['code']]).toEqual([400, 'request-invalid'])
    expect(Object.fromEntries(listOf(body, 'errors').map(({ field, code }) => [field, code]))).toEqual({
      code: 'format-invalid',
      name: 'too-short',
      strategy: 'not-in-list',
      launchDate: 'date-invalid',
      initialAssets: 'format-invalid',
      initialShares: 'format-invalid',
      valuationLag: 'too-long',
      navDecimals: 'type-invalid',
      benchmark: 'too-long',
    })
    expect((await asStaff(app, operator, ['GET', '/accounts/A3'])).status).toBe(404)
  })

  it('keeps each value that was replaced, with its person or file, and raises the revision that clients are answered by', async () => {
    const { deps, app, operator } = await begin()
    const revision = async () =>
      (await deps.db.selectFrom('portfolio').select('revision').where('code', '=', 'A1').executeTakeFirstOrThrow())
        .revision
    const before = await revision()
    deps.clock.advance(60)
    const changed = await put(app, operator, 'A1', { name: '甲一号', initialAssets: '1000.5', benchmark: null })
    expect([changed.status, changed.body?.['name'], changed.body?.['initialAssets']]).toEqual([
      200,
      '甲一号',
      '1000.50',
    ])
    expect(await revision()).toBe(before + 1)
    deps.clock.advance(60)
    await importText(
      deps,
      PORTFOLIOS.replace('甲', '甲二号').replace('1000,1000', '1000.5,1000').replace('沪深300', ''),
    )
    expect(await revision()).toBe(before + 2)
    const { body } = await asStaff(app, operator, ['GET', '/accounts/A1/history'])
    const told = listOf(body, 'changes').map(({ of, field, from, to, by }) => [of, field, from, to, by])
    expect(told[0]).toEqual(['account', 'name', '甲一号', '甲二号', 'tester'])
    expect(told.slice(1).toSorted()).toEqual([
      ['account', 'benchmark', '沪深300', null, 'operator'],
      ['account', 'initialAssets', '1000.00', '1000.50', 'operator'],
      ['account', 'name', '甲', '甲一号', 'operator'],
    ])
    expect(body).toMatchObject({
      changes: [{ file: { name: 'file.csv' } }, { file: null }, { file: null }, { file: null }],
    })
    expect(body).toMatchObject({ next: null, first: { by: 'tester', file: { name: 'p.csv' } } })
    expect((await acts(deps)).slice(-1)).toEqual([
      ['operator', 'change-account', '{"fields":"name initialAssets benchmark"}'],
    ])
  })

  it('is changed by nobody who looked at something else, and not at all where nothing differs', async () => {
    const { deps, app, operator } = await begin()
    const seen = await read(app, operator, 'A1')
    await put(app, operator, 'A1', { manager: '张三' })
    expect(await put(app, operator, 'A1', { name: '甲乙', version: seen['version'] })).toMatchObject({
      status: 409,
      body: { code: 'version-changed' },
    })
    const taken = await put(app, operator, 'A1', { faLedgerNo: '0702', o32FundNo: '8001.0' })
    expect(taken.body).toMatchObject({ errors: [{ field: 'faLedgerNo', code: 'taken' }] })
    const noted = (await acts(deps)).length
    expect((await put(app, operator, 'A1', { initialAssets: '1000' })).status).toBe(200)
    expect(await acts(deps)).toHaveLength(noted)
    expect((await read(app, operator, 'A1'))['name']).toBe('甲')
  })

  it('has a contact, whose values are kept too, and its history goes page by page', async () => {
    const { deps, app, operator } = await begin()
    const card = {
      name: '李四',
      company: '示例资管',
      mobile: '13800138000',
      telephone: null,
      email: null,
      address: null,
    }
    const set = async (changes: object) => {
      const { contactVersion } = await read(app, operator, 'A1')
      return asStaff(app, operator, ['PUT', '/accounts/A1/contact', { ...card, version: contactVersion, ...changes }])
    }
    expect((await set({})).body).toMatchObject({ contact: card })
    const stale = (await read(app, operator, 'A2'))['contactVersion']
    expect((await set({ version: stale })).body).toMatchObject({ code: 'version-changed' })
    for (const telephone of ['010-1', '010-2', '010-3']) {
      deps.clock.advance(60)
      expect((await set({ telephone })).status).toBe(200)
    }
    expect((await set({ name: '', telephone: '1'.repeat(41) })).body?.['errors']).toMatchObject([
      { field: 'name', code: 'too-short' },
      { field: 'telephone', code: 'too-long' },
    ])
    const page = async (query: string) =>
      (await asStaff(app, operator, ['GET', `/accounts/A1/history?limit=2${query}`])).body
    const first = await page('')
    const told = (body: Body) => listOf(body, 'changes').map(({ of, field, from, to }) => [of, field, from, to])
    expect(told(first)).toEqual([
      ['contact', 'telephone', '010-2', '010-3'],
      ['contact', 'telephone', '010-1', '010-2'],
    ])
    const rest = await page(`&cursor=${String(first?.['next'])}`)
    expect([told(rest), rest?.['next']]).toEqual([[['contact', 'telephone', null, '010-1']], null])
    expect(await acts(deps)).toHaveLength(4)
  })

  it('is judged anew where its strategy, launch or decimals change, by hand as by a file', async () => {
    const { deps, app, operator } = await begin()
    const late = '\nA1,2024-01-03,1010,1000,1.0100,1010,0\n'
    await importText(deps, DAY.split('\n')[0] + late, { publish: false })
    const state = async () =>
      (await deps.db.selectFrom('valuation').select('state').where('date', '=', '2024-01-03').executeTakeFirstOrThrow())
        .state
    expect(await state()).toBe('checked')
    await put(app, operator, 'A1', { launchDate: '2024-01-04' })
    expect(await state()).toBe('held')
    // other bytes than those that were applied before
    const back = await importText(deps, `${PORTFOLIOS}\n`, { publish: false })
    expect([codes(back), await state()]).toEqual([[], 'checked'])
  })

  it('is wound up and closed on days that follow each other', async () => {
    const { app, operator } = await begin()
    const faults = async (changes: object) => {
      const { body } = await put(app, operator, 'A1', changes)
      return listOf(body, 'errors').map(({ field, code }) => `${String(field)} ${String(code)}`)
    }
    expect(await faults({ state: 'in-liquidation' })).toEqual(['liquidationFrom required'])
    expect(await faults({ state: 'closed', liquidationFrom: '2024-03-01' })).toEqual(['closedOn required'])
    expect(await faults({ liquidationFrom: '2024-03-01' })).toEqual(['liquidationFrom not-in-list'])
    expect(await faults({ closedOn: '2024-03-01' })).toEqual(['closedOn not-in-list'])
    expect(await faults({ state: 'in-liquidation', liquidationFrom: '2024-01-01' })).toEqual([
      'liquidationFrom too-short',
    ])
    const early = { state: 'closed', liquidationFrom: '2024-03-01', closedOn: '2024-02-29' }
    expect(await faults(early)).toEqual(['closedOn too-short'])
    expect(await faults({ ...early, closedOn: '2024-03-29' })).toEqual([])
    const { body } = await asStaff(app, operator, ['GET', '/accounts?state=closed'])
    expect(body).toMatchObject({ total: 1, items: [{ code: 'A1', state: 'closed' }] })
    expect(await faults({ state: 'running', liquidationFrom: null, closedOn: null })).toEqual([])
    const history = (await asStaff(app, operator, ['GET', '/accounts/A1/history'])).body
    expect(listOf(history, 'changes').map(({ field, from, to }) => [field, from, to])).toContainEqual([
      'state',
      'running',
      'closed',
    ])
  })

  it('is read by advisers to whom it is assigned, and changed by operators and administrators alone', async () => {
    const { deps, app } = await begin()
    const admin = await staffCookies(app, deps, 'administrator')
    const mia = await signInAs(app, 'mia', await addPerson(deps, 'mia', { roles: ['adviser'] }))
    await asStaff(app, admin, ['PUT', '/people/mia/accounts', { accounts: ['A1'] }])
    expect((await asStaff(app, mia, ['GET', '/accounts/A1'])).body).toMatchObject({ code: 'A1', advisers: ['mia'] })
    for (const path of ['/accounts/A2', '/accounts/A2/history'])
      expect((await asStaff(app, mia, ['GET', path])).body).toEqual(
        (await asStaff(app, mia, ['GET', path.replace('A2', 'A9')])).body,
      )
    for (const role of ['reviewer', 'auditor'] as const) {
      const by = await staffCookies(app, deps, role)
      expect((await asStaff(app, by, ['GET', '/accounts/A1'])).status).toBe(200)
      expect((await put(app, by, 'A1', { name: '丁' })).body).toMatchObject({ code: 'role-missing' })
      expect((await asStaff(app, by, ['POST', '/accounts', NEW])).body).toMatchObject({ code: 'role-missing' })
    }
    expect((await put(app, mia, 'A1', { name: '丁' })).body).toMatchObject({ code: 'role-missing' })
    expect((await put(app, admin, 'A1', { name: '丁' })).status).toBe(200)
  })
})
