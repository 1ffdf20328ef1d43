import { zipOf } from '@sma/importers/testing/zip'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { FUNDS, PORTFOLIOS } from '../../testing/import-bench'
import { CHANGE, type Cookies } from '../../testing/people'
import { staffCookies } from '../../testing/staff'
import { verifyAudit } from '../audit/audit.service'
import { queueImport, runDueJobs } from './jobs.service'
import { selectNextJob, takeLease, updateJob } from './jobs.queries'

type App = ReturnType<typeof buildApp>
type Sent = Record<string, string | Uint8Array<ArrayBuffer>>

async function upload(app: App, cookies: Cookies, files: Sent, query = '') {
  const form = new FormData()
  for (const [name, content] of Object.entries(files)) form.append('files', new File([content], name))
  const request = new Request('http://x', { method: 'POST', body: form })
  const headers = { ...CHANGE, 'content-type': request.headers.get('content-type') ?? '' }
  const payload = Buffer.from(await request.arrayBuffer())
  return app.inject({ method: 'POST', url: `/api/v1/staff/files${query}`, headers, cookies, payload })
}

const get = (app: App, cookies: Cookies, path: string) => app.inject({ url: `/api/v1/staff${path}`, cookies })

async function jobOf(app: App, cookies: Cookies, id: string) {
  return (await get(app, cookies, `/import-jobs/${id}`)).json<{
    state: string
    stepsDone: number
    failure: string | null
    files: { name: string; status: string; fileId: string }[]
  }>()
}

const VALUATIONS = `portfolio_code,date,net_assets,shares,unit_nav
SMA001,2024-01-02,10000000.00,10000000,1.0000
`

