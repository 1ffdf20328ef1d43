import {
  createChallenge,
  createSession,
  deleteOtherSessions,
  deleteOwnSession,
  deleteSession,
  listSessions as listOwnSessions,
  readPuzzle,
  readSession,
} from '@sma/contract/auth'
import { clearSignInStop, listSignInStops, listSuspensions, setSuspension } from '@sma/contract/staff-sign-in'
import type { Deps } from '../../deps'
import { cookieJar } from '../../http/cookies'
import { AppError } from '../../http/errors'
import type { ClientAccess } from '../../http/callers'
import type { Router } from '../../http/router'
import { staffActor } from '../audit/audit.service'
import { listSuspensions as suspensions, setSuspended } from '../clients/suspension.service'
import type { ConsentDesk } from '../consent/consent.service'
import { askForCode } from './challenges.service'
import { DEVICE_SECONDS, type CodeWorker } from './code-messages.service'
import { deviceName } from './device-name'
import { countHouse } from './house.service'
import { readLimits } from './limits'
import { countLimits } from './limits.service'
import { CODE_SECONDS } from './messages.service'
import { endOtherSessions, endSession, listSessions } from './own-sessions.service'
import { newPuzzle } from './puzzle.service'
import { clientCard, findCaller, signIn, signOut } from './sessions.service'
import { clearStop, countStreaks, listStops } from './streaks.service'

type CookieName = 'sma_session' | 'sma_challenge' | 'sma_device' | 'sma_passkey'

export const clientCookies = ({ config }: Deps) => cookieJar<CookieName>(config, 'lax')

export function accessOf(deps: Deps): Pick<ClientAccess, 'findCaller'> {
  const { read } = clientCookies(deps)
  return {
    async findCaller(request, code) {
      const caller = await findCaller(deps, read('sma_session', request), {
        code,
        isQuiet: request.routeOptions.config.isStream === true,
      })
      request.clientId = caller?.client.clientId ?? null
      return caller
    },
  }
}

export function authRoutes(
  router: Router,
  deps: Deps,
  { worker, consent }: { worker: CodeWorker; consent: ConsentDesk },
) {
  const jar = clientCookies(deps)
  const limits = readLimits(deps.config.limits)
  const house = countHouse(deps, limits)
  const counters = {
    limits,
    house,
    counter: countLimits(deps, async () => limits),
    streaks: countStreaks(deps, limits),
  }

  router.route(createChallenge, async ({ body, request, reply }) => {
    const from = { address: request.ip, deviceToken: jar.read('sma_device', request), proof: body.proof }
    const { browserToken, ...challenge } = await askForCode(deps, counters, { ...body, ...from })
    jar.set('sma_challenge', { request, reply }, browserToken, CODE_SECONDS)
    worker.poke()
    return challenge
  })

  router.route(readPuzzle, async () => ({
    puzzle: (await house.reached('failuresPerHouse')) > 0 ? newPuzzle(deps) : null,
  }))

  router.route(createSession, async ({ body, request, reply }) => {
    const browser = {
      browserToken: jar.read('sma_challenge', request),
      deviceToken: jar.read('sma_device', request),
      deviceName: deviceName(request.headers['user-agent']),
      address: request.ip,
    }
    const { token, deviceToken, card } = await signIn(deps, counters, { ...body, ...browser })
    await signOut(deps, jar.read('sma_session', request))
    jar.clear('sma_challenge', { request, reply })
    jar.set('sma_session', { request, reply }, token)
    jar.set('sma_device', { request, reply }, deviceToken, DEVICE_SECONDS)
    worker.poke()
    return card
  })

  router.route(readSession, async ({ client }) => ({
    ...(await clientCard(deps, client)),
    expiresAt: client.expiresAt,
    consentDue: client.viewer === undefined && (await consent.isDue(client.clientId)),
    viewer: client.viewer?.login,
  }))

  router.route(deleteSession, async ({ request, reply }) => {
    await signOut(deps, jar.read('sma_session', request))
    jar.clear('sma_session', { request, reply })
    return null
  })

  const own = (clientId: string, request: Parameters<typeof jar.read>[1]) => ({
    clientId,
    token: jar.read('sma_session', request) ?? '',
  })
  router.route(listOwnSessions, ({ client, request }) => listSessions(deps, own(client.clientId, request)))
  router.route(deleteOwnSession, async ({ client, params, request }) => {
    await endSession(deps, own(client.clientId, request), params.id)
    return null
  })
  router.route(deleteOtherSessions, async ({ client, request }) => {
    await endOtherSessions(deps, own(client.clientId, request))
    return null
  })

  router.route(listSignInStops, async () => ({ stops: await listStops(deps) }))
  router.route(clearSignInStop, async ({ body, staff }) => {
    const actor = staffActor(staff)
    if (!(await clearStop(deps, actor, body.clientNo))) throw new AppError('not-found')
    return null
  })
  router.route(listSuspensions, async () => ({ suspensions: await suspensions(deps) }))
  router.route(setSuspension, async ({ body, staff }) => {
    if (!(await setSuspended(deps, staffActor(staff), body))) throw new AppError('not-found')
    return null
  })
}
