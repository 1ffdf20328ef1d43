import { CompactEncrypt, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { createCipheriv, createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildApp } from '../../app'
import { ConfigError, readConfig, type SsoConfig } from '../../config'
import { forEachEngine, type TestDeps } from '../../testing/engines'
import { addClient, ANNA, BORIS, CHANGE, signIn, type Cookies } from '../../testing/people'
import { makeTicket, newKeys, type WebsiteKeys } from './make-ticket'

const ISSUER = 'https://www.example.com'
const AUDIENCE = 'https://sma.example.com'
/** The test clock stands at 2026-01-05T01:00:00Z. */
const NOW = Date.parse('2026-01-05T01:00:00.000Z') / 1000
const SM = { kid: 'sm-1', sm4: Buffer.alloc(16, 1), sm3: Buffer.alloc(32, 2) }

let number = 0
const claims = (change: Partial<JWTPayload> = {}): JWTPayload => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: `C${ANNA.phone}`,
  iat: NOW,
  exp: NOW + 60,
  jti: `ticket-${(number += 1)}`,
  ...change,
})

const keys = await newKeys('2026-01')
const stranger = await newKeys('2026-01')

function smTicket(content: object, { kid, sm4, sm3 } = SM): string {
  const iv = Buffer.alloc(16, 3)
  const cipher = createCipheriv('sm4-cbc', sm4, iv)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()])
  const signed = `sm1.${kid}.${iv.toString('base64url')}.${sealed.toString('base64url')}`
  return `${signed}.${createHmac('sm3', sm3).update(signed).digest('base64url')}`
}

/** Seals any text as the website would. */
const sealed = (text: string, header: object = {}): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT', kid: '2026-01', ...header })
    .encrypt(Buffer.from(keys.website.sealing.k, 'base64url'))

/** A JWS that claims not to need a signature. */
const unsigned = (content: object): string =>
  `${[{ alg: 'none' }, content].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`

/** Signed by a secret that everybody knows: the public key as text. */
function byPublicKey(content: JWTPayload): Promise<string> {
  const known = JSON.stringify((keys.server as { website: { keys: object[] } }).website.keys[0])
  return new SignJWT(content).setProtectedHeader({ alg: 'HS256', kid: '2026-01' }).sign(new TextEncoder().encode(known))
}

