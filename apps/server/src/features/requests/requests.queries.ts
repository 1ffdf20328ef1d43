import type { Db } from '../../db/schema'
import type { StaffRequestTable } from './requests.table'

export async function insertRequest(db: Db, request: StaffRequestTable): Promise<void> {
  await db.insertInto('staff_request').values(request).execute()
}

export function selectWaitingRequests(db: Db, askedAfter: string): Promise<StaffRequestTable[]> {
  return db
    .selectFrom('staff_request')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('asked_at', '>', askedAfter)
    .orderBy('id')
    .execute()
}

export function selectWaitingRequestsOf(db: Db, login: string): Promise<Pick<StaffRequestTable, 'id' | 'kind'>[]> {
  return db
    .selectFrom('staff_request')
    .select(['id', 'kind'])
    .where('asked_by', '=', login)
    .where('state', '=', 'waiting')
    .orderBy('id')
    .execute()
}

export function selectWaitingRequest(db: Db, id: string, askedAfter: string): Promise<StaffRequestTable | undefined> {
  return db
    .selectFrom('staff_request')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where('asked_at', '>', askedAfter)
    .executeTakeFirst()
}

/** True for exactly one of all who decide it; what was asked for is then in the audit log, and no longer here. */
export async function decideRequest(
  db: Db,
  id: string,
  decision: { state: 'done' | 'dropped'; decided_by: string; decided_at: string },
): Promise<boolean> {
  const result = await db
    .updateTable('staff_request')
    .set({ ...decision, payload_enc: '' })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
