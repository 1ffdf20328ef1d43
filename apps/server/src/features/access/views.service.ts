/** Staff look at the portal as a client: half an hour, nothing can be changed, and the client sees that it was done. */
import { maskName } from '@sma/contract/identity'
import { placeOf } from '../../crypto/personal'
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { CallingStaff, ClientCaller } from '../../http/callers'
import { appendAudit, noteAuditHead, staffActor } from '../audit/audit.service'
import { newToken, tokenHash } from '../auth/secrets'
import { closedSince } from '../portfolios/seen-portfolios.service'
import { selectViewedPortfolios } from '../portfolios/seen.queries'
import {
  deleteEndedViews,
  deleteView,
  insertView,
  isClient,
  selectExportEvents,
  selectOwners,
  selectView,
  selectViewEvents,
} from './views.queries'

export const VIEW_SECONDS = 30 * 60
const SHOWN_ACCESSES = 100

/** A token with which this browser sees what the client sees. A client of whom nothing may be seen is not there. */
export async function beginView(deps: Deps, staff: CallingStaff, clientId: string): Promise<string> {
  const scope = staff.seesAll ? 'all' : 'assigned'
  const now = deps.clock.now()
  const view = { clientId, staffId: staff.staffId, scope } as const
  const maySee =
    scope === 'all'
      ? await isClient(deps.db, clientId)
      : (
          await selectViewedPortfolios(deps.db, {
            ...view,
            now: now.toISOString(),
            closedSince: await closedSince(deps),
          })
        ).length > 0
  if (!maySee) throw new AppError('not-found')
  const token = newToken()
  const expires_at = new Date(now.getTime() + VIEW_SECONDS * 1000).toISOString()
  await deps.db.transaction().execute(async (tx) => {
    await deleteEndedViews(tx, now.toISOString())
    const row = {
      token_hash: tokenHash(token),
      staff_id: staff.staffId,
      client_id: clientId,
      scope,
      expires_at,
    } as const
    await insertView(tx, row)
    const object = { kind: 'client' as const, id: clientId }
    await appendAudit(tx, deps, { actor: staffActor(staff), action: 'view-as-client', object })
  })
  await noteAuditHead(deps)
  return token
}

export async function endView({ db }: Deps, token: string | undefined): Promise<void> {
  if (token) await deleteView(db, tokenHash(token))
}

/** As whom this browser looks, and the portfolio of this code if it shows there. */
export async function findView(deps: Deps, token: string, code: string): Promise<ClientCaller | null> {
  const now = deps.clock.now().toISOString()
  const asked = { tokenHash: tokenHash(token), now, code, closedSince: await closedSince(deps) }
  const found = await selectView(deps.db, asked)
  if (!found) return null
  const { id, code: own, revision } = found
  return {
    client: {
      clientId: found.client_id,
      signedInAt: null,
      expiresAt: found.expires_at,
      viewer: { login: found.login, staffId: found.staff_id, scope: found.scope },
    },
    portfolio: id === null || own === null || revision === null ? null : { id, code: own, revision },
  }
}

/** The clients of an account, by masked names. */
export async function viewableClients({ db, keys, clock }: Deps, portfolioId: string) {
  const owners = await selectOwners(db, portfolioId, clock.now().toISOString())
  return owners.map(({ id, name_enc }) => ({
    id,
    name: maskName(keys.decrypt(name_enc, placeOf('client', 'name', id))),
  }))
}

export async function accessesOf({ db, clock }: Pick<Deps, 'db' | 'clock'>, clientId: string) {
  const views = await selectViewEvents(db, clientId, SHOWN_ACCESSES)
  const exports = await selectExportEvents(db, { clientId, now: clock.now().toISOString(), count: SHOWN_ACCESSES })
  return [
    ...views.map((view) => ({ ...view, what: 'view' as const, code: null })),
    ...exports.map((taken) => ({ ...taken, what: 'export' as const })),
  ]
    .sort((left, right) => right.seq - left.seq)
    .slice(0, SHOWN_ACCESSES)
    .map(({ at, actor_id, what, code }) => ({ at, by: actor_id, what, portfolio: code }))
}
