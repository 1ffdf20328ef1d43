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

/** PDFs that were received under this name and found fit, each content once. */
export function selectPdfs(db: Db, name: string): Promise<{ sha256: string; size: number }[]> {
  return db
    .selectFrom('source_file as named')
    .select(['named.sha256', 'named.size'])
    .distinct()
    .where('named.name', '=', name)
    .where('named.sha256', 'in', (e) =>
      e
        .selectFrom('source_file as fit')
        .select('fit.sha256')
        .where('fit.kind', '=', 'pdf')
        .where('fit.status', '=', 'applied'),
    )
    .execute()
}
