/** A client writes, the house answers: once, in time, and to nobody else. */
import type { FastifyInstance } from 'fastify'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addClient, ANNA, BORIS, CHANGE, signIn, type Cookies } from '../../testing/people'
import { addPerson, asStaff, signInAs } from '../../testing/staff'
import { eraseClient } from '../retention/erasure.service'

interface Message {
  id: string
  text: string
  at: string
  reply: { text: string; at: string; by: string } | null
  replies: { text: string; at: string; by: string; isUnread: boolean }[]
}

interface Page {
  items: Message[]
  next: string | null
  unread: number
  mayWrite: boolean
}

const PATH = '/api/v1/portfolios/SA0001/messages'

const read = async (app: FastifyInstance, cookies: Cookies, query = '') =>
  (await app.inject({ method: 'GET', url: `${PATH}${query}`, cookies })).json<Page>()

function write(
  app: FastifyInstance,
  cookies: Cookies,
  text: string,
  { key, path = PATH }: { key?: string; path?: string } = {},
) {
  const headers = { ...CHANGE, ...(key === undefined ? {} : { 'idempotency-key': key }) }
  return app.inject({ method: 'POST', url: path, cookies, headers, payload: { text } })
}

async function openHouse(deps: TestDeps) {
  await addClient(deps, ANNA, ['SA0001'])
  await addClient(deps, BORIS, ['SB0001'])
  const app = buildApp(deps)
  const enter = async (login: string, role: 'adviser' | 'administrator') =>
    signInAs(app, login, await addPerson(deps, login, { roles: [role] }))
  const admin = await enter('admin', 'administrator')
  const [mia, max] = [await enter('mia', 'adviser'), await enter('max', 'adviser')]
  await asStaff(app, admin, ['PUT', '/people/mia/accounts', { accounts: ['SA0001'] }])
  return { app, admin, mia, max, anna: await signIn(app, deps, ANNA), boris: await signIn(app, deps, BORIS) }
}

type Ticket = Record<string, unknown>
const ticketsOf = async (app: FastifyInstance, cookies: Cookies, query = '') => {
  const { reply } = await asStaff(app, cookies, ['GET', `/messages${query}`])
  return reply.json<{ items: Ticket[]; next: string | null; open: number; overdue: number }>()
}

