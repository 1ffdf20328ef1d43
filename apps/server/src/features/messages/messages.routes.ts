import { listMessages, markMessagesSeen, sendMessage, streamMessages } from '@sma/contract/messages'
import type { Router } from '../../http/router'
import { countLimits } from '../auth/limits.service'
import { limitsInForce } from '../settings/limits-in-force'
import { sendKeyOf } from './idempotency'
import { markSeen, messagesPage, sendMessage as send, type Desk } from './messages.service'
import type { MessageStreams } from './streams'

export function messageRoutes(router: Router, deps: Desk, streams: MessageStreams): void {
  const counter = countLimits(deps, limitsInForce(deps))

  router.route(listMessages, ({ client, portfolio, query }) => {
    const isOwner = !portfolio.isDelegated && client.viewer === undefined
    return messagesPage(deps, { clientId: client.clientId, portfolioId: portfolio.id, isOwner }, query)
  })
  router.route(sendMessage, async ({ client, portfolio, body, request }) => {
    const { clientId } = client
    const writing = { clientId, portfolioId: portfolio.id, text: body.text, sendKey: sendKeyOf(request, clientId) }
    const message = await send(deps, counter, writing)
    streams.tell(portfolio.id)
    return message
  })
  router.route(markMessagesSeen, async ({ client, portfolio, body }) => {
    await markSeen(deps, { clientId: client.clientId, portfolioId: portfolio.id, until: body.until })
    return null
  })
  router.streamRoute(streamMessages, ({ client, portfolio }, isStill) =>
    streams.open({ clientId: client.clientId, portfolioId: portfolio.id, isStill }),
  )
}
