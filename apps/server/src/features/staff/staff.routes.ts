import {
  acceptInvitation,
  beginTotp,
  changeStaffPassword,
  confirmTotp,
  createStaffSession,
  deleteStaffSession,
  endStaffSession,
  listStaffSessions,
  readStaffSession,
} from '@sma/contract/staff-auth'
import {
  askAccessReset,
  assignAccounts,
  disablePerson,
  invitePerson,
  listPeople,
  setPersonRoles,
} from '@sma/contract/staff-people'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps'
import { cookieJar, type Exchange } from '../../http/cookies'
import type { StaffAccess } from '../../http/callers'
import type { Router } from '../../http/router'
import { staffActor } from '../audit/audit.service'
import { countLimits } from '../auth/limits.service'
import { limitsInForce } from '../settings/limits-in-force'
import { knownInstant } from '../days/known-instant'
import { selectAssignedPortfolio, selectPortfolioByCode } from '../portfolios/portfolios.queries'
import * as changes from './people-changes.service'
import { assignAccounts as saveAssignments, listStaff } from './people.service'
import { beginTotp as newSecret, confirmTotp as setSecret } from './second-factor.service'
import { endOwnSession, ownSessions } from './sessions.service'
import {
  acceptInvitation as accept,
  changePassword,
  findStaffSession,
  signInStaff,
  signOutStaff,
  type StaffEntry,
} from './sign-in.service'
import { keepViews } from './views-noted.service'

const cookies = ({ config }: Deps) => cookieJar<'sma_staff' | 'sma_staff_device'>(config, 'strict')

/** A browser is remembered so long after the last sign-in. */
const DEVICE_SECONDS = 180 * 86_400
const BROWSER_LENGTH = 200

export function staffAccessOf(deps: Deps): StaffAccess {
  const { read } = cookies(deps)
  const views = keepViews(deps)
  return {
    findStaff: (request) => findStaffSession(deps, { token: read('sma_staff', request), address: request.ip }),
    async findPortfolio(code, staff) {
      const found = staff.seesAll
        ? await selectPortfolioByCode(deps.db, code)
        : await selectAssignedPortfolio(deps.db, { code, staffId: staff.staffId })
      if (found) await views.note(staff, found)
      return found ?? null
    },
    knownInstant: (asked) => knownInstant(asked, deps.clock.now()),
  }
}

/** From where, and in which browser, a request comes. */
const origin = ({ ip, headers }: FastifyRequest) => ({
  address: ip,
  browser: headers['user-agent']?.slice(0, BROWSER_LENGTH) ?? null,
})

export function staffRoutes(router: Router, deps: Deps): void {
  const jar = cookies(deps)
  const counter = countLimits(deps, limitsInForce(deps))

  function welcome(exchange: Exchange, { token, device, card }: StaffEntry) {
    jar.set('sma_staff', exchange, token)
    jar.set('sma_staff_device', exchange, device, DEVICE_SECONDS)
    return card
  }

  router.route(createStaffSession, async ({ body, request, reply }) => {
    const device = jar.read('sma_staff_device', request)
    const entry = await signInStaff(deps, counter, { ...body, ...origin(request), device })
    await signOutStaff(deps, jar.read('sma_staff', request), request.ip)
    return welcome({ request, reply }, entry)
  })

  router.route(acceptInvitation, async ({ body, request, reply }) => {
    const entry = await accept(deps, counter, { ...body, ...origin(request) })
    await signOutStaff(deps, jar.read('sma_staff', request), request.ip)
    return welcome({ request, reply }, entry)
  })

  router.route(readStaffSession, async ({ staff }) => staff)

  router.route(changeStaffPassword, async ({ body, staff, request, reply }) => {
    const change = { ...body, ...origin(request), device: jar.read('sma_staff_device', request) }
    return welcome({ request, reply }, await changePassword(deps, counter, { staffId: staff.staffId, change }))
  })

  router.route(deleteStaffSession, async ({ request, reply }) => {
    await signOutStaff(deps, jar.read('sma_staff', request), request.ip)
    jar.clear('sma_staff', { request, reply })
    return null
  })

  router.route(beginTotp, ({ body, staff }) => newSecret(deps, counter, { staff, code: body.totp }))
  router.route(confirmTotp, ({ body, staff }) => setSecret(deps, staff, body.totp))
  router.route(listStaffSessions, async ({ staff }) => ({ sessions: await ownSessions(deps, staff) }))
  router.route(endStaffSession, async ({ staff, params }) => {
    await endOwnSession(deps, staff, params.id)
    return null
  })
  peopleRoutes(router, deps)
}

function peopleRoutes(router: Router, deps: Deps): void {
  router.route(listPeople, async () => ({ people: await listStaff(deps) }))
  router.route(invitePerson, ({ staff, body }) => changes.invitePerson(deps, staff, body))
  router.route(setPersonRoles, ({ staff, params, body }) =>
    changes.changeRoles(deps, staff, { login: params.login, roles: body.roles }),
  )
  router.route(disablePerson, ({ staff, params }) => changes.disablePerson(deps, staff, params.login))
  router.route(askAccessReset, ({ staff, params }) => changes.askReset(deps, staff, params.login))
  router.route(assignAccounts, async ({ staff, params, body }) => {
    await saveAssignments(deps, staffActor(staff), { login: params.login, codes: body.accounts })
    return null
  })
}
