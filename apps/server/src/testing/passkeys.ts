import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps'
import { relyingParty } from '../features/passkeys/relying-party'
import { makePasskey, signWith, type Authenticator } from './authenticator'
import { CHANGE, cookiesOf, type Cookies } from './people'

/** What a client's browser sends to add a passkey, and the cookie that goes with it. */
export async function newPasskey(app: FastifyInstance, { config }: Pick<Deps, 'config'>, cookies: Cookies) {
  const reply = await app.inject({ method: 'POST', url: '/api/v1/passkeys/challenges', headers: CHANGE, cookies })
  if (reply.statusCode !== 201) throw new Error(`a new passkey was answered ${reply.body}`)
  const { challenge, user } = reply.json<{ challenge: string; user: { id: string } }>()
  const { id: rpId, origin } = relyingParty(config)
  const { authenticator, answer } = makePasskey({ challenge, userId: user.id }, { rpId, origin })
  return { authenticator, answer, cookies: cookiesOf(reply) }
}

/** Adds one; the authenticator that keeps it. */
export async function addPasskeyOf(
  app: FastifyInstance,
  deps: Pick<Deps, 'config'>,
  cookies: Cookies,
): Promise<Authenticator> {
  const { authenticator, answer: payload, cookies: asked } = await newPasskey(app, deps, cookies)
  const there = { method: 'POST' as const, url: '/api/v1/passkeys', headers: CHANGE }
  const reply = await app.inject({ ...there, payload, cookies: { ...cookies, ...asked } })
  if (reply.statusCode !== 201) throw new Error(`a passkey was answered ${reply.body}`)
  return authenticator
}

/** The answer to a sign-in with it, in a browser of its own. */
export async function signInWith(app: FastifyInstance, { config }: Pick<Deps, 'config'>, authenticator: Authenticator) {
  const there = { method: 'POST' as const, headers: CHANGE }
  const asked = await app.inject({ ...there, url: '/api/v1/auth/passkeys/challenges' })
  const { id: rpId, origin } = relyingParty(config)
  const payload = signWith(authenticator, asked.json<{ challenge: string }>().challenge, { rpId, origin })
  return app.inject({ ...there, url: '/api/v1/auth/passkeys/sessions', payload, cookies: cookiesOf(asked) })
}
