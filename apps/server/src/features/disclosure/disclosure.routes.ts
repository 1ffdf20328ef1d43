import * as contract from '@sma/contract/staff-disclosure'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { staffActor } from '../audit/audit.service'
import { dutiesCsv, dutiesPage } from './disclosure.service'
import { addEventBy, markBy, removeEventBy, unmarkBy } from './marks.service'
import { disclosureRules, setRuleBy } from './rules.service'

export function disclosureRoutes(router: Router, deps: Deps): void {
  router.route(contract.listDuties, ({ query }) => dutiesPage(deps, query))
  router.downloadRoute(contract.exportDuties, ({ query, staff }) => dutiesCsv(deps, staffActor(staff), query))
  router.route(contract.markDisclosed, ({ portfolio, params: { kind, period }, body, staff }) =>
    markBy(deps, staffActor(staff), { account: portfolio, kind, period, note: body.note }),
  )
  router.route(contract.unmarkDisclosed, ({ portfolio, params: { kind, period }, staff }) =>
    unmarkBy(deps, staffActor(staff), { account: portfolio, kind, period }),
  )
  router.route(contract.addDisclosureEvent, ({ body, staff }) => addEventBy(deps, staffActor(staff), body))
  router.route(contract.removeDisclosureEvent, ({ portfolio, params, staff }) =>
    removeEventBy(deps, staffActor(staff), { account: portfolio, date: params.date }),
  )
  router.route(contract.readDisclosureRules, () => disclosureRules(deps))
  router.route(contract.setDisclosureRule, ({ body, staff }) => setRuleBy(deps, staffActor(staff), body))
}
