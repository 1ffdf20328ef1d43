import type { Db } from '../../db/schema'
import type { AuditAction, AuditEventTable, AuditHeadTable } from './audit.table'

const HEAD_ID = 1

/** Takes the next place in the chain until the transaction ends; `mac` is that of the event before. */
export async function takeNextPlace(db: Db): Promise<{ seq: number; mac: string }> {
  await db
    .updateTable('audit_head')
    .set((e) => ({ seq: e('seq', '+', 1) }))
    .where('id', '=', HEAD_ID)
    .execute()
  return selectAuditHead(db)
}

export async function selectAuditHead(db: Db): Promise<Pick<AuditHeadTable, 'seq' | 'mac'>> {
  return db.selectFrom('audit_head').select(['seq', 'mac']).where('id', '=', HEAD_ID).executeTakeFirstOrThrow()
}

export async function insertAuditEvent(db: Db, event: AuditEventTable): Promise<void> {
  await db.insertInto('audit_event').values(event).execute()
  await db.updateTable('audit_head').set({ mac: event.mac }).where('id', '=', HEAD_ID).execute()
}

/** The events after `seq`, in order, at most `count`. */
export async function selectAuditEvents(db: Db, after: { seq: number; count: number }): Promise<AuditEventTable[]> {
  return db
    .selectFrom('audit_event')
    .selectAll()
    .where('seq', '>', after.seq)
    .orderBy('seq')
    .limit(after.count)
    .execute()
}

export interface AuditFilter {
  actor?: string
  action?: string
  objectKind?: string
  objectId?: string
  portfolio?: string
  from?: string
  /** Not at or after this instant. */
  until?: string
  /** Only what came earlier in the chain. */
  beforeSeq?: number
  limit: number
}

/** The newest events that fit, with the code of their account. */
export function selectNewestAuditEvents(db: Db, filter: AuditFilter) {
  const { actor, action, objectKind, objectId, portfolio, from, until, beforeSeq, limit } = filter
  return db
    .selectFrom('audit_event as event')
    .leftJoin('portfolio', 'portfolio.id', 'event.portfolio_id')
    .selectAll('event')
    .select('portfolio.code')
    .$if(actor !== undefined, (q) => q.where('event.actor_id', '=', actor ?? ''))
    .$if(action !== undefined, (q) => q.where('event.action', '=', action as AuditAction))
    .$if(objectKind !== undefined, (q) => q.where('event.object_kind', '=', objectKind ?? ''))
    .$if(objectId !== undefined, (q) => q.where('event.object_id', '=', objectId ?? ''))
    .$if(portfolio !== undefined, (q) => q.where('portfolio.code', '=', portfolio ?? ''))
    .$if(from !== undefined, (q) => q.where('event.at', '>=', from ?? ''))
    .$if(until !== undefined, (q) => q.where('event.at', '<', until ?? ''))
    .$if(beforeSeq !== undefined, (q) => q.where('event.seq', '<', beforeSeq ?? 0))
    .orderBy('event.seq', 'desc')
    .limit(limit)
    .execute()
}

export async function selectAuditMac(db: Db, seq: number): Promise<string | undefined> {
  const row = await db.selectFrom('audit_event').select('mac').where('seq', '=', seq).executeTakeFirst()
  return row?.mac
}
