import { createChallenge, createSession, deleteSession, readSession } from '@sma/contract/auth'
import type { Deps } from '../../deps'
import { cookieJar } from '../../http/cookies'
import type { ClientAccess, Router } from '../../http/router'
import { askForCode, CODE_SECONDS } from './challenges.service'
import type { CodeWorker } from './code-messages.service'
import { noteEvent } from '../audit/audit.service'
import { readLimits } from './limits'
import { countLimits } from './limits.service'
import { clientCard, findCaller, signIn, signOut } from './sessions.service'

type CookieName = 'sma_session' | 'sma_challenge'

const cookies = ({ config }: Deps) => cookieJar<CookieName>(config, 'lax')

export function accessOf(deps: Deps): ClientAccess {
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
    const actor = { kind: 'client', id: card.clientId, address: request.ip } as const
    await noteEvent(deps, { actor, action: 'sign-in', object: { kind: 'client', id: card.clientId } })
    return card
  })

  router.route(readSession, async ({ client }) => ({
    ...(await clientCard(deps, client)),
    expiresAt: client.expiresAt,
    viewer: client.viewer?.login,
  }))

  router.route(deleteSession, async ({ request, reply }) => {
    await signOut(deps, jar.read('sma_session', request))
    jar.clear('sma_session', { request, reply })
    return null
  })
}
