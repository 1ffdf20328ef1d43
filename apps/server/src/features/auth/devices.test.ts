import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { openBrowser, solvePuzzle, type TestBrowser } from '../../testing/browser'
import { openFakeGateway } from '../../testing/fake-gateway'
import { addClient, ANNA, BORIS, sentCodes, STRANGER } from '../../testing/people'
import { staffCookies } from '../../testing/staff'
import { setSuspended } from '../clients/suspension.service'
import { signInAlarms } from './alarms.service'
import { sendDueCodes } from './code-messages.service'
import { clearStop } from './streaks.service'
import { watchedSender } from './sender-health.service'

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'
const SHELL = { kind: 'shell' as const, id: 'test' }
const ANNA_NO = `C${ANNA.phone}`

interface Notice {
  at: string
  phone: string
  text: string
}

function notices({ config }: TestDeps): Notice[] {
  const lines = readFileSync(join(config.dataDir, 'notices.jsonl'), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Notice)
}

async function failTimes(browser: TestBrowser, times: number): Promise<void> {
  for (let tries = 0; tries < times; tries++) await browser.tryCode('none')
}

forEachEngine('devices', (open) => {
  async function openApp(limits: Record<string, string> | null = null) {
    const deps: TestDeps = await open()
    const config = { ...deps.config, limits: limits && JSON.stringify(limits) }
    const withLimits = { ...deps, config }
    await addClient(deps, ANNA, ['SA0001'])
    return { deps: withLimits, app: buildApp(withLimits) }
  }

  it('a browser that signed in before is known, and the client is told of each that was not', async () => {
    const { app, deps } = await openApp()
    const phone = openBrowser(app, { userAgent: IPHONE })
    expect(await phone.signIn(deps, ANNA)).toBe(201)
    const first = phone.cookies.sma_device
    expect(first).toMatch(/^[\w-]{43}$/)
    expect(JSON.stringify(await deps.db.selectFrom('client_device').selectAll().execute())).not.toContain(first)
    await sentCodes(deps)
    expect(notices(deps)).toEqual([
      {
        at: '2026-01-05T01:00:00.000Z',
        phone: ANNA.phone,
        text: '登录提醒：您的账户于2026-01-05 09:00在新的设备（Safari · iPhone）上登录。如非本人操作，请立即联系您的客户经理。',
      },
    ])

    deps.clock.advance(61)
    const copied = { ...phone.cookies }
    expect(await phone.signIn(deps, ANNA)).toBe(201)
    expect(phone.cookies.sma_device).not.toBe(first)
    await sentCodes(deps)
    expect(notices(deps)).toHaveLength(1)

    // The cookie of before the last sign-in is worth nothing any more, wherever it lies.
    deps.clock.advance(61)
    const thief = openBrowser(app)
    thief.cookies = copied
    expect(await thief.signIn(deps, ANNA)).toBe(201)
    await sentCodes(deps)
    expect(notices(deps)).toHaveLength(2)

    // Another client in the same browser is a new device of that client, and the first one stays known there.
    await addClient(deps, BORIS)
    expect(await phone.signIn(deps, BORIS)).toBe(201)
    deps.clock.advance(61)
    expect(await phone.signIn(deps, ANNA)).toBe(201)
    await sentCodes(deps)
    expect(notices(deps).map((notice) => notice.phone)).toEqual([ANNA.phone, ANNA.phone, BORIS.phone])
  })

  it('whoever exhausts a client’s limits elsewhere keeps no client from the own device', async () => {
    const { app, deps } = await openApp({ codesPerClient: '2/1h', codesPerPhone: '9/1h', failuresInRow: '10/1d' })
    const own = openBrowser(app)
    expect(await own.signIn(deps, ANNA)).toBe(201)
    const attacker = openBrowser(app, { address: '10.0.0.9' })
    expect((await attacker.ask(ANNA)).statusCode).toBe(202)
    await failTimes(attacker, 5)
    expect((await attacker.ask(ANNA)).statusCode).toBe(429)
    expect((await own.ask(ANNA)).statusCode).toBe(202)
    const code = (await sentCodes(deps)).at(-1)?.code ?? ''

    // An hour later the attacker asks again: the client's own code goes on to be valid, and the row of failures is full.
    deps.clock.advance(3600)
    expect((await own.ask(ANNA)).statusCode).toBe(202)
    const fresh = (await sentCodes(deps)).at(-1)?.code ?? ''
    expect(fresh === code ? 'same' : 'new').toBe('new')
    expect((await attacker.ask(ANNA)).statusCode).toBe(202)
    await failTimes(attacker, 5)
    expect((await own.tryCode(fresh)).statusCode).toBe(201)
    expect(await signInAlarms(deps)).toEqual([{ kind: 'codes-stopped', count: 1 }])

    // No code goes out to browsers that are not known, and the answer does not tell.
    const before = (await sentCodes(deps)).length
    deps.clock.advance(3600)
    expect((await attacker.ask(ANNA)).statusCode).toBe(202)
    expect((await sentCodes(deps)).length).toBe(before)
    deps.clock.advance(61)
    expect(await own.signIn(deps, ANNA)).toBe(201)

    expect(await clearStop(deps, SHELL, ANNA_NO)).toBe(true)
    expect(await clearStop(deps, SHELL, 'nobody')).toBe(false)
    deps.clock.advance(3600)
    expect(await openBrowser(app, { address: '10.0.0.9' }).signIn(deps, ANNA)).toBe(201)
    expect(await signInAlarms(deps)).toEqual([])
  })

  it('a success after five wrong codes tells the client', async () => {
    const { app, deps } = await openApp()
    const browser = openBrowser(app)
    await browser.ask(ANNA)
    await failTimes(browser, 5)
    deps.clock.advance(61)
    expect(await browser.signIn(deps, ANNA)).toBe(201)
    await sentCodes(deps)
    expect(notices(deps).map(({ text }) => text)).toEqual([expect.stringContaining('在多次验证码错误之后登录成功。')])
    deps.clock.advance(61)
    expect(await browser.signIn(deps, ANNA)).toBe(201)
    await sentCodes(deps)
    expect(notices(deps)).toHaveLength(1)
  })

  it('staff sees whose codes are stopped, and clears it', async () => {
    const { app, deps } = await openApp({ failuresInRow: '5/1d' })
    const attacker = openBrowser(app)
    await attacker.ask(ANNA)
    await failTimes(attacker, 5)
    // A stranger's row is counted too, and is nobody's business.
    await attacker.ask(STRANGER)
    await failTimes(attacker, 5)
    const staff = openBrowser(app)
    staff.cookies = await staffCookies(app, deps, 'operator')
    const stops = () => staff.send({ method: 'GET', path: '/staff/sign-in/stops' })
    expect((await stops()).json()).toEqual({ stops: [{ clientNo: ANNA_NO, since: '2026-01-05T01:00:00.000Z' }] })
    const clear = (clientNo: string) =>
      staff.send({ method: 'POST', path: '/staff/sign-in/clearances', body: { clientNo } })
    expect((await clear('C0')).statusCode).toBe(404)
    expect((await clear(ANNA_NO)).statusCode).toBe(204)
    expect((await stops()).json()).toEqual({ stops: [] })
    const events = await deps.db
      .selectFrom('audit_event')
      .select(['action', 'actor_id', 'object_id', 'address'])
      .execute()
    expect(events.at(-1)).toEqual({
      action: 'clear-sign-in-stop',
      actor_id: 'operator',
      object_id: ANNA_NO,
      address: '127.0.0.1',
    })
    deps.clock.advance(61)
    expect(await openBrowser(app).signIn(deps, ANNA)).toBe(201)
  })

  it('a suspended client gets no code and no way in; sessions end at the next request', async () => {
    const { app, deps } = await openApp()
    const browser = openBrowser(app)
    expect(await browser.signIn(deps, ANNA)).toBe(201)
    const session = () => browser.send({ method: 'GET', path: '/auth/session' })
    expect((await session()).statusCode).toBe(200)
    deps.clock.advance(61)
    await browser.ask(ANNA)
    const code = (await sentCodes(deps)).at(-1)?.code ?? ''
    const suspend = (suspended: boolean) => setSuspended(deps, SHELL, { clientNo: ANNA_NO, suspended })
    expect(await suspend(true)).toBe(true)
    expect((await session()).statusCode).toBe(401)
    const refused = await browser.tryCode(code)
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([401, 'code-invalid'])
    deps.clock.advance(61)
    const before = (await sentCodes(deps)).length
    expect((await browser.ask(ANNA)).statusCode).toBe(202)
    expect((await sentCodes(deps)).length).toBe(before)
    expect(await suspend(false)).toBe(true)
    deps.clock.advance(61)
    expect(await browser.signIn(deps, ANNA)).toBe(201)
  })

  it('asks for work while the house is attacked, of client and stranger alike, but of no known device', async () => {
    const { app, deps } = await openApp({ failuresPerHouse: '5/1h', codesPerClient: '9/1h', codesPerPhone: '9/1h' })
    const own = openBrowser(app)
    expect(await own.signIn(deps, ANNA)).toBe(201)
    const other = openBrowser(app)
    const puzzle = async () =>
      (await other.send({ method: 'GET', path: '/auth/puzzle' })).json<{ puzzle: { token: string; bits: number } }>()
        .puzzle
    expect(await puzzle()).toBeNull()
    await other.ask(STRANGER)
    await failTimes(other, 5)
    expect(await signInAlarms(deps)).toEqual([{ kind: 'code-failures', count: 5 }])

    const bodies = new Set<string>()
    for (const person of [ANNA, STRANGER]) {
      const refused = await other.ask(person)
      expect(refused.statusCode).toBe(428)
      bodies.add(refused.body)
    }
    expect(bodies.size).toBe(1)
    const proof = solvePuzzle(await puzzle())
    expect((await other.ask(ANNA, { ...proof, answer: 'x' })).statusCode).toBe(428)
    expect((await other.ask(ANNA, { ...proof, token: proof.token.replace(/^\d/, '9') })).statusCode).toBe(428)
    expect((await other.ask(ANNA, proof)).statusCode).toBe(202)
    expect((await other.ask(STRANGER, proof)).statusCode).toBe(428)
    const late = solvePuzzle(await puzzle())
    deps.clock.advance(601)
    expect((await other.ask(STRANGER, late)).statusCode).toBe(428)
    expect((await own.ask(ANNA)).statusCode).toBe(202)

    deps.clock.advance(3600)
    expect(await puzzle()).toBeNull()
    expect((await other.ask(STRANGER)).statusCode).toBe(202)
  })

  it('stops texts to browsers that are not known once the day’s budget is spent', async () => {
    const { app, deps } = await openApp({ codesPerHouse: '3/1d', codesPerClient: '9/1h', codesPerPhone: '9/1h' })
    await addClient(deps, BORIS)
    const own = openBrowser(app)
    // A code and the notice of a new device, twice.
    expect(await own.signIn(deps, ANNA)).toBe(201)
    expect(await openBrowser(app).signIn(deps, BORIS)).toBe(201)
    await sentCodes(deps)
    expect(await signInAlarms(deps)).toEqual([{ kind: 'code-budget', count: 4 }])
    const before = (await sentCodes(deps)).length
    expect((await openBrowser(app).ask(BORIS)).statusCode).toBe(202)
    expect((await sentCodes(deps)).length).toBe(before)
    deps.clock.advance(61)
    expect(await own.signIn(deps, ANNA)).toBe(201)
    deps.clock.advance(86_400 + 300)
    expect(await signInAlarms(deps)).toEqual([])
    expect(await openBrowser(app).signIn(deps, BORIS)).toBe(201)
  })

  it('lists and ends the own sessions, and no other client’s', async () => {
    const { app, deps } = await openApp()
    await addClient(deps, BORIS)
    const [desk, phone, boris] = [openBrowser(app), openBrowser(app, { userAgent: IPHONE }), openBrowser(app)]
    await desk.signIn(deps, ANNA)
    deps.clock.advance(61)
    await phone.signIn(deps, ANNA)
    await boris.signIn(deps, BORIS)
    const list = async (browser: TestBrowser) =>
      (await browser.send({ method: 'GET', path: '/auth/sessions' })).json<{
        sessions: { id: string; device: string | null; current: boolean }[]
        notices: object[]
      }>()
    const { sessions, notices: told } = await list(desk)
    expect(sessions).toEqual([
      {
        id: expect.any(String),
        device: 'Safari · iPhone',
        createdAt: '2026-01-05T01:01:01.000Z',
        seenAt: '2026-01-05T01:01:01.000Z',
        current: false,
      },
      expect.objectContaining({ device: null, current: true }),
    ])
    expect(told).toHaveLength(2)
    expect(told[0]).toMatchObject({ kind: 'new-device', device: 'Safari · iPhone', at: '2026-01-05T01:01:01.000Z' })

    const end = (browser: TestBrowser, id: string) => browser.send({ method: 'DELETE', path: `/auth/sessions/${id}` })
    const ofPhone = sessions[0]?.id ?? ''
    const [foreign, never] = [await end(boris, ofPhone), await end(boris, '01ARZ3NDEKTSV4RRFFQ69G5FAV')]
    expect([foreign.statusCode, foreign.body]).toEqual([404, never.body])
    expect((await end(desk, ofPhone)).statusCode).toBe(204)
    const session = async (browser: TestBrowser) =>
      (await browser.send({ method: 'GET', path: '/auth/session' })).statusCode
    expect([await session(phone), await session(desk), await session(boris)]).toEqual([401, 200, 200])

    // The browser that was sent away counts as new.
    deps.clock.advance(61)
    expect(await phone.signIn(deps, ANNA)).toBe(201)
    expect((await list(desk)).notices).toHaveLength(3)
    expect((await desk.send({ method: 'DELETE', path: '/auth/sessions' })).statusCode).toBe(204)
    expect([await session(phone), await session(desk)]).toEqual([401, 200])
    expect((await list(desk)).sessions).toHaveLength(1)
  })

  it('notes which sender is down, and since when, until it works again', async () => {
    const { deps } = await openApp()
    const gateway = await openFakeGateway()
    await gateway.close()
    const here = { name: 'http' as const, url: gateway.url, secret: 's'.repeat(32) }
    const config = { ...deps.config, sms: { senders: [here], timeoutMs: 500 } }
    const withHttp = { ...deps, config }
    const app = buildApp(withHttp)
    await openBrowser(app).ask(ANNA)
    await expect(sendDueCodes(withHttp, watchedSender(withHttp))).rejects.toThrow('ECONNREFUSED')
    deps.clock.advance(31)
    await expect(sendDueCodes(withHttp, watchedSender(withHttp))).rejects.toThrow('ECONNREFUSED')
    const staff = openBrowser(app)
    staff.cookies = await staffCookies(app, deps, 'operator')
    const senders = async () => {
      const told = await staff.send({ method: 'GET', path: '/staff/board/notes' })
      return told.json<{ notes: { kind: string }[] }>().notes.filter(({ kind }) => kind === 'sender')
    }
    const down = { kind: 'sender', name: 'http', since: '2026-01-05T01:00:00.000Z', error: 'ECONNREFUSED' }
    expect(await senders()).toMatchObject([down])
    const row = JSON.stringify(await deps.db.selectFrom('sms_sender').selectAll().execute())
    expect(row).not.toContain(ANNA.phone.slice(3))
    await deps.db.updateTable('sms_sender').set({ failing_since: null }).execute()
    expect(await senders()).toEqual([])
  })
})
