import type { Db } from '../../db/schema'
import type { AuditEventTable, AuditHeadTable } from './audit.table'

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

export async function selectAuditMac(db: Db, seq: number): Promise<string | undefined> {
  const row = await db.selectFrom('audit_event').select('mac').where('seq', '=', seq).executeTakeFirst()
  return row?.mac
}
