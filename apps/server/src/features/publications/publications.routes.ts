import { listAnnouncements, listArticles, readDocument, readPublication } from '@sma/contract/publications'
import * as staff from '@sma/contract/staff-publications'
import { staffListAnnouncements, staffListArticles } from '@sma/contract/staff-reads'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { sentFiles } from '../../http/sent-files'
import { arrange, attach, detach, takeReports } from './attachments.service'
import { publicationHistory } from './content.service'
import {
  addOne,
  changeOne,
  publicationList,
  publicationPage,
  releaseAll,
  staffDocument,
  withdrawOne,
} from './publications.service'
import { remindersCsv } from './reminders.service'
import { openDocument, openPublication, publicationsPage } from './shown.service'

export function publicationRoutes(router: Router, deps: Deps): void {
  for (const { kind, own, twin } of [
    { kind: 'announcement' as const, own: listAnnouncements, twin: staffListAnnouncements },
    { kind: 'article' as const, own: listArticles, twin: staffListArticles },
  ]) {
    router.route(own, ({ client, portfolio, query }) =>
      publicationsPage(deps, { kind, portfolioId: portfolio.id, clientId: client.clientId, query }),
    )
    router.route(twin, ({ portfolio, query }) =>
      publicationsPage(deps, { kind, portfolioId: portfolio.id, clientId: null, query }),
    )
  }
  router.route(readPublication, ({ client, params }) => openPublication(deps, client, params.id))
  router.downloadRoute(readDocument, ({ client, params }) => openDocument(deps, client, params.id))
  staffRoutes(router, deps)
}

function staffRoutes(router: Router, deps: Deps): void {
  router.route(staff.listPublications, ({ query }) => publicationList(deps, query))
  router.route(staff.readStaffPublication, ({ params }) => publicationPage(deps, params.id))
  router.downloadRoute(staff.exportReminders, ({ staff: by, params, query }) =>
    remindersCsv(deps, by, { id: params.id, days: query.days ?? 0 }),
  )
  router.route(staff.addPublication, ({ staff: by, body }) => addOne(deps, by, body))
  router.route(staff.changePublication, ({ staff: by, params, body }) =>
    changeOne(deps, by, { ...body, id: params.id }),
  )
  router.route(staff.releasePublications, ({ staff: by, body }) => releaseAll(deps, by, body.ids))
  router.route(staff.withdrawPublication, ({ staff: by, params, body }) =>
    withdrawOne(deps, by, { id: params.id, reason: body.reason }),
  )
  router.route(staff.readPublicationHistory, ({ params, query }) =>
    publicationHistory(deps, { id: params.id, before: query.before }),
  )
  router.route(staff.attachFile, ({ staff: by, params: { id, as: role }, query, request }) =>
    attach(deps, by, { id, role, replaces: query.replaces, sent: sentFiles(request) }),
  )
  router.route(staff.arrangeFiles, ({ staff: by, params, body }) => arrange(deps, by, { ...body, id: params.id }))
  router.route(staff.detachFile, ({ staff: by, params: { id, as: role } }) => detach(deps, by, { id, role }))
  router.route(staff.uploadReports, ({ staff: by, request }) => takeReports(deps, by, sentFiles(request)))
  router.downloadRoute(staff.readStaffDocument, ({ staff: by, params }) => staffDocument(deps, by, params.id))
}
