/** Staff in the database, and how they sign in. */
import type { StaffRole } from '@sma/contract/staff-roles'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps'
import { addStaff } from '../features/staff/people.service'
import { CHANGE, type Cookies } from './people'

const SHELL = { kind: 'shell' as const, id: 'test' }

/** Adds a person; the password serves for good unless it is asked to be a one-time one. */
export async function addPerson(
  deps: Deps,
  login: string,
  { roles, lasting = true }: { roles: StaffRole[]; lasting?: boolean },
): Promise<string> {
  const password = await addStaff(deps, SHELL, { login, roles, lasting })
  if (password === null) throw new Error(`${login} is taken`)
  return password
}

export function tryStaffSignIn(
  app: FastifyInstance,
  credentials: { login: string; password: string; totp?: string },
  { cookies = {}, remoteAddress = '127.0.0.1' }: { cookies?: Cookies; remoteAddress?: string } = {},
) {
  return app.inject({
    method: 'POST',
    url: '/api/v1/staff/auth/sessions',
    headers: CHANGE,
    payload: credentials,
    cookies,
    remoteAddress,
  })
}

/** Cookies of a browser after a sign-in that went well. */
export async function signInAs(app: FastifyInstance, login: string, password: string, totp?: string): Promise<Cookies> {
  const reply = await tryStaffSignIn(app, { login, password, totp })
  if (reply.statusCode !== 201) throw new Error(`the sign-in of ${login} was answered ${reply.statusCode}`)
  return Object.fromEntries(reply.cookies.map(({ name, value }) => [name, value]))
}

/** A request of one of the staff; the body is parsed, null where there is none. A test that reads one names its `Body`. */
export async function asStaff<Body = Record<string, unknown>>(
  app: FastifyInstance,
  cookies: Cookies,
  [method, path, payload]: ['GET' | 'POST' | 'PUT' | 'DELETE', string, object?],
) {
  const reply = await app.inject({ method, url: `/api/v1/staff${path}`, headers: CHANGE, cookies, payload })
  const isJson = reply.headers['content-type']?.toString().includes('json') === true
  return { status: reply.statusCode, body: isJson ? reply.json<Body>() : null, reply }
}

/** A new person of these roles, signed in. */
export async function staffCookies(app: FastifyInstance, deps: Deps, ...roles: StaffRole[]): Promise<Cookies> {
  // No login has more signs.
  const login = roles.join('-').slice(0, 32)
  return signInAs(app, login, await addPerson(deps, login, { roles }))
}
