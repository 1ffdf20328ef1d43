import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { pdf } from '@sma/importers/testing/pdf'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { addClient, ANNA, BORIS, CHANGE, signIn, type Cookies } from '../../testing/people'
import { png } from '../../testing/pictures'
import { asStaff, staffCookies } from '../../testing/staff'

type App = ReturnType<typeof buildApp>
interface Item {
  id: string
  title: string
  unread: boolean
  document: { id: string; fileName: string; size: number; mediaType: string } | null
}
interface List {
  items: Item[]
  next: string | null
  unread: number
  categories: string[]
}

const PNG = png(16, 9)

/** A multipart body, as a browser sends it. */
function multipart(files: { name: string; bytes: Uint8Array }[]) {
  const parts = files.map(({ name, bytes }) => [
    Buffer.from(`--x\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ])
  const payload = Buffer.concat([...parts.flat(), Buffer.from('--x--\r\n')])
  return { payload, headers: { ...CHANGE, 'content-type': 'multipart/form-data; boundary=x' } }
}

const upload = (app: App, cookies: Cookies, path: string, files: { name: string; bytes: Uint8Array }[]) =>
  app.inject({ method: 'POST', url: `/api/v1/staff/publications${path}`, cookies, ...multipart(files) })

const article = (more: object = {}) => ({
  kind: 'article',
  title: '市场观察',
  category: '策略',
  summary: null,
  text: '第一段\n\n第二段',
  publishedAt: null,
  audience: 'all',
  strategy: null,
  portfolios: [],
  ...more,
})

forEachEngine('publications', (open) => {
  async function house() {
    const deps = await open()
    await addClient(deps, ANNA, ['SA0001', 'SA0002'])
    await addClient(deps, BORIS, ['SB0001'])
    const app = buildApp(deps)
    return { deps, app, editor: await staffCookies(app, deps, 'editor') }
  }

  async function add(app: App, editor: Cookies, body: object): Promise<string> {
    const { status, body: reply } = await asStaff(app, editor, ['POST', '/publications', body])
    expect(status).toBe(201)
    return String(reply?.['id'])
  }
  const release = async (app: App, editor: Cookies, ...ids: string[]) =>
    (await asStaff(app, editor, ['POST', '/publications/releases', { ids }])).body

  async function listed(app: App, cookies: Cookies, path: string): Promise<List> {
    const reply = await app.inject({ url: `/api/v1${path}`, cookies })
    expect(reply.statusCode).toBe(200)
    return reply.json<List>()
  }
  const titles = ({ items }: List) => items.map(({ title }) => title)

  it('are seen by those they are for, from their time on, until they are withdrawn', async () => {
    const { deps, app, editor } = await house()
    const own = await add(app, editor, article({ title: '给安娜', audience: 'accounts', portfolios: ['SA0001'] }))
    const all = await add(app, editor, article({ title: '给所有人' }))
    const byStrategy = await add(
      app,
      editor,
      article({ title: '给平衡型', audience: 'strategy', strategy: 'balanced' }),
    )
    const other = await add(app, editor, article({ title: '给权益型', audience: 'strategy', strategy: 'equity' }))
    const later = await add(app, editor, article({ title: '明天', publishedAt: '2026-01-06T09:00:00+08:00' }))
    const anna = await signIn(app, deps, ANNA)
    const boris = await signIn(app, deps, BORIS)
    expect(titles(await listed(app, anna, '/portfolios/SA0001/articles'))).toEqual([])
    expect(await release(app, editor, own, all, byStrategy, other, later)).toEqual({ released: 5 })
    expect(await release(app, editor, own)).toEqual({ released: 0 })
    expect(titles(await listed(app, anna, '/portfolios/SA0001/articles'))).toEqual(['给平衡型', '给所有人', '给安娜'])
    expect(titles(await listed(app, anna, '/portfolios/SA0002/articles'))).toEqual(['给平衡型', '给所有人'])
    expect(titles(await listed(app, boris, '/portfolios/SB0001/articles'))).toEqual(['给平衡型', '给所有人'])
    expect(titles(await listed(app, anna, '/portfolios/SA0001/announcements'))).toEqual([])
    deps.clock.set('2026-01-06T01:00:00.000Z')
    const annaNow = await signIn(app, deps, ANNA)
    expect(titles(await listed(app, annaNow, '/portfolios/SA0002/articles'))).toEqual(['明天', '给平衡型', '给所有人'])
    const editorNow = await staffCookies(app, deps, 'editor', 'operator')
    const withdrawal = await asStaff(app, editorNow, [
      'POST',
      `/publications/${all}/withdrawal`,
      { reason: '数据有误' },
    ])
    expect(withdrawal.status).toBe(204)
    expect(titles(await listed(app, annaNow, '/portfolios/SA0002/articles'))).toEqual(['明天', '给平衡型'])
    const audit = await deps.db
      .selectFrom('audit_event')
      .select('action')
      .where('object_kind', '=', 'publication')
      .execute()
    const count = (action: string) => audit.filter((event) => event.action === action).length
    expect([count('edit-publication'), count('release-publication'), count('withdraw-publication')]).toEqual([5, 5, 1])
  })

  it('are unread until they are opened, each version anew, and staff see who opened them', async () => {
    const { deps, app, editor } = await house()
    const id = await add(app, editor, article())
    await release(app, editor, id)
    const anna = await signIn(app, deps, ANNA)
    const before = await listed(app, anna, '/portfolios/SA0001/articles')
    expect([before.unread, before.items[0]?.unread, before.categories]).toEqual([1, true, ['策略']])
    const opened = await app.inject({ url: `/api/v1/publications/${id}`, cookies: anna })
    expect(opened.json()).toMatchObject({ kind: 'article', text: '第一段\n\n第二段', version: 1 })
    const after = await listed(app, anna, '/portfolios/SA0002/articles')
    expect([after.unread, after.items[0]?.unread]).toEqual([0, false])
    const page = async () => (await asStaff(app, editor, ['GET', `/publications/${id}`])).body
    expect(await page()).toMatchObject({
      clients: 2,
      opened: 1,
      readers: [
        { name: '鲍**', openedAt: null },
        { name: '安*', openedAt: '2026-01-05T01:00:00.000Z' },
      ],
    })
    const change = { ...article({ text: '改过' }), version: 1 }
    expect((await asStaff(app, editor, ['PUT', `/publications/${id}`, change])).body).toEqual({ version: 2 })
    expect((await asStaff(app, editor, ['PUT', `/publications/${id}`, change])).body).toMatchObject({
      code: 'version-changed',
    })
    expect((await listed(app, anna, '/portfolios/SA0001/articles')).unread).toBe(1)
    expect(await page()).toMatchObject({ version: 2, opened: 0 })
  })

  it('name whom to remind of them, some days after they were shown', async () => {
    const { deps, app, editor } = await house()
    const id = await add(app, editor, article({ title: '=年报' }))
    await release(app, editor, id)
    const anna = await signIn(app, deps, ANNA)
    await app.inject({ url: `/api/v1/publications/${id}`, cookies: anna })
    const csv = async (days: number) => {
      const { reply } = await asStaff(app, editor, ['GET', `/publications/${id}/reminders?days=${days}`])
      return reply.body.trim().split('\r\n').slice(1)
    }
    const text = '您好，您的“组合SB0001”有一份《=年报》已于2026-01-05发布，请您方便时登录客户服务平台查阅。'
    expect(await csv(0)).toEqual([`C13900139000,鲍**,SB0001,"'=年报",2026-01-05 09:00,${text}`])
    expect(await csv(1)).toEqual([])
    const audit = await deps.db
      .selectFrom('audit_event')
      .select('detail')
      .where('action', '=', 'export-readers')
      .execute()
    expect(audit.map(({ detail }) => JSON.parse(detail))).toEqual([
      { days: 0, version: 1, rows: 1 },
      { days: 1, version: 1, rows: 0 },
    ])
  })

  it('page by page, newest first, by category, without a gap where several have one time', async () => {
    const { deps, app, editor } = await house()
    const ids: string[] = []
    for (let at = 1; at <= 5; at++)
      ids.push(await add(app, editor, article({ title: `第${at}篇`, category: at % 2 ? '单' : null })))
    await release(app, editor, ...ids)
    const anna = await signIn(app, deps, ANNA)
    const first = await listed(app, anna, '/portfolios/SA0001/articles?limit=2')
    const second = await listed(app, anna, `/portfolios/SA0001/articles?limit=2&cursor=${first.next}`)
    const third = await listed(app, anna, `/portfolios/SA0001/articles?limit=2&cursor=${second.next}`)
    expect([first, second, third].map(titles)).toEqual([['第5篇', '第4篇'], ['第3篇', '第2篇'], ['第1篇']])
    expect(third.next).toBeNull()
    const path = `/portfolios/SA0001/articles?category=${encodeURIComponent('单')}`
    expect(titles(await listed(app, anna, path))).toEqual(['第5篇', '第3篇', '第1篇'])
    const wrong = await app.inject({ url: '/api/v1/portfolios/SA0001/articles?cursor=x', cookies: anna })
    expect(wrong.json()).toMatchObject({ code: 'cursor-invalid' })
  })

  it('give their file to those who see them alone: an attachment with a clear name, sealed in the store', async () => {
    const { deps, app, editor } = await house()
    const id = await add(
      app,
      editor,
      article({ kind: 'announcement', text: null, audience: 'accounts', portfolios: ['SA0001'] }),
    )
    expect(await release(app, editor, id)).toMatchObject({ code: 'publication-empty' })
    const bytes = pdf()
    const attached = await upload(app, editor, `/${id}/document`, [{ name: '2026年10月报.pdf', bytes }])
    expect(attached.json()).toEqual({ version: 2 })
    const unfit = pdf(['<< /S /JavaScript /JS (x) >>'])
    expect((await upload(app, editor, `/${id}/document`, [{ name: 'a.pdf', bytes: unfit }])).json()).toMatchObject({
      code: 'pdf-unfit',
    })
    expect((await upload(app, editor, `/${id}/cover`, [{ name: 'a.png', bytes }])).json()).toMatchObject({
      code: 'picture-unfit',
    })
    expect((await upload(app, editor, `/${id}/cover`, [{ name: 'a.png', bytes: PNG }])).json()).toEqual({ version: 3 })
    await release(app, editor, id)
    const anna = await signIn(app, deps, ANNA)
    const [item] = (await listed(app, anna, '/portfolios/SA0001/announcements')).items
    expect(item?.document).toMatchObject({
      fileName: '2026年10月报.pdf',
      size: bytes.length,
      mediaType: 'application/pdf',
    })
    const url = `/api/v1/documents/${item?.document?.id}`
    const reply = await app.inject({ url, cookies: anna })
    expect([reply.statusCode, Buffer.compare(reply.rawPayload, bytes)]).toEqual([200, 0])
    expect(reply.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition':
        'attachment; filename="2026_10__.pdf"; filename*=UTF-8\'\'2026%E5%B9%B410%E6%9C%88%E6%8A%A5.pdf',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect((await listed(app, anna, '/portfolios/SA0001/announcements')).unread).toBe(0)
    const boris = await signIn(app, deps, BORIS)
    const never = await app.inject({ url: '/api/v1/documents/01TESTNOTHING0000000000000', cookies: boris })
    const others = await app.inject({ url, cookies: boris })
    expect([others.statusCode, others.body]).toEqual([404, never.body])
    const page = await app.inject({ url: `/api/v1/publications/${id}`, cookies: boris })
    expect([page.statusCode, page.body]).toEqual([404, never.body])
    expect((await app.inject({ url })).statusCode).toBe(401)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(Buffer.compare(await deps.files.get(sha256), Buffer.from(bytes))).toBe(0)
  })

  it('carry several files in an order, each opened by itself', async () => {
    const { deps, app, editor } = await house()
    const id = await add(app, editor, article({ audience: 'accounts', portfolios: ['SA0001'] }))
    const bytes = (mark: string) => pdf([`<< /Mark (${mark}) >>`])
    const send = async (mark: string, path = '') =>
      (
        await upload(app, editor, `/${id}/document${path}`, [{ name: `${mark}.pdf`, bytes: bytes(mark) }])
      ).json<object>()
    expect(await send('a')).toEqual({ version: 2 })
    expect(await send('b')).toEqual({ version: 3 })
    expect(await send('a')).toMatchObject({ code: 'attachment-known' })
    await release(app, editor, id)
    const anna = await signIn(app, deps, ANNA)
    const opened = async () => {
      const { json } = await app.inject({ url: `/api/v1/publications/${id}`, cookies: anna })
      return json<{ document: { id: string }; documents: { id: string; fileName: string; unread: boolean }[] }>()
    }
    const files = async () => (await opened()).documents.map(({ fileName, unread }) => [fileName, unread])
    expect(await files()).toEqual([
      ['a.pdf', true],
      ['b.pdf', true],
    ])
    const { document, documents } = await opened()
    const [a, b] = documents.map((one) => one.id)
    expect(document.id).toBe(a)
    expect((await app.inject({ url: `/api/v1/documents/${b}`, cookies: anna })).statusCode).toBe(200)
    expect(await files()).toEqual([
      ['a.pdf', true],
      ['b.pdf', false],
    ])
    const [item] = (await listed(app, anna, '/portfolios/SA0001/articles')).items
    expect(item).toMatchObject({ unread: false, document: { id: a }, documents: [{ id: a }, { id: b }] })
    const boris = await signIn(app, deps, BORIS)
    const never = await app.inject({ url: '/api/v1/documents/01TESTNOTHING0000000000000', cookies: boris })
    for (const one of [a, b]) {
      const { body, statusCode } = await app.inject({ url: `/api/v1/documents/${one}`, cookies: boris })
      expect([statusCode, body]).toEqual([404, never.body])
    }
    const page = async () => (await asStaff(app, editor, ['GET', `/publications/${id}`])).body
    expect(await page()).toMatchObject({
      opened: 1,
      documents: [
        { fileName: 'a.pdf', opened: 0 },
        { fileName: 'b.pdf', opened: 1 },
      ],
      readers: [{ openedFiles: 1 }],
    })

    const arrange = async (ids: unknown[], version: number) =>
      (await asStaff(app, editor, ['PUT', `/publications/${id}/documents`, { ids, version }])).body
    expect(await arrange([b, a], 2)).toMatchObject({ code: 'version-changed' })
    expect(await arrange([b, 'X'], 3)).toMatchObject({ code: 'version-changed' })
    expect(await arrange([b, a], 3)).toEqual({ version: 4 })
    // a file that takes another's place is a new one, and unread
    expect(await send('c', `?replaces=${b}`)).toEqual({ version: 5 })
    expect(await send('d', `?replaces=${b}`)).toMatchObject({ code: 'version-changed' })
    expect(await files()).toEqual([
      ['c.pdf', true],
      ['a.pdf', true],
    ])
    expect((await app.inject({ url: `/api/v1/documents/${b}`, cookies: anna })).statusCode).toBe(404)
    expect(await arrange([a], 5)).toEqual({ version: 6 })
    expect(await files()).toEqual([['a.pdf', true]])
    for (let at = 0; at < 9; at++) expect(await send(`n${at}`)).toEqual({ version: 7 + at })
    expect(await send('one too many')).toMatchObject({ code: 'attachments-full' })
  })

  it('tell what was changed when by whom, from what they said at first', async () => {
    const { deps, app, editor } = await house()
    const id = await add(app, editor, article({ text: '第一段' }))
    type History = { changes: { number: number }[]; next: number | null }
    const history = async (query = '') =>
      (await asStaff(app, editor, ['GET', `/publications/${id}/history${query}`])).reply.json<History>()
    // as one of before this was kept
    await deps.db.deleteFrom('publication_content').execute()
    const first = { number: 1, version: 1, at: '2026-01-05T01:00:00.000Z', by: 'editor' }
    expect((await history()).changes).toMatchObject([first])
    deps.clock.set('2026-01-05T01:05:00.000Z')
    const change = { ...article({ text: '第一段，改过', audience: 'accounts', portfolios: ['SA0001'] }), version: 1 }
    await asStaff(app, editor, ['PUT', `/publications/${id}`, change])
    await upload(app, editor, `/${id}/document`, [{ name: 'a.pdf', bytes: pdf() }])
    await release(app, editor, id)
    await asStaff(app, editor, ['POST', `/publications/${id}/withdrawal`, { reason: '数据有误' }])
    await asStaff(app, editor, ['DELETE', `/publications/${id}/document`])
    const { changes, next } = await history()
    const words = (field: string, before: string | null, after: string | null) => ({ field, before, after })
    expect(next).toBeNull()
    expect(changes).toMatchObject([
      { number: 6, version: 4, changed: [], added: [], removed: [{ fileName: 'a.pdf' }] },
      {
        number: 5,
        version: 3,
        changed: [words('state', 'released', 'withdrawn'), words('withdrawalReason', null, '数据有误')],
      },
      {
        number: 4,
        changed: [words('state', 'draft', 'released'), words('publishedAt', null, '2026-01-05T01:05:00.000Z')],
      },
      { number: 3, version: 3, changed: [], added: [{ fileName: 'a.pdf' }], removed: [] },
      {
        number: 2,
        version: 2,
        at: '2026-01-05T01:05:00.000Z',
        changed: [
          words('text', '第一段', '第一段，改过'),
          words('audience', 'all', 'accounts'),
          words('portfolios', null, 'SA0001'),
        ],
      },
      { ...first, isReordered: false },
    ])
    const later = await history('?before=3')
    expect(later.changes.map(({ number }) => number)).toEqual([2, 1])
    const auditor = await staffCookies(app, deps, 'auditor')
    expect((await asStaff(app, auditor, ['GET', `/publications/${id}/history`])).status).toBe(200)
  })

  it('leave no receipt of a client as whom staff looks, nor where only the cover was shown', async () => {
    const { deps, app, editor } = await house()
    const id = await add(app, editor, article())
    await upload(app, editor, `/${id}/cover`, [{ name: 'a.png', bytes: PNG }])
    await release(app, editor, id)
    const reviewer = await staffCookies(app, deps, 'reviewer')
    const client = await deps.db
      .selectFrom('client')
      .select('id')
      .where('client_no', '=', `C${ANNA.phone}`)
      .executeTakeFirstOrThrow()
    const view = await asStaff(app, reviewer, ['POST', '/client-views', { client: client.id }])
    const cookies = Object.fromEntries(view.reply.cookies.map(({ name, value }) => [name, value]))
    expect((await app.inject({ url: `/api/v1/publications/${id}`, cookies })).statusCode).toBe(200)
    const anna = await signIn(app, deps, ANNA)
    const { items } = (await app.inject({ url: '/api/v1/portfolios/SA0001/articles', cookies: anna })).json<{
      items: { cover: { id: string } }[]
    }>()
    const cover = await app.inject({ url: `/api/v1/documents/${items[0]?.cover.id}`, cookies: anna })
    expect([cover.statusCode, cover.headers['content-type']]).toEqual([200, 'image/png'])
    expect(await deps.db.selectFrom('publication_receipt').selectAll().execute()).toEqual([])
  })

  it('are refused a target that is none', async () => {
    const { app, editor } = await house()
    for (const wrong of [
      { audience: 'accounts' },
      { audience: 'accounts', portfolios: ['SA0001', 'SX'] },
      { audience: 'strategy' },
      { audience: 'all', strategy: 'balanced' },
    ])
      expect((await asStaff(app, editor, ['POST', '/publications', article(wrong)])).body).toMatchObject({
        code: 'audience-invalid',
      })
  })

  it('of a month find their accounts by their names; what cannot be placed is listed and not kept', async () => {
    const { deps, app, editor } = await house()
    const fit = (mark: string) => pdf([`<< /Mark (${mark}) >>`])
    const sent = [
      { name: 'SA0001_2026年10月报.pdf', bytes: fit('a') },
      { name: '2026年第3季度托管报告-SB0001.pdf', bytes: fit('b') },
      { name: '月报.pdf', bytes: fit('c') },
      { name: 'SA0001与SA0002.pdf', bytes: fit('d') },
      { name: 'SA0002_月报.xlsx', bytes: fit('e') },
      { name: 'SA0002_月报.pdf', bytes: fit('f').subarray(0, -20) },
      { name: 'SA0001 again.pdf', bytes: fit('a') },
    ]
    const reply = (await upload(app, editor, '/reports', sent)).json<{ drafts: { id: string }[]; refused: object[] }>()
    expect(reply).toMatchObject({
      drafts: [
        { fileName: 'SA0001_2026年10月报.pdf', title: '2026年10月报', portfolio: 'SA0001' },
        { title: '2026年第3季度托管报告', portfolio: 'SB0001' },
      ],
      refused: [
        { fileName: '月报.pdf', reason: 'no-account' },
        { reason: 'several-accounts' },
        { reason: 'not-pdf' },
        { reason: 'pdf-unfit' },
        { fileName: 'SA0001 again.pdf', reason: 'known' },
      ],
    })
    const unplaced = createHash('sha256').update(fit('c')).digest('hex')
    await expect(deps.files.get(unplaced)).rejects.toThrow('ENOENT')
    const { reply: drafts } = await asStaff(app, editor, ['GET', '/publications?state=draft'])
    const list = drafts.json<{ items: { category: string }[] }>()
    expect(list.items.map(({ category }) => category)).toEqual(['季报', '月报'])
    const anna = await signIn(app, deps, ANNA)
    expect(titles(await listed(app, anna, '/portfolios/SA0001/announcements'))).toEqual([])
    await release(app, editor, ...reply.drafts.map(({ id }) => id))
    expect(titles(await listed(app, anna, '/portfolios/SA0001/announcements'))).toEqual(['2026年10月报'])
  })

  it('are found by kind, state, words and account', async () => {
    const { deps, app, editor } = await house()
    const own = await add(app, editor, article({ title: '100%_固收', audience: 'accounts', portfolios: ['SA0001'] }))
    await add(app, editor, article({ kind: 'announcement', title: '通知', category: null }))
    const later = await add(app, editor, article({ title: '明天', publishedAt: '2026-01-06T09:00:00+08:00' }))
    await release(app, editor, later)
    const found = async (query: string) =>
      (await asStaff<List>(app, editor, ['GET', `/publications?${query}`])).body?.items.map(({ id }) => id)
    expect(await found('portfolio=SA0001')).toEqual([own])
    expect(await found(`text=${encodeURIComponent('%_')}`)).toEqual([own])
    expect(await found('state=scheduled')).toEqual([later])
    expect(await found('kind=announcement&state=draft')).toHaveLength(1)
    expect(await found('state=shown')).toEqual([])
    const first = await asStaff<List>(app, editor, ['GET', '/publications?limit=2'])
    expect(await found(`limit=2&cursor=${first.body?.next}`)).toHaveLength(1)
    const count = await deps.db
      .selectFrom('publication')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirst()
    expect(Number(count?.n)).toBe(3)
  })
})