forEachEngine('messages', (open) => {
  it('are kept sealed, answered, unread until seen, and listed newest first', async () => {
    const deps = await open()
    const { app, anna, mia } = await openHouse(deps)
    expect(await read(app, anna)).toEqual({ items: [], next: null, unread: 0, mayWrite: true })
    const sent = await write(app, anna, '  请问本月为何赎回？ ')
    expect([sent.statusCode, sent.json()]).toMatchObject([
      201,
      { text: '请问本月为何赎回？', at: '2026-01-05T01:00:00.000Z', reply: null, replies: [] },
    ])
    deps.clock.advance(60)
    await write(app, anna, '第二个问题')
    const { id } = sent.json<Message>()
    const [row] = await deps.db.selectFrom('message').select('text_enc').where('id', '=', id).execute()
    expect(row?.text_enc).toMatch(/^a1\./)

    deps.clock.advance(60)
    const answer = await asStaff(app, mia, ['POST', `/messages/${id}/replies`, { text: '因为估值偏高。' }])
    expect([answer.status, answer.body]).toMatchObject([201, { state: 'answered', owners: ['mia'] }])
    const page = await read(app, anna)
    expect([page.unread, page.items.map(({ text }) => text)]).toEqual([1, ['第二个问题', '请问本月为何赎回？']])
    const at = '2026-01-05T01:02:00.000Z'
    const told = { text: '因为估值偏高。', at, by: 'SMA' }
    expect(page.items[1]).toMatchObject({ reply: told, replies: [{ ...told, isUnread: true }] })

    const see = (until: string) =>
      app.inject({ method: 'POST', url: `${PATH}/seen`, cookies: anna, headers: CHANGE, payload: { until } })
    expect((await see('2026-01-05T01:01:59.000Z')).statusCode).toBe(204)
    expect((await read(app, anna)).unread).toBe(1)
    await see(at)
    // What was seen stays seen, and nothing that lies ahead is.
    await see('2026-01-05T01:00:00.000Z')
    await see('2099-01-01T00:00:00.000Z')
    expect((await read(app, anna)).unread).toBe(0)
    deps.clock.advance(60)
    await asStaff(app, mia, ['POST', `/messages/${id}/replies`, { text: '补充说明。' }])
    const later = await read(app, anna)
    expect([later.unread, later.items[1]?.replies.map(({ text }) => text), later.items[1]?.reply?.text]).toEqual([
      1,
      ['因为估值偏高。', '补充说明。'],
      '补充说明。',
    ])
    const first = await read(app, anna, '?limit=1')
    const second = await read(app, anna, `?limit=1&cursor=${first.next}`)
    expect([first.items[0]?.text, second.items[0]?.text, second.next]).toEqual([
      '第二个问题',
      '请问本月为何赎回？',
      null,
    ])
  })

  it('of a client who is erased go, with their replies', async () => {
    const deps = await open()
    const { app, anna, boris, mia } = await openHouse(deps)
    const { id } = (await write(app, anna, '请问费用')).json<Message>()
    await write(app, boris, '别人的话', { path: '/api/v1/portfolios/SB0001/messages' })
    await asStaff(app, mia, ['POST', `/messages/${id}/replies`, { text: '答复' }])
    await eraseClient(deps, { kind: 'shell', id: 'test' }, `C${ANNA.phone}`)
    expect(await deps.db.selectFrom('message').select('id').execute()).toHaveLength(1)
    expect(await deps.db.selectFrom('message_reply').select('id').execute()).toEqual([])
  })

  it('under one key are sent once, also at once; a key stands for one text of one client', async () => {
    const deps = await open()
    const { app, anna, boris, mia } = await openHouse(deps)
    const both = await Promise.all([
      write(app, anna, '您好吗', { key: 'k-1' }),
      write(app, anna, '您好吗', { key: 'k-1' }),
    ])
    const third = await write(app, anna, '您好吗', { key: 'k-1' })
    const ids = [...both, third].map((reply) => [reply.statusCode, reply.json<Message>().id])
    expect(new Set(ids.map(String)).size).toBe(1)
    expect(ids[0]?.[0]).toBe(201)
    expect((await read(app, anna)).items).toHaveLength(1)
    expect((await write(app, anna, '另一句话', { key: 'k-1' })).json()).toMatchObject({
      status: 409,
      code: 'key-reused',
    })
    expect(
      (await write(app, boris, '您好吗', { key: 'k-1', path: '/api/v1/portfolios/SB0001/messages' })).statusCode,
    ).toBe(201)
    expect((await write(app, anna, '您好吗')).statusCode).toBe(201)
    expect((await write(app, anna, '您好吗', { key: 'a key' })).json()).toMatchObject({ code: 'request-invalid' })
    const id = both[0]?.json<Message>().id ?? ''
    const answer = (text: string) =>
      app.inject({
        method: 'POST',
        url: `/api/v1/staff/messages/${id}/replies`,
        cookies: mia,
        headers: { ...CHANGE, 'idempotency-key': 'k-1' },
        payload: { text },
      })
    await Promise.all([answer('都好'), answer('都好')])
    expect((await answer('都好')).json<{ replies: object[] }>().replies).toHaveLength(1)
    expect((await answer('不好')).json()).toMatchObject({ code: 'key-reused' })
  })

  it('are neither too short nor too long, nor too many', async () => {
    const deps = await open()
    const { app, anna } = await openHouse(deps)
    const field = async (text: string) =>
      (await write(app, anna, text)).json<{ errors?: { field: string; code: string }[] }>().errors?.[0]?.code
    expect([await field(' 好 '), await field('字'.repeat(1001))]).toEqual(['too-short', 'too-long'])
    for (let count = 0; count < 10; count += 1) expect((await write(app, anna, '字'.repeat(1000))).statusCode).toBe(201)
    const eleventh = await write(app, anna, '还有一句')
    expect([eleventh.statusCode, eleventh.headers['retry-after']]).toEqual([429, '600'])
  })

  it('of an account that is shown by a grant are read, not written', async () => {
    const deps = await open()
    const { app, anna, boris } = await openHouse(deps)
    await write(app, anna, '请问费用')
    const boris_id = (
      await deps.db
        .selectFrom('client')
        .select('id')
        .where('client_no', '=', `C${BORIS.phone}`)
        .executeTakeFirstOrThrow()
    ).id
    const of = await deps.db.selectFrom('portfolio').select('id').where('code', '=', 'SA0001').executeTakeFirstOrThrow()
    await deps.db
      .insertInto('delegation')
      .values({
        id: deps.newId(),
        delegate_id: boris_id,
        portfolio_id: of.id,
        granted_by: 'a',
        confirmed_by: 'b',
        created_at: '2026-01-01T00:00:00.000Z',
        ends_at: '2026-02-01T00:00:00.000Z',
      })
      .execute()
    const page = await read(app, boris)
    expect([page.items.length, page.mayWrite, page.unread]).toEqual([1, false, 0])
    expect((await write(app, boris, '我也来问')).json()).toMatchObject({ code: 'view-only' })
  })
})

