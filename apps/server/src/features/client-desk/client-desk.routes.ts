import {
  addClient,
  compareClients,
  endClientAccount,
  exportClients,
  importClients,
  readClient,
  readClientHistory,
  renameClient,
  searchClients,
  setClientAccount,
} from '@sma/contract/staff-clients'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { sentFiles } from '../../http/sent-files'
import { staffActor } from '../audit/audit.service'
import { countLimits } from '../auth/limits.service'
import { limitsInForce } from '../settings/limits-in-force'
import { addClientBy, endAccountBy, renameClientBy, setAccountBy } from './client-edit.service'
import { clientsCsv } from './client-export.service'
import { compareClientFile, importClientFile } from './client-file.service'
import { clientPage, countSearch } from './client-list.service'
import { clientHistory, clientPageOf } from './client-page.service'

export function clientDeskRoutes(router: Router, deps: Deps): void {
  const counter = countLimits(deps, limitsInForce(deps))
  router.route(searchClients, ({ staff, body }) => clientPage(deps, counter, { staff, query: body }))
  router.downloadRoute(exportClients, ({ staff, body }) => clientsCsv(deps, counter, { staff, wish: body }))
  router.route(compareClients, async ({ request, staff }) => {
    // It says whether a number is a client's, as a search does.
    await countSearch(counter, staff)
    return compareClientFile(deps, sentFiles(request))
  })
  router.route(importClients, ({ request, query, staff }) =>
    importClientFile(deps, staffActor(staff), { sent: sentFiles(request), seen: query.seen }),
  )
  router.route(readClient, ({ staff, params }) => clientPageOf(deps, staff, params.id))
  router.route(readClientHistory, ({ params }) => clientHistory(deps, params.id))
  router.route(addClient, ({ staff, body }) => addClientBy(deps, staffActor(staff), body))
  router.route(renameClient, async ({ staff, params, body }) => {
    await renameClientBy(deps, staffActor(staff), { id: params.id, ...body })
    return null
  })
  router.route(setClientAccount, ({ staff, params, body }) =>
    setAccountBy(deps, staffActor(staff), { ...params, ...body }),
  )
  router.route(endClientAccount, async ({ staff, params, body }) => {
    await endAccountBy(deps, staffActor(staff), { ...params, ...body })
    return null
  })
}
