import { expect, it } from 'vitest'
import { buildApp } from '../../app'
import { forEachEngine } from '../../testing/engines'
import type { Cookies } from '../../testing/people'
import { addPerson, asStaff, signInAs, tryStaffSignIn } from '../../testing/staff'
import { fromBase32, hotp, stepAt } from '../../crypto/totp'

type App = ReturnType<typeof buildApp>

/** Sets up the second factor as an app would; returns the secret and the recovery codes. */
async function setUp(app: App, cookies: Cookies, now: Date, totp?: string) {
  const begun = await asStaff(app, cookies, ['POST', '/auth/totp', { totp }])
  const secret = fromBase32(String(begun.body?.['secret']))
  const set = await asStaff(app, cookies, ['PUT', '/auth/totp', { totp: hotp(secret, stepAt(now)) }])
  return { secret, begun, set, codes: (set.body?.['recoveryCodes'] ?? []) as string[] }
}

forEachEngine('the second factor', (open) => {
  async function openApp() {
    const deps = await open()
    deps.config = { ...deps.config, staffTotp: 'required' }
    const app = buildApp(deps)
    const password = await addPerson(deps, 'lin', { roles: ['operator'] })
    const code = (secret: Buffer, away = 0) => hotp(secret, stepAt(deps.clock.now()) + away)
    const enter = async (totp?: string) => (await tryStaffSignIn(app, { login: 'lin', password, totp })).statusCode
    return { deps, app, password, code, enter }
  }

  it('must be set before anything else, and is then asked for at every sign-in', async () => {
    const { deps, app, password, code, enter } = await openApp()
    const first = await tryStaffSignIn(app, { login: 'lin', password })
    expect(first.json()).toMatchObject({ mustSetTotp: true, hasTotp: false })
    const cookies = await signInAs(app, 'lin', password)
    expect((await asStaff(app, cookies, ['GET', '/portfolios'])).body).toMatchObject({ code: 'totp-setup-required' })

    const { secret, begun, codes } = await setUp(app, cookies, deps.clock.now())
    expect(begun.body?.['uri']).toBe(`otpauth://totp/SMA:lin?secret=${String(begun.body?.['secret'])}&issuer=SMA`)
    expect(codes).toHaveLength(8)
    expect((await asStaff(app, cookies, ['GET', '/portfolios'])).status).toBe(200)
    // The other browser, signed in before, is out.
    const other = { sma_staff: first.cookies.find(({ name }) => name === 'sma_staff')?.value ?? '' }
    expect((await asStaff(app, other, ['GET', '/auth/session'])).status).toBe(401)

    deps.clock.advance(60)
    const failures = [
      await tryStaffSignIn(app, { login: 'lin', password }),
      await tryStaffSignIn(app, { login: 'lin', password: 'x', totp: code(secret) }),
    ]
    failures.push(await tryStaffSignIn(app, { login: 'lin', password, totp: '000000' }))
    expect(new Set(failures.map(({ body }) => body)).size).toBe(1)
    expect(failures.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401])
    expect(await enter(` ${code(secret).slice(0, 3)} ${code(secret).slice(3)}`)).toBe(201)
  })

  it('takes each code once, also of many at the same moment, and none of an earlier step afterwards', async () => {
    const { deps, app, password, code, enter } = await openApp()
    const { secret } = await setUp(app, await signInAs(app, 'lin', password), deps.clock.now())
    expect(await enter(code(secret))).toBe(401)
    deps.clock.advance(60)
    const at = (away: number) => code(secret, away)
    const together = await Promise.all([enter(at(0)), enter(at(0)), enter(at(0))])
    expect(together.sort()).toEqual([201, 401, 401])
    expect(await enter(at(-1))).toBe(401)
    expect(await enter(at(1))).toBe(201)
    expect(await enter(at(2))).toBe(401)
  })

  it('can be replaced by a recovery code, each once, which is written down', async () => {
    const { deps, app, password, enter } = await openApp()
    const { codes } = await setUp(app, await signInAs(app, 'lin', password), deps.clock.now())
    expect(await enter(codes[0]?.toUpperCase())).toBe(201)
    expect(await enter(codes[0])).toBe(401)
    expect(await enter(codes[1])).toBe(201)
    const kept = await deps.db.selectFrom('staff_recovery_code').selectAll().execute()
    expect(kept).toHaveLength(6)
    const events = await deps.db.selectFrom('audit_event').select(['action', 'address']).orderBy('seq').execute()
    expect(events.filter(({ action }) => action === 'use-recovery-code')).toHaveLength(2)
    expect(events.at(-1)).toEqual({ action: 'sign-in', address: '127.0.0.1' })
  })

  it('is guessed by nobody who has the password, from however many addresses, and locks nobody out', async () => {
    const { deps, app, password, code } = await openApp()
    const { secret } = await setUp(app, await signInAs(app, 'lin', password), deps.clock.now())
    deps.clock.advance(60)
    const own = await signInAs(app, 'lin', password, code(secret))
    deps.clock.advance(60)
    const from = async (address: number, totp: string, cookies: Cookies = {}) => {
      const browser = { cookies, remoteAddress: `10.0.0.${address}` }
      return (await tryStaffSignIn(app, { login: 'lin', password, totp }, browser)).statusCode
    }
    for (let address = 1; address <= 10; address += 1) expect(await from(address, '000000')).toBe(401)
    expect(await from(11, code(secret))).toBe(401)
    expect(await from(11, code(secret), { sma_staff_device: own['sma_staff_device'] ?? '' })).toBe(201)
    deps.clock.advance(3600)
    expect(await from(12, code(secret))).toBe(201)
  })

  it('is changed only with a code of the one before, and stays until the new one is confirmed', async () => {
    const { deps, app, password, code, enter } = await openApp()
    const cookies = await signInAs(app, 'lin', password)
    const { secret } = await setUp(app, cookies, deps.clock.now())
    deps.clock.advance(90)
    for (const totp of [undefined, '000000'])
      expect((await asStaff(app, cookies, ['POST', '/auth/totp', { totp }])).body).toMatchObject({
        code: 'totp-invalid',
      })
    const begun = await asStaff(app, cookies, ['POST', '/auth/totp', { totp: code(secret) }])
    expect(begun.status).toBe(200)
    expect((await asStaff(app, cookies, ['PUT', '/auth/totp', { totp: '000000' }])).body).toMatchObject({
      code: 'totp-invalid',
    })
    deps.clock.advance(90)
    expect(await enter(code(secret))).toBe(201)
    const next = await setUp(app, cookies, deps.clock.now(), code(secret, 1))
    expect(next.set.status).toBe(200)
    deps.clock.advance(90)
    expect(await enter(code(secret))).toBe(401)
    expect(await enter(code(next.secret))).toBe(201)
  })

  it('is kept sealed: neither secret nor recovery codes stand in the database', async () => {
    const { deps, app, password } = await openApp()
    const { begun, codes } = await setUp(app, await signInAs(app, 'lin', password), deps.clock.now())
    const rows = JSON.stringify([
      await deps.db.selectFrom('staff').selectAll().execute(),
      await deps.db.selectFrom('staff_recovery_code').selectAll().execute(),
      await deps.db.selectFrom('audit_event').selectAll().execute(),
    ])
    for (const text of [String(begun.body?.['secret']), ...codes, ...codes.map((one) => one.replace('-', ''))])
      expect(rows).not.toContain(text)
  })
})
