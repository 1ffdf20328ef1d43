import { beforeAll, beforeEach, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import { addClient, ANNA, signIn, type Cookies } from '../../testing/people'
import { readPdf } from '../../testing/read-pdf'
import { asStaff, staffCookies } from '../../testing/staff'
import type { OnePage } from './one-page-parts'

const CODES = ['SA6001', 'SA6002', 'SA6003', 'SA6004', 'SA6005', 'SA6006']

interface Accounts {
  accounts: { code: string; outlook: object | null }[]
}

forEachEngine('outlooks', (open) => {
  let deps: TestDeps
  let app: ReturnType<typeof buildApp>
  let editor: Cookies
  let anna: Cookies

  let reviewer: Cookies
  let code: string

  beforeAll(async () => {
    deps = await open()
    const id = await addClient(deps, ANNA)
    await addFunds(deps.db)
    for (const account of CODES) await publishHandBook(deps.db, account, [id])
    app = buildApp(deps)
    editor = await staffCookies(app, deps, 'editor')
    reviewer = await staffCookies(app, deps, 'reviewer')
    anna = await signIn(app, deps, ANNA)
  })

  /** Each test writes for an account of its own. */
  const left = [...CODES]
  beforeEach(() => {
    code = left.shift() ?? 'none'
  })

  const write = (body: object, cookies = editor) => asStaff(app, cookies, ['PUT', `/portfolios/${code}/outlooks`, body])
  const shown = async (query = '') =>
    (await app.inject({ url: `/api/v1/portfolios/${code}/one-page${query}`, cookies: anna })).json<OnePage>().outlook
  const texts = (body: Record<string, unknown> | null) =>
    ((body ?? {})['outlooks'] as { date: string; version: number; text: string }[]).map(({ date, version, text }) => [
      date,
      version,
      text,
    ])

  it('show from their day on until a later one, and an empty text takes one back', async () => {
    expect(await shown()).toBeNull()
    await write({ date: '2021-10-20', text: '十月看法', version: 0 })
    await write({ date: '2021-11-01', text: '十一月看法', version: 0 })
    expect(await shown()).toMatchObject({ date: '2021-11-01', text: '十一月看法' })
    expect(await shown('?date=2021-10-29')).toMatchObject({ date: '2021-10-20', text: '十月看法' })
    expect(await shown('?date=2021-10-15')).toBeNull()
    const { body } = await write({ date: '2021-11-01', text: '  ', version: 1 })
    expect(texts(body)).toEqual([
      ['2021-11-01', 2, ''],
      ['2021-11-01', 1, '十一月看法'],
      ['2021-10-20', 1, '十月看法'],
    ])
    expect(await shown()).toMatchObject({ date: '2021-10-20' })
  })

  it('are not written over what somebody else wrote meanwhile', async () => {
    await write({ date: '2021-11-01', text: '先写的', version: 0 })
    const late = await write({ date: '2021-11-01', text: '后写的', version: 0 })
    expect([late.status, late.body?.['code']]).toEqual([409, 'outlook-changed'])
    expect((await write({ date: '2021-11-01', text: '读过后写的', version: 1 })).status).toBe(200)
    expect(await shown()).toMatchObject({ text: '读过后写的' })
  })

  it('keep to the room of the page', async () => {
    expect((await write({ date: '2021-11-01', text: '观'.repeat(301), version: 0 })).status).toBe(400)
    expect((await write({ date: '2021-11-01', text: '1\n2\n3\n4\n5', version: 0 })).status).toBe(400)
    const full = `${'观'.repeat(293)}\n点\n点\n点`
    expect((await write({ date: '2021-11-01', text: full, version: 0 })).status).toBe(200)
  })

  it('are text on the printed page, whatever they hold, and change its ETag', async () => {
    const pdf = () => app.inject({ url: `/api/v1/portfolios/${code}/one-page.pdf`, cookies: anna })
    const before = await pdf()
    await write({ date: '2021-11-01', text: '#panic("x") $1/0$\n= 标题 *粗* @a \\ ] <b>', version: 0 })
    const after = await pdf()
    expect(after.headers['etag']).not.toBe(before.headers['etag'])
    const { pages, text } = await readPdf(after.rawPayload)
    expect(pages).toBe(1)
    expect(text).toContain('#panic("x")$1/0$=标题*粗*@a\\]<b>')
  })

  it('are known to staff as they were at an instant', async () => {
    await write({ date: '2021-11-01', text: '第一版', version: 0 })
    const first = deps.clock.now().toISOString()
    deps.clock.advance(60)
    await write({ date: '2021-11-01', text: '第二版', version: 1 })
    const seen = async (query: string) =>
      (await asStaff<OnePage>(app, reviewer, ['GET', `/portfolios/${code}/one-page${query}`])).body?.outlook
    expect(await seen('')).toMatchObject({ text: '第二版' })
    expect(await seen(`?knownAt=${encodeURIComponent(first)}`)).toMatchObject({ text: '第一版' })
  })

  it('are written by editors for all accounts and by advisers for their own, and the log tells', async () => {
    const adviser = await staffCookies(app, deps, 'adviser')
    expect((await write({ date: '2021-11-01', text: '看法', version: 0 }, adviser)).status).toBe(404)
    expect((await asStaff(app, adviser, ['GET', '/outlooks'])).body).toEqual({ accounts: [] })
    expect((await write({ date: '2021-11-01', text: '看法', version: 0 }, reviewer)).status).toBe(403)
    await write({ date: '2021-11-01', text: '看法', version: 0 })
    const accounts = (await asStaff<Accounts>(app, editor, ['GET', '/outlooks'])).body?.accounts ?? []
    expect(accounts.map((account) => account.code)).toEqual(CODES)
    expect(accounts.find((account) => account.code === code)?.outlook).toMatchObject({
      date: '2021-11-01',
      version: 1,
      text: '看法',
      writtenBy: 'editor',
    })
    const { id } = await deps.db.selectFrom('portfolio').select('id').where('code', '=', code).executeTakeFirstOrThrow()
    const events = await deps.db
      .selectFrom('audit_event')
      .select(['actor_id', 'detail'])
      .where('action', '=', 'write-outlook')
      .where('portfolio_id', '=', id)
      .execute()
    expect(events.map(({ actor_id, detail }) => [actor_id, JSON.parse(detail)])).toEqual([
      ['editor', { date: '2021-11-01', version: 1, taken: false }],
    ])
  })
})
