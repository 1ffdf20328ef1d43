import { acceptSso, declineSso, readSso } from '@sma/contract/auth'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Deps } from '../../deps'
import type { Router } from '../../http/router'
import { cookieJar } from '../../http/cookies'
import { acceptChoice, declineChoice, openTicketDesk, PENDING_SECONDS, readChoice } from './sso.service'

/** Where a ticket leads: each a path of this site, whatever the ticket says. */
const IN = '/'
const FAILED = '/login?sso=failed'
const ASK = '/login?sso=continue'

export function ssoRoutes(app: FastifyInstance, router: Router, deps: Deps): void {
  const jar = cookieJar<'sma_session' | 'sma_sso'>(deps.config, 'lax')
  const desk = deps.config.sso && openTicketDesk(deps, deps.config.sso)

  app.get<{ Querystring: { signmsg?: unknown } }>('/sso', async (request, reply) => {
    const { signmsg } = request.query
    const from = { token: jar.read('sma_session', request), address: request.ip }
    const entry = desk && typeof signmsg === 'string' ? await desk(signmsg, from) : null
    if (entry === null) return seeOther(reply, FAILED)
    if ('session' in entry) {
      jar.set('sma_session', { request, reply }, entry.session)
      return seeOther(reply, IN)
    }
    jar.set('sma_sso', { request, reply }, entry.pending, PENDING_SECONDS)
    return seeOther(reply, ASK)
  })

  router.route(readSso, ({ request }) =>
    readChoice(deps, jar.read('sma_sso', request), jar.read('sma_session', request)),
  )

  router.route(acceptSso, async ({ request, reply }) => {
    const from = { token: jar.read('sma_session', request), address: request.ip }
    const { token, card } = await acceptChoice(deps, jar.read('sma_sso', request), from)
    jar.clear('sma_sso', { request, reply })
    jar.set('sma_session', { request, reply }, token)
    return card
  })

  router.route(declineSso, async ({ request, reply }) => {
    await declineChoice(deps, jar.read('sma_sso', request))
    jar.clear('sma_sso', { request, reply })
    return null
  })
}

/** The ticket stands in no history, and what follows is not kept. */
const seeOther = (reply: FastifyReply, path: string): FastifyReply =>
  reply.header('cache-control', 'no-store').redirect(path, 303)
