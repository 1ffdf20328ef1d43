import type { FastifyInstance } from 'fastify'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { codes, importText } from '../../testing/import-bench'
import type { Cookies } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'

const HEAD =
  'portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,o32_fund_no,fa_ledger_no,fa_name'
const PORTFOLIOS = `${HEAD}
A1,示例甲,balanced,2020-01-02,1000,1000,8001,701,
A2,示例乙,balanced,2020-01-02,1000,1000,8002,,稳健乙
`
const holdings = (rows: string) => `日期,基金编号,证券代码,持仓,市值\n${rows}`

type Body = Record<string, unknown> | null
const errors = (body: Body) =>
  ((body?.['errors'] ?? []) as Record<string, unknown>[]).map(({ field, code }) => `${String(field)} ${String(code)}`)

const add = (app: FastifyInstance, by: Cookies, code: string, alias: object) =>
  asStaff(app, by, ['POST', `/accounts/${code}/aliases`, { kind: 'o32-fund', from: null, to: null, ...alias }])

forEachEngine('aliases of an account', (open) => {
  const begin = async () => {
    const deps = await open()
    await importText(deps, PORTFOLIOS)
    const app = buildApp(deps)
    return { deps, app, operator: await staffCookies(app, deps, 'operator') }
  }

  it('stand for it in a file on their days, before the present number of another, and on no other day', async () => {
    const { deps, app, operator } = await begin()
    const days = async (rows: string) =>
      (await importText(deps, holdings(rows))).days.map(({ portfolio, date }) => `${portfolio} ${date}`)
    const added = await add(app, operator, 'A1', { value: '8002.0', from: '2020-01-02', to: '2020-12-31' })
    expect([added.status, added.body]).toMatchObject([
      201,
      { aliases: [{ kind: 'o32-fund', value: '8002', from: '2020-01-02', to: '2020-12-31', setBy: 'operator' }] },
    ])
    expect(await days('2020-12-31,08002,000001,10,10\n')).toEqual(['A1 2020-12-31'])
    expect(await days('2021-01-04,8002,000001,10,10\n')).toEqual(['A2 2021-01-04'])
    expect(await days('2020-03-02,9009,000001,10,10\n')).toEqual(['9009 2020-03-02'])
    await add(app, operator, 'A1', { value: '9009', to: '2020-06-30' })
    const both = await importText(deps, holdings('2020-03-02,9009,000001,10,10\n2020-07-01,9009,000001,10,10\n'))
    expect(both.days.map(({ portfolio, date }) => `${portfolio} ${date}`)).toEqual(['A1 2020-03-02', '9009 2020-07-01'])
    expect(codes(both)).toContain('portfolio-unknown')
  })

  it('are of one account on one day, and present numbers are of theirs for good', async () => {
    const { deps, app, operator } = await begin()
    const faults = async (code: string, alias: object) => errors((await add(app, operator, code, alias)).body)
    expect(await faults('A1', { value: '8002' })).toEqual(['value taken'])
    expect(await faults('A1', { kind: 'fa-name', value: '稳健 乙' })).toEqual(['value taken'])
    expect(await faults('A1', { value: '8003', from: '2020-01-02', to: '2020-06-30' })).toEqual([])
    expect(await faults('A2', { value: '08003', from: '2020-06-30' })).toEqual(['value taken'])
    expect(await faults('A2', { value: '08003', from: '2020-07-01' })).toEqual([])
    expect(await faults('A1', { value: '8003', from: '2021-01-01', to: '2021-01-01' })).toEqual(['value taken'])
    expect(await faults('A1', { kind: 'fa-ledger', value: '8003' })).toEqual([])
    expect(await faults('A1', { value: '8004', from: '2020-07-01', to: '2020-06-30' })).toEqual(['to too-short'])
    expect(await faults('A1', { value: ' ' })).toEqual(['value too-short'])
    // A2 has 8003 for good, A1 had it until June
    const file = await importText(deps, `${HEAD}\nA1,示例甲,balanced,2020-01-02,1000,1000,8003,701,\n`)
    expect(codes(file)).toEqual(['portfolio-key-taken'])
    const ledger = await importText(deps, `${HEAD}\nA2,示例乙,balanced,2020-01-02,1000,1000,8002,8003,稳健乙\n`)
    expect(codes(ledger)).toEqual(['portfolio-key-taken'])
  })

  it('are found by, taken back, and kept in the history and the audit log', async () => {
    const { deps, app, operator } = await begin()
    await add(app, operator, 'A2', { kind: 'fa-name', value: '旧名FOF', to: '2021-12-31' })
    const list = await asStaff(app, operator, ['GET', `/accounts?text=${encodeURIComponent('旧名fof')}`])
    expect(list.body).toMatchObject({ total: 1, items: [{ code: 'A2' }] })
    const [alias] = ((await asStaff(app, operator, ['GET', '/accounts/A2'])).body?.['aliases'] ?? []) as {
      id: string
    }[]
    const path = `/aliases/${alias?.id ?? ''}`
    expect((await asStaff(app, operator, ['DELETE', `/accounts/A1${path}`])).status).toBe(404)
    deps.clock.advance(60)
    expect((await asStaff(app, operator, ['DELETE', `/accounts/A2${path}`])).body).toMatchObject({ aliases: [] })
    expect((await asStaff(app, operator, ['GET', '/accounts/A2/history'])).body).toMatchObject({
      changes: [
        { of: 'alias', field: 'fa-name', from: '旧名FOF ( – 2021-12-31)', to: null, by: 'operator' },
        { of: 'alias', field: 'fa-name', from: null, to: '旧名FOF ( – 2021-12-31)', by: 'operator' },
      ],
    })
    const acts = await deps.db
      .selectFrom('audit_event')
      .select('action')
      .where('action', 'in', ['add-alias', 'remove-alias'])
      .execute()
    expect(acts.map(({ action }) => action).toSorted()).toEqual(['add-alias', 'remove-alias'])
    const reviewer = await staffCookies(app, deps, 'reviewer')
    expect((await add(app, reviewer, 'A2', { value: '1' })).body).toMatchObject({ code: 'role-missing' })
  })
})
