/** A fund's own NAVs: brought by a file that is looked at first, or by hand with a reason; what was known before stays known. */
import { beforeEach, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { importing, text } from '../../testing/import-bench'
import { CHANGE, type Cookies } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'

const FUNDS = 'fund_code,fund_name,asset_class\n000001,示例一,equity\n'
const HEAD = 'fund_code,date,unit_nav,accumulated_nav,dividend\n'
const NAVS = `${HEAD}000001,2024-01-02,1.0000,1.0000,
000001,2024-01-03,1.0100,1.0100,
000001,2024-01-04,1.0200,1.0200,
`

forEachEngine('fund NAVs in the console', (open) => {
  let deps: TestDeps
  let app: ReturnType<typeof buildApp>
  let operator: Cookies

  beforeEach(async () => {
    deps = await open()
    await importing(deps, [text('f.csv', FUNDS), text('n.csv', NAVS)], {})
    app = buildApp(deps)
    operator = await staffCookies(app, deps, 'operator')
  })

  const read = async (path: string) => (await asStaff(app, operator, ['GET', path])).body
  const set = (date: string, body: object, cookies = operator) =>
    asStaff(app, cookies, ['PUT', `/funds/000001/navs/${date}`, { accumulatedNav: null, dividend: null, ...body }])
  async function send(path: string, content: string, cookies = operator) {
    const part = 'content-disposition: form-data; name="files"; filename="navs.csv"\r\ncontent-type: text/csv'
    const payload = Buffer.from(`--x\r\n${part}\r\n\r\n${content}\r\n--x--\r\n`)
    const headers = { ...CHANGE, 'content-type': 'multipart/form-data; boundary=x' }
    const reply = await app.inject({ method: 'POST', url: `/api/v1/staff${path}`, payload, headers, cookies })
    return { status: reply.statusCode, body: reply.json<Record<string, unknown>>() }
  }

  it('are read page by page, the newest first, with the row of the file that brought them', async () => {
    const first = await read('/funds/000001/navs?limit=2')
    expect(first).toMatchObject({
      items: [
        { date: '2024-01-04', unitNav: '1.0200', file: { name: 'n.csv' }, row: 4, before: [] },
        { date: '2024-01-03', unitNav: '1.0100', row: 3 },
      ],
      next: '2024-01-03',
    })
    expect(await read('/funds/000001/navs?limit=2&cursor=2024-01-03')).toMatchObject({
      items: [{ date: '2024-01-02', accumulatedNav: '1.0000', dividend: null, row: 2 }],
      next: null,
    })
    expect((await asStaff(app, operator, ['GET', '/funds/999999/navs'])).status).toBe(404)
  })

  it('restated by hand keep what was known before, by whom it was replaced, and why', async () => {
    deps.clock.advance(60)
    const restated = { unitNav: '1.0150', accumulatedNav: '1.0150', reason: '基金公司更正' }
    expect((await set('2024-01-03', restated)).body).toEqual({ changed: true })
    expect((await set('2024-01-03', restated)).body).toEqual({ changed: false })
    const page = await read('/funds/000001/navs?cursor=2024-01-04&limit=1')
    const [nav] = (page?.['items'] ?? []) as { before: Record<string, unknown>[] }[]
    expect(nav).toMatchObject({
      date: '2024-01-03',
      unitNav: '1.0150',
      accumulatedNav: '1.0150',
      file: null,
      row: null,
    })
    const said = nav?.before.map(({ field, value, by, reason }) => [field, value, by, reason])
    expect(said?.toSorted()).toEqual([
      ['accumulatedNav', '1.0100', 'operator', '基金公司更正'],
      ['unitNav', '1.0100', 'operator', '基金公司更正'],
    ])
    const noted = await deps.db.selectFrom('audit_event').selectAll().where('action', '=', 'set-fund-nav').execute()
    expect(noted.map((row) => [row.object_id, JSON.parse(row.detail)])).toEqual([
      ['000001', { date: '2024-01-03', nav: '1.0150', was: '1.0100', reason: '基金公司更正' }],
    ])
  })

  it('are new, changed or the same before a file is imported, and then what was seen', async () => {
    const file = `${HEAD}000001,2024-01-03,1.0110,1.0110,
000001,2024-01-04,1.0200,1.0200,
000001,2024-01-05,1.0300,1.0300,0.01
000001,2024-01-08,x,,
`
    const { status, body } = await send('/fund-navs/comparisons', file)
    expect([status, body]).toMatchObject([
      200,
      {
        isNavs: true,
        added: 1,
        changed: 1,
        same: 1,
        firstAdded: [{ fund: '000001', name: '示例一', date: '2024-01-05', unitNav: '1.0300', dividend: '0.0100' }],
        firstChanged: [{ date: '2024-01-03', unitNav: '1.0110', was: { unitNav: '1.0100' } }],
        problems: [{ row: 5, column: 'unit_nav', severity: 'error' }],
      },
    ])
    expect(await read('/funds/000001/navs?limit=1')).toMatchObject({ items: [{ date: '2024-01-04' }] })
    const seen = String(body['seen'])
    const stale = await send('/fund-navs?seen=other', file)
    expect([stale.status, stale.body['code']]).toEqual([409, 'version-changed'])
    const done = await send(`/fund-navs?seen=${seen}`, file)
    expect([done.status, done.body]).toMatchObject([200, { added: 1, changed: 1 }])
    expect(await read('/funds/000001/navs?limit=3')).toMatchObject({
      items: [
        { date: '2024-01-05', unitNav: '1.0300', file: { name: 'navs.csv' }, row: 4 },
        { date: '2024-01-04', row: 4, before: [] },
        { date: '2024-01-03', file: { name: 'navs.csv' }, row: 2, before: [{ value: '1.0100' }, { value: '1.0100' }] },
      ],
    })
    const other = await send('/fund-navs/comparisons', FUNDS)
    expect(other.body).toMatchObject({ isNavs: false, added: 0, changed: 0 })
    expect((await send('/fund-navs/comparisons', '')).status).toBe(400)
  })

  it('come back from the same file once they were corrected by hand', async () => {
    const file = `${HEAD}000001,2024-01-03,1.0110,1.0110,\n`
    const take = async () => {
      const { body } = await send('/fund-navs/comparisons', file)
      return send(`/fund-navs?seen=${String(body['seen'])}`, file)
    }
    expect((await take()).body).toMatchObject({ added: 0, changed: 1 })
    await set('2024-01-03', { unitNav: '1.0500', reason: '录错' })
    expect((await take()).body).toMatchObject({ added: 0, changed: 1 })
    expect(await read('/funds/000001/navs?cursor=2024-01-04&limit=1')).toMatchObject({
      items: [{ unitNav: '1.0110', accumulatedNav: '1.0110', file: { name: 'navs.csv' } }],
    })
  })

  it('are taken from nobody else, nor without a price, a day and a reason', async () => {
    const good = { unitNav: '1.0150', reason: '更正' }
    for (const wrong of [{ unitNav: '0' }, { unitNav: '-1' }, { unitNav: 'x' }, { reason: ' ' }, { dividend: '1e3' }])
      expect((await set('2024-01-03', { ...good, ...wrong })).status).toBe(400)
    expect((await set('2024-02-30', good)).status).toBe(404)
    const auditor = await staffCookies(app, deps, 'auditor')
    expect((await set('2024-01-03', good, auditor)).status).toBe(403)
    expect((await send('/fund-navs/comparisons', NAVS, auditor)).status).toBe(403)
    expect((await asStaff(app, auditor, ['GET', '/funds/000001/navs'])).status).toBe(200)
  })
})
