import { giveConsent, readTexts } from '@sma/contract/consent'
import type { Router } from '../../http/router'
import type { ConsentDesk } from './consent.service'

export function consentRoutes(router: Router, desk: ConsentDesk): void {
  router.route(readTexts, async () => ({ texts: await desk.texts() }))
  router.route(giveConsent, async ({ body, client }) => {
    await desk.give(client.clientId, body.texts)
    return null
  })
}
