/** Who of the staff may call what: every endpoint of the contract × every role, against what the endpoint declares. */
import { api } from '@sma/contract/api'
import type { Endpoint } from '@sma/contract/endpoint'
import { STAFF_ROLES } from '@sma/contract/staff-roles'
import Fastify from 'fastify'
import { expect, it } from 'vitest'
import { buildApp } from '../apps/server/src/app'
import { keepReplies } from '../apps/server/src/http/kept-replies'
import { createRouter } from '../apps/server/src/http/router'
import { forEachEngine } from '../apps/server/src/testing/engines'
import { addClient, ANNA, CHANGE, signIn, type Cookies } from '../apps/server/src/testing/people'
import { addPerson, asStaff, signInAs } from '../apps/server/src/testing/staff'

const endpoints = Object.entries<Endpoint>(api)
const forStaff = endpoints.filter(([, { audience }]) => audience === 'staff')
const forClients = endpoints.filter(([, { audience }]) => audience === 'client' || audience === 'owner')

type App = ReturnType<typeof buildApp>

async function codeOf(app: App, { method, path }: Endpoint, cookies: Cookies): Promise<string> {
  const url = `/api/v1${path.replace(':code', 'SA0001').replace(/:\w+/, '01TESTNOTHING0000000000000')}`
  const reply = await app.inject({ method, url, cookies, headers: CHANGE })
  return reply.statusCode < 400 ? 'served' : (reply.json<{ code: string }>().code ?? '')
}

forEachEngine('roles', (open) => {
  it('answer exactly the endpoints that name them', async () => {
    const deps = await open()
    await addClient(deps, ANNA, ['SA0001'])
    const app = buildApp(deps)
    expect(forStaff.length).toBeGreaterThanOrEqual(10)
    for (const role of STAFF_ROLES) {
      const cookies = await signInAs(app, role, await addPerson(deps, role, { roles: [role] }))
      for (const [name, endpoint] of forStaff) {
        const isAllowed = endpoint.roles?.includes(role) === true
        expect([name, role, (await codeOf(app, endpoint, cookies)) !== 'role-missing']).toEqual([name, role, isAllowed])
      }
      for (const [name, endpoint] of forClients)
        expect([name, await codeOf(app, endpoint, cookies)]).toEqual([name, 'not-signed-in'])
    }
  })

  it('of an adviser open an account to the one it is assigned to, on every endpoint that names one', async () => {
    const deps = await open()
    await addClient(deps, ANNA, ['SA0001'])
    const app = buildApp(deps)
    const enter = async (login: string, role: 'adviser' | 'administrator') =>
      signInAs(app, login, await addPerson(deps, login, { roles: [role] }))
    const admin = await enter('admin', 'administrator')
    const [mia, max] = [await enter('mia', 'adviser'), await enter('max', 'adviser')]
    await asStaff(app, admin, ['PUT', '/people/mia/accounts', { accounts: ['SA0001'] }])
    const ofAccounts = forStaff.filter(([, { path, roles }]) => path.includes(':code') && roles?.includes('adviser'))
    expect(ofAccounts.length).toBeGreaterThanOrEqual(7)
    for (const [name, endpoint] of ofAccounts) {
      expect([name, await codeOf(app, endpoint, max)]).toEqual([name, 'not-found'])
      expect([name, (await codeOf(app, endpoint, mia)) !== 'not-found']).toEqual([name, true])
    }
  })

  it('no client and nobody unknown is staff', async () => {
    const deps = await open()
    await addClient(deps, ANNA, ['SA0001'])
    const app = buildApp(deps)
    for (const cookies of [{}, await signIn(app, deps, ANNA), { sma_staff: 'x'.repeat(43) }])
      for (const [name, endpoint] of forStaff)
        expect([name, await codeOf(app, endpoint, cookies)]).toEqual([name, 'not-signed-in'])
  })

  it('of a person whose password must be changed reach nothing but that', async () => {
    const deps = await open()
    const app = buildApp(deps)
    const cookies = await signInAs(
      app,
      'new',
      await addPerson(deps, 'new', { roles: [...STAFF_ROLES], lasting: false }),
    )
    for (const [name, endpoint] of forStaff) {
      const isStopped = (await codeOf(app, endpoint, cookies)) === 'password-change-required'
      expect([name, isStopped]).toEqual([name, endpoint.beforePasswordChange !== true])
    }
  })
})

it('a staff route without roles stops the start, and so do roles on a client’s route', () => {
  const access = {
    findCaller: async () => null,
    findStaff: async () => null,
    findPortfolio: async () => null,
    isConsentDue: async () => false,
    knownInstant: (asked: string) => asked,
  }
  const router = createRouter(Fastify(), { access, kept: keepReplies(1000), isConflict: () => false })
  const { roles: _roles, ...bare } = api.staffListPortfolios
  for (const endpoint of [bare, { ...bare, roles: [] }, { ...api.listPortfolios, roles: [...STAFF_ROLES] }])
    expect(() => router.route(endpoint, async () => ({ portfolios: [] }))).toThrow(/roles/)
})
