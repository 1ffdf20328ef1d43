import type { Db } from '../../db/schema'
import type { ClientChangeTable } from './clients.table'

export async function insertClientChange(db: Db, change: ClientChangeTable): Promise<void> {
  await db.insertInto('client_change').values(change).execute()
}

/** Newest first, with the name of the file that said so. */
export function selectClientChanges(db: Db, clientId: string, limit: number) {
  return db
    .selectFrom('client_change as change')
    .leftJoin('source_file as file', 'file.id', 'change.source_file_id')
    .selectAll('change')
    .select('file.name as file_name')
    .where('change.client_id', '=', clientId)
    .orderBy('change.id', 'desc')
    .limit(limit)
    .execute()
}
