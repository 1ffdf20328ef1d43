import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { fromBase32, hotp, stepAt } from '../../crypto/totp'
import { openBrowser, type TestBrowser } from '../../testing/browser'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addClient, ANNA, BORIS, sentCodes, STRANGER, type Person } from '../../testing/people'
import { asStaff, staffCookies } from '../../testing/staff'
import { openWebsiteSession } from '../auth/sessions.service'
import { exportedClient } from '../retention/client-export.service'
import { eraseClient } from '../retention/erasure.service'
import { removeWhatIsPast } from '../retention/retention.service'
import { verifyAudit } from '../audit/audit.service'

const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'

async function codeOf(deps: TestDeps, { phone }: Person): Promise<string> {
  return (await sentCodes(deps)).findLast((one) => one.phone === phone)?.code ?? ''
}

function notices({ config }: TestDeps): string[] {
  const lines = readFileSync(join(config.dataDir, 'notices.jsonl'), 'utf8').trim().split('\n')
  return lines.map((line) => (JSON.parse(line) as { text: string }).text)
}

const otherThan = (code: string) => (code === '000000' ? '000001' : '000000')

forEachEngine('the second factor of a client', (open) => {
  async function openHouse({ offered = true, limits = null as string | null } = {}) {
    const base = await open()
    const clientTotp = offered ? ('offered' as const) : ('not-offered' as const)
    const deps = { ...base, config: { ...base.config, clientTotp, limits } }
    const id = await addClient(deps, ANNA, ['SA0001'])
    await addClient(deps, BORIS, ['SB0001'])
    return { deps, app: buildApp(deps), id }
  }
  type House = Awaited<ReturnType<typeof openHouse>>

  const own = (browser: TestBrowser, method: 'GET' | 'POST', totp?: string) =>
    browser.send({ method, path: '/second-factor', ...(totp && { body: { totp } }) })
  const confirm = (browser: TestBrowser, totp: string) =>
    browser.send({ method: 'PUT', path: '/second-factor', body: { totp } })
  const end = (browser: TestBrowser, totp: string) =>
    browser.send({ method: 'POST', path: '/second-factor/end', body: { totp } })

  /** Signs in and sets it up as an app would. */
  async function setUp({ deps, app }: House, browser = openBrowser(app, { userAgent: MAC })) {
    expect(await browser.signIn(deps, ANNA)).toBe(201)
    const begun = (await own(browser, 'POST')).json<{ secret: string; uri: string }>()
    const code = (away = 0) => hotp(fromBase32(begun.secret), stepAt(deps.clock.now()) + away)
    const set = await confirm(browser, code())
    expect(set.statusCode).toBe(200)
    deps.clock.advance(61)
    const { recoveryCodes } = set.json<{ recoveryCodes: string[] }>()
    return { browser, begun, code, recoveryCodes }
  }

  /** A browser that has asked for a code, and what it is. */
  async function begin({ deps, app }: House, person: Person = ANNA, browser = openBrowser(app)) {
    expect((await browser.ask(person)).statusCode).toBe(202)
    const sms = await codeOf(deps, person)
    const attempt = async (totp?: string, code = sms) => {
      const reply = await browser.tryCode(code, totp)
      return reply.statusCode === 201 ? 'in' : reply.json<{ code: string }>().code
    }
    return { browser, sms, attempt }
  }

  it('is set up only soon after a sign-in: who finds a session open locks nobody out', async () => {
    const { deps, app } = await openHouse()
    const browser = openBrowser(app)
    await browser.signIn(deps, ANNA)
    deps.clock.advance(600)
    expect((await own(browser, 'POST')).statusCode).toBe(200)
    deps.clock.advance(1)
    const late = await own(browser, 'POST')
    expect([late.statusCode, late.json()]).toMatchObject([403, { code: 'sign-in-again' }])
  })

  it('is set up by its first code, told by text and in the portal, and ends the other sessions', async () => {
    const house = await openHouse()
    const { deps, app } = house
    const elsewhere = openBrowser(app)
    await elsewhere.signIn(deps, ANNA)
    deps.clock.advance(61)
    const browser = openBrowser(app, { userAgent: MAC })
    await browser.signIn(deps, ANNA)
    expect((await own(browser, 'GET')).json()).toEqual({ offered: true, setAt: null, recoveryCodes: 0 })
    const begun = (await own(browser, 'POST')).json<{ secret: string; uri: string }>()
    expect(begun.uri).toBe(`otpauth://totp/SMA:138****8000?secret=${begun.secret}&issuer=SMA`)
    const right = hotp(fromBase32(begun.secret), stepAt(deps.clock.now()))
    expect((await confirm(browser, otherThan(right))).json()).toMatchObject({ code: 'totp-invalid' })
    expect((await own(browser, 'GET')).json()).toMatchObject({ setAt: null })
    // Until it is confirmed, sign-in asks for nothing.
    deps.clock.advance(61)
    expect(await (await begin(house)).attempt()).toBe('in')
    const late = hotp(fromBase32(begun.secret), stepAt(deps.clock.now()))
    const set = (await confirm(browser, ` ${late.slice(0, 3)} ${late.slice(3)}`)).json<{ recoveryCodes: string[] }>()
    expect(new Set(set.recoveryCodes).size).toBe(8)
    const setAt = deps.clock.now().toISOString()
    expect((await own(browser, 'GET')).json()).toEqual({ offered: true, setAt, recoveryCodes: 8 })
    expect((await own(browser, 'POST')).json()).toMatchObject({ code: 'totp-known' })
    expect((await confirm(browser, late)).json()).toMatchObject({ code: 'totp-known' })
    expect((await elsewhere.send({ method: 'GET', path: '/portfolios' })).statusCode).toBe(401)
    expect((await browser.send({ method: 'GET', path: '/portfolios' })).statusCode).toBe(200)

    await sentCodes(deps)
    expect(notices(deps).at(-1)).toBe(
      '账户提醒：您的账户于2026-01-05 09:02启用了动态验证码（Safari · macOS），此后登录须一并填写。如非本人操作，请立即联系您的客户经理。',
    )
    const listed = (await browser.send({ method: 'GET', path: '/auth/sessions' })).json<{
      notices: { kind: string }[]
    }>()
    expect(listed.notices[0]).toMatchObject({ kind: 'totp-set' })
    const events = await deps.db.selectFrom('audit_event').select(['action', 'actor_kind']).orderBy('seq').execute()
    expect(events.at(-1)).toEqual({ action: 'set-second-factor', actor_kind: 'client' })
    expect((await verifyAudit(deps)).faults).toEqual([])
  })

  it('is asked for after the right code, on a known device too; each step serves once', async () => {
    const house = await openHouse()
    const { deps } = house
    const { browser, code } = await setUp(house)
    expect(browser.cookies).toHaveProperty('sma_device')
    const first = await begin(house, ANNA, browser)
    expect(await first.attempt(undefined, otherThan(first.sms))).toBe('code-invalid')
    expect(await first.attempt()).toBe('totp-required')
    const used = code()
    expect(await first.attempt(otherThan(used))).toBe('code-invalid')
    // The same code of the text message still stands, and both together open it once.
    expect(await first.attempt(used)).toBe('in')
    expect(await first.attempt(code(1))).toBe('code-invalid')
    deps.clock.advance(1)
    const again = await begin(house)
    expect(await again.attempt(used)).toBe('code-invalid')
    expect(await again.attempt(code(-1))).toBe('code-invalid')
    expect(await again.attempt(code(1))).toBe('in')
  })

  it('has no more than five tries with one code, and one way in of many at the same moment', async () => {
    const house = await openHouse()
    const { deps } = house
    const { code } = await setUp(house)
    const first = await begin(house)
    expect(await first.attempt()).toBe('totp-required')
    for (let tries = 2; tries <= 5; tries += 1) expect(await first.attempt(otherThan(code()))).toBe('code-invalid')
    expect(await first.attempt(code())).toBe('code-invalid')
    deps.clock.advance(61)
    const second = await begin(house)
    const together = await Promise.all(Array.from({ length: 4 }, () => second.attempt(code())))
    expect(together.toSorted()).toEqual(['code-invalid', 'code-invalid', 'code-invalid', 'in'])
    deps.clock.advance(61)
    const third = await begin(house)
    deps.clock.advance(301)
    expect(await third.attempt(code())).toBe('code-invalid')
  })

  it('counts wrong codes of the app among wrong codes: three of one kind and seven of the other are ten', async () => {
    const house = await openHouse({
      limits: '{"codesPerClient":"","codesPerPhone":"","codesPerAddress":"","failuresInRow":"11/90d"}',
    })
    const { deps, app } = house
    const { code } = await setUp(house)
    const first = await begin(house)
    for (let tries = 1; tries <= 3; tries += 1)
      expect(await first.attempt(undefined, otherThan(first.sms))).toBe('code-invalid')
    expect(await first.attempt()).toBe('totp-required')
    expect(await first.attempt(otherThan(code()))).toBe('code-invalid')
    for (const round of [3, 3]) {
      const next = await begin(house)
      for (let tries = 1; tries <= round; tries += 1) expect(await next.attempt(otherThan(code()))).toBe('code-invalid')
    }
    // Ten have failed: nothing is told any more, not even that a second factor is asked for.
    const shut = await begin(house)
    expect(await shut.attempt()).toBe('code-invalid')
    expect(await shut.attempt(code())).toBe('code-invalid')
    const count = await deps.db
      .selectFrom('house_count')
      .select('events')
      .where('name', '=', 'failuresPerHouse')
      .execute()
    expect(count.reduce((sum, { events }) => sum + events, 0)).toBe(10)
    const streak = await deps.db.selectFrom('sign_in_streak').select(['failures', 'stopped_at']).execute()
    expect(streak).toEqual([{ failures: 10, stopped_at: null }])
    // The eleventh in a row, an hour later, stops codes until staff speaks with the client.
    deps.clock.advance(3601)
    const last = await begin(house)
    expect(await last.attempt(otherThan(code()))).toBe('code-invalid')
    expect(await last.attempt(code())).toBe('code-invalid')
    const operator = await staffCookies(app, deps, 'operator')
    expect((await asStaff(app, operator, ['GET', '/sign-in/stops'])).body).toMatchObject({
      stops: [{ clientNo: `C${ANNA.phone}` }],
    })
  })

  it('is replaced by a recovery code, each once, which is written down and told', async () => {
    const house = await openHouse()
    const { deps } = house
    const { recoveryCodes } = await setUp(house)
    const [one = '', two = ''] = recoveryCodes
    const first = await begin(house)
    expect(await first.attempt()).toBe('totp-required')
    expect(await first.attempt(one.toUpperCase().replace('-', ' '))).toBe('in')
    await sentCodes(deps)
    expect(notices(deps).at(-1)).toContain('使用恢复码登录')
    deps.clock.advance(61)
    const second = await begin(house)
    expect(await second.attempt(one)).toBe('code-invalid')
    const together = await Promise.all([second.attempt(two), second.attempt(two)])
    expect(together.toSorted()).toEqual(['code-invalid', 'in'])
    expect((await own(second.browser, 'GET')).json()).toMatchObject({ recoveryCodes: 6 })
    const events = await deps.db.selectFrom('audit_event').select('action').orderBy('seq').execute()
    expect(events.slice(-2).map(({ action }) => action)).toEqual(['use-recovery-code', 'sign-in'])
  })

  it('shows in no answer to a wrong code: stranger, client with and client without are answered alike', async () => {
    const house = await openHouse({ limits: '{"codesPerAddress":""}' })
    const { deps, app } = house
    await setUp(house)
    const shape = async (person: Person, totp: string | undefined) => {
      const browser = openBrowser(app)
      expect((await browser.ask(person)).statusCode).toBe(202)
      const right = await codeOf(deps, person)
      const replies = [await browser.tryCode(otherThan(right), totp), await browser.tryCode('none', totp)]
      return replies.map(({ statusCode, headers, body }) => {
        const { 'x-request-id': _id, date: _date, ...others } = headers
        return { statusCode, others, body }
      })
    }
    for (const totp of [undefined, '123456', 'abcde-fghjk', 'ﷺ'.repeat(32)]) {
      const stranger = await shape(STRANGER, totp)
      expect(stranger[0]?.statusCode).toBe(401)
      expect(await shape(ANNA, totp)).toEqual(stranger)
      expect(await shape(BORIS, totp)).toEqual(stranger)
      deps.clock.advance(61)
    }
  })

  it('is not asked of a client whom the website vouches for', async () => {
    const house = await openHouse()
    const { deps, app, id } = house
    await setUp(house)
    const sent = openBrowser(app)
    sent.cookies = { sma_session: await openWebsiteSession(deps, id, '127.0.0.1') }
    expect((await sent.send({ method: 'GET', path: '/portfolios' })).statusCode).toBe(200)
  })

  it('is asked of nobody who has none, whatever else is sent', async () => {
    const house = await openHouse()
    const { deps } = house
    await setUp(house)
    expect(await (await begin(house, BORIS)).attempt('123456')).toBe('in')
    deps.clock.advance(61)
    const odd = await begin(house, BORIS)
    expect(await odd.attempt('')).toBe('request-invalid')
    expect(await odd.attempt('a\u0000b')).toBe('request-invalid')
    expect(await odd.attempt('x'.repeat(33))).toBe('request-invalid')
  })

  it('is turned off for a code of it, at most ten tries an hour, and told', async () => {
    const house = await openHouse()
    const { deps } = house
    const { browser, code, recoveryCodes } = await setUp(house)
    const tries = await Promise.all(Array.from({ length: 12 }, () => end(browser, otherThan(code()))))
    expect(tries.map(({ statusCode }) => statusCode).toSorted()).toEqual([...Array(10).fill(400), 429, 429])
    expect((await end(browser, code())).statusCode).toBe(429)
    // An hour, in which the session is used.
    for (let quarters = 1; quarters <= 5; quarters += 1) {
      deps.clock.advance(750)
      await own(browser, 'GET')
    }
    expect((await end(browser, recoveryCodes[3] ?? '')).statusCode).toBe(204)
    expect((await end(browser, code())).statusCode).toBe(404)
    expect((await own(browser, 'GET')).json()).toEqual({ offered: true, setAt: null, recoveryCodes: 0 })
    expect(await deps.db.selectFrom('client_recovery_code').selectAll().execute()).toEqual([])
    await sentCodes(deps)
    expect(notices(deps).at(-1)).toContain('关闭了动态验证码')
    expect(await (await begin(house)).attempt()).toBe('in')
    const actions = await deps.db.selectFrom('audit_event').select('action').orderBy('seq').execute()
    expect(actions.map(({ action }) => action)).toContain('end-second-factor')
  })

  it('is still asked for where the house offers it no more, and can be turned off, not set up', async () => {
    const house = await openHouse()
    const { deps } = house
    const { browser, code } = await setUp(house)
    const closed: House = {
      ...house,
      app: buildApp({ ...deps, config: { ...deps.config, clientTotp: 'not-offered' } }),
    }
    expect(await (await begin(closed)).attempt()).toBe('totp-required')
    const anna = openBrowser(closed.app)
    anna.cookies = browser.cookies
    expect((await own(anna, 'GET')).json()).toMatchObject({ offered: false, recoveryCodes: 8 })
    expect((await own(anna, 'POST')).statusCode).toBe(404)
    expect((await end(anna, code())).statusCode).toBe(204)
    expect((await own(anna, 'POST')).statusCode).toBe(404)
    expect((await confirm(anna, code())).statusCode).toBe(404)
    deps.clock.advance(61)
    expect(await (await begin(closed)).attempt()).toBe('in')
  })

  it('is taken away by two people, not by one, and never by who only looks', async () => {
    const house = await openHouse()
    const { deps, app, id } = house
    const operator = await staffCookies(app, deps, 'operator')
    const reviewer = await staffCookies(app, deps, 'reviewer')
    const auditor = await staffCookies(app, deps, 'auditor')
    const path = `/clients/${id}/second-factor/reset`
    const reason = '视频核实，档案 2026-19'
    expect((await asStaff(app, operator, ['POST', path, { reason }])).status).toBe(404)
    const { browser } = await setUp(house)
    expect((await asStaff(app, auditor, ['POST', path, { reason }])).status).toBe(403)
    expect((await asStaff(app, operator, ['POST', path, { reason }])).status).toBe(202)
    expect((await asStaff(app, operator, ['GET', `/clients/${id}`])).body).toMatchObject({
      secondFactorSince: '2026-01-05T01:00:00.000Z',
      waiting: [{ kind: 'reset-second-factor', portfolios: [], askedBy: 'operator' }],
    })
    const { requests } = (await asStaff(app, reviewer, ['GET', '/requests'])).body as {
      requests: { id: string; facts: object }[]
    }
    expect(requests.map(({ facts }) => facts)).toEqual([{ client: `C${ANNA.phone}`, reason }])
    const confirmation = `/requests/${requests[0]?.id}/confirmation`
    expect((await asStaff(app, operator, ['POST', confirmation])).body).toMatchObject({ code: 'other-person-needed' })
    const asked = await begin(house)
    expect(await asked.attempt()).toBe('totp-required')
    expect((await asStaff(app, reviewer, ['POST', confirmation])).status).toBe(200)
    expect((await browser.send({ method: 'GET', path: '/portfolios' })).statusCode).toBe(401)
    expect(await asked.attempt()).toBe('in')
    await sentCodes(deps)
    expect(notices(deps).filter((text) => text.includes('动态验证码已于'))).toHaveLength(1)
    expect(await deps.db.selectFrom('client_second_factor').selectAll().execute()).toEqual([])
    const event = await deps.db
      .selectFrom('audit_event')
      .select(['actor_id', 'object_id', 'detail'])
      .where('action', '=', 'reset-second-factor')
      .executeTakeFirstOrThrow()
    expect({ ...event, detail: JSON.parse(event.detail) as unknown }).toEqual({
      actor_id: 'reviewer',
      object_id: `C${ANNA.phone}`,
      detail: { askedBy: 'operator', reason },
    })
  })

  it('is nobody else’s: another client sees the own, and staff who look as the client nothing of it', async () => {
    const house = await openHouse()
    const { deps, app, id } = house
    const { code } = await setUp(house)
    const boris = openBrowser(app)
    await boris.signIn(deps, BORIS)
    expect((await own(boris, 'GET')).json()).toMatchObject({ setAt: null })
    expect((await end(boris, code())).statusCode).toBe(404)
    const reviewer = await staffCookies(app, deps, 'reviewer')
    const view = await asStaff(app, reviewer, ['POST', '/client-views', { client: id }])
    const looking = openBrowser(app)
    looking.cookies = Object.fromEntries(view.reply.cookies.map(({ name, value }) => [name, value]))
    expect((await looking.send({ method: 'GET', path: '/auth/session' })).json()).toMatchObject({ viewer: 'reviewer' })
    const refused = [
      await own(looking, 'GET'),
      await own(looking, 'POST'),
      await confirm(looking, code()),
      await end(looking, code()),
    ]
    expect(refused.map((reply) => reply.json<{ code: string }>().code)).toEqual(Array(4).fill('view-only'))
    expect(await deps.db.selectFrom('client_second_factor').select('client_id').execute()).toEqual([{ client_id: id }])
  })

  it('is kept sealed and hashed, told in an export without its secret, and gone with the client', async () => {
    const house = await openHouse()
    const { deps, id } = house
    const { begun, recoveryCodes } = await setUp(house)
    const rows = JSON.stringify([
      await deps.db.selectFrom('client_second_factor').selectAll().execute(),
      await deps.db.selectFrom('client_recovery_code').selectAll().execute(),
      await deps.db.selectFrom('audit_event').selectAll().execute(),
    ])
    const secrets = [begun.secret, ...recoveryCodes, ...recoveryCodes.map((one) => one.replace('-', ''))]
    for (const text of secrets) expect(rows).not.toContain(text)
    const data = await exportedClient(deps, `C${ANNA.phone}`)
    expect(data?.records['client_second_factor']).toMatchObject([{ client_id: id, set_at: '2026-01-05T01:00:00.000Z' }])
    const records = data?.records ?? {}
    expect(JSON.stringify([records['client_second_factor'], records['client_recovery_code']])).not.toMatch(
      /secret|code_mac|a1\./,
    )
    expect(records['client_recovery_code']).toHaveLength(8)
    expect(await eraseClient(deps, { kind: 'shell', id: 'lin' }, `C${ANNA.phone}`)).toBe(true)
    for (const table of ['client_second_factor', 'client_recovery_code'] as const)
      expect(await deps.db.selectFrom(table).selectAll().execute()).toEqual([])
  })

  it('that was begun and never confirmed goes after a day; one that is set stays', async () => {
    const house = await openHouse()
    const { deps, app } = house
    await setUp(house)
    const boris = openBrowser(app)
    await boris.signIn(deps, BORIS)
    const secrets = [(await own(boris, 'POST')).json<{ secret: string }>(), (await own(boris, 'POST')).json()]
    expect(secrets[0]).not.toEqual(secrets[1])
    const kept = async () => (await deps.db.selectFrom('client_second_factor').selectAll().execute()).length
    expect(await kept()).toBe(2)
    deps.clock.advance(86_399)
    await removeWhatIsPast(deps)
    expect(await kept()).toBe(2)
    deps.clock.advance(2)
    expect(await removeWhatIsPast(deps)).toMatchObject({ client_second_factor: 1 })
    expect(await kept()).toBe(1)
  })
})
