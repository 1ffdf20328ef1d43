/** Counts of the whole house, and what was seen once. */
import type { Db } from '../../db/schema'

export async function addHouseEvent(db: Db, name: string, since: string): Promise<void> {
  await db.insertInto('house_count').ignore().values({ name, since, events: 0 }).execute()
  await db
    .updateTable('house_count')
    .set((column) => ({ events: column('events', '+', 1) }))
    .where('name', '=', name)
    .where('since', '=', since)
    .execute()
}

export async function selectHouseEvents(db: Db, name: string, after: string): Promise<number> {
  const row = await db
    .selectFrom('house_count')
    .select((column) => column.fn.coalesce(column.fn.sum<number>('events'), column.val(0)).as('events'))
    .where('name', '=', name)
    .where('since', '>', after)
    .executeTakeFirstOrThrow()
  return Number(row.events)
}

/** All that is kept of one count. */
export function selectHouseSteps(db: Db, name: string) {
  return db.selectFrom('house_count').select(['since', 'events']).where('name', '=', name).execute()
}

/** Steps that ended before and that the audit log was not told of, oldest first. */
export function selectOpenSteps(db: Db, name: string, sinceAtMost: string) {
  return db
    .selectFrom('house_count')
    .select(['since', 'events'])
    .where('name', '=', name)
    .where('since', '<=', sinceAtMost)
    .where('audited_at', 'is', null)
    .orderBy('since')
    .execute()
}

/** True for exactly one of all who tell the audit log of it. */
export async function claimStep(
  db: Db,
  { name, since, now }: { name: string; since: string; now: string },
): Promise<boolean> {
  const result = await db
    .updateTable('house_count')
    .set({ audited_at: now })
    .where('name', '=', name)
    .where('since', '=', since)
    .where('audited_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** True for the first who brings it. */
export async function insertUsedPuzzle(db: Db, id: string, expiresAt: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('used_puzzle')
    .ignore()
    .values({ id, expires_at: expiresAt })
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}
