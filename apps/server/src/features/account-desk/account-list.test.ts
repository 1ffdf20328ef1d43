import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { importing, importText, text } from '../../testing/import-bench'
import { addPerson, asStaff, signInAs, staffCookies } from '../../testing/staff'

const PORTFOLIOS = `portfolio_code,portfolio_name,strategy,launch_date,initial_assets,initial_shares,o32_fund_no,fa_ledger_no,fa_name
SA0001,示例稳健一号,balanced,2024-01-02,1000,1000,8001,701,稳健甲
SA0002,示例进取_二号,growth,2023-05-04,1000,1000,8002,,
SB0003,示例稳健三号,balanced,2024-01-03,1000,1000,,,
`
const DAYS = `portfolio_code,date,net_assets,shares,unit_nav,total_assets,total_liabilities
SA0001,2024-01-02,1000,1000,1.0000,1000,0
SA0001,2024-01-03,1012.5,1000,1.0125,1012.5,0
SA0002,2024-01-02,990,1000,0.9900,990,0
`

type Body = Record<string, unknown> | null
const items = (body: Body) => (body?.['items'] ?? []) as Record<string, unknown>[]
const codes = ({ body }: { body: Body }) => items(body).map(({ code }) => code)

forEachEngine('the list of accounts', (open) => {
  it('is found by any part of code, name, number and adviser, filtered and sorted', async () => {
    const deps = await open()
    await importing(deps, [text('p.csv', PORTFOLIOS), text('v.csv', DAYS)], {})
    const app = buildApp(deps)
    const operator = await staffCookies(app, deps, 'operator')
    const admin = await staffCookies(app, deps, 'administrator')
    await addPerson(deps, 'mia', { roles: ['adviser'] })
    await asStaff(app, admin, ['PUT', '/people/mia/accounts', { accounts: ['SA0001'] }])
    const found = async (query: string) => codes(await asStaff(app, operator, ['GET', `/accounts?${query}`]))
    const about = (part: string) => found(`text=${encodeURIComponent(part)}`)
    expect(await found('')).toEqual(['SA0001', 'SA0002', 'SB0003'])
    expect(await about('sb')).toEqual(['SB0003'])
    expect(await about('稳健')).toEqual(['SA0001', 'SB0003'])
    expect(await about('稳健甲')).toEqual(['SA0001'])
    expect(await about('8002')).toEqual(['SA0002'])
    expect(await about('701')).toEqual(['SA0001'])
    expect(await about('MI')).toEqual(['SA0001'])
    expect(await about('_')).toEqual(['SA0002'])
    expect(await about('%')).toEqual([])
    expect(await found('strategy=balanced')).toEqual(['SA0001', 'SB0003'])
    expect(await found('adviser=mia')).toEqual(['SA0001'])
    expect(await found('adviser=none')).toEqual(['SA0002', 'SB0003'])
    expect(await found('sort=-code')).toEqual(['SB0003', 'SA0002', 'SA0001'])
    expect(await found('sort=launchDate')).toEqual(['SA0002', 'SA0001', 'SB0003'])
    expect(await found('sort=lastDay')).toEqual(['SB0003', 'SA0002', 'SA0001'])
    expect(await found('sort=-lastDay&strategy=balanced')).toEqual(['SA0001', 'SB0003'])
  })

  it('shows the last published day, and nothing where none is', async () => {
    const deps = await open()
    await importing(deps, [text('p.csv', PORTFOLIOS), text('v.csv', DAYS)], {})
    await importText(deps, `${DAYS.split('\n')[0]}\nSA0002,2024-01-03,995,1000,0.9950,995,0\n`, { publish: false })
    const app = buildApp(deps)
    const { body } = await asStaff(app, await staffCookies(app, deps, 'auditor'), ['GET', '/accounts'])
    expect(body).toMatchObject({ total: 3, next: null, advisers: [] })
    expect(items(body).map(({ latest }) => latest)).toEqual([
      { date: '2024-01-03', unitNav: '1.0125', netAssets: '1012.50' },
      { date: '2024-01-02', unitNav: '0.9900', netAssets: '990.00' },
      null,
    ])
    expect(items(body)[0]).toMatchObject({ code: 'SA0001', o32FundNo: '8001', faLedgerNo: '701', advisers: [] })
  })

  it('goes page by page under every sort, also where values are equal', async () => {
    const deps = await open()
    const names = [3, 1, 2, 5, 4].map((no) => `SA000${no},同名账户,balanced,2024-01-02,1000,1000,,,`)
    await importText(deps, `${PORTFOLIOS.split('\n')[0]}\n${names.join('\n')}\n`)
    const app = buildApp(deps)
    const operator = await staffCookies(app, deps, 'operator')
    const walk = async (sort: string) => {
      const pages: unknown[][] = []
      for (let cursor = ''; ; ) {
        const reply = await asStaff(app, operator, ['GET', `/accounts?limit=2&sort=${sort}${cursor}`])
        pages.push(codes(reply))
        const next = reply.body?.['next']
        if (typeof next !== 'string') return pages
        cursor = `&cursor=${next}`
      }
    }
    for (const sort of ['code', 'name', 'launchDate', 'lastDay']) {
      expect([sort, await walk(sort)]).toEqual([sort, [['SA0001', 'SA0002'], ['SA0003', 'SA0004'], ['SA0005']]])
      expect(await walk(`-${sort}`)).toEqual([['SA0005', 'SA0004'], ['SA0003', 'SA0002'], ['SA0001']])
    }
    for (const wrong of ['x', Buffer.from('["a"]').toString('base64url'), Buffer.from('[1,2]').toString('base64url')])
      expect((await asStaff(app, operator, ['GET', `/accounts?cursor=${wrong}`])).body).toMatchObject({
        code: 'cursor-invalid',
      })
  })

  it('holds for an adviser what is assigned, and names no other adviser', async () => {
    const deps = await open()
    await importing(deps, [text('p.csv', PORTFOLIOS)], {})
    const app = buildApp(deps)
    const admin = await staffCookies(app, deps, 'administrator')
    const mia = await signInAs(app, 'mia', await addPerson(deps, 'mia', { roles: ['adviser'] }))
    await addPerson(deps, 'max', { roles: ['adviser'] })
    const own = async (query = '') => (await asStaff(app, mia, ['GET', `/accounts${query}`])).body
    expect(await own()).toMatchObject({ total: 0, items: [], advisers: [] })
    await asStaff(app, admin, ['PUT', '/people/mia/accounts', { accounts: ['SA0002'] }])
    await asStaff(app, admin, ['PUT', '/people/max/accounts', { accounts: ['SA0001'] }])
    expect(await own()).toMatchObject({ total: 1, items: [{ code: 'SA0002' }], advisers: [] })
    expect(await own('?adviser=max')).toMatchObject({ total: 0, items: [] })
    expect((await asStaff(app, admin, ['GET', '/accounts'])).body).toMatchObject({ total: 3, advisers: ['max', 'mia'] })
  })
})