forEachEngine('tickets', (open) => {
  it("are the account's adviser's, without one the administrators', and go where they are handed", async () => {
    const deps = await open()
    const { app, anna, boris, mia, max, admin } = await openHouse(deps)
    await write(app, anna, '甲的问题')
    await write(app, boris, '乙的问题', { path: '/api/v1/portfolios/SB0001/messages' })
    const mine = async (cookies: Cookies) =>
      (await ticketsOf(app, cookies, '?mine=1')).items.map(({ text, isMine }) => [text, isMine])
    expect([await mine(mia), await mine(max), await mine(admin)]).toEqual([
      [['甲的问题', true]],
      [],
      [['乙的问题', true]],
    ])
    expect((await ticketsOf(app, admin)).items.map(({ text, owners }) => [text, owners])).toEqual([
      ['甲的问题', ['mia']],
      ['乙的问题', []],
    ])
    expect((await ticketsOf(app, max)).items).toEqual([])
    const [one] = (await ticketsOf(app, mia)).items
    const id = String(one?.['id'])
    expect(one).toMatchObject({
      portfolio: { code: 'SA0001', name: '组合SA0001' },
      client: { name: '安*' },
      state: 'open',
      at: '2026-01-05T01:00:00.000Z',
      dueAt: '2026-01-06T16:00:00.000Z',
      isOverdue: false,
    })
    // What one does not see is not there.
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['POST', '/replies', { text: '冒名回复' }],
      ['PUT', '/owner', { login: 'max' }],
      ['PUT', '/archive', { isArchived: true }],
    ] as const)
      expect((await asStaff(app, max, [method, `/messages/${id}${path}`, body])).status).toBe(404)

    const detail = await asStaff(app, mia, ['GET', `/messages/${id}`])
    expect(detail.body).toMatchObject({ ticket: { id }, candidates: ['mia', 'admin'], earlier: [] })
    const hand = (cookies: Cookies, login: string | null) =>
      asStaff(app, cookies, ['PUT', `/messages/${id}/owner`, { login }])
    expect((await hand(mia, 'max')).body).toMatchObject({ code: 'request-invalid' })
    expect((await hand(mia, 'admin')).body).toMatchObject({ owners: ['admin'], isMine: false })
    expect([await mine(mia), (await mine(admin)).length]).toEqual([[], 2])
    // Who is no longer there owns nothing.
    await deps.db.updateTable('staff').set({ state: 'disabled' }).where('login', '=', 'admin').execute()
    expect(await mine(mia)).toEqual([['甲的问题', true]])
    await deps.db.updateTable('staff').set({ state: 'active' }).where('login', '=', 'admin').execute()
    expect((await hand(admin, null)).body).toMatchObject({ owners: ['mia'] })
    // An adviser who goes leaves the account to the administrators.
    await deps.db.updateTable('staff').set({ state: 'disabled' }).where('login', '=', 'mia').execute()
    expect((await mine(admin)).length).toBe(2)
  })

  it('are due, overdue on the board, answered, put away and taken out again; all of it in the audit log', async () => {
    const deps = await open()
    const { app, anna } = await openHouse(deps)
    await write(app, anna, '先问')
    deps.clock.set('2026-01-06T01:00:00.000Z')
    const anew = await signIn(app, deps, ANNA)
    await write(app, anew, '后问')
    const notes = async (cookies: Cookies) => {
      const { reply } = await asStaff(app, cookies, ['GET', '/board/notes'])
      const all = reply.json<{ notes: { kind: string; count: number; since: string }[] }>().notes
      return all
        .filter(({ kind }) => kind.startsWith('messages'))
        .map(({ kind, count, since }) => `${kind} ${count} ${since}`)
    }
    const early = await signInAs(app, 'early', await addPerson(deps, 'early', { roles: ['administrator'] }))
    expect(await notes(early)).toEqual(['messages-open 2 2026-01-06T16:00:00.000Z'])
    deps.clock.set('2026-01-06T16:00:00.001Z')
    const mi = await signInAs(app, 'dora', await addPerson(deps, 'dora', { roles: ['administrator'] }))
    expect(await notes(mi)).toEqual([
      'messages-overdue 1 2026-01-06T16:00:00.000Z',
      'messages-open 2 2026-01-06T16:00:00.000Z',
    ])
    const waiting = await ticketsOf(app, mi)
    expect(waiting.items.map(({ text, isOverdue }) => [text, isOverdue])).toEqual([
      ['先问', true],
      ['后问', false],
    ])
    const first = await ticketsOf(app, mi, '?limit=1')
    const rest = await ticketsOf(app, mi, `?limit=1&cursor=${first.next}`)
    expect([rest.items.map(({ text }) => text), rest.next]).toEqual([['后问'], null])
    const id = String(waiting.items[0]?.['id'])
    const archive = (isArchived: boolean) => asStaff(app, mi, ['PUT', `/messages/${id}/archive`, { isArchived }])
    expect((await archive(true)).body).toMatchObject({ state: 'archived', isOverdue: false })
    expect((await archive(true)).body).toMatchObject({ state: 'archived' })
    expect((await archive(false)).body).toMatchObject({ state: 'open' })
    await asStaff(app, mi, ['POST', `/messages/${id}/replies`, { text: '答复' }])
    await archive(true)
    expect((await archive(false)).body).toMatchObject({ state: 'answered' })
    expect((await ticketsOf(app, mi, '?state=answered')).items).toHaveLength(1)
    const events = await deps.db
      .selectFrom('audit_event')
      .select(['action', 'object_id', 'detail'])
      .orderBy('seq')
      .execute()
    const own = events.filter(({ object_id }) => object_id === id)
    expect(own.map(({ action }) => action)).toEqual([
      'archive-message',
      'unarchive-message',
      'answer-message',
      'archive-message',
      'unarchive-message',
    ])
    expect(JSON.stringify(events)).not.toContain('答复')
  })

  it('have texts to begin with', async () => {
    const deps = await open()
    const { app, mia, admin } = await openHouse(deps)
    const added = await asStaff(app, mia, ['POST', '/reply-templates', { title: '收到', text: '您的留言已收到。' }])
    expect(added.status).toBe(201)
    const { body } = await asStaff(app, admin, ['GET', '/reply-templates'])
    expect(body).toEqual({ templates: [{ id: added.body?.['id'], title: '收到', text: '您的留言已收到。' }] })
    const place = `/reply-templates/${String(added.body?.['id'])}`
    const anew = { title: '已收到', text: '您的留言已收到，一个工作日内答复。' }
    expect((await asStaff(app, admin, ['PUT', place, anew])).status).toBe(200)
    expect((await asStaff(app, mia, ['GET', '/reply-templates'])).body).toMatchObject({ templates: [anew] })
    expect((await asStaff(app, admin, ['PUT', '/reply-templates/01TESTNOTHING0000000000000', anew])).status).toBe(404)
    expect((await asStaff(app, admin, ['DELETE', place])).status).toBe(204)
    expect((await asStaff(app, admin, ['DELETE', `/reply-templates/${String(added.body?.['id'])}`])).status).toBe(404)
  })
})

forEachEngine('a contact', (open) => {
  it("is the account's own, and 404 without", async () => {
    const deps = await open()
    const { app, anna } = await openHouse(deps)
    const ask = (code: string) =>
      app.inject({ method: 'GET', url: `/api/v1/portfolios/${code}/contact`, cookies: anna })
    expect((await ask('SA0001')).json()).toMatchObject({ status: 404, code: 'no-contact' })
    const { id } = await deps.db
      .selectFrom('portfolio')
      .select('id')
      .where('code', '=', 'SA0001')
      .executeTakeFirstOrThrow()
    const card = { name: '李经理', company: null, mobile: '13800138000', telephone: null, email: null, address: null }
    await deps.db
      .insertInto('portfolio_contact')
      .values({ portfolio_id: id, ...card, known_since: null, source_file_id: null })
      .execute()
    expect((await ask('SA0001')).json()).toEqual(card)
    expect((await ask('SB0001')).statusCode).toBe(404)
  })
})
