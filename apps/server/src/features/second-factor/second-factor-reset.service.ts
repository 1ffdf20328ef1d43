/** A client who lost the app and the recovery codes: staff takes the second factor away, which takes two people. */
import { DECIDERS } from '@sma/contract/staff-roles'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import { appendAudit, type Actor } from '../audit/audit.service'
import { tellClient } from '../auth/notices.service'
import { endSignIns, selectClient } from '../clients/client-records.queries'
import { askSecondPerson, type TwoPersonAct } from '../requests/requests.service'
import { deleteFactor, selectFactorSince } from './second-factor.queries'

/** What waits for the second person. */
export interface SecondFactorReset {
  client: string
  clientNo: string
  /** How the client was made sure of, or where the wish is found. */
  reason: string
}

/** Throws not-found where there is no such client, or nothing to take away. */
export async function askSecondFactorReset(
  deps: Deps,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  const client = await selectClient(deps.db, id)
  if (!client || (await selectFactorSince(deps.db, id)) === null) throw new AppError('not-found')
  const payload: SecondFactorReset = { client: id, clientNo: client.client_no, reason }
  await askSecondPerson(deps, actor, { kind: 'reset-second-factor', payload })
}

/** The client signs in by the code of the text message alone, on browsers that are all new ones, and is told. */
export function resetSecondFactorAct(deps: Deps): TwoPersonAct<SecondFactorReset> {
  return {
    roles: DECIDERS,
    describe: ({ clientNo, reason }) => ({ client: clientNo, reason }),
    async run(tx, { payload: { client: id, clientNo, reason }, actor, askedBy }) {
      const client = await selectClient(tx, id)
      if (!client || (await selectFactorSince(tx, id)) === null) throw new AppError('not-found')
      await deleteFactor(tx, id)
      await endSignIns(tx, id)
      await tellClient(tx, deps, client, { kind: 'totp-reset', device: '' })
      const object = { kind: 'client' as const, id: clientNo }
      await appendAudit(tx, deps, { actor, action: 'reset-second-factor', object, detail: { askedBy, reason } })
      return { invitation: null }
    },
  }
}
