import type { CookieSerializeOptions } from '@fastify/cookie'
import { createChallenge, createSession, deleteSession, readSession } from '@sma/contract/auth'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps'
import { isHttps } from '../../http/guards'
import type { Access, Router } from '../../http/router'
import { askForCode, CODE_SECONDS } from './challenges.service'
import type { CodeWorker } from './code-messages.service'
import { readLimits } from './limits'
import { countLimits } from './limits.service'
import { clientCard, findCaller, signIn, signOut } from './sessions.service'

type CookieName = 'sma_session' | 'sma_challenge'

/** Cookies of this server: HttpOnly, of this site alone, and behind https bound to this very host. */
function cookies({ config }: Deps) {
  const nameOf = (name: CookieName, request: FastifyRequest) => (isHttps(request, config) ? `__Host-${name}` : name)
  const options = (request: FastifyRequest): CookieSerializeOptions => ({
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(request, config),
  })
  return {
    read: (name: CookieName, request: FastifyRequest) => request.cookies[nameOf(name, request)],
    set(name: CookieName, { request, reply }: Exchange, value: string, maxAge?: number) {
      reply.setCookie(nameOf(name, request), value, { ...options(request), ...(maxAge && { maxAge }) })
    },
    clear(name: CookieName, { request, reply }: Exchange) {
      reply.clearCookie(nameOf(name, request), options(request))
    },
  }
}

interface Exchange {
  request: FastifyRequest
  reply: FastifyReply
}

export function accessOf(deps: Deps): Access {
  const { read } = cookies(deps)
  return {
    async findCaller(request, code) {
      const caller = await findCaller(deps, read('sma_session', request), code)
      request.clientId = caller?.client.clientId ?? null
      return caller
    },
  }
}

export function authRoutes(router: Router, deps: Deps, worker: CodeWorker): void {
  const jar = cookies(deps)
  const limits = readLimits(deps.config.limits)
  const counter = countLimits(deps, limits)

  router.route(createChallenge, async ({ body, request, reply }) => {
    const { browserToken, ...challenge } = await askForCode(deps, { limits, counter }, { ...body, address: request.ip })
    jar.set('sma_challenge', { request, reply }, browserToken, CODE_SECONDS)
    worker.poke()
    return challenge
  })

  router.route(createSession, async ({ body, request, reply }) => {
    const browserToken = jar.read('sma_challenge', request)
    const { token, card } = await signIn(deps, counter, { ...body, browserToken })
    await signOut(deps, jar.read('sma_session', request))
    jar.clear('sma_challenge', { request, reply })
    jar.set('sma_session', { request, reply }, token)
    return card
  })

  router.route(readSession, async ({ client }) => ({
    ...(await clientCard(deps, client.clientId)),
    expiresAt: client.expiresAt,
  }))

  router.route(deleteSession, async ({ request, reply }) => {
    await signOut(deps, jar.read('sma_session', request))
    jar.clear('sma_session', { request, reply })
    return null
  })
}
