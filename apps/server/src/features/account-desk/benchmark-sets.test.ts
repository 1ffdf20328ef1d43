import type { FastifyInstance } from 'fastify'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import { addFunds, publishHandBook } from '../../testing/hand-book'
import { addClient } from '../../testing/published-rows'
import { CLIENT_ID, openReadApp } from '../../testing/read-app'
import type { Cookies } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'

type Body = Record<string, unknown> | null
interface StandingSet {
  id: string
  from: string
  components: object[]
}

const component = (name: string, weight: string, indexCode: string | null = null) => ({ name, indexCode, weight })
const MIXED = [component('沪深300', '60', '000300'), component('中债新综合', '40.0')]
const AS_KEPT = [component('沪深300', '60.00', '000300'), component('中债新综合', '40.00')]

const errors = (body: Body) =>
  ((body?.['errors'] ?? []) as Record<string, unknown>[]).map(({ field, code }) => `${String(field)} ${String(code)}`)
const setsOf = (body: Body) => (body?.['benchmarkSets'] ?? []) as StandingSet[]

const state = (app: FastifyInstance, by: Cookies, set: object) =>
  asStaff(app, by, ['POST', '/accounts/SA5001/benchmark-sets', { from: '2021-10-14', replaces: null, ...set }])

forEachEngine("a benchmark's components", (open) => {
  const begin = async () => {
    const deps = await open()
    await addClient(deps.db, CLIENT_ID)
    await addFunds(deps.db)
    await publishHandBook(deps.db, 'SA5001', [CLIENT_ID])
    const app = buildApp(deps)
    const client = openReadApp(deps)
    return { deps, app, client, operator: await staffCookies(app, deps, 'operator') }
  }

  it('are shown to the client as of the day shown, under another ETag than before', async () => {
    const { app, client, operator } = await begin()
    const before = await client.get('/portfolios/SA5001')
    expect(before.body).toMatchObject({ benchmark: '沪深300', benchmarkComponents: [] })
    const added = await state(app, operator, { components: MIXED })
    expect([added.status, setsOf(added.body)]).toMatchObject([
      201,
      [{ from: '2021-10-14', components: AS_KEPT, setBy: 'operator' }],
    ])
    const after = await client.get('/portfolios/SA5001', { 'if-none-match': before.etag ?? '' })
    expect([after.status, after.body]).toMatchObject([200, { benchmark: '沪深300', benchmarkComponents: AS_KEPT }])
    expect(after.etag).not.toBe(before.etag)
    expect((await client.get('/portfolios/SA5001', { 'if-none-match': after.etag ?? '' })).status).toBe(304)

    const later = await state(app, operator, { from: '2021-11-01', components: [component('中证800', '100')] })
    expect(setsOf(later.body).map(({ from }) => from)).toEqual(['2021-11-01', '2021-10-14'])
    const shown = async (date: string) => (await client.get(`/portfolios/SA5001?date=${date}`)).body
    expect(await shown('2021-10-31')).toMatchObject({ benchmarkComponents: AS_KEPT })
    expect(await shown('2021-11-01')).toMatchObject({ benchmarkComponents: [component('中证800', '100.00')] })
    const page = await asStaff(app, operator, ['GET', '/portfolios/SA5001/one-page'])
    expect(page.body).toMatchObject({ account: { benchmarkComponents: [component('中证800', '100.00')] } })
  })

  it('are one to ten with distinct names and 100 % in all, one set a day', async () => {
    const { app, operator } = await begin()
    const faults = async (set: object) => {
      const { status, body } = await state(app, operator, set)
      return status === 201 ? [] : errors(body)
    }
    const equal = (count: number, weight: string) =>
      Array.from({ length: count }, (_, at) => component(`指数${at}`, weight))
    expect(await faults({ components: [] })).toEqual(['components too-short'])
    expect(await faults({ components: equal(11, '10') })).toEqual(['components too-long'])
    expect(await faults({ components: equal(3, '33.33') })).toEqual(['components sum-invalid'])
    expect(await faults({ components: equal(2, '50.01') })).toEqual(['components sum-invalid'])
    expect(await faults({ components: [component('甲', '100'), component('乙', '0')] })).toEqual([
      'components.1.weight format-invalid',
    ])
    for (const weight of ['-1', '33.333', '1e2', 'x'])
      expect(await faults({ components: [component('甲', weight)] })).toEqual(['components.0.weight format-invalid'])
    // Names are read as a file's cells are: full-width signs do not make another name.
    expect(await faults({ components: [component('沪深300', '50'), component('沪深３００ ', '50')] })).toEqual([
      'components.1.name not-unique',
    ])
    expect(await faults({ components: [component(' ', '100')] })).toEqual(['components.0.name too-short'])
    expect(await faults({ components: [component('名'.repeat(61), '100')] })).toEqual(['components.0.name too-long'])
    for (const from of ['2021-02-29', '1989-12-31', '2021-1-5'])
      expect(await faults({ from, components: equal(1, '100') })).toEqual(['from date-invalid'])
    const longest = Array.from({ length: 10 }, (_, at) => component(`${at}${'名'.repeat(59)}`, '10', 'x'.repeat(20)))
    expect(await faults({ components: longest })).toEqual([])
    expect(await faults({ components: equal(1, '100') })).toEqual(['from not-unique'])
    expect(await faults({ from: '2021-10-15', components: equal(1, '100') })).toEqual([])
  })

  it('are corrected, taken back, and kept in the history and the audit log', async () => {
    const { deps, app, client, operator } = await begin()
    const first = setsOf((await state(app, operator, { components: MIXED })).body)[0]?.id ?? ''
    const known = deps.clock.now().toISOString()
    deps.clock.advance(60)
    const [shares] = MIXED
    const corrected = [{ ...shares, weight: '55.5' }, component('中债新综合', '44.5')]
    const change = { replaces: first, from: '2021-10-15', components: corrected }
    const { body } = await state(app, operator, change)
    expect(setsOf(body).map(({ from, components }) => [from, components.length])).toEqual([['2021-10-15', 2]])
    expect((await state(app, operator, change)).body).toMatchObject({ code: 'version-changed' })
    const id = setsOf(body)[0]?.id ?? ''
    const { etag } = await client.get('/portfolios/SA5001')
    expect((await state(app, operator, { ...change, replaces: id })).status).toBe(201)
    expect((await client.get('/portfolios/SA5001')).etag).toBe(etag)
    deps.clock.advance(60)
    expect((await asStaff(app, operator, ['DELETE', '/accounts/SA5001/benchmark-sets/nothing'])).status).toBe(404)
    const removed = await asStaff(app, operator, ['DELETE', `/accounts/SA5001/benchmark-sets/${id}`])
    expect(removed.body).toMatchObject({ benchmarkSets: [] })
    expect((await client.get('/portfolios/SA5001')).body).toMatchObject({ benchmarkComponents: [] })

    const [was, is] = [
      '2021-10-14: 沪深300 (000300) 60% + 中债新综合 40%',
      '2021-10-15: 沪深300 (000300) 55.5% + 中债新综合 44.5%',
    ]
    const line = { of: 'benchmark-set', field: 'components', by: 'operator', file: null }
    expect((await asStaff(app, operator, ['GET', '/accounts/SA5001/history'])).body).toMatchObject({
      changes: [
        { ...line, from: is, to: null },
        { ...line, from: was, to: is },
        { ...line, from: null, to: was },
      ],
    })
    const acts = await deps.db
      .selectFrom('audit_event')
      .select('action')
      .where('action', 'in', ['set-benchmark-components', 'remove-benchmark-components'])
      .orderBy('seq')
      .execute()
    expect(acts.map(({ action }) => action)).toEqual([
      'set-benchmark-components',
      'set-benchmark-components',
      'remove-benchmark-components',
    ])
    // What clients were shown then is not lost with what stands now.
    const then = await asStaff(app, operator, ['GET', `/portfolios/SA5001?knownAt=${known}`])
    expect(then.body).toMatchObject({ benchmarkComponents: AS_KEPT })
  })

  it('are stated by who keeps accounts, and read by who reads them', async () => {
    const { deps, app, operator } = await begin()
    const id = setsOf((await state(app, operator, { components: MIXED })).body)[0]?.id ?? ''
    const reviewer = await staffCookies(app, deps, 'reviewer')
    expect((await state(app, reviewer, { components: MIXED })).body).toMatchObject({ code: 'role-missing' })
    const removal = await asStaff(app, reviewer, ['DELETE', `/accounts/SA5001/benchmark-sets/${id}`])
    expect(removal.body).toMatchObject({ code: 'role-missing' })
    expect(setsOf((await asStaff(app, reviewer, ['GET', '/accounts/SA5001'])).body)).toMatchObject([{ id }])
  })
})
