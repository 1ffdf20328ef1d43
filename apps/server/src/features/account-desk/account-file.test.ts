import type { FastifyInstance } from 'fastify'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { codes, importText } from '../../testing/import-bench'
import { CHANGE, type Cookies } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'

const HEAD = 'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,benchmark,fa_ledger_no'
const FIRST = `${HEAD}
A1,甲,balanced,2024-01-02,1000,1000,沪深300,701
A2,乙,growth,2024-01-02,2000,2000,,702
`
const SECOND = `${HEAD},manager
A1,甲一号,balanced,2024-01-02,1000.5,1000,,701,
A2,乙,growth,2024-01-02,2000,2000,,702,
A3,丙,equity,2026-01-05,3000,3000,,703,张三
A4,丁,equity,2026-01-05,4000,4000,,0702,
A5,戊,gold,2026-01-05,5000,5000,,705,
`

async function send(app: FastifyInstance, cookies: Cookies, path: string, files: Record<string, string>) {
  const parts = Object.entries(files).map(
    ([name, text]) =>
      `--x\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${text}\r\n`,
  )
  const headers = { ...CHANGE, 'content-type': 'multipart/form-data; boundary=x' }
  const payload = `${parts.join('')}--x--\r\n`
  const reply = await app.inject({ method: 'POST', url: `/api/v1/staff${path}`, cookies, headers, payload })
  return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() }
}

const compare = (app: FastifyInstance, cookies: Cookies, text: string) =>
  send(app, cookies, '/account-files/comparison', { 'list.csv': text })

