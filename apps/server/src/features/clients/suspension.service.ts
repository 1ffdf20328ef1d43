/** A client who may not sign in for now: no code goes out, sessions end at their next request; figures and files stay. */
import type { Deps } from '../../deps'
import { appendAudit, noteAuditHead, type Actor } from '../audit/audit.service'
import { selectClientByNo, updateSuspension } from './client-records.queries'

/** False where there is no such client. */
export async function setSuspended(
  deps: Deps,
  actor: Actor,
  { clientNo, suspended }: { clientNo: string; suspended: boolean },
): Promise<boolean> {
  const done = await deps.db.transaction().execute(async (tx) => {
    const client = await selectClientByNo(tx, clientNo)
    if (!client) return false
    if ((client.suspended_at !== null) === suspended) return true
    await updateSuspension(tx, client.id, suspended ? deps.clock.now().toISOString() : null)
    const action = suspended ? 'suspend-client' : 'resume-client'
    await appendAudit(tx, deps, { actor, action, object: { kind: 'client', id: clientNo } })
    return true
  })
  if (done) await noteAuditHead(deps)
  return done
}
