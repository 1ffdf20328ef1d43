import { exportAuditEvents, listAuditEvents } from '@sma/contract/staff-audit'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { auditCsv, auditPage } from './audit-page.service'
import { staffActor } from './audit.service'

export function auditRoutes(router: Router, deps: Deps): void {
  router.route(listAuditEvents, ({ query }) => auditPage(deps, query))
  router.downloadRoute(exportAuditEvents, ({ query, staff }) => auditCsv(deps, staffActor(staff), query))
}
