import type { Db } from '../../db/schema'
import type { LimitEventTable } from './auth.table'

export function selectLimitEvents(db: Db, subjectMac: string): Promise<Pick<LimitEventTable, 'slot' | 'at'>[]> {
  return db.selectFrom('limit_event').select(['slot', 'at']).where('subject_mac', '=', subjectMac).execute()
}

/** False where somebody else took the slot first. */
export async function insertLimitEvent(db: Db, event: LimitEventTable): Promise<boolean> {
  try {
    await db.insertInto('limit_event').values(event).execute()
    return true
  } catch (error) {
    const there = await db
      .selectFrom('limit_event')
      .select('slot')
      .where('subject_mac', '=', event.subject_mac)
      .where('slot', '=', event.slot)
      .executeTakeFirst()
    if (there) return false
    throw error
  }
}

/** Writes over the event that was seen there; false where somebody else did first. */
export async function replaceLimitEvent(db: Db, event: LimitEventTable, seen: string): Promise<boolean> {
  const result = await db
    .updateTable('limit_event')
    .set({ at: event.at })
    .where('subject_mac', '=', event.subject_mac)
    .where('slot', '=', event.slot)
    .where('at', '=', seen)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** The event of a slot that was taken elsewhere. */
export async function putLimitEvent(db: Db, event: LimitEventTable): Promise<void> {
  const result = await db
    .updateTable('limit_event')
    .set({ at: event.at })
    .where('subject_mac', '=', event.subject_mac)
    .where('slot', '=', event.slot)
    .executeTakeFirst()
  if (result.numUpdatedRows === 0n) await insertLimitEvent(db, event)
}
