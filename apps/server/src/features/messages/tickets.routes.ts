import {
  addReplyTemplate,
  answerMessage,
  archiveMessage,
  handOverMessage,
  listReplyTemplates,
  listTickets,
  readTicket,
  removeReplyTemplate,
  setReplyTemplate,
} from '@sma/contract/staff-messages'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { staffActor } from '../audit/audit.service'
import { sendKeyOf } from './idempotency'
import type { MessageStreams } from './streams'
import { addTemplate, listTemplates, removeTemplate, setTemplate } from './templates.service'
import { answer, archive, handOver, ticketPage, ticketsPage } from './tickets.service'

export function ticketRoutes(router: Router, deps: Deps, streams: MessageStreams): void {
  router.route(listTickets, ({ staff, query }) => ticketsPage(deps, staff, query))
  router.route(readTicket, ({ staff, params }) => ticketPage(deps, staff, params.id))
  router.route(answerMessage, async ({ staff, params, body, request }) => {
    const reply = { id: params.id, text: body.text, sendKey: sendKeyOf(request, staff.staffId) }
    const { ticket, portfolioId } = await answer(deps, staff, reply)
    streams.tell(portfolioId)
    return ticket
  })
  router.route(handOverMessage, ({ staff, params, body }) =>
    handOver(deps, staff, { id: params.id, login: body.login }),
  )
  router.route(archiveMessage, ({ staff, params, body }) =>
    archive(deps, staff, { id: params.id, isArchived: body.isArchived }),
  )

  router.route(listReplyTemplates, async () => ({ templates: await listTemplates(deps) }))
  router.route(addReplyTemplate, ({ staff, body }) => addTemplate(deps, staffActor(staff), body))
  router.route(setReplyTemplate, ({ staff, params, body }) =>
    setTemplate(deps, staffActor(staff), { id: params.id, ...body }),
  )
  router.route(removeReplyTemplate, async ({ staff, params }) => {
    await removeTemplate(deps, staffActor(staff), params.id)
    return null
  })
}
