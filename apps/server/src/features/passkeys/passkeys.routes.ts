import {
  addPasskey,
  beginPasskey,
  createPasskeyChallenge,
  createPasskeySession,
  listPasskeys,
  removePasskey,
} from '@sma/contract/passkeys'
import { removeClientPasskeys } from '@sma/contract/staff-passkeys'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { Router } from '../../http/router'
import { staffActor } from '../audit/audit.service'
import { clientCookies } from '../auth/auth.routes'
import { DEVICE_SECONDS, type CodeWorker } from '../auth/code-messages.service'
import { deviceName } from '../auth/device-name'
import { countLimits } from '../auth/limits.service'
import { mustBeFresh, signOut } from '../auth/sessions.service'
import { limitsInForce } from '../settings/limits-in-force'
import { CHALLENGE_SECONDS } from './challenge'
import { addOwnPasskey, beginAdding, passkeysOf, removeOwnPasskey, removePasskeysBy } from './own-passkeys.service'
import { beginPasskeySignIn, signInByPasskey } from './passkey-sign-in.service'
import { arePasskeysOn } from './passkeys-on'
import { relyingParty } from './relying-party'

interface Parts {
  /** Sends the notices. */
  worker: CodeWorker
  /** What authenticators call the house. */
  house(): Promise<string>
}

export function passkeyRoutes(router: Router, deps: Deps, { worker, house }: Parts): void {
  const jar = clientCookies(deps)
  const counter = countLimits(deps, limitsInForce(deps))
  const partyOf = ({ socket }: FastifyRequest) => relyingParty(deps.config, socket.localPort)
  const browserOf = (request: FastifyRequest) => ({
    deviceName: deviceName(request.headers['user-agent']),
    address: request.ip,
  })

  /** Where the house has them off there are no passkeys, and nothing that could be asked of them. */
  async function mustBeOn(): Promise<void> {
    if (!(await arePasskeysOn(deps))) throw new AppError('not-found')
  }

  router.route(createPasskeyChallenge, async ({ request, reply }) => {
    await mustBeOn()
    const { challenge, token } = await beginPasskeySignIn(deps, counter, request.ip)
    jar.set('sma_passkey', { request, reply }, token, CHALLENGE_SECONDS)
    return { challenge, rpId: partyOf(request).id }
  })

  router.route(createPasskeySession, async ({ body, request, reply }) => {
    await mustBeOn()
    const { token, deviceToken, card } = await signInByPasskey(deps, counter, {
      answer: body,
      challengeToken: jar.read('sma_passkey', request),
      party: partyOf(request),
      arrival: { ...browserOf(request), deviceToken: jar.read('sma_device', request) },
    })
    await signOut(deps, jar.read('sma_session', request))
    jar.clear('sma_passkey', { request, reply })
    jar.set('sma_session', { request, reply }, token)
    jar.set('sma_device', { request, reply }, deviceToken, DEVICE_SECONDS)
    worker.poke()
    return card
  })

  router.route(listPasskeys, async ({ client }) => {
    await mustBeOn()
    return passkeysOf(deps, client.clientId)
  })

  router.route(beginPasskey, async ({ client, request, reply }) => {
    await mustBeOn()
    mustBeFresh(deps, client)
    const beginning = { clientId: client.clientId, party: partyOf(request), house: await house() }
    const { token, reply: options } = await beginAdding(deps, counter, beginning)
    jar.set('sma_passkey', { request, reply }, token, CHALLENGE_SECONDS)
    return options
  })

  router.route(addPasskey, async ({ client, body, request, reply }) => {
    await mustBeOn()
    const added = await addOwnPasskey(deps, counter, {
      clientId: client.clientId,
      answer: body,
      challengeToken: jar.read('sma_passkey', request),
      party: partyOf(request),
      ...browserOf(request),
    })
    jar.clear('sma_passkey', { request, reply })
    worker.poke()
    return added
  })

  router.route(removePasskey, async ({ client, params, request }) => {
    await mustBeOn()
    await removeOwnPasskey(deps, { clientId: client.clientId, id: params.id, address: request.ip })
    return null
  })

  router.route(removeClientPasskeys, async ({ staff, params, body }) => {
    await mustBeOn()
    await removePasskeysBy(deps, staffActor(staff), { id: params.id, reason: body.reason })
    return null
  })
}
