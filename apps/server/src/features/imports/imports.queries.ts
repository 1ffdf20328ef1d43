import type { Db } from '../../db/schema'
import type { SourceFileTable } from './imports.table'

export async function insertSourceFile(db: Db, file: SourceFileTable): Promise<void> {
  await db.insertInto('source_file').values(file).execute()
}

/** The newest reception of these bytes that was applied as a whole. */
export async function selectAppliedFile(db: Db, sha256: string): Promise<SourceFileTable | undefined> {
  return db
    .selectFrom('source_file')
    .selectAll()
    .where('sha256', '=', sha256)
    .where('status', '=', 'applied')
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export type FileResult = Pick<SourceFileTable, 'id' | 'kind' | 'status' | 'report'>

export async function finishSourceFile(db: Db, result: FileResult): Promise<void> {
  const { id, ...columns } = result
  await db.updateTable('source_file').set(columns).where('id', '=', id).execute()
}
