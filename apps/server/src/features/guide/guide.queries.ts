import type { StaffRole } from '@sma/contract/staff-roles'
import type { Db } from '../../db/schema'

/** Who may sign in in one of these roles. */
export function selectActiveIn(db: Db, roles: readonly StaffRole[]) {
  return db
    .selectFrom('staff as s')
    .innerJoin('staff_role as r', 'r.staff_id', 's.id')
    .select(['s.id', 'r.role'])
    .where('s.state', '=', 'active')
    .where('r.role', 'in', roles)
    .execute()
}

export async function countRows(db: Db, table: 'fund' | 'portfolio' | 'client'): Promise<number> {
  const { rows } = await db
    .selectFrom(table)
    .select((e) => e.fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow()
  return Number(rows)
}

/** Whether one exists; a house with years of days is not counted through. */
export async function hasRow(db: Db, table: 'valuation' | 'published_day' | 'brand_version'): Promise<boolean> {
  const row = await db
    .selectFrom(table)
    .select((e) => e.lit(1).as('one'))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function countWaitingDays(db: Db): Promise<number> {
  const { days } = await db
    .selectFrom('valuation')
    .select((e) => e.fn.countAll<number>().as('days'))
    .where('state', 'in', ['held', 'checked', 'approved'])
    .executeTakeFirstOrThrow()
  return Number(days)
}

/** How many received files stand there held or rejected. */
export function countFilesByFate(db: Db) {
  return db
    .selectFrom('source_file')
    .select((e) => ['status', e.fn.countAll<number>().as('files')])
    .where('status', 'in', ['held', 'rejected'])
    .groupBy('status')
    .execute()
}
