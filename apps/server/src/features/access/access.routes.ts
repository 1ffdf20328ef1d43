import { endClientView, listAccesses, listDelegates } from '@sma/contract/access'
import {
  askClientChange,
  askDelegation,
  beginClientView,
  endDelegation,
  listAccountClients,
  listDelegations,
  listViewableClients,
  unmaskClient,
} from '@sma/contract/staff-access'
import type { Deps } from '../../deps'
import { cookieJar } from '../../http/cookies'
import { AppError } from '../../http/errors'
import type { ClientAccess, StaffAccess } from '../../http/callers'
import type { Router } from '../../http/router'
import { staffActor } from '../audit/audit.service'
import { countLimits } from '../auth/limits.service'
import { limitsInForce } from '../settings/limits-in-force'
import { askIdentityChange } from '../clients/identity-change.service'
import { askGrant, delegatesOf, endGrant, listDelegations as allDelegations } from './delegations.service'
import { maskedClients, unmask } from './unmasking.service'
import { accessesOf, beginView, endView, findView, VIEW_SECONDS, viewableClients } from './views.service'

const cookies = ({ config }: Deps) => cookieJar<'sma_view'>(config, 'strict')

/** A browser that looks as a client does so until the view ends, whoever else is signed in there. */
export function withViews(deps: Deps, clients: Pick<ClientAccess, 'findCaller'>): Pick<ClientAccess, 'findCaller'> {
  const { read } = cookies(deps)
  return {
    async findCaller(request, code) {
      const token = read('sma_view', request)
      const view = token ? await findView(deps, token, code) : null
      return view ?? clients.findCaller(request, code)
    },
  }
}

export function accessRoutes(router: Router, deps: Deps, staffAccess: StaffAccess): void {
  const jar = cookies(deps)

  router.route(listDelegates, async ({ client }) => ({ delegates: await delegatesOf(deps, client.clientId) }))
  router.route(listAccesses, async ({ client }) => ({ accesses: await accessesOf(deps, client.clientId) }))

  router.route(listViewableClients, async ({ staff, query }) => {
    const portfolio = await staffAccess.findPortfolio(query.portfolio, staff)
    if (!portfolio) throw new AppError('not-found')
    return { clients: await viewableClients(deps, portfolio.id) }
  })
  router.route(listAccountClients, async ({ staff, query }) => {
    const portfolio = await staffAccess.findPortfolio(query.portfolio, staff)
    if (!portfolio) throw new AppError('not-found')
    return { clients: await maskedClients(deps, portfolio.id) }
  })
  const counter = countLimits(deps, limitsInForce(deps))
  router.route(unmaskClient, ({ staff, params, body }) =>
    unmask(deps, counter, { staff, id: params.id, reason: body.reason }),
  )
  router.route(askClientChange, async ({ staff, params, body }) => {
    await askIdentityChange(deps, staffActor(staff), { id: params.id, ...body })
    return null
  })
  router.route(beginClientView, async ({ staff, body, request, reply }) => {
    const token = await beginView(deps, staff, body.client)
    jar.set('sma_view', { request, reply }, token, VIEW_SECONDS)
    return null
  })
  router.route(endClientView, async ({ request, reply }) => {
    await endView(deps, jar.read('sma_view', request))
    jar.clear('sma_view', { request, reply })
    return null
  })

  router.route(listDelegations, async ({ query }) => ({ delegations: await allDelegations(deps, query.portfolio) }))
  router.route(askDelegation, async ({ staff, body }) => {
    await askGrant(deps, staff, body)
    return null
  })
  router.route(endDelegation, async ({ staff, params }) => {
    await endGrant(deps, staff, params.id)
    return null
  })
}
