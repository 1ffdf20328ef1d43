import { listFunds, readFundHistory, setFund } from '@sma/contract/staff-funds'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { staffActor } from '../audit/audit.service'
import { fundHistory, fundPage, setFundBy } from './fund-desk.service'

export function fundDeskRoutes(router: Router, deps: Deps): void {
  router.route(listFunds, ({ query }) => fundPage(deps, query))
  router.route(readFundHistory, ({ params }) => fundHistory(deps, params.fund))
  router.route(setFund, ({ params, body, staff }) => setFundBy(deps, staffActor(staff), { code: params.fund, ...body }))
}
