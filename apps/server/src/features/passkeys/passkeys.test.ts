import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { makePasskey, signWith, type Authenticator, type Said } from '../../testing/authenticator'
import { openBrowser, type TestBrowser } from '../../testing/browser'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addClient, ANNA, BORIS, sentCodes, type Person } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'
import { verifyAudit } from '../audit/audit.service'
import { askIdentityChange, changeClientAct, type IdentityChange } from '../clients/identity-change.service'
import { setSuspended } from '../clients/suspension.service'
import { exportedClient } from '../retention/client-export.service'
import { eraseClient } from '../retention/erasure.service'
import { forgetSettings } from '../settings/in-force'

const SHELL = { kind: 'shell' as const, id: 'test' }
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1'
const ANNA_NO = `C${ANNA.phone}`
const NEVER_WAS = '01TESTNOTHING0000000000000'

interface Options {
  challenge: string
  rp: { id: string; name: string }
  user: { id: string; name: string; displayName: string }
  exclude: string[]
}

async function begin(browser: TestBrowser): Promise<Options> {
  const reply = await browser.send({ method: 'POST', path: '/passkeys/challenges' })
  expect(reply.statusCode).toBe(201)
  return reply.json<Options>()
}

const finish = (browser: TestBrowser, body: object) => browser.send({ method: 'POST', path: '/passkeys', body })

/** A passkey of whoever is signed in in this browser. */
async function add(browser: TestBrowser, said: Said & { count?: number } = {}): Promise<Authenticator> {
  const { challenge, user } = await begin(browser)
  const { authenticator, answer } = makePasskey({ challenge, userId: user.id }, said)
  expect((await finish(browser, answer)).statusCode).toBe(201)
  return authenticator
}

async function challengeIn(browser: TestBrowser): Promise<string> {
  const reply = await browser.send({ method: 'POST', path: '/auth/passkeys/challenges' })
  expect(reply.statusCode).toBe(201)
  return reply.json<{ challenge: string }>().challenge
}

const answerWith = (browser: TestBrowser, body: object) =>
  browser.send({ method: 'POST', path: '/auth/passkeys/sessions', body })

const enter = async (browser: TestBrowser, passkey: Authenticator, said: Said = {}) =>
  answerWith(browser, signWith(passkey, await challengeIn(browser), said))

const who = async (browser: TestBrowser) =>
  (await browser.send({ method: 'GET', path: '/auth/session' })).json<{ client?: { name: string } }>().client?.name

const bytesOf = ({ statusCode, headers, rawPayload }: Awaited<ReturnType<TestBrowser['send']>>) => {
  const { 'x-request-id': _id, date: _date, ...rest } = headers
  return { statusCode, headers: rest, body: rawPayload.toString() }
}

