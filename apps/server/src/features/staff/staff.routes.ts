import { changeStaffPassword, createStaffSession, deleteStaffSession, readStaffSession } from '@sma/contract/staff-auth'
import type { Deps } from '../../deps'
import { cookieJar, type Exchange } from '../../http/cookies'
import type { Router, StaffAccess } from '../../http/router'
import { readLimits } from '../auth/limits'
import { countLimits } from '../auth/limits.service'
import { knownInstant } from '../days/known-instant'
import { selectPortfolioByCode } from '../portfolios/portfolios.queries'
import { changePassword, findStaffSession, signInStaff, signOutStaff, type StaffEntry } from './sign-in.service'

const cookies = ({ config }: Deps) => cookieJar<'sma_staff' | 'sma_staff_device'>(config, 'strict')

/** A browser is remembered so long after the last sign-in. */
const DEVICE_SECONDS = 180 * 86_400

export function staffAccessOf(deps: Deps): StaffAccess {
  const { read } = cookies(deps)
  return {
    findStaff: (request) => findStaffSession(deps, read('sma_staff', request)),
    async findPortfolio(code) {
      return (await selectPortfolioByCode(deps.db, code)) ?? null
    },
    knownInstant: (asked) => knownInstant(asked, deps.clock.now()),
  }
}

export function staffRoutes(router: Router, deps: Deps): void {
  const jar = cookies(deps)
  const counter = countLimits(deps, readLimits(deps.config.limits))

  function welcome(exchange: Exchange, { token, device, card }: StaffEntry) {
    jar.set('sma_staff', exchange, token)
    jar.set('sma_staff_device', exchange, device, DEVICE_SECONDS)
    return card
  }

  router.route(createStaffSession, async ({ body, request, reply }) => {
    const device = jar.read('sma_staff_device', request)
    const entry = await signInStaff(deps, counter, { ...body, address: request.ip, device })
    await signOutStaff(deps, jar.read('sma_staff', request))
    return welcome({ request, reply }, entry)
  })

  router.route(readStaffSession, async ({ staff }) => staff)

  router.route(changeStaffPassword, async ({ body, staff, request, reply }) => {
    const change = { ...body, address: request.ip, device: jar.read('sma_staff_device', request) }
    return welcome({ request, reply }, await changePassword(deps, counter, { staffId: staff.staffId, change }))
  })

  router.route(deleteStaffSession, async ({ request, reply }) => {
    await signOutStaff(deps, jar.read('sma_staff', request))
    jar.clear('sma_staff', { request, reply })
    return null
  })
}