forEachEngine('single sign-on', (open) => {
  async function openApp(change: Partial<SsoConfig> = {}, file: object = keys.server) {
    const deps: TestDeps = await open()
    const keyFile = join(deps.config.dataDir, 'sso-keys.json')
    writeFileSync(keyFile, JSON.stringify(file))
    const sso = { issuer: ISSUER, audience: AUDIENCE, keyFile, jwksUrl: null, sm: false, ...change }
    await addClient(deps, ANNA, ['SA0001'])
    await addClient(deps, BORIS, ['SA0003', 'SA0004'])
    return { deps, keyFile, app: buildApp({ ...deps, config: { ...deps.config, sso } }) }
  }
  type App = ReturnType<typeof buildApp>

  const arrive = (app: App, ticket: string, cookies: Cookies = {}) =>
    app.inject({ url: `/sso?signmsg=${encodeURIComponent(ticket)}`, cookies })
  const cookieOf = (reply: Awaited<ReturnType<typeof arrive>>, name: string) =>
    reply.cookies.find((cookie) => cookie.name === name)?.value
  const who = async (app: App, token: string | undefined) =>
    (await app.inject({ url: '/api/v1/auth/session', cookies: { sma_session: token ?? '' } })).json<{
      client?: { name: string }
    }>().client?.name

  /** A refused ticket tells nothing and leaves nothing. */
  async function expectRefused(app: App, ticket: string) {
    const reply = await arrive(app, ticket)
    expect([reply.statusCode, reply.headers.location, reply.cookies, reply.body]).toEqual([
      303,
      '/login?sso=failed',
      [],
      '',
    ])
  }

  it('lets the client of the ticket in, by a clean path', async () => {
    const { app } = await openApp()
    const reply = await arrive(app, await makeTicket(keys.website, claims()))
    expect([reply.statusCode, reply.headers.location, reply.headers['referrer-policy']]).toEqual([
      303,
      '/',
      'no-referrer',
    ])
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.cookies).toMatchObject([{ name: 'sma_session', httpOnly: true, sameSite: 'Lax', path: '/' }])
    expect(await who(app, cookieOf(reply, 'sma_session'))).toBe('安娜')
  })

  it('takes a ticket once, also of twenty at a time', async () => {
    const { app, deps } = await openApp()
    const ticket = await makeTicket(keys.website, claims())
    const replies = await Promise.all(Array.from({ length: 20 }, () => arrive(app, ticket)))
    expect(replies.filter(({ headers }) => headers.location === '/')).toHaveLength(1)
    expect(await deps.db.selectFrom('client_session').select('client_id').execute()).toHaveLength(1)
    await expectRefused(app, ticket)
  })

  it('refuses a ticket whose claims are not in order', async () => {
    const { app } = await openApp()
    const wrong: [string, Partial<JWTPayload>][] = [
      ['another issuer', { iss: 'https://www.example.org' }],
      ['another audience', { aud: 'https://other.example.com' }],
      ['nobody', { sub: 'C-nobody' }],
      ['no subject', { sub: undefined }],
      ['no number', { jti: undefined }],
      ['no time', { iat: undefined }],
      ['no end', { exp: undefined }],
      ['a life of 61 seconds', { exp: NOW + 61 }],
      ['an end before its beginning', { iat: NOW + 10, exp: NOW + 5 }],
      ['an end 31 seconds ago', { iat: NOW - 80, exp: NOW - 31 }],
      ['a beginning in 31 seconds', { iat: NOW + 31, exp: NOW + 60 }],
      ['a beginning in the future of its own', { nbf: NOW + 60 }],
      ['a number without end', { jti: 'x'.repeat(129) }],
    ]
    for (const [, change] of wrong) await expectRefused(app, await makeTicket(keys.website, claims(change)))
  })

  it('bears clocks that differ by half a minute', async () => {
    const { app } = await openApp()
    for (const change of [
      { iat: NOW + 29, exp: NOW + 60 },
      { iat: NOW - 80, exp: NOW - 29 },
    ]) {
      const reply = await arrive(app, await makeTicket(keys.website, claims(change)))
      expect(reply.headers.location).toBe('/')
    }
  })

  it('refuses what another made, and every form but the one', async () => {
    const { app } = await openApp()
    const good = await makeTicket(keys.website, claims())
    const { sealing } = keys.website
    const [, , iv, ciphertext, tag] = good.split('.')
    const header = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url')
    const { publicKey } = await generateKeyPair('RSA-OAEP-256')
    const wrapped = await new CompactEncrypt(new TextEncoder().encode('x'))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: '2026-01' })
      .encrypt(publicKey)
    const signed = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'ES256' })
      .sign((await generateKeyPair('ES256')).privateKey)
    for (const ticket of [
      '',
      'x',
      '.'.repeat(4),
      await makeTicket({ ...keys.website, sealing: stranger.website.sealing }, claims()),
      await makeTicket({ ...keys.website, signing: stranger.website.signing }, claims()),
      await makeTicket({ ...keys.website, sealing: { ...sealing, kid: 'unknown' } }, claims()),
      await sealed(unsigned(claims())),
      await sealed(await byPublicKey(claims())),
      await sealed(signed),
      await sealed(JSON.stringify(claims())),
      await sealed(signed, { cty: undefined }),
      signed,
      wrapped,
      `${header({ alg: 'dir', enc: 'A256GCM', cty: 'JWT', kid: '2026-01', zip: 'DEF' })}..${iv}.${ciphertext}.${tag}`,
      `${good}.`,
      ` ${good}`,
      `${good}=`,
      `${good}${'x'.repeat(5000)}`,
      smTicket(claims()),
    ])
      await expectRefused(app, ticket)
    expect((await app.inject({ url: `/sso?signmsg=${good}&signmsg=${good}` })).headers.location).toBe(
      '/login?sso=failed',
    )
    expect((await app.inject({ url: '/sso' })).headers.location).toBe('/login?sso=failed')
    expect((await arrive(app, good)).headers.location).toBe('/')
  })

  it('goes on as the client signed in already, with a new session', async () => {
    const { app, deps } = await openApp()
    const before = await signIn(app, deps, ANNA)
    const reply = await arrive(app, await makeTicket(keys.website, claims()), before)
    expect(reply.headers.location).toBe('/')
    expect(await who(app, before['sma_session'])).toBeUndefined()
    expect(await who(app, cookieOf(reply, 'sma_session'))).toBe('安娜')
  })

  it('asks first where another client is signed in', async () => {
    const { app, deps } = await openApp()
    const before = await signIn(app, deps, BORIS)
    const reply = await arrive(app, await makeTicket(keys.website, claims()), before)
    expect(reply.headers.location).toBe('/login?sso=continue')
    expect(cookieOf(reply, 'sma_session')).toBeUndefined()
    const cookies = { ...before, sma_sso: cookieOf(reply, 'sma_sso') ?? '' }
    const url = '/api/v1/auth/sso'
    expect((await app.inject({ url, cookies })).json()).toEqual({ current: '鲍**', next: '安*' })
    expect((await app.inject({ url, cookies: before })).statusCode).toBe(404)

    const accept = () => app.inject({ method: 'POST', url, cookies, headers: CHANGE })
    const accepted = await accept()
    expect([accepted.statusCode, accepted.json()]).toEqual([201, { client: { name: '安娜' }, portfolios: 1 }])
    expect(await who(app, cookieOf(accepted, 'sma_session'))).toBe('安娜')
    expect(await who(app, before['sma_session'])).toBeUndefined()
    expect((await accept()).statusCode).toBe(404)
  })

  it('forgets the question where the person stays, and after two minutes', async () => {
    const { app, deps } = await openApp()
    const before = await signIn(app, deps, BORIS)
    const ask = async () => {
      const reply = await arrive(app, await makeTicket(keys.website, claims()), before)
      return { ...before, sma_sso: cookieOf(reply, 'sma_sso') ?? '' }
    }
    const url = '/api/v1/auth/sso'
    const stays = await ask()
    expect((await app.inject({ method: 'DELETE', url, cookies: stays, headers: CHANGE })).statusCode).toBe(204)
    expect((await app.inject({ method: 'POST', url, cookies: stays, headers: CHANGE })).statusCode).toBe(404)
    expect(await who(app, before['sma_session'])).toBe('鲍里斯')
    const late = await ask()
    deps.clock.advance(121)
    expect((await app.inject({ method: 'POST', url, cookies: late, headers: CHANGE })).statusCode).toBe(404)
  })

  it('reads its key file again: two keys live at once, and the older one goes without a restart', async () => {
    const { app, keyFile } = await openApp()
    const next = await newKeys('2026-02')
    const both = (...all: { server: object }[]) => {
      const files = all.map(({ server }) => server as { encryption: object[]; website: { keys: object[] } })
      return {
        encryption: files.flatMap(({ encryption }) => encryption),
        website: { keys: files.flatMap(({ website }) => website.keys) },
      }
    }
    const write = (content: object | string, second: number) => {
      writeFileSync(keyFile, typeof content === 'string' ? content : JSON.stringify(content))
      utimesSync(keyFile, second, second)
    }
    const reaches = async (website: WebsiteKeys) =>
      (await arrive(app, await makeTicket(website, claims()))).headers.location === '/'
    expect([await reaches(keys.website), await reaches(next.website)]).toEqual([true, false])
    write(both(keys, next), 1)
    expect([await reaches(keys.website), await reaches(next.website)]).toEqual([true, true])
    write('{ half of it', 2)
    expect([await reaches(keys.website), await reaches(next.website)]).toEqual([true, true])
    write(both(next), 3)
    expect([await reaches(keys.website), await reaches(next.website)]).toEqual([false, true])
  })

  it("takes the website's public keys from its address", async () => {
    const { website, ...rest } = keys.server as { website: object }
    const server = createServer((_, reply) => reply.end(JSON.stringify(website)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
      const { app } = await openApp({ jwksUrl }, rest)
      expect((await arrive(app, await makeTicket(keys.website, claims()))).headers.location).toBe('/')
      await expectRefused(app, await makeTicket({ ...keys.website, signing: stranger.website.signing }, claims()))
    } finally {
      server.close()
    }
  })

  it('takes the SM form where it is switched on', async () => {
    const file = {
      ...keys.server,
      sm: [{ kid: SM.kid, sm4: SM.sm4.toString('base64url'), sm3: SM.sm3.toString('base64url') }],
    }
    const { app } = await openApp({ sm: true }, file)
    const ticket = smTicket(claims())
    expect((await arrive(app, ticket)).headers.location).toBe('/')
    await expectRefused(app, ticket)
    for (const wrong of [
      smTicket(claims({ aud: 'x' })),
      smTicket(claims({ iss: 'x' })),
      smTicket(claims({ exp: NOW + 61 })),
      smTicket(claims({ iat: NOW - 90, exp: NOW - 31 })),
      smTicket(claims({ iat: NOW + 31 })),
      smTicket(claims({ sub: undefined })),
      smTicket(claims(), { ...SM, sm3: Buffer.alloc(32) }),
      smTicket(claims(), { ...SM, sm4: Buffer.alloc(16) }),
      smTicket(claims(), { ...SM, kid: 'unknown' }),
      `${smTicket(claims())}.x`,
    ])
      await expectRefused(app, wrong)
    expect((await arrive(app, await makeTicket(keys.website, claims()))).headers.location).toBe('/')
  })
})

