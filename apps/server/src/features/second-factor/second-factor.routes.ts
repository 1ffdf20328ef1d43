import { beginSecondFactor, confirmSecondFactor, endSecondFactor, readSecondFactor } from '@sma/contract/second-factor'
import { askSecondFactorReset } from '@sma/contract/staff-access'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps'
import type { SignedInClient } from '../../http/callers'
import type { Router } from '../../http/router'
import { staffActor } from '../audit/audit.service'
import { clientCookies } from '../auth/auth.routes'
import type { CodeWorker } from '../auth/code-messages.service'
import { deviceName } from '../auth/device-name'
import { readLimits } from '../auth/limits'
import { countLimits } from '../auth/limits.service'
import { mustBeFresh } from '../auth/sessions.service'
import { askSecondFactorReset as askReset } from './second-factor-reset.service'
import {
  beginSecondFactor as begin,
  confirmSecondFactor as confirm,
  endSecondFactor as end,
  secondFactorOf,
} from './second-factor.service'

/** `house`: what an authenticator app shows as the house's name. */
export function secondFactorRoutes(
  router: Router,
  deps: Deps & { house: () => Promise<string> },
  worker: CodeWorker,
): void {
  const jar = clientCookies(deps)
  const limits = readLimits(deps.config.limits)
  const counter = countLimits(deps, async () => limits)
  const ownOf = ({ clientId }: SignedInClient, request: FastifyRequest) => ({
    clientId,
    token: jar.read('sma_session', request) ?? '',
    deviceName: deviceName(request.headers['user-agent']),
    address: request.ip,
  })

  router.route(readSecondFactor, ({ client }) => secondFactorOf(deps, client.clientId))
  router.route(beginSecondFactor, async ({ client }) => {
    mustBeFresh(deps, client)
    return begin(deps, client.clientId, await deps.house())
  })
  router.route(confirmSecondFactor, async ({ client, body, request }) => {
    const codes = await confirm(deps, ownOf(client, request), body.totp)
    worker.poke()
    return codes
  })
  router.route(endSecondFactor, async ({ client, body, request }) => {
    await end(deps, counter, { own: ownOf(client, request), code: body.totp })
    worker.poke()
    return null
  })
  router.route(askSecondFactorReset, async ({ staff, params, body }) => {
    await askReset(deps, staffActor(staff), { id: params.id, reason: body.reason })
    return null
  })
}