const notices = ({ config }: TestDeps): { phone: string; text: string }[] =>
  readFileSync(join(config.dataDir, 'notices.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { phone: string; text: string })

async function events(deps: TestDeps): Promise<string[]> {
  const rows = await deps.db
    .selectFrom('audit_event')
    .select(['actor_kind', 'action'])
    .where('action', 'in', ['add-passkey', 'remove-passkey', 'remove-passkeys', 'refuse-passkey'])
    .orderBy('seq')
    .execute()
  return rows.map(({ actor_kind, action }) => `${actor_kind} ${action}`)
}

forEachEngine('passkeys', (open) => {
  async function house({ passkeys = 'on', limits = null }: { passkeys?: 'on' | 'off'; limits?: object | null } = {}) {
    const opened = await open()
    const deps: TestDeps = {
      ...opened,
      config: { ...opened.config, passkeys, limits: limits && JSON.stringify(limits) },
    }
    const ids = { anna: await addClient(deps, ANNA, ['SA0001']), boris: await addClient(deps, BORIS, ['SB0001']) }
    const app = buildApp(deps)
    const signedIn = async (person: Person, userAgent = '') => {
      const browser = openBrowser(app, { userAgent })
      expect(await browser.signIn(deps, person)).toBe(201)
      return browser
    }
    return { deps, app, ids, signedIn }
  }

  it('is added only soon after a sign-in: who finds a session open adds none', async () => {
    const { deps, signedIn } = await house()
    const phone = await signedIn(ANNA, IPHONE)
    deps.clock.advance(600)
    expect(await begin(phone)).toHaveProperty('challenge')
    deps.clock.advance(1)
    const late = await phone.send({ method: 'POST', path: '/passkeys/challenges' })
    expect([late.statusCode, late.json()]).toMatchObject([403, { code: 'sign-in-again' }])
  })

  it('one that a client adds lets that client in from any browser, until it is removed', async () => {
    const { deps, app, ids, signedIn } = await house()
    const phone = await signedIn(ANNA, IPHONE)
    const options = await begin(phone)
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'SMA' },
      user: { name: '138****8000', displayName: '安*' },
      exclude: [],
    })
    const { authenticator, answer } = makePasskey({ challenge: options.challenge, userId: options.user.id })
    const added = await finish(phone, answer)
    expect(added.statusCode).toBe(201)
    const { id } = added.json<{ id: string }>()
    await sentCodes(deps)
    expect(notices(deps).at(-1)).toMatchObject({
      phone: ANNA.phone,
      text: '账户提醒：您的账户于2026-01-05 09:00新增了一个登录用的通行密钥（Safari · iPhone）。如非本人操作，请立即联系您的客户经理。',
    })
    const own = await phone.send({ method: 'GET', path: '/auth/sessions' })
    expect(own.json<{ notices: object[] }>().notices[0]).toMatchObject({
      kind: 'passkey-added',
      device: 'Safari · iPhone',
    })

    deps.clock.advance(60)
    const desk = openBrowser(app)
    const entered = await enter(desk, authenticator)
    expect([entered.statusCode, entered.json()]).toEqual([201, { client: { name: '安娜' }, portfolios: 1 }])
    expect(await who(desk)).toBe('安娜')
    expect(desk.cookies).not.toHaveProperty('sma_passkey')
    // A browser that is not known is told of, and known from then on.
    await sentCodes(deps)
    expect(notices(deps).at(-1)?.text).toContain('在新的设备上登录')
    const told = notices(deps).length
    expect((await enter(desk, authenticator)).statusCode).toBe(201)
    await sentCodes(deps)
    expect(notices(deps)).toHaveLength(told)
    const signIns = await deps.db
      .selectFrom('audit_event')
      .select(['actor_id', 'detail'])
      .where('action', '=', 'sign-in')
      .orderBy('seq')
      .execute()
    expect(signIns.map(({ actor_id, detail }) => [actor_id, JSON.parse(detail)])).toEqual([
      [ids.anna, {}],
      [ids.anna, { by: 'passkey' }],
      [ids.anna, { by: 'passkey' }],
    ])

    const list = (await phone.send({ method: 'GET', path: '/passkeys' })).json()
    expect(list).toEqual({
      passkeys: [
        {
          id,
          device: 'Safari · iPhone',
          createdAt: '2026-01-05T01:00:00.000Z',
          usedAt: '2026-01-05T01:01:00.000Z',
        },
      ],
      most: 10,
    })
    expect((await begin(phone)).exclude).toEqual([authenticator.id])
    expect((await phone.send({ method: 'DELETE', path: `/passkeys/${id}` })).statusCode).toBe(204)
    expect((await enter(openBrowser(app), authenticator)).json()).toMatchObject({ code: 'passkey-invalid' })
    expect(await events(deps)).toEqual(['client add-passkey', 'client remove-passkey'])
    expect((await verifyAudit(deps)).faults).toEqual([])
  })

  it('whatever is wrong with a sign-in has one answer, the same for everybody', async () => {
    const { deps, app, signedIn } = await house({ limits: { passkeyFailuresPerAddress: '100/10m' } })
    const anna = await add(await signedIn(ANNA))
    const boris = await add(await signedIn(BORIS))
    const stranger = makePasskey({ challenge: 'x', userId: anna.userHandle }).authenticator
    const nobody = bytesOf(await enter(openBrowser(app), stranger))
    expect([nobody.statusCode, JSON.parse(nobody.body)]).toEqual([
      401,
      expect.objectContaining({ code: 'passkey-invalid' }),
    ])

    const wrong: [string, () => Promise<Awaited<ReturnType<TestBrowser['send']>>>][] = [
      ['origin', () => enter(openBrowser(app), anna, { origin: 'https://evil.example' })],
      ['port', () => enter(openBrowser(app), anna, { origin: 'http://localhost:3001' })],
      ['rpId', () => enter(openBrowser(app), anna, { rpId: 'evil.example' })],
      ['user not verified', () => enter(openBrowser(app), anna, { isVerified: false })],
      ['user not there', () => enter(openBrowser(app), anna, { isPresent: false })],
      ['what was made, not signed', () => enter(openBrowser(app), anna, { type: 'webauthn.create' })],
      ["another's key", () => enter(openBrowser(app), { ...anna, privateKey: boris.privateKey })],
      ["another's name", () => enter(openBrowser(app), { ...anna, userHandle: boris.userHandle })],
      ["another's credential", () => enter(openBrowser(app), { ...boris, privateKey: anna.privateKey })],
      ['nothing asked', () => answerWith(openBrowser(app), signWith(anna, 'AAAA'))],
      [
        'foreign browser',
        async () => {
          const [own, foreign] = [openBrowser(app), openBrowser(app)]
          await challengeIn(foreign)
          return answerWith(foreign, signWith(anna, await challengeIn(own)))
        },
      ],
      [
        'too late',
        async () => {
          const browser = openBrowser(app)
          const challenge = await challengeIn(browser)
          deps.clock.advance(300)
          return answerWith(browser, signWith(anna, challenge))
        },
      ],
      [
        'a challenge that was made to last',
        async () => {
          const browser = openBrowser(app)
          const challenge = await challengeIn(browser)
          const [, random] = (browser.cookies['sma_passkey'] ?? '').split('.')
          browser.cookies = { sma_passkey: `${deps.clock.now().getTime() + 900_000}.${random}` }
          return answerWith(browser, signWith(anna, challenge))
        },
      ],
      [
        'replayed',
        async () => {
          const browser = openBrowser(app)
          const body = signWith(anna, await challengeIn(browser))
          const kept = { ...browser.cookies }
          expect((await answerWith(browser, body)).statusCode).toBe(201)
          browser.cookies = kept
          return answerWith(browser, body)
        },
      ],
      [
        'asked for to add one',
        async () => {
          const browser = await signedIn(BORIS)
          return answerWith(browser, signWith(boris, (await begin(browser)).challenge))
        },
      ],
      [
        'suspended',
        async () => {
          await setSuspended(deps, SHELL, { clientNo: ANNA_NO, suspended: true })
          return enter(openBrowser(app), anna)
        },
      ],
    ]
    for (const [what, attempt] of wrong) {
      deps.clock.advance(61)
      expect([what, bytesOf(await attempt())]).toEqual([what, nobody])
    }
    await setSuspended(deps, SHELL, { clientNo: ANNA_NO, suspended: false })
    expect((await enter(openBrowser(app), anna)).statusCode).toBe(201)
  })

  it('a challenge that is answered at once many times lets in once', async () => {
    const { app, signedIn } = await house()
    const anna = await add(await signedIn(ANNA))
    const browser = openBrowser(app)
    const body = signWith(anna, await challengeIn(browser))
    const asked = { method: 'POST' as const, url: '/api/v1/auth/passkeys/sessions', payload: body }
    const headers = { 'x-requested-with': 'sma' }
    const cookies = { ...browser.cookies }
    const replies = await Promise.all(Array.from({ length: 8 }, () => app.inject({ ...asked, headers, cookies })))
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 401)])
  })

  it('a count that does not grow is refused and written down', async () => {
    const { deps, app, ids, signedIn } = await house()
    const anna = await add(await signedIn(ANNA), { count: 4 })
    expect((await enter(openBrowser(app), { ...anna, count: 5 })).statusCode).toBe(201)
    // Beyond 31 bits.
    expect((await enter(openBrowser(app), { ...anna, count: 4_000_000_000 })).statusCode).toBe(201)
    for (const count of [4_000_000_000, 6, 0])
      expect((await enter(openBrowser(app), { ...anna, count })).json()).toMatchObject({ code: 'passkey-invalid' })
    expect(await events(deps)).toEqual([
      'client add-passkey',
      ...Array.from({ length: 3 }, () => 'client refuse-passkey'),
    ])
    const refused = await deps.db
      .selectFrom('audit_event')
      .select(['object_id', 'address'])
      .where('action', '=', 'refuse-passkey')
      .execute()
    expect(new Set(refused.map(({ object_id, address }) => `${object_id} ${address}`))).toEqual(
      new Set([`${ids.anna} 127.0.0.1`]),
    )
    expect((await enter(openBrowser(app), { ...anna, count: 4_000_000_001 })).statusCode).toBe(201)
  })

  it('none is added that was not asked for just so', async () => {
    const { deps, signedIn } = await house()
    const [anna, boris] = [await signedIn(ANNA), await signedIn(BORIS)]
    const makeWith = async (said: Parameters<typeof makePasskey>[1], browser = anna) => {
      const { challenge, user } = await begin(browser)
      return finish(browser, makePasskey({ challenge, userId: user.id }, said).answer)
    }
    const wrong: [string, () => Promise<Awaited<ReturnType<TestBrowser['send']>>>][] = [
      ['origin', () => makeWith({ origin: 'https://evil.example' })],
      ['rpId', () => makeWith({ rpId: 'evil.example' })],
      ['user not verified', () => makeWith({ isVerified: false })],
      ['type', () => makeWith({ type: 'webauthn.get' })],
      ['maker', () => makeWith({ states: ['apple', new Map()] })],
      ['nothing asked', () => finish(anna, makePasskey({ challenge: 'AAAA', userId: 'AAAA' }).answer)],
      [
        'for another client',
        async () => {
          const { challenge, user } = await begin(boris)
          const { sma_session = '' } = anna.cookies
          const mixed = { ...anna, cookies: { ...boris.cookies, sma_session } }
          anna.cookies = mixed.cookies
          return finish(anna, makePasskey({ challenge, userId: user.id }).answer)
        },
      ],
      [
        'a sign-in',
        async () => finish(anna, makePasskey({ challenge: await challengeIn(anna), userId: 'AAAA' }).answer),
      ],
      [
        'too late',
        async () => {
          const { challenge, user } = await begin(anna)
          deps.clock.advance(300)
          return finish(anna, makePasskey({ challenge, userId: user.id }).answer)
        },
      ],
      [
        'noise',
        async () => {
          await begin(anna)
          return finish(anna, { id: 'AAAA', clientDataJSON: 'AAAA', attestationObject: 'AAAA' })
        },
      ],
    ]
    for (const [what, attempt] of wrong) {
      const reply = await attempt()
      expect([what, reply.statusCode, reply.json<{ code: string }>().code]).toEqual([what, 400, 'passkey-unfit'])
    }
    // What somebody has, nobody else adds; and one challenge adds one.
    const { challenge, user } = await begin(anna)
    const { answer } = makePasskey({ challenge, userId: user.id })
    const kept = { ...anna.cookies }
    expect((await finish(anna, answer)).statusCode).toBe(201)
    anna.cookies = kept
    expect((await finish(anna, answer)).statusCode).toBe(400)
    expect(await deps.db.selectFrom('client_passkey').select('slot').execute()).toEqual([{ slot: 0 }])
  })

  it('there are ten of one client at most, also where two are added at once', async () => {
    const { deps, app, ids, signedIn } = await house({ limits: { passkeysPerClient: '30/1d' } })
    const anna = await signedIn(ANNA)
    for (let made = 0; made < 9; made++) await add(anna)
    const other = openBrowser(app)
    other.cookies = { ...anna.cookies }
    const answers = [anna, other].map(async (browser) => {
      const { challenge, user } = await begin(browser)
      return makePasskey({ challenge, userId: user.id }).answer
    })
    const [one, two] = await Promise.all(answers)
    const replies = await Promise.all([finish(anna, one ?? {}), finish(other, two ?? {})])
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409])
    const full = await anna.send({ method: 'POST', path: '/passkeys/challenges' })
    expect([full.statusCode, full.json<{ code: string }>().code]).toEqual([409, 'passkeys-full'])
    // The slot of one that was removed serves again.
    const { passkeys } = (await anna.send({ method: 'GET', path: '/passkeys' })).json<{ passkeys: { id: string }[] }>()
    expect(passkeys).toHaveLength(10)
    await anna.send({ method: 'DELETE', path: `/passkeys/${passkeys[3]?.id}` })
    await add(anna)
    const rows = await deps.db.selectFrom('client_passkey').select('slot').where('client_id', '=', ids.anna).execute()
    expect(rows.map(({ slot }) => slot).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('limits count what is begun, what fails, and what is added', async () => {
    const { deps, app, signedIn } = await house({
      limits: { passkeyTriesPerAddress: '4/10m', passkeyFailuresPerAddress: '2/10m', passkeysPerClient: '1/1d' },
    })
    const browser = await signedIn(ANNA)
    const anna = await add(browser)
    const again = await browser.send({ method: 'POST', path: '/passkeys/challenges' })
    expect([again.statusCode, again.headers['retry-after']]).toEqual([429, '86400'])
    const far = (address: string) => openBrowser(app, { address })
    for (const status of [401, 401, 429]) {
      const reply = await enter(far('10.0.0.7'), anna, { isVerified: false })
      expect(reply.statusCode).toBe(status)
    }
    // The right key is no exception there, and none is kept out elsewhere.
    expect((await enter(far('10.0.0.7'), anna)).statusCode).toBe(429)
    expect((await far('10.0.0.7').send({ method: 'POST', path: '/auth/passkeys/challenges' })).statusCode).toBe(429)
    expect((await enter(far('10.0.0.8'), anna)).statusCode).toBe(201)
    deps.clock.advance(600)
    expect((await enter(far('10.0.0.7'), anna)).statusCode).toBe(201)
  })

  it('while the house has them off, nothing of them is there and none lets in', async () => {
    const { deps, ids, app, signedIn } = await house()
    const browser = await signedIn(ANNA)
    const anna = await add(browser)
    const body = signWith(anna, await challengeIn(browser))
    const shown = async () => (await browser.send({ method: 'GET', path: '/brand' })).json<{ passkeys: boolean }>()
    expect((await shown()).passkeys).toBe(true)
    const row = { name: 'passkeys', number: 1, value: 'off', changed_by: 'ada', confirmed_by: 'ben' }
    await deps.db
      .insertInto('setting_version')
      .values({ ...row, changed_at: deps.clock.now().toISOString() })
      .execute()
    forgetSettings(deps.db)
    expect((await shown()).passkeys).toBe(false)
    const closed: [Parameters<TestBrowser['send']>[0]['method'], string, object?][] = [
      ['POST', '/auth/passkeys/challenges'],
      ['POST', '/auth/passkeys/sessions', body],
      ['GET', '/passkeys'],
      ['POST', '/passkeys/challenges'],
      ['POST', '/passkeys', { id: 'AAAA', clientDataJSON: 'AAAA', attestationObject: 'AAAA' }],
      ['DELETE', '/passkeys/x'],
    ]
    for (const [method, path, payload] of closed) {
      const reply = await browser.send({ method, path, ...(payload && { body: payload }) })
      expect([path, reply.statusCode, reply.json<{ code: string }>().code]).toEqual([path, 404, 'not-found'])
    }
    const admin = await staffCookies(app, deps, 'administrator')
    const page = await asStaff(app, admin, ['GET', `/clients/${ids.anna}`])
    expect(page.body?.passkeys).toBeNull()
    const removal = await asStaff(app, admin, ['POST', `/clients/${ids.anna}/passkeys/removal`, { reason: '手机遗失' }])
    expect(removal.status).toBe(404)
    expect(await deps.db.selectFrom('client_passkey').select('slot').execute()).toHaveLength(1)
  })

  it('what it is asked before it is known who comes speaks of nobody', async () => {
    const { app, signedIn } = await house()
    const known = await signedIn(ANNA)
    await add(known)
    const asked = async (browser: TestBrowser) => {
      const reply = await browser.send({ method: 'POST', path: '/auth/passkeys/challenges' })
      const { challenge, ...rest } = reply.json<{ challenge: string }>()
      expect(Buffer.from(challenge, 'base64url')).toHaveLength(32)
      const { 'x-request-id': _id, date: _date, 'set-cookie': cookie, ...headers } = reply.headers
      return { rest, headers, cookie: String(cookie).replace(/=[^;]+;/, '=;') }
    }
    const forStranger = await asked(openBrowser(app))
    expect(forStranger.rest).toEqual({ rpId: 'localhost' })
    expect(forStranger.cookie).toBe('sma_passkey=; Max-Age=300; Path=/; HttpOnly; SameSite=Lax')
    expect(await asked(known)).toEqual(forStranger)
  })

  it("another client's is answered like one that never was, and stays", async () => {
    const { app, signedIn } = await house()
    const [anna, boris] = [await signedIn(ANNA), await signedIn(BORIS)]
    const passkey = await add(anna)
    const { passkeys } = (await anna.send({ method: 'GET', path: '/passkeys' })).json<{ passkeys: { id: string }[] }>()
    const never = bytesOf(await boris.send({ method: 'DELETE', path: `/passkeys/${NEVER_WAS}` }))
    expect(never.statusCode).toBe(404)
    expect(bytesOf(await boris.send({ method: 'DELETE', path: `/passkeys/${passkeys[0]?.id}` }))).toEqual(never)
    expect((await boris.send({ method: 'GET', path: '/passkeys' })).json()).toEqual({ passkeys: [], most: 10 })
    expect((await enter(openBrowser(app), passkey)).statusCode).toBe(201)
  })

  it('staff who look as a client neither see nor change them; those who keep clients remove all for a reason', async () => {
    const { deps, app, ids, signedIn } = await house()
    const anna = await signedIn(ANNA)
    const passkeys = [await add(anna), await add(anna)]
    const reviewer = await staffCookies(app, deps, 'reviewer')
    const { reply } = await asStaff(app, reviewer, ['POST', '/client-views', { client: ids.anna }])
    const view = openBrowser(app)
    view.cookies = Object.fromEntries(reply.cookies.map(({ name, value }) => [name, value]))
    for (const [method, path] of [
      ['GET', '/passkeys'],
      ['POST', '/passkeys/challenges'],
      ['DELETE', '/passkeys/x'],
    ] as const)
      expect((await view.send({ method, path })).json()).toMatchObject({ code: 'view-only' })

    const operator = await staffCookies(app, deps, 'operator')
    const page = await asStaff(app, operator, ['GET', `/clients/${ids.anna}`])
    expect(page.body?.passkeys).toBe(2)
    const remove = (id: string) =>
      asStaff(app, operator, ['POST', `/clients/${id}/passkeys/removal`, { reason: '手机遗失' }])
    expect((await remove(NEVER_WAS)).status).toBe(404)
    expect((await remove(ids.anna)).status).toBe(204)
    // Of none there is nothing to write down.
    expect((await remove(ids.anna)).status).toBe(204)
    for (const passkey of passkeys)
      expect((await enter(openBrowser(app), passkey)).json()).toMatchObject({ code: 'passkey-invalid' })
    const told = await deps.db
      .selectFrom('audit_event')
      .select(['actor_id', 'object_id', 'detail'])
      .where('action', '=', 'remove-passkeys')
      .execute()
    expect(told.map((event) => ({ ...event, detail: JSON.parse(event.detail) }))).toEqual([
      { actor_id: 'operator', object_id: ANNA_NO, detail: { removed: 2, reason: '手机遗失' } },
    ])
  })

  it('nothing in the rows or in an export lets in; another phone, and an erasure, take them away', async () => {
    const { deps, app, ids, signedIn } = await house()
    const anna = await signedIn(ANNA, IPHONE)
    const passkey = await add(anna)
    const rows = JSON.stringify(await deps.db.selectFrom('client_passkey').selectAll().execute())
    expect(rows).not.toContain(passkey.id)
    const exported = await exportedClient(deps, ANNA_NO)
    expect(exported?.records.client_passkey).toEqual([
      {
        id: expect.any(String),
        client_id: ids.anna,
        slot: 0,
        sign_count: 0,
        device_name: 'Safari · iPhone',
        created_at: '2026-01-05T01:00:00.000Z',
        used_at: null,
      },
    ])
    await changePhone(deps, ids.anna, '13800138001')
    expect(await deps.db.selectFrom('client_passkey').select('id').execute()).toEqual([])
    expect((await enter(openBrowser(app), passkey)).json()).toMatchObject({ code: 'passkey-invalid' })

    const boris = await signedIn(BORIS)
    await add(boris)
    expect(await eraseClient(deps, SHELL, `C${BORIS.phone}`)).toBe(true)
    expect(await deps.db.selectFrom('client_passkey').select('id').execute()).toEqual([])
  })
})

/** One asks, another confirms. */
async function changePhone(deps: TestDeps, id: string, phone: string): Promise<void> {
  const [one, other] = [
    { kind: 'staff' as const, id: 'one' },
    { kind: 'staff' as const, id: 'other' },
  ]
  await askIdentityChange(deps, one, { id, phone, reason: '客户书面申请' })
  const row = await deps.db.selectFrom('staff_request').select(['id', 'payload_enc']).executeTakeFirstOrThrow()
  const payload = JSON.parse(deps.keys.decrypt(row.payload_enc, `staff_request|payload|${row.id}`)) as IdentityChange
  const { run } = changeClientAct(deps)
  await deps.db.transaction().execute((tx) => run(tx, { payload, actor: other, askedBy: 'one' }))
}
