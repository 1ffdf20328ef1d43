/**
 * Failed sign-ins of clients in the audit log: afterwards and bounded, so that neither an answer's time tells who is a client nor
 * a flood of guesses fills the chain. Of each five minutes one event says how many there were, and one event each names the
 * clients (by id, strangers never) whose row of failures grew; many at once are only counted.
 */
import type { Deps } from '../../deps'
import { appendAudit, noteAuditHead, type AuditEvent } from '../audit/audit.service'
import { STEP_MS } from './house.service'
import { claimStep, selectOpenSteps } from './house.queries'
import { selectFailedClients } from './streaks.queries'

const NAMED_AT_ONCE = 50
const HOUSE = { kind: 'system' as const, id: 'sign-in' }

/** Writes what the five minutes that are over have had, once, whichever server comes first. */
export async function auditFailedSignIns(deps: Deps): Promise<void> {
  const now = deps.clock.now()
  const closed = new Date(now.getTime() - STEP_MS).toISOString()
  for (const { since, events } of await selectOpenSteps(deps.db, 'failuresPerHouse', closed)) {
    const until = new Date(Date.parse(since) + STEP_MS).toISOString()
    const clients = await selectFailedClients(deps.db, { since, until, limit: NAMED_AT_ONCE })
    await deps.db.transaction().execute(async (tx) => {
      if (!(await claimStep(tx, { name: 'failuresPerHouse', since, now: now.toISOString() }))) return
      for (const { id, failures } of clients)
        await appendAudit(tx, deps, failedEvent(id, { since, inRow: Number(failures) }))
      await appendAudit(tx, deps, failedEvent('all', { since, failures: Number(events), clientsNamed: clients.length }))
    })
    await noteAuditHead(deps)
  }
}

const failedEvent = (id: string, detail: AuditEvent['detail']): AuditEvent => ({
  actor: HOUSE,
  action: 'sign-in-failed',
  object: { kind: 'client', id },
  detail,
})
