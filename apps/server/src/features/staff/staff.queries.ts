import type { StaffRole } from '@sma/contract/staff-roles'
import type { Db } from '../../db/schema'
import type { StaffSessionTable, StaffTable } from './staff.table'

export async function insertStaff(db: Db, staff: StaffTable, roles: readonly StaffRole[]): Promise<void> {
  await db.insertInto('staff').values(staff).execute()
  await db
    .insertInto('staff_role')
    .values(roles.map((role) => ({ staff_id: staff.id, role })))
    .execute()
}

export function selectStaffByLogin(db: Db, login: string): Promise<StaffTable | undefined> {
  return db.selectFrom('staff').selectAll().where('login', '=', login).executeTakeFirst()
}

export function selectStaff(db: Db, id: string): Promise<StaffTable> {
  return db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export function selectAllStaff(db: Db): Promise<StaffTable[]> {
  return db.selectFrom('staff').selectAll().orderBy('login').execute()
}

/** Active people who have one of these roles. */
export function selectActiveStaff(db: Db, roles: readonly StaffRole[]): Promise<{ login: string }[]> {
  return db
    .selectFrom('staff')
    .innerJoin('staff_role', 'staff_role.staff_id', 'staff.id')
    .select('staff.login')
    .distinct()
    .where('staff.state', '=', 'active')
    .where('staff_role.role', 'in', roles)
    .orderBy('staff.login')
    .execute()
}

export async function selectRoles(db: Db, staffId: string): Promise<StaffRole[]> {
  const rows = await db
    .selectFrom('staff_role')
    .select('role')
    .where('staff_id', '=', staffId)
    .orderBy('role')
    .execute()
  return rows.map(({ role }) => role)
}

export type StaffChange = Partial<Omit<StaffTable, 'id' | 'login' | 'created_at'>>

export async function updateStaff(db: Db, id: string, change: StaffChange): Promise<void> {
  await db.updateTable('staff').set(change).where('id', '=', id).execute()
}

export async function insertStaffSession(db: Db, session: StaffSessionTable): Promise<void> {
  await db.insertInto('staff_session').values(session).execute()
}

/** The session if it lives, with the person as they are now: a disabled one has none. */
export function selectLiveStaffSession(db: Db, tokenHash: string, at: { now: string; idleSince: string }) {
  return db
    .selectFrom('staff_session as session')
    .innerJoin('staff', 'staff.id', 'session.staff_id')
    .select(['session.staff_id', 'session.seen_at', 'session.expires_at', 'staff.login', 'staff.must_change'])
    .where('session.token_hash', '=', tokenHash)
    .where('session.expires_at', '>', at.now)
    .where('session.seen_at', '>', at.idleSince)
    .where('staff.state', '=', 'active')
    .executeTakeFirst()
}

export async function updateStaffSeen(db: Db, tokenHash: string, now: string): Promise<void> {
  await db
    .updateTable('staff_session')
    .set({ seen_at: now })
    .where('token_hash', '=', tokenHash)
    .where('seen_at', '<', now)
    .execute()
}

/** Whose session it was; undefined where there was none. */
export async function deleteStaffSession(db: Db, tokenHash: string): Promise<string | undefined> {
  const session = await db
    .selectFrom('staff_session as session')
    .innerJoin('staff', 'staff.id', 'session.staff_id')
    .select('staff.login')
    .where('session.token_hash', '=', tokenHash)
    .executeTakeFirst()
  await db.deleteFrom('staff_session').where('token_hash', '=', tokenHash).execute()
  return session?.login
}

export async function deleteStaffSessions(db: Db, staffId: string): Promise<void> {
  await db.deleteFrom('staff_session').where('staff_id', '=', staffId).execute()
}

export async function deleteEndedStaffSessions(db: Db, now: string): Promise<void> {
  await db.deleteFrom('staff_session').where('expires_at', '<', now).execute()
}
