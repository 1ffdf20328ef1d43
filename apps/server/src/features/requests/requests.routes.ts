import { confirmRequest, dropRequest, listRequests } from '@sma/contract/staff-people'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { confirmRequest as confirm, dropRequest as drop, waitingRequests, type TwoPersonActs } from './requests.service'

/** `acts`: what each kind of request does once it is confirmed. */
export function requestRoutes(router: Router, deps: Deps, acts: TwoPersonActs): void {
  router.route(listRequests, async ({ staff }) => ({ requests: await waitingRequests(deps, acts, staff) }))
  router.route(confirmRequest, ({ staff, params }) => confirm(deps, acts, { staff, id: params.id }))
  router.route(dropRequest, async ({ staff, params }) => {
    await drop(deps, acts, { staff, id: params.id })
    return null
  })
}