forEachEngine('a list of accounts', (open) => {
  const begin = async () => {
    const deps = await open()
    await importText(deps, FIRST)
    const app = buildApp(deps)
    return { deps, app, operator: await staffCookies(app, deps, 'operator') }
  }

  it('says field by field what it would do before anything is kept, and then does that', async () => {
    const { deps, app, operator } = await begin()
    const files = async () => (await deps.db.selectFrom('source_file').selectAll().execute()).length
    const { status, body } = await compare(app, operator, SECOND)
    expect([status, await files()]).toEqual([200, 1])
    expect(body).toMatchObject({
      isAccounts: true,
      same: 0,
      changed: [
        {
          code: 'A1',
          name: '甲一号',
          fields: [
            { field: 'name', from: '甲', to: '甲一号' },
            { field: 'initialAssets', from: '1000.00', to: '1000.50' },
            { field: 'benchmark', from: '沪深300', to: null },
          ],
        },
      ],
      added: [{ code: 'A3', name: '丙' }],
    })
    const [added] = body['added'] as { fields: unknown[] }[]
    expect(added?.fields).toContainEqual({ field: 'manager', from: null, to: '张三' })
    expect(added?.fields).toContainEqual({ field: 'valuationLag', from: null, to: '1' })
    const problems = body['problems'] as Record<string, unknown>[]
    expect(problems.map(({ code, row, column }) => [code, row, column])).toEqual([
      ['value-invalid', 6, 'strategy'],
      ['portfolio-key-taken', 3, 'fa_ledger_no'],
      ['portfolio-key-taken', 5, 'fa_ledger_no'],
    ])
    const wrong = await send(app, operator, '/account-files?seen=x', { 'list.csv': SECOND })
    expect([wrong.status, wrong.body['code'], await files()]).toEqual([409, 'version-changed', 1])
    const seen = String(body['seen'])
    const done = await send(app, operator, `/account-files?seen=${seen}`, { 'list.csv': SECOND })
    expect(done).toMatchObject({ status: 200, body: { added: 1, changed: 1 } })
    const rows = await deps.db.selectFrom('portfolio').select(['code', 'name']).orderBy('code').execute()
    expect(rows.map(({ code, name }) => code + name)).toEqual(['A1甲一号', 'A2乙', 'A3丙'])
    const history = (await asStaff(app, operator, ['GET', '/accounts/A1/history'])).body
    expect(history).toMatchObject({
      changes: [{ by: 'operator', file: { id: done.body['file'], name: 'list.csv' } }, {}, {}],
    })
    const noted = await deps.db.selectFrom('audit_event').selectAll().where('action', '=', 'import-file').execute()
    expect(noted.map(({ actor_kind, actor_id }) => [actor_kind, actor_id]).at(-1)).toEqual(['staff', 'operator'])
  })

  it('is imported again after somebody changed by hand what it says', async () => {
    const { app, operator } = await begin()
    const {
      code: _code,
      advisers: _advisers,
      contact: _contact,
      contactVersion: _version,
      ...fields
    } = (await asStaff(app, operator, ['GET', '/accounts/A2'])).body ?? {}
    await asStaff(app, operator, ['PUT', '/accounts/A2', { ...fields, name: '乙乙' }])
    const { body } = await compare(app, operator, FIRST)
    expect(body).toMatchObject({
      same: 1,
      changed: [{ code: 'A2', fields: [{ field: 'name', from: '乙乙', to: '乙' }] }],
    })
    await send(app, operator, `/account-files?seen=${String(body['seen'])}`, { 'list.csv': FIRST })
    expect((await asStaff(app, operator, ['GET', '/accounts/A2'])).body).toMatchObject({ name: '乙' })
  })

  it('is refused where somebody changes an account while it is imported', async () => {
    const deps = await open()
    await importText(deps, FIRST)
    let reads = 0
    const read: typeof deps.reader.read = async (...asked) => {
      reads += 1
      // the comparison, the one before the import, and the import's own
      if (reads === 3) await deps.db.updateTable('portfolio').set({ name: '乙乙' }).where('code', '=', 'A2').execute()
      return deps.reader.read(...asked)
    }
    const app = buildApp({ ...deps, reader: { ...deps.reader, read } })
    const operator = await staffCookies(app, deps, 'operator')
    const { body } = await compare(app, operator, SECOND)
    const sent = await send(app, operator, `/account-files?seen=${String(body['seen'])}`, { 'list.csv': SECOND })
    expect([reads, sent.status, sent.body['code']]).toEqual([3, 409, 'version-changed'])
    const rows = await deps.db.selectFrom('portfolio').select(['code', 'name']).orderBy('code').execute()
    expect(rows.map(({ code, name }) => `${code} ${name}`)).toEqual(['A1 甲', 'A2 乙乙'])
    const files = await deps.db.selectFrom('source_file').select('status').orderBy('received_at').execute()
    expect(files.map(({ status }) => status).at(-1)).toBe('rejected')
  })

  it('is refused where it is of another kind, several files or none', async () => {
    const { app, operator } = await begin()
    const funds = await compare(app, operator, 'fund_code,fund_name,asset_class\n000001,基金,equity\n')
    expect(funds.body).toMatchObject({ isAccounts: false, added: [], changed: [] })
    const seen = String(funds.body['seen'])
    const text = 'fund_code,fund_name,asset_class\n000001,基金,equity\n'
    expect((await send(app, operator, `/account-files?seen=${seen}`, { 'f.csv': text })).status).toBe(409)
    const unfit: Record<string, string>[] = [{}, { 'a.csv': FIRST, 'b.csv': FIRST }, { 'a.csv': '' }]
    for (const files of unfit)
      expect((await send(app, operator, '/account-files/comparison', files)).body).toMatchObject({
        code: 'upload-invalid',
      })
  })

  it('is exported as it can be imported again, whatever its cells hold', async () => {
    const { deps, app, operator } = await begin()
    const NEW = {
      code: '-A9',
      name: '=1+1, "甲"',
      strategy: 'cta',
      launchDate: '2026-01-05',
      initialAssets: '12345678901234.5678',
      initialShares: '0.0001',
      benchmark: "'=基准",
      manager: '@张三',
      valuationLag: 0,
      navDecimals: 8,
      o32FundNo: '0091',
      faLedgerNo: null,
      faName: '+关键字',
      state: 'closed',
      liquidationFrom: null,
      closedOn: '2026-02-05',
    }
    expect((await asStaff(app, operator, ['POST', '/accounts', NEW])).status).toBe(201)
    const { reply } = await asStaff(app, operator, ['GET', '/account-export'])
    expect(reply.headers['content-disposition']).toContain('.csv')
    const lines = reply.body.replace('\uFEFF', '').split('\r\n')
    expect(lines[0]).toBe(
      'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,benchmark,manager,' +
        'valuation_lag,nav_decimals,o32_fund_no,fa_ledger_no,fa_name,state,liquidation_from,closed_on',
    )
    expect(lines[1]).toBe(
      `"'-A9","'=1+1, ""甲""",cta,2026-01-05,12345678901234.5678,0.0001,"''=基准","'@张三",0,8,0091,,"'+关键字",closed,,2026-02-05`,
    )
    expect(lines[2]).toBe('A1,甲,balanced,2024-01-02,1000.00,1000.00,沪深300,,1,4,,701,,running,,')
    const { body } = await compare(app, operator, reply.body)
    expect(body).toMatchObject({ isAccounts: true, same: 3, added: [], changed: [], problems: [] })
    const again = await importText(deps, reply.body)
    expect([again.status, codes(again)]).toEqual(['unchanged', ['same-figures']])
    const noted = await deps.db.selectFrom('audit_event').selectAll().where('action', '=', 'export-accounts').execute()
    expect(noted.map(({ actor_id, detail }) => [actor_id, detail])).toEqual([['operator', '{"rows":3}']])
  })
})
