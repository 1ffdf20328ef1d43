import { sql } from 'kysely'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { readConfig } from '../../config'
import { sendDueCodes } from './code-messages.service'
import { openDeps } from '../../open-deps'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import {
  addClient,
  ANNA,
  asked,
  askForCode,
  BORIS,
  CHANGE,
  sentCodes,
  signIn,
  STRANGER,
  tryCode,
  type Cookies,
} from '../../testing/people'

const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

function session(app: ReturnType<typeof buildApp>, cookies: Cookies) {
  return app.inject({ url: '/api/v1/auth/session', cookies })
}

forEachEngine('sign-in', (open) => {
  async function openApp(limits: string | null = null) {
    const deps: TestDeps = await open()
    const withLimits = { ...deps, config: { ...deps.config, limits } }
    await addClient(deps, ANNA, ['SA0001', 'SA0002'])
    return { deps: withLimits, app: buildApp(withLimits) }
  }

  it('signs a client in by the code that went to the phone, and out again', async () => {
    const { app, deps } = await openApp()
    const first = await askForCode(app, { idNumber: ' 11010519491231002x', phone: '+86 138 0013 8000' })
    expect(first.statusCode).toBe(202)
    const { challengeId, ...rest } = first.json<{ challengeId: string }>()
    expect(rest).toEqual({ expiresIn: 300, resendIn: 60 })
    expect(first.headers['set-cookie']).toMatch(
      /^sma_challenge=[\w-]{43}; Max-Age=300; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const cookies = { sma_challenge: first.cookies[0]?.value ?? '' }

    const [sent, ...more] = await sentCodes(deps)
    expect(more).toEqual([])
    expect(sent).toEqual({
      at: '2026-01-05T01:00:00.000Z',
      phone: '13800138000',
      text: expect.stringContaining(sent?.code ?? '?'),
      code: expect.stringMatching(/^\d{6}$/),
    })
    expect(statSync(join(deps.config.dataDir, 'outbox.jsonl')).mode & 0o777).toBe(0o600)
    expect(await deps.db.selectFrom('code_message').selectAll().execute()).toEqual([])

    const signedIn = await tryCode(app, { challengeId, cookies }, sent?.code ?? '')
    expect(signedIn.statusCode).toBe(201)
    expect(signedIn.json()).toEqual({ client: { name: '安娜' }, portfolios: 2 })
    const token = signedIn.cookies.find(({ name }) => name === 'sma_session')
    expect(token).toMatchObject({
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      value: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(token?.secure).toBeUndefined()
    const rows = await deps.db.selectFrom('client_session').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token?.value)

    const own = { sma_session: token?.value ?? '' }
    expect((await session(app, own)).json()).toEqual({
      client: { name: '安娜' },
      portfolios: 2,
      expiresAt: '2026-01-05T01:15:00.000Z',
      consentDue: false,
    })
    const signOut = () => app.inject({ method: 'DELETE', url: '/api/v1/auth/session', cookies: own, headers: CHANGE })
    const out = await signOut()
    expect(out.statusCode).toBe(204)
    expect(out.body).toBe('')
    expect(out.headers['set-cookie']).toMatch(/^sma_session=; .*Expires=Thu, 01 Jan 1970/)
    expect((await session(app, own)).statusCode).toBe(401)
    expect((await signOut()).statusCode).toBe(204)
  })

  it('answers a client and a stranger alike, and texts no stranger', async () => {
    const { app, deps } = await openApp()
    const shape = async (person: { idNumber: string; phone: string }) => {
      const { statusCode, headers, body } = await askForCode(app, person)
      const { 'x-request-id': _id, 'set-cookie': cookie, date: _date, ...others } = headers
      return { statusCode, others, length: body.length, cookie: String(cookie).length }
    }
    const known = await shape(ANNA)
    expect(await shape(STRANGER)).toEqual(known)
    expect(await shape({ idNumber: ANNA.idNumber, phone: STRANGER.phone.replace(/0$/, '1') })).toEqual(known)
    expect(await shape({ idNumber: STRANGER.idNumber, phone: '13600136000' })).toEqual(known)
    expect((await sentCodes(deps)).map(({ phone }) => phone)).toEqual([ANNA.phone])
    expect(await deps.db.selectFrom('code_message').selectAll().execute()).toEqual([])
  })

  it('refuses malformed ID numbers and phones before anything else', async () => {
    const { app, deps } = await openApp()
    const badId = await askForCode(app, { idNumber: '110105194912310021', phone: ANNA.phone })
    expect([badId.statusCode, badId.json()]).toMatchObject([
      400,
      { code: 'id-number-invalid', errors: [{ field: 'idNumber', code: 'id-number-invalid' }] },
    ])
    const badPhone = await askForCode(app, { idNumber: ANNA.idNumber, phone: '12800138000' })
    expect([badPhone.statusCode, badPhone.json()]).toMatchObject([400, { code: 'phone-invalid' }])
    expect(await deps.db.selectFrom('sign_in_challenge').selectAll().execute()).toEqual([])
  })

  it('lets a code be asked for once a minute, known or not', async () => {
    const { app, deps } = await openApp()
    for (const person of [ANNA, STRANGER]) {
      expect((await askForCode(app, person)).statusCode).toBe(202)
      deps.clock.advance(20)
      const again = await askForCode(app, person)
      expect([again.statusCode, again.headers['retry-after'], again.json<{ code: string }>().code]).toEqual([
        429,
        '40',
        'too-many-requests',
      ])
      deps.clock.advance(40)
      expect((await askForCode(app, person)).statusCode).toBe(202)
    }
    expect(await sentCodes(deps)).toHaveLength(2)
  })

  it('limits hours and days of a client, and of an address', async () => {
    const { app, deps } = await openApp('{"codesPerAddress":"7/10m"}')
    const statuses: number[] = []
    for (let minute = 0; minute < 6; minute++) {
      statuses.push((await askForCode(app, STRANGER, '10.0.0.1')).statusCode)
      deps.clock.advance(61)
    }
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429])
    const other = (n: number, address: string) =>
      askForCode(app, { idNumber: `E1234567${n}`, phone: `1370013700${n}` }, address)
    expect((await other(1, '10.0.0.1')).statusCode).toBe(202)
    expect((await other(2, '10.0.0.1')).statusCode).toBe(202)
    const full = await other(3, '10.0.0.1')
    expect([full.statusCode, Number(full.headers['retry-after'])]).toEqual([429, 600 - 6 * 61])
    expect((await other(3, '10.0.0.2')).statusCode).toBe(202)
  })

  it('counts parallel requests one by one', async () => {
    const { app } = await openApp('{"codesPerClient":"3/1h","codesPerPhone":"","codesPerAddress":""}')
    const replies = await Promise.all(Array.from({ length: 12 }, () => askForCode(app, ANNA)))
    expect(replies.filter(({ statusCode }) => statusCode === 202)).toHaveLength(3)
  })

  it('takes a code from the browser that asked, once, for five minutes, the newest only', async () => {
    const { app, deps } = await openApp()
    const first = await asked(app, ANNA)
    const code = (await sentCodes(deps)).at(-1)?.code ?? ''
    expect((await tryCode(app, { ...first, cookies: {} }, code)).statusCode).toBe(401)
    expect((await tryCode(app, { ...first, cookies: { sma_challenge: 'x'.repeat(43) } }, code)).statusCode).toBe(401)
    expect((await tryCode(app, first, code)).statusCode).toBe(201)
    const again = await tryCode(app, first, code)
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([401, 'code-invalid'])

    deps.clock.advance(61)
    const second = await asked(app, ANNA)
    const secondCode = (await sentCodes(deps)).at(-1)?.code ?? ''
    deps.clock.advance(61)
    const third = await asked(app, ANNA)
    const thirdCode = (await sentCodes(deps)).at(-1)?.code ?? ''
    expect((await tryCode(app, second, secondCode)).statusCode).toBe(401)
    deps.clock.advance(300)
    expect((await tryCode(app, third, thirdCode)).statusCode).toBe(401)
  })

  it('gives every failure the same bytes', async () => {
    const { app, deps } = await openApp()
    const challenge = await asked(app, ANNA)
    const code = (await sentCodes(deps)).at(-1)?.code ?? ''
    const stranger = await asked(app, STRANGER)
    const bodies = new Set<string>()
    for (const reply of [
      await tryCode(app, challenge, wrong(code)),
      await tryCode(app, challenge, 'abc'),
      await tryCode(app, { ...challenge, challengeId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, code),
      await tryCode(app, stranger, code),
      await tryCode(app, { ...challenge, cookies: {} }, code),
    ]) {
      expect(reply.statusCode).toBe(401)
      bodies.add(reply.body)
    }
    expect(bodies.size).toBe(1)
  })

  it('ends a challenge after five wrong tries', async () => {
    const { app, deps } = await openApp()
    const challenge = await asked(app, ANNA)
    const code = (await sentCodes(deps)).at(-1)?.code ?? ''
    for (let tries = 0; tries < 5; tries++) await tryCode(app, challenge, wrong(code))
    expect((await tryCode(app, challenge, code)).statusCode).toBe(401)
  })

  it('checks five of fifty tries that come at once', async () => {
    const { app, deps } = await openApp()
    const challenge = await asked(app, ANNA)
    const code = (await sentCodes(deps)).at(-1)?.code ?? ''
    const tries = await Promise.all(Array.from({ length: 50 }, () => tryCode(app, challenge, wrong(code))))
    expect(new Set(tries.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1)
    expect(await deps.db.selectFrom('sign_in_challenge').select('tries').execute()).toEqual([{ tries: 5 }])
    expect((await tryCode(app, challenge, code)).statusCode).toBe(401)
  })

  it('takes no code after ten failures in an hour', async () => {
    const { app, deps } = await openApp()
    for (let round = 0; round < 2; round++) {
      const challenge = await asked(app, ANNA)
      const code = (await sentCodes(deps)).at(-1)?.code ?? ''
      for (let tries = 0; tries < 5; tries++) await tryCode(app, challenge, wrong(code))
      deps.clock.advance(61)
    }
    const locked = await asked(app, ANNA)
    const code = (await sentCodes(deps)).at(-1)?.code ?? ''
    expect((await tryCode(app, locked, code)).statusCode).toBe(401)
    deps.clock.advance(3600)
    await signIn(app, deps, ANNA)
  })

  it('lets exactly one of parallel uses in', async () => {
    const { app, deps } = await openApp()
    const challenge = await asked(app, ANNA)
    const code = (await sentCodes(deps)).at(-1)?.code ?? ''
    const replies = await Promise.all(Array.from({ length: 5 }, () => tryCode(app, challenge, code)))
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([201, 401, 401, 401, 401])
    expect(await deps.db.selectFrom('client_session').selectAll().execute()).toHaveLength(1)
  })

  it('ends a session after 15 idle minutes and after eight hours', async () => {
    const { app, deps } = await openApp()
    const idle = await signIn(app, deps, ANNA)
    deps.clock.advance(14 * 60)
    expect((await session(app, idle)).statusCode).toBe(200)
    deps.clock.advance(14 * 60)
    expect((await session(app, idle)).statusCode).toBe(200)
    deps.clock.advance(15 * 60)
    expect((await session(app, idle)).statusCode).toBe(401)

    const long = await signIn(app, deps, ANNA)
    for (let quarter = 0; quarter < 47; quarter++) {
      deps.clock.advance(10 * 60)
      expect((await session(app, long)).statusCode).toBe(200)
    }
    deps.clock.advance(10 * 60)
    expect((await session(app, long)).statusCode).toBe(401)
  })

  it('replaces the session of a browser that signs in again', async () => {
    const { app, deps } = await openApp()
    await addClient(deps, BORIS)
    const first = await signIn(app, deps, ANNA)
    const challenge = await asked(app, BORIS)
    const code = (await sentCodes(deps)).at(-1)?.code ?? ''
    const second = await tryCode(app, { ...challenge, cookies: { ...challenge.cookies, ...first } }, code)
    expect(second.json()).toEqual({ client: { name: '鲍里斯' }, portfolios: 0 })
    expect((await session(app, first)).statusCode).toBe(401)
  })

  it('tries a message again that could not be sent, and sends none that is too old', async () => {
    const { app, deps } = await openApp()
    await addClient(deps, BORIS)
    const failing = { send: () => Promise.reject(new Error('no line')) }
    await asked(app, ANNA)
    await expect(sendDueCodes(deps, failing)).rejects.toThrow('no line')
    expect(await sentCodes(deps)).toEqual([])
    deps.clock.advance(31)
    expect(await sentCodes(deps)).toHaveLength(1)
    await asked(app, BORIS)
    deps.clock.advance(300)
    expect(await sentCodes(deps)).toHaveLength(1)
    expect(await deps.db.selectFrom('code_message').selectAll().execute()).toEqual([])
  })

  it('lets nobody in whose sign-in cannot be written to the audit log', async () => {
    const { deps, app } = await openApp()
    const challenge = await asked(app, ANNA)
    const code = (await sentCodes(deps)).at(-1)?.code ?? ''
    await sql`drop table audit_event`.execute(deps.db)
    expect((await tryCode(app, challenge, code)).statusCode).toBe(500)
    expect(await deps.db.selectFrom('client_session').select('id').execute()).toEqual([])
  })

  it('binds cookies to the host behind https', async () => {
    const { deps } = await openApp()
    const config = { ...deps.config, publicUrl: 'https://sma.example' }
    const reply = await askForCode(buildApp({ ...deps, config }), ANNA)
    expect(reply.headers['set-cookie']).toMatch(/^__Host-sma_challenge=.*Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(reply.headers['strict-transport-security']).toMatch(/^max-age=/)
  })

  it('keeps no ID number, phone or code in readable form', async () => {
    const { app, deps } = await openApp()
    await asked(app, ANNA)
    const tables = ['client', 'sign_in_challenge', 'code_message', 'limit_event'] as const
    const rows = JSON.stringify(
      await Promise.all(tables.map((table) => deps.db.selectFrom(table).selectAll().execute())),
    )
    const code = (await sentCodes(deps)).at(-1)?.code ?? ''
    for (const secret of [ANNA.idNumber, ANNA.phone.slice(1), ANNA.name, `"${code}"`])
      expect(rows.replaceAll('"client_no":"C13800138000"', '')).not.toContain(secret)
  })
})

it('writes the code within a second of the reply, while serving', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sma-auth-'))
  const deps = await openDeps({ ...readConfig({}), dataDir: dir, logLevel: 'silent' })
  await addClient(deps, ANNA)
  const app = buildApp(deps)
  await app.listen({ host: '127.0.0.1', port: 0 })
  await askForCode(app, ANNA)
  await expect.poll(() => existsSync(join(dir, 'outbox.jsonl')), { timeout: 1000 }).toBe(true)
  await app.close()
  await deps.database.close()
  rmSync(dir, { recursive: true })
})