forEachEngine('uploads', (open) => {
  async function openApp() {
    const deps = await open()
    const app = buildApp(deps)
    await app.ready()
    return { deps, app, cookies: await staffCookies(app, deps, 'operator') }
  }

  const store = async (deps: TestDeps, name: string, content: string) => {
    const bytes = Buffer.from(content)
    return { name, sha256: await deps.files.put(bytes), size: bytes.length }
  }

  it('are stored, imported by a job, found in the ledger and given back', async () => {
    const { deps, app, cookies } = await openApp()
    const sent = await upload(app, cookies, {
      'valuations.csv': VALUATIONS,
      'portfolios.csv': PORTFOLIOS,
      'note.csv': 'a,b\n1,2\n',
    })
    expect(sent.statusCode).toBe(202)
    const { job, refused } = sent.json<{ job: string; refused: unknown[] }>()
    expect(refused).toEqual([])
    expect((await jobOf(app, cookies, job)).state).toBe('waiting')
    await runDueJobs(deps)
    const done = await jobOf(app, cookies, job)
    expect(done).toMatchObject({ state: 'done', stepsDone: 6 })
    expect(done.files.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'valuations.csv applied',
      'portfolios.csv applied',
      'note.csv rejected',
    ])

    const list = (await get(app, cookies, '/files')).json<{
      items: { name: string; receivedBy: string; worst: string }[]
    }>()
    expect(list.items.map(({ name }) => name).sort()).toEqual(['note.csv', 'portfolios.csv', 'valuations.csv'])
    expect(new Set(list.items.map(({ receivedBy }) => receivedBy))).toEqual(new Set(['operator']))
    const rejected = (await get(app, cookies, '/files?status=rejected&text=note')).json<{
      items: { id: string; worst: string }[]
    }>()
    expect(rejected.items).toMatchObject([{ worst: 'error', days: 0, problems: 1 }])

    const id = done.files[0]?.fileId ?? ''
    const file = (await get(app, cookies, `/files/${id}`)).json()
    expect(file).toMatchObject({
      kind: 'valuations',
      records: 1,
      sameAs: null,
      days: [{ portfolio: 'SMA001', date: '2024-01-02', state: 'checked', version: 1, now: 'checked' }],
    })
    const content = await get(app, cookies, `/files/${id}/content`)
    expect(content.body).toBe(VALUATIONS)
    expect(content.headers).toMatchObject({
      'content-disposition': "attachment; filename*=UTF-8''valuations.csv",
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
    })
    const events = await deps.db
      .selectFrom('audit_event')
      .selectAll()
      .where('action', 'in', ['download-file', 'import-file'])
      .execute()
    expect(events.map(({ actor_id, action }) => `${actor_id} ${action}`).sort()).toEqual([
      'operator download-file',
      'operator import-file',
      'operator import-file',
      'operator import-file',
    ])
    expect((await verifyAudit(deps)).faults).toEqual([])
    // Nothing is published without the gate.
    expect(await deps.db.selectFrom('published_day').selectAll().execute()).toEqual([])
  })

  it('do nothing where the bytes were applied before, and name the file that they are the same as', async () => {
    const { deps, app, cookies } = await openApp()
    const send = async (name: string) => {
      const { job } = (await upload(app, cookies, { [name]: PORTFOLIOS })).json<{ job: string }>()
      await runDueJobs(deps)
      return (await jobOf(app, cookies, job)).files[0]
    }
    const first = await send('portfolios.csv')
    const again = await send('portfolios (1).csv')
    expect([first?.status, again?.status]).toEqual(['applied', 'unchanged'])
    const file = (await get(app, cookies, `/files/${again?.fileId}`)).json()
    expect(file).toMatchObject({ records: 3, sameAs: { id: first?.fileId, receivedBy: 'operator' } })
  })

  it('take a zip apart, and name what is not taken', async () => {
    const { deps, app, cookies } = await openApp()
    const zip = zipOf({ 'day/portfolios.csv': PORTFOLIOS, 'day/read me.md': 'x' })
    const big = new Uint8Array(20 * 1024 * 1024 + 1)
    const sent = await upload(app, cookies, {
      'morning.zip': zip,
      'empty.csv': '',
      'big.csv': big,
      '../../etc/funds.csv': FUNDS,
    })
    expect(sent.json()).toMatchObject({
      files: [{ name: 'portfolios.csv' }, { name: 'funds.csv' }],
      refused: [
        { name: 'read me.md', reason: 'not-a-table' },
        { name: 'empty.csv', reason: 'empty' },
        { name: 'big.csv', reason: 'too-large' },
      ],
    })
    await runDueJobs(deps)
    expect((await get(app, cookies, '/import-jobs')).json()).toMatchObject({
      jobs: [{ state: 'done', createdBy: 'operator' }],
    })
    expect((await upload(app, cookies, {})).json()).toMatchObject({ code: 'upload-invalid' })
    expect((await upload(app, cookies, { 'empty.csv': '' })).json()).toMatchObject({ job: null, files: [] })
    const json = await app.inject({ method: 'POST', url: '/api/v1/staff/files', headers: CHANGE, cookies, payload: {} })
    expect(json.json()).toMatchObject({ code: 'upload-invalid' })
  })

  it('have names in which nothing stands that people do not see', async () => {
    const { app, cookies } = await openApp()
    const sent = await upload(app, cookies, { 'nav\u202evsc.exe\u0000\u0007.csv': VALUATIONS })
    expect(sent.json<{ files: { name: string }[] }>().files).toMatchObject([{ name: 'navvsc.exe.csv' }])
  })

  it('leave nothing behind where the line breaks, and say so where the end is missing', async () => {
    const { deps, app, cookies } = await openApp()
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const left = () => readdirSync(join(deps.config.dataDir, 'files'), { recursive: true })
    const head = (name: string) => `--x\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\n\r\n`
    const headers = {
      ...CHANGE,
      cookie: Object.entries(cookies)
        .map((pair) => pair.join('='))
        .join('; '),
      'content-type': 'multipart/form-data; boundary=x',
    }
    const send = () => request(`${url}/api/v1/staff/files`, { method: 'POST', headers })

    const broken = send()
    broken.on('error', () => {})
    const closed = new Promise((resolve) => app.server.once('connection', (socket) => socket.once('close', resolve)))
    broken.write(`${head('half.csv')}${'1,2\n'.repeat(50_000)}`)
    await expect.poll(() => existsSync(join(deps.config.dataDir, 'files'))).toBe(true)
    broken.destroy()
    await closed
    expect(left()).toEqual([])

    const short = send()
    short.end(`${head('whole.csv')}a,b\r\n--x\r\n${head('cut.csv').slice(5)}1,`)
    const [reply] = (await once(short, 'response')) as [IncomingMessage]
    expect(JSON.parse(await text(reply))).toMatchObject({ status: 400, code: 'upload-invalid' })
    expect(await deps.db.selectFrom('import_job').selectAll().execute()).toEqual([])
    await app.close()
  })

  it('page and filter in the ledger', async () => {
    const { deps, app } = await openApp()
    for (let day = 1; day <= 5; day++) {
      const files = [await store(deps, `第${day}天 100%.csv`, `x,y\n${day},2\n`)]
      await queueImport(deps, { origin: 'console', by: 'lin', reason: null, files })
      await runDueJobs(deps)
      deps.clock.advance(86_400)
      await setImmediate()
    }
    const cookies = await staffCookies(app, deps, 'auditor')
    const names: string[] = []
    for (let cursor = ''; ; ) {
      const page = (await get(app, cookies, `/files?limit=2${cursor && `&cursor=${cursor}`}`)).json<{
        items: { name: string }[]
        next: string
      }>()
      names.push(...page.items.map(({ name }) => name))
      if (!page.next) break
      cursor = page.next
    }
    expect(names).toEqual([5, 4, 3, 2, 1].map((day) => `第${day}天 100%.csv`))
    const url = '/api/v1/staff/files'
    const packed = await app.inject({ url, cookies, headers: { 'accept-encoding': 'br, gzip' } })
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
    expect(JSON.parse(gunzipSync(packed.rawPayload).toString())).toHaveProperty('items.4')
    const found = async (query: string) =>
      (await get(app, cookies, `/files?${query}`)).json<{ items: unknown[] }>().items.length
    expect(await found('text=%E7%AC%AC3%E5%A4%A9')).toBe(1)
    expect(await found('text=0%25.')).toBe(5)
    expect(await found('text=_')).toBe(0)
    // The first was received at 09:00 in Shanghai on 5 January.
    expect(await found('from=2026-01-06&to=2026-01-07')).toBe(2)
    expect((await get(app, cookies, '/files?cursor=x')).json()).toMatchObject({ code: 'cursor-invalid' })
    expect((await get(app, cookies, '/files/01TESTNOTHING0000000000000')).statusCode).toBe(404)
  })

  it('run one at a time, and what was cut off is finished by the next', async () => {
    const { deps, app, cookies } = await openApp()
    const files = [await store(deps, 'portfolios.csv', PORTFOLIOS), await store(deps, 'valuations.csv', VALUATIONS)]
    const id = await queueImport(deps, { origin: 'console', by: 'lin', reason: null, files })
    // Another server holds the lease and has begun: nobody else touches the job while it lasts.
    const now = deps.clock.now()
    const until = new Date(now.getTime() + 60_000).toISOString()
    expect(await takeLease(deps.db, { name: 'import', holder: 'another', now: now.toISOString(), until })).toBe(true)
    await updateJob(deps.db, id, { state: 'running', started_at: now.toISOString(), attempts: 1 })
    await runDueJobs(deps)
    expect((await jobOf(app, cookies, id)).state).toBe('running')

    // It died after the first file; once its lease has run out the job is taken again.
    const first = new AbortController()
    deps.clock.advance(61)
    let reads = 0
    const reader: typeof deps.reader = {
      ...deps.reader,
      async read(...args) {
        if (++reads === 2) first.abort()
        return deps.reader.read(...args)
      },
    }
    await runDueJobs({ ...deps, reader }, first.signal)
    expect((await jobOf(app, cookies, id)).state).toBe('running')
    await runDueJobs(deps)
    const done = await jobOf(app, cookies, id)
    expect([done.state, ...done.files.map(({ status }) => status)]).toEqual(['done', 'applied', 'applied'])
    expect(await selectNextJob(deps.db)).toBeUndefined()
  })

  it('say what their files came to, also where a server was told to stop between two of them', async () => {
    const { deps, app, cookies } = await openApp()
    const files = [await store(deps, 'portfolios.csv', PORTFOLIOS), await store(deps, 'valuations.csv', VALUATIONS)]
    const id = await queueImport(deps, { origin: 'console', by: 'lin', reason: null, files })
    const stop = new AbortController()
    let reads = 0
    const reader: typeof deps.reader = {
      ...deps.reader,
      read(...args) {
        reads++
        return deps.reader.read(...args)
      },
    }
    // Told to stop while the first of them is applied, after both were read.
    let ids = 0
    const newId = () => {
      if (reads === 2 && ++ids === 3) stop.abort()
      return deps.newId()
    }
    await runDueJobs({ ...deps, reader, newId }, stop.signal)
    expect((await deps.db.selectFrom('portfolio').select('id').execute()).length).toBe(3)
    expect((await jobOf(app, cookies, id)).state).toBe('running')
    await runDueJobs(deps)
    const done = await jobOf(app, cookies, id)
    expect([done.state, ...done.files.map(({ status }) => status)]).toEqual(['done', 'applied', 'applied'])
  })

  it('are given up where the store fails again and again', async () => {
    const { deps, app, cookies } = await openApp()
    const files = [{ name: 'lost.csv', sha256: '0'.repeat(64), size: 1 }]
    const id = await queueImport(deps, { origin: 'console', by: 'lin', reason: null, files })
    for (let attempt = 1; attempt <= 3; attempt++) await expect(runDueJobs(deps)).rejects.toThrow('ENOENT')
    await runDueJobs(deps)
    expect(await jobOf(app, cookies, id)).toMatchObject({ state: 'failed', failure: 'error' })
  })

  const fullDisk = () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))

  it('on a full disk are refused with a code of their own, and nothing is queued', async () => {
    const deps = await open()
    const app = buildApp({ ...deps, files: { ...deps.files, receive: fullDisk } })
    const sent = await upload(app, await staffCookies(app, deps, 'operator'), { 'valuations.csv': VALUATIONS })
    expect(sent.statusCode).toBe(507)
    expect(sent.json()).toMatchObject({ code: 'storage-full', title: '磁盘空间不足' })
    expect(await selectNextJob(deps.db)).toBeUndefined()
  })

  it('say why they were given up: no room, or a process that ended without a word', async () => {
    const { deps, app, cookies } = await openApp()
    const queue = async () =>
      queueImport(deps, { origin: 'console', by: 'lin', reason: null, files: [await store(deps, 'a.csv', PORTFOLIOS)] })
    const full = await queue()
    const noRoom = { ...deps, files: { ...deps.files, put: fullDisk } }
    for (let attempt = 1; attempt <= 3; attempt++) await expect(runDueJobs(noRoom)).rejects.toThrow('no space')
    expect(await jobOf(app, cookies, full)).toMatchObject({ state: 'running', failure: null })
    await runDueJobs(deps)
    expect(await jobOf(app, cookies, full)).toMatchObject({ state: 'failed', failure: 'no-room' })
    const killed = await queue()
    await updateJob(deps.db, killed, { state: 'running', attempts: 3 })
    await runDueJobs(deps)
    expect(await jobOf(app, cookies, killed)).toMatchObject({ state: 'failed', failure: 'stopped' })
  })
})