forEachEngine('altered tickets', (open) => {
  it('are never accepted, whatever one character becomes', async () => {
    const deps = await open()
    const keyFile = join(deps.config.dataDir, 'sso-keys.json')
    writeFileSync(
      keyFile,
      JSON.stringify({
        ...keys.server,
        sm: [{ kid: SM.kid, sm4: SM.sm4.toString('base64url'), sm3: SM.sm3.toString('base64url') }],
      }),
    )
    const sso = { issuer: ISSUER, audience: AUDIENCE, keyFile, jwksUrl: null, sm: true }
    await addClient(deps, ANNA, ['SA0001'])
    const app = buildApp({ ...deps, config: { ...deps.config, sso } })
    const originals = [await makeTicket(keys.website, claims()), smTicket(claims())]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...originals),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'),
        fc.constantFrom('replace', 'insert', 'drop'),
        async (original, place, character, how) => {
          const at = Math.floor(place * original.length)
          const rest = original.slice(how === 'insert' ? at : at + 1)
          const altered = original.slice(0, at) + (how === 'drop' ? '' : character) + rest
          if (altered === original) return
          const { headers } = await app.inject({ url: `/sso?signmsg=${altered}` })
          expect(headers.location).toBe('/login?sso=failed')
        },
      ),
      { numRuns: 400 },
    )
  })
})

describe('settings of single sign-on', () => {
  const env = { SMA_SSO_KEYS: 'x.json', SMA_SSO_ISSUER: ISSUER, SMA_SSO_AUDIENCE: AUDIENCE }

  it('are off without a key file', () => {
    expect(readConfig({ SMA_SSO_ISSUER: ISSUER }).sso).toBeNull()
    expect(readConfig(env).sso).toMatchObject({ issuer: ISSUER, audience: AUDIENCE, jwksUrl: null, sm: false })
  })

  it.each([
    ['SMA_SSO_ISSUER', { ...env, SMA_SSO_ISSUER: '' }],
    ['SMA_SSO_AUDIENCE', { ...env, SMA_SSO_AUDIENCE: '' }],
    ['SMA_SSO_JWKS_URL', { ...env, SMA_SSO_JWKS_URL: 'http://www.example.com/jwks.json' }],
  ])('name %s where it is wrong', (name, wrong) => {
    expect(() => readConfig(wrong)).toThrow(ConfigError)
    expect(() => readConfig(wrong)).toThrow(name)
  })
})
