/** The own sessions of a person: seen, and ended one by one. */
import type { Deps } from '../../deps'
import { AppError } from '../../http/errors'
import type { SignedInStaff } from '../../http/callers'
import { appendAudit, noteAuditHead, staffActor } from '../audit/audit.service'
import { deviceName } from '../auth/device-name'
import { deleteStaffSessionById, selectStaffSessions, sessionIdOf } from './staff.queries'

export async function ownSessions({ db, clock }: Deps, { staffId, sessionId }: SignedInStaff) {
  const now = clock.now().toISOString()
  const sessions = await selectStaffSessions(db, staffId)
  return sessions
    .filter(({ expires_at }) => expires_at > now)
    .map(({ token_hash, created_at, seen_at, address, browser }) => ({
      id: sessionIdOf(token_hash),
      createdAt: created_at,
      seenAt: seen_at,
      address,
      // named as clients' devices are; what names nothing known is shown as it calls itself
      browser: deviceName(browser ?? undefined) || browser,
      isCurrent: sessionIdOf(token_hash) === sessionId,
    }))
}

export async function endOwnSession(deps: Deps, staff: SignedInStaff, id: string): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    if (!(await deleteStaffSessionById(tx, staff.staffId, id))) throw new AppError('not-found')
    const object = { kind: 'staff' as const, id: staff.login }
    await appendAudit(tx, deps, { actor: staffActor(staff), action: 'end-session', object })
  })
  await noteAuditHead(deps)
}
