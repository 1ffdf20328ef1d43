import type { Db } from '../../db/schema'

export interface SenderFailure {
  name: string
  at: string
  reason: string
}

/** Notes a failure; the first of a row sets since when. */
export async function noteFailure(db: Db, { name, at, reason }: SenderFailure): Promise<void> {
  const failure = { last_error: reason, failed_at: at }
  const { numUpdatedRows } = await db
    .updateTable('sms_sender')
    .set((column) => ({ ...failure, failing_since: column.fn.coalesce('failing_since', column.val(at)) }))
    .where('name', '=', name)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return
  // Of two first failures at once one comes too late, and has nothing to add.
  await db
    .insertInto('sms_sender')
    .ignore()
    .values({ name, ...failure, failing_since: at })
    .execute()
}

export async function noteSuccess(db: Db, name: string): Promise<void> {
  await db
    .updateTable('sms_sender')
    .set({ failing_since: null })
    .where('name', '=', name)
    .where('failing_since', 'is not', null)
    .execute()
}

export function selectFailing(db: Db, names: readonly string[]) {
  return db
    .selectFrom('sms_sender')
    .select(['name', 'failing_since', 'last_error'])
    .where('name', 'in', names)
    .where('failing_since', 'is not', null)
    .orderBy('name')
    .execute()
}
