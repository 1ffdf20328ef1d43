import type { StaffRole } from '@sma/contract/staff-roles'
import type { Db } from '../../db/schema'
import type { StaffInvitationTable, StaffSessionTable, StaffTable } from './staff.table'

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
    .select(['session.staff_id', 'session.seen_at', 'session.expires_at'])
    .select(['staff.login', 'staff.must_change', 'staff.totp_set_at'])
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

/** Ends it, with what the person looks at as a client; whose it was, undefined where there was none. */
export async function deleteStaffSession(db: Db, tokenHash: string): Promise<string | undefined> {
  const session = await db
    .selectFrom('staff_session as session')
    .innerJoin('staff', 'staff.id', 'session.staff_id')
    .select(['staff.id', 'staff.login'])
    .where('session.token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (session) await deleteClientViews(db, session.id)
  await db.deleteFrom('staff_session').where('token_hash', '=', tokenHash).execute()
  return session?.login
}

export async function deleteStaffSessions(db: Db, staffId: string): Promise<void> {
  await deleteClientViews(db, staffId)
  await db.deleteFrom('staff_session').where('staff_id', '=', staffId).execute()
}

/** What a person looks at as a client: it ends wherever one of the person's sessions is ended. */
export async function deleteClientViews(db: Db, staffId: string): Promise<void> {
  await db.deleteFrom('client_view').where('staff_id', '=', staffId).execute()
}

/** How a session is named where its token must not be: the beginning of its hash, unlike for any two of one person. */
const SESSION_ID_LENGTH = 16
export const sessionIdOf = (tokenHash: string): string => tokenHash.slice(0, SESSION_ID_LENGTH)

export async function deleteOtherStaffSessions(db: Db, staffId: string, sessionId: string): Promise<void> {
  await deleteClientViews(db, staffId)
  await db
    .deleteFrom('staff_session')
    .where('staff_id', '=', staffId)
    .where('token_hash', 'not like', `${sessionId}%`)
    .execute()
}

export function selectStaffSessions(db: Db, staffId: string): Promise<StaffSessionTable[]> {
  return db
    .selectFrom('staff_session')
    .selectAll()
    .where('staff_id', '=', staffId)
    .orderBy('created_at', 'desc')
    .execute()
}

/** True where the person had this session. */
export async function deleteStaffSessionById(db: Db, staffId: string, sessionId: string): Promise<boolean> {
  const hashes = (await selectStaffSessions(db, staffId)).map(({ token_hash }) => token_hash)
  const hash = hashes.find((one) => sessionIdOf(one) === sessionId)
  if (hash === undefined) return false
  await deleteClientViews(db, staffId)
  await db.deleteFrom('staff_session').where('token_hash', '=', hash).execute()
  return true
}

/** True for exactly one of all who bring the code of this step, and for none after it. */
export async function takeTotpStep(db: Db, staffId: string, step: number): Promise<boolean> {
  const result = await db
    .updateTable('staff')
    .set({ totp_last_step: step })
    .where('id', '=', staffId)
    .where((e) => e.or([e('totp_last_step', 'is', null), e('totp_last_step', '<', step)]))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** True for exactly one of all who bring this recovery code. */
export async function deleteRecoveryCode(db: Db, staffId: string, codeMac: string): Promise<boolean> {
  const result = await db
    .deleteFrom('staff_recovery_code')
    .where('staff_id', '=', staffId)
    .where('code_mac', '=', codeMac)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}

export async function replaceRecoveryCodes(db: Db, staffId: string, macs: readonly string[]): Promise<void> {
  await db.deleteFrom('staff_recovery_code').where('staff_id', '=', staffId).execute()
  for (const code_mac of macs)
    await db.insertInto('staff_recovery_code').values({ staff_id: staffId, code_mac }).execute()
}

/** The person's only invitation: an earlier one serves no more. */
export async function replaceInvitation(db: Db, invitation: StaffInvitationTable): Promise<void> {
  await db.deleteFrom('staff_invitation').where('staff_id', '=', invitation.staff_id).execute()
  await db.insertInto('staff_invitation').values(invitation).execute()
}

export async function selectInvited(db: Db, tokenHash: string, now: string): Promise<StaffTable | undefined> {
  return db
    .selectFrom('staff')
    .innerJoin('staff_invitation as invitation', 'invitation.staff_id', 'staff.id')
    .selectAll('staff')
    .where('invitation.token_hash', '=', tokenHash)
    .where('invitation.expires_at', '>', now)
    .where('staff.state', '=', 'invited')
    .executeTakeFirst()
}

/** True for exactly one of all who use it. */
export async function deleteInvitation(db: Db, tokenHash: string): Promise<boolean> {
  const result = await db.deleteFrom('staff_invitation').where('token_hash', '=', tokenHash).executeTakeFirst()
  return result.numDeletedRows === 1n
}

export async function replaceRoles(db: Db, staffId: string, roles: readonly StaffRole[]): Promise<void> {
  await db.deleteFrom('staff_role').where('staff_id', '=', staffId).execute()
  for (const role of roles) await db.insertInto('staff_role').values({ staff_id: staffId, role }).execute()
}

export function selectAllRoles(db: Db) {
  return db.selectFrom('staff_role').selectAll().orderBy('role').execute()
}

/** When each person's living sessions were last used. */
export function selectLastUses(db: Db) {
  return db
    .selectFrom('staff_session')
    .select((e) => ['staff_id', e.fn.max('seen_at').as('seen_at')])
    .groupBy('staff_id')
    .execute()
}

export async function deleteEndedStaffSessions(db: Db, now: string): Promise<void> {
  await db.deleteFrom('staff_session').where('expires_at', '<', now).execute()
}
