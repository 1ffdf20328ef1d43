import { sql } from 'kysely'
import type { Db } from '../../db/schema'
import type { SourceFileTable } from './imports.table'

/** `pattern` with `!` before what is meant as it stands; both engines read it alike. */
const likeEscaped = (pattern: string, column: 'name' | 'sha256') =>
  sql<boolean>`${sql.ref(column)} like ${pattern} escape '!'`

export interface LedgerFilter {
  status?: SourceFileTable['status'] | undefined
  kind?: string | undefined
  text?: string | undefined
  /** Instants: received at or after, and before. */
  from?: string | undefined
  before?: string | undefined
  /** Only files received before the one of this id. */
  after?: string | undefined
  limit: number
}

/** Received files, newest first. */
export function selectSourceFiles(db: Db, filter: LedgerFilter): Promise<SourceFileTable[]> {
  let query = db.selectFrom('source_file').selectAll()
  if (filter.status) query = query.where('status', '=', filter.status)
  if (filter.kind) query = query.where('kind', '=', filter.kind)
  if (filter.from) query = query.where('received_at', '>=', filter.from)
  if (filter.before) query = query.where('received_at', '<', filter.before)
  if (filter.after) query = query.where('id', '<', filter.after)
  const { text } = filter
  if (text) {
    const escaped = text.replaceAll(/[!%_]/g, '!$&')
    query = query.where((e) =>
      e.or([likeEscaped(`%${escaped}%`, 'name'), likeEscaped(`${escaped.toLowerCase()}%`, 'sha256')]),
    )
  }
  return query.orderBy('id', 'desc').limit(filter.limit).execute()
}

export function selectSourceFile(db: Db, id: string): Promise<SourceFileTable | undefined> {
  return db.selectFrom('source_file').selectAll().where('id', '=', id).executeTakeFirst()
}
