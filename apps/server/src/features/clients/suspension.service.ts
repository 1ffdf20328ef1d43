/** A client who may not sign in for now: no code goes out, sessions end at their next request; figures and files stay. */
import type { Deps } from '../../deps'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import { selectClientByNo, selectSuspended, updateSuspension } from './client-records.queries'

/** False where there is no such client. */
export async function setSuspended(
  deps: Deps,
  actor: Actor,
  { clientNo, suspended, reason }: { clientNo: string; suspended: boolean; reason?: string },
): Promise<boolean> {
  const done = await deps.db.transaction().execute(async (tx) => {
    const client = await selectClientByNo(tx, clientNo)
    // Nothing lets an erased client in again.
    if (!client || client.erased_at !== null) return false
    if ((client.suspended_at !== null) === suspended) return true
    await updateSuspension(tx, client.id, suspended ? deps.clock.now().toISOString() : null)
    const action = suspended ? 'suspend-client' : 'resume-client'
    const detail: Record<string, string> = reason === undefined ? {} : { reason }
    await appendAudit(tx, deps, { actor, action, object: { kind: 'client', id: clientNo }, detail })
    return true
  })
  if (done) await noteAuditHead(deps)
  return done
}

export async function listSuspensions({ db }: Pick<Deps, 'db'>) {
  const rows = await selectSuspended(db)
  return rows.map(({ client_no, suspended_at, erased_at }) => ({
    clientNo: client_no,
    since: suspended_at ?? '',
    isErased: erased_at !== null,
  }))
}
