/** The audit log: written in the transaction of the change it tells of, chained by a keyed hash, checked from end to end. */
import type { Db } from '../../db/schema'
import type { Deps } from '../../deps'
import { insertAuditEvent, selectAuditEvents, selectAuditHead, selectAuditMac, takeNextPlace } from './audit.queries'
import type { ActorKind, AuditAction, AuditEventTable, AuditObjectKind } from './audit.table'
import { sendHead, syslogLine } from './head-syslog'
import { readHeadFile, writeHeadFile } from './head-file'

/** Who acts. `id` is the name that signs in or runs the command: the same name is the same person wherever it acts. */
export interface Actor {
  kind: ActorKind
  id: string
  /** Where the request came from (behind a trusted proxy: what it says). */
  address?: string
}

export interface AuditEvent {
  actor: Actor
  action: AuditAction
  object: { kind: AuditObjectKind; id: string }
  portfolioId?: string
  /** What else belongs to it, as JSON; no personal data. */
  detail?: Readonly<Record<string, string | number | boolean | null>>
}

/** One of the staff as the actor of what a request asks for. */
export const staffActor = ({ login, address }: { login: string; address: string }): Actor => ({
  kind: 'staff',
  id: login,
  address,
})

/** One event that no other change belongs to. */
export async function noteEvent(deps: Deps, event: AuditEvent): Promise<void> {
  await deps.db.transaction().execute((tx) => appendAudit(tx, deps, event))
  await noteAuditHead(deps)
}

export type AuditDeps = Pick<Deps, 'keys' | 'clock' | 'newId'>

/**
 * Adds an event to the chain, in the caller's transaction `tx` and as its last step: the end of the chain stays taken until
 * the transaction ends, so whoever appended first must not wait for another lock.
 */
export async function appendAudit(tx: Db, deps: AuditDeps, event: AuditEvent): Promise<void> {
  const { seq, mac: prevMac } = await takeNextPlace(tx)
  const row = {
    seq,
    id: deps.newId(),
    at: deps.clock.now().toISOString(),
    actor_kind: event.actor.kind,
    actor_id: event.actor.id,
    action: event.action,
    object_kind: event.object.kind,
    object_id: event.object.id,
    portfolio_id: event.portfolioId ?? null,
    address: event.actor.address ?? null,
    detail: JSON.stringify(event.detail ?? {}),
    prev_mac: prevMac,
  }
  await insertAuditEvent(tx, { ...row, mac: macOf(deps, row) })
}

/** Every column but the hash itself, in a fixed order; the address last and only where there is one, as before it was kept. */
function macOf({ keys }: Pick<Deps, 'keys'>, row: Omit<AuditEventTable, 'mac'>): string {
  const { seq, id, at, actor_kind, actor_id, action, object_kind, object_id, portfolio_id, detail, prev_mac } = row
  const columns = [seq, id, at, actor_kind, actor_id, action, object_kind, object_id, portfolio_id, detail, prev_mac]
  return keys.auditMac(JSON.stringify(row.address === null ? columns : [...columns, row.address]))
}

/** `changed`: the row is not what was written; `missing`: rows are gone; `cut`: the log ends before what was noted as its end. */
interface AuditFault {
  seq: number
  kind: 'changed' | 'missing' | 'unlinked' | 'cut'
}

export interface AuditVerdict {
  events: number
  faults: AuditFault[]
}

const EVENTS_AT_ONCE = 1000
const FIRST_LINK = '0'.repeat(64)

/** Goes over the whole log; no faults: nothing was changed, removed, moved or cut since it was written. */
export async function verifyAudit({ db, keys, config }: Pick<Deps, 'db' | 'keys' | 'config'>): Promise<AuditVerdict> {
  const head = await selectAuditHead(db)
  const faults: AuditFault[] = []
  let last = { seq: 0, mac: FIRST_LINK }
  let events = 0
  for (;;) {
    const rows = await selectAuditEvents(db, { seq: last.seq, count: EVENTS_AT_ONCE })
    for (const row of rows) {
      faults.push(...faultsOf({ keys }, row, last))
      last = row
    }
    events += rows.length
    if (rows.length < EVENTS_AT_ONCE) break
  }
  if (head.seq !== last.seq || head.mac !== last.mac) faults.push({ seq: last.seq + 1, kind: 'cut' })
  return { events, faults: [...faults, ...(await cutBeforeNotedHead(db, config.dataDir, last.seq))] }
}

function faultsOf(deps: Pick<Deps, 'keys'>, row: AuditEventTable, last: { seq: number; mac: string }): AuditFault[] {
  if (macOf(deps, row) !== row.mac) return [{ seq: row.seq, kind: 'changed' }]
  if (row.seq !== last.seq + 1) return [{ seq: last.seq + 1, kind: 'missing' }]
  return row.prev_mac === last.mac ? [] : [{ seq: row.seq, kind: 'unlinked' }]
}

/** The noted end must lie in the chain: the chain may have grown since, but never lost it. */
async function cutBeforeNotedHead(db: Db, dataDir: string, lastSeq: number): Promise<AuditFault[]> {
  const noted = await readHeadFile(dataDir)
  if (noted === null) return lastSeq === 0 ? [] : [{ seq: lastSeq, kind: 'cut' }]
  const mac = noted.seq === 0 ? noted.mac : await selectAuditMac(db, noted.seq)
  return mac === noted.mac ? [] : [{ seq: Math.min(noted.seq, lastSeq + 1), kind: 'cut' }]
}

/**
 * Notes that the log of a new house is empty: killed before its first piece of work is noted, it would look like one whose
 * note was taken away.
 */
export async function noteEmptyLog({ db, config }: Pick<Deps, 'db' | 'config'>): Promise<void> {
  if ((await readHeadFile(config.dataDir)) !== null) return
  const head = await selectAuditHead(db)
  if (head.seq === 0) await writeHeadFile(config.dataDir, head)
}

/**
 * Notes the end of the chain outside the database; called after the commits of a piece of work. A note that the chain no
 * longer holds stays as it is, so that what was cut cannot be covered by going on.
 */
export async function noteAuditHead({
  db,
  config,
  log,
  clock,
}: Pick<Deps, 'db' | 'config' | 'log' | 'clock'>): Promise<void> {
  const head = await selectAuditHead(db)
  const noted = await readHeadFile(config.dataDir)
  if (noted && noted.seq > 0) {
    if (noted.seq === head.seq && noted.mac === head.mac) return
    if ((await selectAuditMac(db, noted.seq)) !== noted.mac) {
      log.error({ seq: noted.seq }, 'the audit log does not hold its noted end')
      return
    }
  }
  await writeHeadFile(config.dataDir, head)
  if (config.auditSyslog) sendHead(config.auditSyslog, syslogLine(head, clock.now()), log)
}
